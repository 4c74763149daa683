"""Log lines carry the ids of request and task, and no token of a mailed link."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
import structlog
from celery import shared_task

from careerlink.web import logs

ROOT = Path(__file__).resolve().parents[2]

LINES = """
import logging, structlog, django
django.setup()
structlog.contextvars.bind_contextvars(request_id="r1")
logging.getLogger("django.request").warning("Not Found: %s", "/go/secrettoken/")
structlog.get_logger("careerlink.x").info("sent", mail=3, link="https://a.example/go/secrettoken/")
try:
    raise ValueError("/go/secrettoken/")
except ValueError:
    structlog.get_logger("careerlink.x").exception("broke")
"""


def test_in_production_each_line_is_json_with_ids_and_without_tokens(tmp_path):
    from tests.web.test_checks import PRODUCTION  # noqa: PLC0415 the same sensible production

    done = subprocess.run(
        [sys.executable, "-c", LINES],
        cwd=ROOT,
        env={**os.environ, **PRODUCTION, "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "careerlink.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [json.loads(line) for line in done.stderr.strip().splitlines()]
    assert [(line["event"], line["level"], line["request_id"]) for line in lines] == [
        ("Not Found: /go/…/", "warning", "r1"),
        ("sent", "info", "r1"),
        ("broke", "error", "r1"),
    ]
    assert "secrettoken" not in done.stderr
    assert lines[2]["exception"][0]["exc_value"] == "/go/…/"


@pytest.mark.django_db
def test_each_answer_says_the_id_of_its_request(client, settings):
    assert len(client.get("/healthz")["X-Request-ID"]) == 16
    assert client.get("/healthz", headers={"X-Request-ID": "from-the-proxy"})["X-Request-ID"] != "from-the-proxy"
    settings.TRUSTED_PROXY_COUNT = 1
    assert client.get("/healthz", headers={"X-Request-ID": "from-the-proxy"})["X-Request-ID"] == "from-the-proxy"
    assert len(client.get("/healthz", headers={"X-Request-ID": 'bad" id'})["X-Request-ID"]) == 16


@shared_task
def what_is_bound():
    return structlog.contextvars.get_contextvars()


def test_a_task_carries_its_own_id_while_it_runs():
    done = what_is_bound.apply()
    assert done.result == {"task_id": done.id, "task": what_is_bound.name}
    assert structlog.contextvars.get_contextvars() == {}


def test_a_task_hears_which_request_rang():
    headers = {}
    with structlog.contextvars.bound_contextvars(request_id="r7"):
        logs.send_request_id_along(headers=headers)
    assert headers == {"request_id": "r7"}


def test_one_line_for_each_request_is_for_machines_only():
    assert logging.getLogger("careerlink.web.middleware").level == logging.WARNING


TOKEN = "Ht-E1JoAaq3U8O738D0udPU47sqXu44WdpHstH4_yvU"


@pytest.mark.parametrize(
    ("path", "written"),
    [
        (f"/go/{TOKEN}/", "/go/…/"),
        ("/go/plain/", "/go/…/"),
        (f"/go/stop/{TOKEN}/", "/go/stop/…/"),
        ("/go/stop/plain/", "/go/stop/…/"),
        (f"https://a.example/go/choose/{TOKEN}?a=b", "https://a.example/go/choose/…?a=b"),
        ("/accounts/password/reset/key/b-dm2h3x-0123456789abcdef0123456789abcdef/", "/accounts/password/reset/key/…/"),
        (f"/calendar/{TOKEN}.ics", "/calendar/…"),
        ("/offers/fexrc8n59uy9bwd3gsbv/", "/offers/fexrc8n59uy9bwd3gsbv/"),
        ("/desk/oxbow-state-university-career-center/", "/desk/oxbow-state-university-career-center/"),
        ("/static/css/tokens.7f85df699a76.css", "/static/css/tokens.7f85df699a76.css"),
    ],
)
def test_a_token_is_blotted_out_wherever_it_stands_and_nothing_else_is(path, written):
    lines = logs.without_tokens(None, "info", {"event": "request", "path": path, "deep": [{"link": path}]})
    assert lines == {"event": "request", "path": written, "deep": [{"link": written}]}


def test_no_line_can_be_forged_through_an_address(tmp_path):
    """A line break in an address stays inside its line."""
    forged = 'logging.getLogger("django.request").warning("Not Found: %s", "/x\\n{\\"event\\": \\"forged\\"}")'
    from tests.web.test_checks import PRODUCTION, run  # noqa: PLC0415 the same sensible production

    code = "import logging, django; django.setup(); " + forged
    done = run(tmp_path, "-c", code, **PRODUCTION, DJANGO_SETTINGS_MODULE="careerlink.settings")
    assert [json.loads(line)["logger"] for line in done.stderr.strip().splitlines()] == ["django.request"]
