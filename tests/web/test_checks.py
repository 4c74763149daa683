"""A bad value stops the start and names itself; a sensible production passes Django's own checks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from careerlink.web import checks

ROOT = Path(__file__).resolve().parents[2]
REFUSAL = "django.core.exceptions.ImproperlyConfigured: "

PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "k7#x2v9!q4w8z1m5n3b6c0d7f2g9h4j8l1p5r3s6t0u7y2e9i4o8a1-unguessable",
    "AUDIT_KEY": "another-one-of-fifty-characters-x8#v2q9!w4z1m5n3b6c0d7f2",
    "SITE_URL": "https://careerlink.example.org",
    "DATABASE_URL": "postgres://careerlink:secret@127.0.0.1:1/careerlink",
    "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
    "CACHE_URL": "redis://127.0.0.1:1/1",
    "EMAIL_URL": "smtp+tls://mailer:secret@smtp.example.org:587",
    "DEFAULT_FROM_EMAIL": "CareerLink <hello@careerlink.example.org>",
    "MODERATOR_EMAILS": "moderator@careerlink.example.org",
    "TRUSTED_PROXY_COUNT": "1",
    "HOSTING_PLACE": "Example Cloud, Ohio, United States",
    "SUBPROCESSORS": '[{"name": "Example Mail", "what": "sends our e-mail", "where": "United States"}]',
    "INCIDENT_CONTACT": "security@careerlink.example.org",
}


def run(tmp_path, *command, **environment):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**kept, "VAR_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def last_words(tmp_path, **environment):
    """What a start says last when it is stopped by its settings."""
    done = run(tmp_path, "-c", "import careerlink.settings", **environment)
    assert done.returncode == 1, "it started"
    return done.stderr.strip().splitlines()[-1]


def test_a_sensible_production_has_nothing_to_be_warned_of(tmp_path):
    done = run(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (done.returncode, "no issues" in done.stdout) == (0, True), done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENVIRONMENT", "staging"),
        ("DEBUG", "perhaps"),
        ("SITE_URL", "careerlink.example.org"),
        ("PORT", "eighty"),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://u:p@127.0.0.1/x"),
        ("CELERY_BROKER_URL", "nonsense"),
        ("LOG_LEVEL", "loud"),
        ("CACHE_URL", "nonsense://"),
        ("EMAIL_URL", "pigeon://loft"),
        ("TRUSTED_PROXY_COUNT", "-1"),
        ("MAIL_BODY_DAYS", "0"),
        ("SOCIALACCOUNT_PROVIDERS", "{"),
        ("SUBPROCESSORS", "nobody"),
        ("SUBPROCESSORS", '[{"name": "Example Mail"}]'),
    ],
)
def test_a_bad_value_stops_the_start_and_names_itself(tmp_path, name, value):
    assert last_words(tmp_path, **{name: value}).startswith(f"{REFUSAL}{name}: ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "1"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", ""),
        ("AUDIT_KEY", "short"),
        ("AUDIT_KEY", ""),
        ("AUDIT_KEY", PRODUCTION["SECRET_KEY"]),
        ("SITE_URL", "http://careerlink.example.org"),
        ("ALLOWED_HOSTS", "*"),
        ("DATABASE_URL", "sqlite:///db.sqlite3"),
        ("CACHE_URL", ""),
        ("CACHE_URL", "locmemcache://"),
        ("CELERY_BROKER_URL", "memory://"),
        ("CELERY_BROKER_URL", "sqla+sqlite:///broker.sqlite3"),
        ("EMAIL_URL", "consolemail://"),
    ],
)
def test_production_refuses_what_is_only_good_for_a_demonstration(tmp_path, name, value):
    assert last_words(tmp_path, **{**PRODUCTION, name: value}).startswith(f"{REFUSAL}{name}: ")


def test_private_files_in_a_served_folder_are_an_error(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.PRIVATE_ROOT = tmp_path / "static" / "private"
    assert [found.id for found in checks.private_files_are_not_served(None)] == ["careerlink.E001"]
    settings.PRIVATE_ROOT = tmp_path / "private"
    assert checks.private_files_are_not_served(None) == []


def test_what_is_no_address_is_an_error(settings):
    settings.MODERATOR_EMAILS = ["admin@demo.test", "nobody"]
    settings.DEFAULT_FROM_EMAIL = "CareerLink <hello@careerlink.example.org>"
    assert [found.msg for found in checks.addresses_are_addresses(None)] == [
        "MODERATOR_EMAILS: 'nobody' is no e-mail address"
    ]


def test_a_production_without_moderator_proxy_and_encrypted_mail_is_warned_of(settings):
    settings.PRODUCTION = True
    settings.MODERATOR_EMAILS = []
    settings.TRUSTED_PROXY_COUNT = 0
    settings.SECURE_SSL_REDIRECT = True
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST = "smtp.example.org"
    found = [found.id for found in checks.production_is_whole(None) if found.id != "careerlink.W004"]
    assert found == ["careerlink.W001", "careerlink.W002", "careerlink.W003"]
