"""Somebody looks: the recent part each time, the whole once a day, and the moderators hear of what is found."""

from datetime import UTC, datetime, timedelta

import pytest

from careerlink.accounts.queues import queues
from careerlink.audit import seals, tasks, trail, watch
from careerlink.audit.models import Check, Entry
from careerlink.celery import app
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from tests import factories as make

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def look(at):
    with clock.set_to(at):
        tasks.watch()
    return [one[0] for one in Check.objects.get().findings]


def alarms():
    return OutgoingMail.objects.filter(kind="account_trail_broken").count()


def queue(at):
    facts = queues["trail"](at)
    return facts.count, facts.oldest, facts.is_late(at)


def test_a_whole_trail_alarms_nobody(write):
    with clock.set_to(NOON):
        write(3)
    assert look(NOON + MINUTE) == []
    assert alarms() == 0
    assert queue(NOON + MINUTE) == (0, None, False)


def test_the_moderators_hear_once_a_day_while_it_lasts(write, force):
    with clock.set_to(NOON):
        entry = write(3)[1]
        seals.seal_new_rows()
    force("UPDATE audit_entry SET reason = 'x' WHERE id = %s", entry.pk)
    for minutes in (5, 10, 15):
        assert look(NOON + minutes * MINUTE) == ["changed"]
    assert alarms() == 1
    assert queue(NOON + 16 * MINUTE) == (1, NOON + 5 * MINUTE, True)
    look(NOON + 24 * HOUR)
    assert alarms() == 2
    force("UPDATE audit_entry SET reason = '' WHERE id = %s", entry.pk)
    assert look(NOON + 25 * HOUR) == []
    assert alarms() == 2
    assert queue(NOON + 25 * HOUR) == (0, None, False)


def test_what_was_bent_long_ago_is_found_by_the_daily_walk_in_portions(write, force, monkeypatch):
    monkeypatch.setattr(watch, "PORTION", 2)
    old = None
    for hours in range(7):
        with clock.set_to(NOON + hours * 2 * HOUR):
            old = old or write(1)[0]
            write(1)
            seals.seal_new_rows()
    force("UPDATE audit_entry SET reason = 'x' WHERE id = %s", old.pk)
    now = NOON + 15 * HOUR
    assert look(now) == ["changed"]
    assert Check.objects.get().through == 2
    assert look(now + 5 * MINUTE) == ["changed"]
    look(now + 10 * MINUTE)
    look(now + 15 * MINUTE)
    check = Check.objects.get()
    assert (check.through, check.whole_ended_at, len(check.findings)) == (7, now + 15 * MINUTE, 1)


def test_the_walk_begins_anew_a_day_later(write):
    with clock.set_to(NOON):
        write(1)
    for at, began in ((NOON, NOON), (NOON + HOUR, NOON), (NOON + 24 * HOUR, NOON + 24 * HOUR)):
        look(at)
        assert Check.objects.get().whole_began_at == began


def test_what_waits_unsealed_stands_in_the_queue_even_when_no_worker_runs(write):
    with clock.set_to(NOON):
        write(2)
    assert queue(NOON + 9 * MINUTE) == (0, None, False)
    assert queue(NOON + 11 * MINUTE) == (2, NOON, True)
    assert look(NOON + HOUR) == []  # the worker is back, and what waited is sealed


def test_a_sealing_that_fails_does_not_stop_the_watch(write, monkeypatch):
    with clock.set_to(NOON):
        write(1)
    monkeypatch.setattr(seals, "_make_seal", lambda *_given: 1 / 0)
    assert look(NOON + HOUR) == ["unsealed"]
    assert alarms() == 1


def test_the_queue_is_on_the_moderators_first_page_and_leads_to_what_was_found(client, write, force):
    entry = write(1)[0]
    seals.seal_new_rows()
    force("DELETE FROM audit_entry WHERE id = %s", entry.pk)
    look(clock.now())
    client.force_login(make.UserFactory(is_staff=True, is_superuser=True))
    page = client.get("/admin/").content.decode()
    assert "The trail: bent or not sealed" in page
    assert f"audit.entry {entry.pk}: it is gone" in client.get("/admin/audit/check/1/change/").content.decode()


def test_who_watches_the_process_reads_what_is_wrong_with_the_trail(client, write, force):
    def told(at):
        with clock.set_to(at):
            answer = client.get("/readyz")
        return answer.status_code, answer.json()["trail"]

    assert told(NOON) == (200, "ok")
    with clock.set_to(NOON):
        entry = write(2)[0]
    assert [told(NOON + 9 * MINUTE), told(NOON + 11 * MINUTE)] == [(200, "ok"), (200, "is not sealed")]
    assert look(NOON + 12 * MINUTE) == []
    assert told(NOON + 13 * MINUTE) == (200, "ok")
    force("UPDATE audit_entry SET reason = 'x' WHERE id = %s", entry.pk)
    look(NOON + 15 * MINUTE)
    assert told(NOON + 16 * MINUTE) == (200, "is broken")
    force("UPDATE audit_entry SET reason = '' WHERE id = %s", entry.pk)
    look(NOON + 20 * MINUTE)
    assert told(NOON + 21 * MINUTE) == (200, "ok")
    with clock.set_to(NOON + 22 * MINUTE):
        person = make.UserFactory()
        trail.disclose(person, what="contact", right="moderation", seen_by=make.UserFactory(), person_id=person.pk)
    assert told(NOON + 33 * MINUTE) == (200, "is not sealed")


def test_beat_seals_each_minute_and_watches_every_five():
    schedule = {row["task"]: row["schedule"] for row in app.conf.beat_schedule.values()}
    assert schedule["careerlink.audit.tasks.seal"] == 60
    assert schedule["careerlink.audit.tasks.watch"] == 300
    tasks.seal()
    assert Entry.objects.count() == 0
