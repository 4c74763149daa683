"""What production answers through TLS, judged by the rules that the MDN HTTP Observatory publishes.

https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring: 100 points, less what a test takes
away; when 90 are left, what a test gives is added. 100 and more is an A+.
"""

import json
import re

import psycopg2
import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.test import Client
from django.urls import include, path

from tests.pages import fill, link_token
from tests.reading import finish
from tests.web.test_checks import PRODUCTION, run

HOST = "careerlink.example.org"
SIX_MONTHS = 15768000
TAKEN_OVER = (
    "ALLOWED_HOSTS", "CONTENT_SECURITY_POLICY", "CSRF_COOKIE_HTTPONLY", "CSRF_COOKIE_NAME", "CSRF_COOKIE_SAMESITE",
    "CSRF_COOKIE_SECURE", "CSRF_TRUSTED_ORIGINS", "MESSAGE_STORAGE", "MIDDLEWARE", "SECURE_CONTENT_TYPE_NOSNIFF",
    "SECURE_CROSS_ORIGIN_OPENER_POLICY", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD", "SECURE_HSTS_SECONDS",
    "SECURE_PROXY_SSL_HEADER", "SECURE_REDIRECT_EXEMPT", "SECURE_REFERRER_POLICY", "SECURE_SSL_REDIRECT",
    "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_NAME", "SESSION_COOKIE_SAMESITE", "SESSION_COOKIE_SECURE",
    "X_FRAME_OPTIONS",
)  # fmt: skip
PRINT = f"""
import json
from django.conf import settings
print(json.dumps({{name: getattr(settings, name) for name in {TAKEN_OVER!r}}}))
"""


@login_not_required
def breaks(request):
    raise RuntimeError("a mistake of ours")


@login_not_required
def finds_no_database(request):
    raise OperationalError from psycopg2.OperationalError()


urlpatterns = [
    path("breaks/", breaks),
    path("no-database/", finds_no_database),
    path("", include("careerlink.urls")),
]
handler404 = "careerlink.web.errors.not_found"
handler500 = "careerlink.web.errors.broken"


@pytest.fixture(scope="module")
def in_production(tmp_path_factory):
    """The settings that decide about headers, as production has them."""
    var = tmp_path_factory.mktemp("var")
    done = run(var, "-c", PRINT, **PRODUCTION, DJANGO_SETTINGS_MODULE="careerlink.settings")
    return json.loads(done.stdout)


@pytest.fixture
def browse(world, settings, in_production):
    """Ask for a page as somebody, as the proxy hands it on."""
    fill(world)
    for name, value in in_production.items():
        setattr(settings, name, value)
    settings.ROOT_URLCONF = __name__

    def get(address, who="", scheme="https"):
        client = Client(raise_request_exception=False)
        if who:
            client.force_login(world.user[who])
        answer = client.get(address, headers={"Host": HOST, "X-Forwarded-Proto": scheme})
        answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        finish(answer)
        return answer

    return get


ANSWERS = {
    "the landing page": (lambda world: "/", "", 200),
    "the log-in page": (lambda world: "/accounts/login/", "", 200),
    "where she starts": (lambda world: "/start/", "director", 302),
    "her desk": (lambda world: f"/desk/{world.office.slug}/", "director", 200),
    "a static file": (lambda world: "/static/css/base.css", "", 200),
    "a page that is not there": (lambda world: "/not-there/", "", 404),
    "a page that breaks": (lambda world: "/breaks/", "", 500),
    "no database": (lambda world: "/no-database/", "director", 503),
    "a mailed link": (lambda world: f"/go/{link_token(world)}/", "", 200),
    "the moderators' page": (lambda world: "/admin/", "admin", 200),
    "a probe": (lambda world: "/healthz", "", 200),
    "a probe that asks all parts": (lambda world: "/readyz", "", 200),
    "a private file": (lambda world: f"/evidence/{world.evidence.key}/", "writer", 200),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_the_observatory_gives_every_answer_an_a_plus(world, browse, name):
    address, who, status = ANSWERS[name]
    answer = browse(address(world), who)
    assert answer.status_code == status
    found = {test.__name__: test(answer) for test in TESTS}
    assert {name: points for name, points in found.items() if points < 0} == {}
    assert 100 + sum(found.values()) >= 100
    assert answer.headers["Permissions-Policy"].startswith("accelerometer=(), ")
    assert answer.headers.get("Cross-Origin-Opener-Policy", "same-origin") == "same-origin"


def test_what_each_test_gives_for_the_log_in_page(browse):
    answer = browse("/accounts/login/")
    assert {test.__name__: test(answer) for test in TESTS} == {
        "content_security_policy": 10,
        "cookies": 5,
        "cross_origin_resource_sharing": 0,
        "cross_origin_resource_policy": 10,
        "redirection": 0,
        "referrer_policy": 5,
        "strict_transport_security": 0,
        "subresource_integrity": 0,
        "x_content_type_options": 0,
        "x_frame_options": 5,
    }


def test_a_page_without_tls_leads_to_the_same_page_with_it(browse):
    answer = browse("/trust/?a=b", scheme="http")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"https://{HOST}/trust/?a=b")


