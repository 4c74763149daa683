"""What keeps pages quick however much there is: nothing counted to its end, no question asked while a
page is drawn, files kept for good, nothing heavy loaded.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.template import Template
from django.test import Client, override_settings
from whitenoise.middleware import WhiteNoiseMiddleware

from careerlink.web.admin import FirstPages
from tests.pages import PAGES
from tests.pages.walk import Visitors, heaps, walk
from tests.queries import NOT_COUNTED, count_queries

ROOT = Path(__file__).resolve().parents[2]
SHORT = {"accounts.LegalText"}  # a handful of versions
LONG = sorted(model._meta.label for model in admin.site._registry if model._meta.label not in SHORT)
HASHING = "whitenoise.storage.CompressedManifestStaticFilesStorage"
IN_SHELL = ("partners_member", "partners_writer", "partners_offer")


@pytest.mark.parametrize("label", LONG)
def test_a_list_of_the_moderators_counts_no_further_than_they_turn_pages(world, label):
    model = apps.get_model(label)
    client = Client()
    client.force_login(world.user["admin"])
    with count_queries() as n:
        response = client.get(f"/admin/{model._meta.app_label}/{model._meta.model_name}/")
    assert response.status_code == 200
    counts = [one for one in n.statements() if "COUNT(*)" in one and f'FROM "{model._meta.db_table}"' in one]
    assert [" LIMIT 2000" in one for one in counts] == [True]


def test_pages_of_moderators_end_where_nobody_turns_them(monkeypatch, world):
    monkeypatch.setattr("careerlink.web.admin.MOST_LISTED", 3)
    people = type(world.user["admin"]).objects.order_by("pk")
    assert (people.count() > 3, FirstPages(people, 2).count, FirstPages(people, 2).num_pages) == (True, 3, 2)


@pytest.mark.parametrize("rows", heaps([row for row in PAGES if row.queries is not None], 4))
def test_nothing_is_asked_while_a_page_is_drawn(filled, rows, monkeypatch):
    """But for the shell around it, which knows only then that it is drawn."""
    asked: list[str] = []
    draw = Template.render
    visitors = Visitors(filled)

    def note(execute, sql, params, many, context):
        if not NOT_COUNTED.search(sql):
            asked.append(sql)
        return execute(sql, params, many, context)

    def noted(self, *args, **options):
        with connection.execute_wrapper(note):
            return draw(self, *args, **options)

    def look(row):
        row.rows(filled, 3)
        client = visitors(row.who)
        client.get(row.address(filled))
        asked.clear()
        assert client.get(row.address(filled)).status_code == 200
        assert [sql[:200] for sql in asked if not any(f'FROM "{table}"' in sql for table in IN_SHELL)] == []

    monkeypatch.setattr(Template, "render", noted)
    walk(rows, look)


def test_files_with_a_hash_in_their_name_are_kept_for_good(tmp_path):
    for name in ("base.css", "base.0123456789ab.css"):
        (tmp_path / name).write_text("a{}")
    hashed = {"version": "1.1", "hash": "0", "paths": {"base.css": "base.0123456789ab.css"}}
    (tmp_path / "staticfiles.json").write_text(json.dumps(hashed))
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": HASHING}}
    with override_settings(
        STATIC_ROOT=tmp_path, STORAGES=storages, WHITENOISE_AUTOREFRESH=False, WHITENOISE_USE_FINDERS=False
    ):
        files = WhiteNoiseMiddleware(lambda request: None, settings).files
        found = {
            url.rpartition("/")[2]: dict(file.get_response("HEAD", {}).headers)["Cache-Control"]
            for url, file in files.items()
            if url.endswith(".css")
        }
    assert found == {
        "base.0123456789ab.css": "max-age=315360000, public, immutable",
        "base.css": "max-age=60, public",
    }


def test_production_gives_files_names_with_their_hash_compresses_them_and_keeps_connections():
    asked = (
        "from django.conf import settings as s; import json; print(json.dumps("
        "[s.STORAGES['staticfiles']['BACKEND'], s.DATABASES['default'].get('CONN_MAX_AGE'),"
        " s.DATABASES['default'].get('CONN_HEALTH_CHECKS')]))"
    )
    assert in_production(asked) == [HASHING, 60, True]


def test_a_web_worker_loads_nothing_heavy_at_its_start():
    asked = (
        "import json, sys; import careerlink.wsgi; from django.urls import get_resolver; get_resolver().url_patterns;"
        " get_resolver().reverse_dict;"
        " print(json.dumps([m for m in ('numpy', 'scipy', 'typst', 'sqlalchemy', 'PIL') if m in sys.modules]))"
    )
    assert in_production(asked) == []


def in_production(code: str):
    """What this prints in a process with production's settings, which needs neither database nor broker for it."""
    env = {
        "PATH": "/usr/bin:/bin",
        "DJANGO_SETTINGS_MODULE": "careerlink.settings",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
    }
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    return json.loads(answer.stdout.splitlines()[-1])
