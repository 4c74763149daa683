"""Whether the process is up, and whether it can do its work."""

from datetime import timedelta

import pytest

from careerlink.celery import app
from careerlink.outbox import kinds
from careerlink.outbox.actions import queue_mail
from careerlink.web import clock, health
from tests.queries import count_queries


def test_healthz_asks_nobody(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_says_that_all_is_well(client):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (
        200,
        {
            "ready": True,
            "database": "ok",
            "migrations": "ok",
            "broker": "ok",
            "restore": "ok",
            "trail": "ok",
            "oldest_due_mail_seconds": 0.0,
        },
    )
    with count_queries() as n:
        client.get("/readyz")
    assert n() == 4


@pytest.mark.django_db
def test_readyz_tells_how_long_the_oldest_mail_has_been_due(client, monkeypatch):
    monkeypatch.setitem(kinds.kinds, "test_note", kinds.Kind("test_note", "news", True, False, None, kinds.always))
    now = clock.now()
    queue_mail("test_note", key="a", to="a@demo.test", send_after=now - timedelta(minutes=5))
    queue_mail("test_note", key="b", to="b@demo.test", send_after=now + timedelta(days=5))
    with clock.set_to(now):
        assert client.get("/readyz").json()["oldest_due_mail_seconds"] == 300.0


@pytest.mark.django_db
def test_readyz_answers_503_when_the_broker_is_down(client):
    before, app.conf.broker_url = app.conf.broker_url, "redis://127.0.0.1:1/0"
    try:
        response = client.get("/readyz")
    finally:
        app.conf.broker_url = before
    assert (response.status_code, response.json()["ready"], response.json()["broker"]) == (
        503,
        False,
        "does not answer",
    )


@pytest.mark.django_db
def test_readyz_answers_503_when_a_migration_is_missing(client, monkeypatch):
    from django.db.migrations.recorder import MigrationRecorder  # noqa: PLC0415 a model that exists with a database

    monkeypatch.setattr(health, "_migrated", False)
    MigrationRecorder.Migration.objects.filter(app="web", name="0001_initial").delete()
    response = client.get("/readyz")
    assert (response.status_code, response.json()["migrations"]) == (503, "not all applied")


def test_who_watches_needs_no_session_no_right_host_and_no_tls(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    assert client.get("/healthz", headers={"Host": "10.0.0.7"}).status_code == 200