def test_who_watches_asks_without_tls_and_under_any_host(browse):
    assert browse("/healthz", scheme="http").status_code == 200
    answer = Client().get("/readyz", headers={"Host": "10.0.0.7"})
    assert (answer.status_code, answer.headers["X-Content-Type-Options"]) == (200, "nosniff")
    assert directives(answer)["default-src"] == ["'none'"]


def test_cookies_are_of_this_host_alone(browse, settings):
    assert (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME) == ("__Host-session", "__Host-csrf")
    cookie = browse("/accounts/login/").cookies["__Host-csrf"]
    assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_a_strange_host_gets_nothing(browse):
    client = Client(raise_request_exception=False)
    answer = client.get("/", headers={"Host": "evil.example.org", "X-Forwarded-Proto": "https"})
    assert answer.status_code == 400
    assert b"evil" not in answer.content


# --- What the Observatory tests; each gives or takes points -------------------------------------------------


def directives(answer) -> dict[str, list[str]]:
    parts = [part.split() for part in answer.headers.get("Content-Security-Policy", "").split(";")]
    return {name: sources for name, *sources in filter(None, parts)}


def content_security_policy(answer) -> int:
    policy = directives(answer)
    if not policy:
        return -25
    active = ("script-src", "style-src", "object-src")
    words = {word for name in active for word in policy.get(name, policy["default-src"])}
    if words & {"'unsafe-inline'", "'unsafe-eval'", "data:", "https:", "http:", "*"}:
        return -20
    if any(word.startswith(("http:", "ftp:")) for words in policy.values() for word in words):
        return -20
    return 10 if policy["default-src"] == ["'none'"] else 5


def cookies(answer) -> int:
    if not answer.cookies:
        return 0
    good = all(one["secure"] and one["httponly"] and one["samesite"] == "Lax" for one in answer.cookies.values())
    return 5 if good else -40


def cross_origin_resource_sharing(answer) -> int:
    return -50 if "Access-Control-Allow-Origin" in answer.headers else 0


def cross_origin_resource_policy(answer) -> int:
    return {"same-origin": 10, "same-site": 10, "cross-origin": 0}.get(
        answer.headers.get("Cross-Origin-Resource-Policy", "cross-origin"), -5
    )


def redirection(answer) -> int:
    """Judged by the test of its own above; nothing of ours leads to another host."""
    where = answer.headers.get("Location", "/")
    return 0 if where.startswith("/") and not where.startswith("//") else -20


def referrer_policy(answer) -> int:
    policy = answer.headers.get("Referrer-Policy", "")
    private = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
    return 5 if policy in private else -5 if policy else 0


def strict_transport_security(answer) -> int:
    age = re.search(r"max-age=(\d+)", answer.headers.get("Strict-Transport-Security", ""))
    return -20 if not age else 0 if int(age[1]) >= SIX_MONTHS else -10


def subresource_integrity(answer) -> int:
    scripts = re.findall(rb'<script[^>]* src="([^"]+)"', answer.body)
    return 0 if all(re.match(rb"/[^/]", script) for script in scripts) else -50


def x_content_type_options(answer) -> int:
    return 0 if answer.headers.get("X-Content-Type-Options") == "nosniff" else -5


def x_frame_options(answer) -> int:
    if directives(answer).get("frame-ancestors") == ["'none'"]:
        return 5
    return 0 if answer.headers.get("X-Frame-Options") in ("DENY", "SAMEORIGIN") else -20


TESTS = [
    content_security_policy, cookies, cross_origin_resource_sharing, cross_origin_resource_policy, redirection,
    referrer_policy, strict_transport_security, subresource_integrity, x_content_type_options, x_frame_options,
]  # fmt: skip
