"""The doorbell rings after the commit, once, for tasks that exist, and nobody waits for it."""

import ast
import time
from pathlib import Path

import pytest
from django.db import transaction

from careerlink.celery import app
from careerlink.web import later as bell

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def rung(monkeypatch):
    """The names that reach the broker."""
    names = []
    monkeypatch.setattr(bell, "_silent_until", 0.0)
    monkeypatch.setattr(type(app), "send_task", lambda self, name, args=(), **more: names.append((name, args)))
    return names


def names_rung_in_the_tree():
    for room in ("careerlink", "partners", "events", "referrals"):
        for file in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "later":
                    assert node.args, f"{file}: later() without a name"
                    assert isinstance(node.args[0], ast.Constant), f"{file}: write the task's name where it is rung"
                    yield node.args[0].value


def test_every_task_that_is_rung_or_scheduled_exists():
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    rung = set(names_rung_in_the_tree())
    assert "careerlink.outbox.tasks.deliver" in rung
    assert (rung | scheduled) - set(app.tasks) == set()


@pytest.mark.django_db(transaction=True)
def test_it_rings_once_after_the_commit(rung):
    with transaction.atomic():
        bell.later("a.b", 1)
        bell.later("a.b", 1)
        bell.later("a.b", 2)
        assert rung == []
    assert rung == [("a.b", (1,)), ("a.b", (2,))]


@pytest.mark.django_db(transaction=True)
def test_actions_inside_one_transaction_ring_once_for_all(rung):
    with transaction.atomic():
        for _action in range(3):
            with transaction.atomic():
                bell.later("a.b", 1)
        bell.later("a.b", 1)
    assert rung == [("a.b", (1,))]


@pytest.mark.django_db(transaction=True)
def test_what_rolled_back_does_not_keep_others_from_ringing(rung):
    with transaction.atomic():
        point = transaction.savepoint()
        with transaction.atomic():
            bell.later("a.b", 1)
            transaction.set_rollback(True)
        transaction.savepoint_commit(point)
        bell.later("a.b", 1)
    assert rung == [("a.b", (1,))]


@pytest.mark.parametrize("broker", ["redis://127.0.0.1:1/0", "sqla+sqlite:////nowhere/broker.sqlite3"])
@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_keeps_nobody_waiting(monkeypatch, broker):
    monkeypatch.setattr(bell, "_silent_until", 0.0)
    before, app.conf.broker_url = app.conf.broker_url, broker
    try:
        start = time.perf_counter()
        for n in range(20):
            with transaction.atomic():
                bell.later("careerlink.outbox.tasks.deliver", n)
        took = time.perf_counter() - start
    finally:
        app.conf.broker_url = before
    assert took < 2
