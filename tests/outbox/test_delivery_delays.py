"""What delays a mail, what holds a worker, and what only looks like a try."""

from datetime import UTC, datetime, timedelta

import pytest

from careerlink.outbox import delivery, queries, tasks
from careerlink.outbox.machines import STUCK_AFTER
from careerlink.outbox.models import Mailbox, OutgoingMail
from careerlink.web import clock
from tests.outbox.notes import NOON, State, queue, states


@pytest.mark.django_db
def test_a_mail_told_to_wait_was_not_tried_and_keeps_nobody_waiting(letters, sink, settings, closed_port):
    night = datetime(2026, 3, 4, 4, tzinfo=UTC)  # 23 o'clock in New York
    with clock.set_to(night):
        mail = queue("ann")
        Mailbox.objects.update(holds_answers=True)
        queue("ben")
        settings.EMAIL_PORT = closed_port  # ben's goes back with all that is left of the batch
        delivery.deliver()
    morning = datetime(2026, 3, 4, 12, tzinfo=UTC)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.why) == (State.WAITING, 0, "quiet hours")
    assert (mail.send_after, mail.due_at, mail.claim) == (morning, morning, "")
    OutgoingMail.objects.filter(key="note:ben").delete()
    assert queries.oldest_due_age(morning - timedelta(minutes=1)) == timedelta(0)
    assert queries.oldest_due_age(morning + timedelta(minutes=1)) == timedelta(minutes=1)


@pytest.mark.django_db
def test_planned_mail_keeps_nobody_waiting(letters):
    with clock.set_to(NOON):
        queue("ann", send_after=NOON + timedelta(days=1))
    assert queries.oldest_due_age(NOON + timedelta(hours=23)) == timedelta(0)
    assert queries.oldest_due_age(NOON + timedelta(hours=25)) == timedelta(hours=1)


@pytest.mark.django_db
def test_a_server_that_is_away_counts_as_no_try_and_does_not_slow_down_what_comes_after(
    letters, sink, settings, closed_port
):
    good_port, settings.EMAIL_PORT = settings.EMAIL_PORT, closed_port
    with clock.set_to(NOON):
        queue("ann")
    for minute in range(60 * 7):
        with clock.set_to(NOON + timedelta(minutes=minute)):
            delivery.deliver()
    settings.EMAIL_PORT = good_port
    sink.at_rcpt["ann@demo.test"] = ["451 greylisted"]
    back = NOON + timedelta(hours=7)
    with clock.set_to(back):
        delivery.deliver()
    ann = OutgoingMail.objects.get()
    assert (ann.attempts, ann.send_after) == (1, back + timedelta(seconds=15))


@pytest.mark.django_db
def test_a_server_that_hangs_twice_counts_as_away(letters, sink, settings):
    settings.EMAIL_TIMEOUT = 0.2
    sink.hang_seconds = 1
    for name in ("ann", "ben", "cleo", "dora"):
        queue(name)
        sink.at_data[f"{name}@demo.test"] = ["hang"]
    assert delivery.deliver() == 0
    tries = dict(OutgoingMail.objects.values_list("key", "attempts"))
    assert tries == {"note:ann": 1, "note:ben": 1, "note:cleo": 0, "note:dora": 0}
    assert set(states().values()) == {"waiting"}
    assert "timed out" in OutgoingMail.objects.get(key="note:dora").why


@pytest.mark.django_db
def test_what_was_never_tried_for_days_gets_its_chance(letters, sink):
    with clock.set_to(NOON):
        queue("ann")
    with clock.set_to(NOON + timedelta(days=5)):
        tasks.sweep()
    assert states() == {"ann": "sent"}


@pytest.mark.django_db
def test_a_mail_that_ends_every_worker_ends_too(letters):
    with clock.set_to(NOON):
        queue("ann")
    for day in range(4):
        with clock.set_to(NOON + timedelta(days=day)):
            delivery.release_stuck()
            delivery.give_up_old()
            delivery.claim()
    with clock.set_to(NOON + timedelta(days=4)):
        delivery.release_stuck()
        delivery.give_up_old()
    ann = OutgoingMail.objects.get()
    assert (ann.state, ann.why) == (State.FAILED, "the worker that was sending it ended")


@pytest.mark.django_db
def test_a_slow_worker_that_lives_keeps_its_mails(letters, sink):
    with clock.set_to(NOON):
        for name in ("ann", "ben"):
            queue(name)
        batch = delivery.Batch(delivery.claim())

    def others_sweep(mail):
        with clock.set_to(NOON + STUCK_AFTER + timedelta(minutes=1)):
            assert delivery.release_stuck() == 0

    letters.while_writing["note:ben"] = others_sweep
    with clock.set_to(NOON + STUCK_AFTER - timedelta(seconds=10)):
        assert batch.send() == 2


@pytest.mark.django_db
def test_a_worker_that_lost_its_mails_while_writing_sends_none_of_them(letters, sink):
    with clock.set_to(NOON):
        for name in ("ann", "ben"):
            queue(name)
        batch = delivery.Batch(delivery.claim())

    def taken_over(mail):
        OutgoingMail.objects.update(claim="another")
        batch.seen_alive -= timedelta(minutes=5)

    letters.while_writing["note:ann"] = taken_over
    assert batch.send() == 0
    assert (sink.got, states()) == ([], {"ann": "claimed", "ben": "claimed"})


@pytest.mark.parametrize("nasty", ["null \0 byte", "half a pair \ud83d", "☃ \x0b \x1f"])
@pytest.mark.django_db
def test_odd_characters_leave_once_and_are_marked(letters, sink, nasty):
    letters.text = nasty
    sink.at_rcpt["ben@demo.test"] = ["550 no \0 such person"]
    queue("ann")
    queue("ben")
    assert [delivery.deliver(), delivery.deliver()] == [1, 0]
    assert states() == {"ann": "sent", "ben": "failed"}
    assert sink.addresses == ["ann@demo.test"]


@pytest.mark.django_db
def test_mail_that_nobody_asked_for_can_be_stopped_from_its_head(letters, sink):
    with clock.set_to(NOON):
        queue("ann", kind="test_suggestion")
        queue("ben")
        delivery.deliver()
    found = {address: message["List-Unsubscribe-Post"] for address, message in sink.got}
    assert found == {"ann@demo.test": "List-Unsubscribe=One-Click", "ben@demo.test": None}
    assert sink.got[0][1]["List-Unsubscribe"].startswith("<http")
