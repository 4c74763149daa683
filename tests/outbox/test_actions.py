"""Mail is a row first: once for each key, in the transaction that causes it."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from careerlink.audit.machines import NoSuchMove
from careerlink.audit.models import Entry
from careerlink.celery import app
from careerlink.outbox import actions, delivery, secrets
from careerlink.outbox.models import Mailbox, OutgoingMail
from careerlink.web import clock
from careerlink.web import later as bell
from tests.factories import UserFactory
from tests.queries import count_queries

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def queue(name="ann", **more):
    return actions.queue_mail("test_note", key=f"note:{name}", to=f"{name}@demo.test", **more)


def test_the_same_key_twice_is_one_row(letters):
    first = queue(context={"offer": 1})
    second = queue(context={"offer": 2})
    assert (first.pk, OutgoingMail.objects.count(), second.context) == (second.pk, 1, {"offer": 1})


def test_a_key_that_is_too_long_still_tells_two_mails_apart(letters):
    long = "offer-sent:" + "x" * 200
    one = actions.queue_mail("test_note", key=long + "1", to="a@demo.test")
    two = actions.queue_mail("test_note", key=long + "2", to="a@demo.test")
    again = actions.queue_mail("test_note", key=long + "1", to="a@demo.test")
    assert (len(one.key), one.pk == two.pk, one.pk == again.pk) == (150, False, True)


def test_a_kind_that_nobody_registered_is_a_mistake():
    with pytest.raises(KeyError):
        actions.queue_mail("unheard_of", key="a", to="a@demo.test")


def test_an_address_is_the_same_in_capitals(letters):
    box = actions.mailbox_for("Ann@Demo.Test")
    assert actions.mailbox_for("ann@demo.test ", user_id=7).pk == box.pk
    box.refresh_from_db()
    assert (box.address, box.user_id, Mailbox.objects.count()) == ("ann@demo.test", 7, 1)


def test_a_mail_costs_three_queries_and_four_to_a_new_address(letters):
    with count_queries() as n:
        queue()
    assert n() == 4
    with count_queries() as n:
        actions.queue_mail("test_note", key="other", to="ann@demo.test")
    assert n() == 3


def test_a_code_is_urgent_and_can_be_read_only_by_its_letter(letters):
    mail = queue(secret={"code": "482913"})
    assert (mail.is_urgent, mail.is_secret, secrets.read(mail)) == (True, True, {"code": "482913"})
    assert "482913" not in OutgoingMail.objects.values_list("secret", flat=True).get()
    assert secrets.read(queue("ben")) == {}


@pytest.mark.django_db(transaction=True)
def test_mail_is_written_and_nobody_waits_while_the_broker_is_down(letters, monkeypatch):
    monkeypatch.setattr(bell, "_silent_until", 0.0)
    before, app.conf.broker_url = app.conf.broker_url, "redis://127.0.0.1:1/0"
    try:
        start = time.perf_counter()
        with transaction.atomic():
            for name in ("ann", "ben", "cleo"):
                queue(name)
        took = time.perf_counter() - start
    finally:
        app.conf.broker_url = before
    assert (took < 2, OutgoingMail.objects.filter(state="waiting").count()) == (True, 3)


def test_a_moderator_sends_failed_mail_again(letters, sink):
    moderator = UserFactory()
    sink.at_rcpt["ann@demo.test"] = ["550 no such person"]
    with clock.set_to(NOON):
        mail = queue()
        delivery.deliver()
    mail.refresh_from_db()
    with clock.set_to(NOON + timedelta(days=5)):
        actions.send_again(mail, by=moderator)
        assert delivery.deliver() == 1
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.why) == ("sent", 1, "")
    assert list(Entry.objects.values_list("event", "before", "after", "by")) == [
        ("send_again", "failed", "waiting", moderator.pk)
    ]


def test_a_moderator_cancels_what_has_not_left_and_only_that(letters, sink):
    moderator = UserFactory()
    mail = queue(send_after=clock.now() + timedelta(days=1))
    actions.cancel_mail(mail, by=moderator)
    assert OutgoingMail.objects.get().state == "cancelled"
    sent = queue("ben")
    delivery.deliver()
    sent.refresh_from_db()
    with pytest.raises(NoSuchMove):
        actions.cancel_mail(sent, by=moderator)


def test_what_must_carry_a_wiped_code_is_not_sent_again(letters):
    mail = queue(secret={"code": "1"})
    OutgoingMail.objects.filter(pk=mail.pk).update(state="failed", secret="")
    mail.refresh_from_db()
    with pytest.raises(ValueError, match="wiped"):
        actions.send_again(mail, by=UserFactory())


def test_letters_follow_the_zone_that_a_person_has_chosen(letters):
    box = actions.mailbox_for("ann@demo.test", user_id=7)
    actions.note_whereabouts(7, zone="America/Los_Angeles")
    box.refresh_from_db()
    assert (box.zone, box.language) == ("America/Los_Angeles", "en")


@pytest.mark.django_db(transaction=True)
def test_planned_mail_is_called_off_whole_or_not_at_all(letters, monkeypatch):
    person = UserFactory()
    with clock.set_to(NOON):
        for name in ("ann", "ben"):
            queue(name, about=person, send_after=NOON + timedelta(days=1))
        monkeypatch.setattr("careerlink.audit.trail.record_many", lambda *things, **more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            actions.call_off(person, "she has joined")
        monkeypatch.undo()
        assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"waiting"}
        assert actions.call_off(person, "she has joined") == 2
    assert set(OutgoingMail.objects.values_list("state", "why")) == {("cancelled", "she has joined")}
