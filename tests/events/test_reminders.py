"""Reminders: seven days, 48 hours and on the morning; each leaves once, and only while it is true."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail as django_mail
from hypothesis import given, settings
from hypothesis import strategies as st

from careerlink.accounts.queues import queues
from careerlink.outbox import delivery
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from events import clocks, tasks
from events.actions import seats
from events.models import Assignment, Told
from events.queries.reminders import KIND
from tests import factories as make

How, S = Assignment.How, Assignment.State


@pytest.fixture
def place(fair):
    return seats.give_place(fair.desk, fair.world.writer, by=fair.world.writer.user, how=How.SELF)


def rows(place):
    found = OutgoingMail.objects.filter(kind=KIND, about_id=place.pk).order_by("due_at", "pk")
    return [(row.context["which"], row.state, row.why) for row in found]


def beat():
    """What runs every few minutes, twice."""
    for _time in range(2):
        tasks.run_clocks()
        delivery.deliver()


def test_three_reminders_are_planned_with_the_place_and_none_whose_moment_has_passed(fair, place):
    start = fair.desk.starts_at
    due = OutgoingMail.objects.filter(kind=KIND).order_by("due_at").values_list("context__which", "due_at")
    assert dict(due) == clocks.reminder_moments(start, fair.event.zone)
    with clock.set_to(start - timedelta(hours=30)):
        fair.event.closes_at = start
        fair.event.save()
        late = seats.give_place(fair.table, fair.world.writer2, by=fair.world.writer2.user, how=How.SELF)
        assert [which for which, _state, _why in rows(late)] == ["morning"]


def test_each_leaves_once_however_often_beat_runs(fair, place):
    moments = clocks.reminder_moments(fair.desk.starts_at, fair.event.zone).values()
    first, last = min(moments) - timedelta(hours=1), fair.desk.starts_at
    beats = {first + timedelta(hours=hours) for hours in range(0, 24 * 8, 9)}
    beats |= {moment + timedelta(minutes=minutes) for moment in moments for minutes in (-5, 0, 5, 110, 220)}
    for moment in sorted(moment for moment in beats if moment < last):
        with clock.set_to(moment):
            beat()
    assert [(which, state) for which, state, _why in rows(place)] == [
        ("week", "sent"),
        ("two_days", "sent"),
        ("morning", "sent"),
    ]


def test_after_a_day_without_beat_each_still_leaves_once(fair, place):
    moments = clocks.reminder_moments(fair.desk.starts_at, fair.event.zone)
    for at in (moments["week"] + timedelta(hours=24), moments["two_days"], moments["morning"]):
        with clock.set_to(at):
            beat()
    assert [state for _which, state, _why in rows(place)] == ["sent", "sent", "sent"]


def test_one_that_is_three_days_late_is_skipped_with_its_reason_and_the_next_one_leaves(fair, place):
    moments = clocks.reminder_moments(fair.desk.starts_at, fair.event.zone)
    with clock.set_to(moments["week"] + timedelta(days=3)):
        beat()
    with clock.set_to(moments["two_days"]):
        beat()
    assert rows(place)[:2] == [
        ("week", "skipped", "too late for this reminder; the next one says more"),
        ("two_days", "sent", ""),
    ]


def test_nothing_leaves_after_the_start(fair, place):
    with clock.set_to(fair.desk.starts_at):
        beat()
    assert {(state, why) for _which, state, why in rows(place)} == {("skipped", "it has begun")}


def test_who_withdrew_or_is_there_already_is_not_reminded(fair, place):
    OutgoingMail.objects.exclude(kind=KIND).delete()
    moments = clocks.reminder_moments(fair.desk.starts_at, fair.event.zone)
    place.move("check_in")
    with clock.set_to(moments["week"]):
        beat()
    Assignment.objects.filter(pk=place.pk).update(state=S.CONFIRMED)
    seats.leave(Assignment.objects.get(pk=place.pk), by=fair.world.writer.user)
    with clock.set_to(moments["two_days"]):
        beat()
    assert [why for _which, _state, why in rows(place)][:2] == ["she is there already", "the place has moved on"]


def test_a_place_that_moves_is_reminded_of_at_its_new_time_only_and_of_its_old_one_when_it_comes_back(fair, place):
    before = fair.desk.starts_at
    for shift_by in (timedelta(days=2), timedelta(days=-2)):
        fair.desk.starts_at += shift_by
        fair.desk.ends_at += shift_by
        fair.desk.save()
        tasks.run_clocks()
    assert fair.desk.starts_at == before
    assert Told.objects.get().reminded_for == before
    for start in (before, before + timedelta(days=2)):
        with clock.set_to(clocks.reminder_moments(start, fair.event.zone)["week"]):
            beat()
    states = {(context["starts_at"] == before.isoformat(), state) for context, state in _states("week")}
    assert states == {(True, "sent"), (False, "skipped")}


def _states(which):
    return OutgoingMail.objects.filter(kind=KIND, context__which=which).values_list("context", "state")


def test_what_the_mail_says(fair, place):
    fair.event.is_online, fair.event.venue, fair.event.link = True, None, "https://meet.example.org/fair"
    fair.event.save()
    with clock.set_to(clocks.reminder_moments(fair.desk.starts_at, fair.event.zone)["two_days"]):
        OutgoingMail.objects.filter(kind=KIND).update(state="waiting")
        OutgoingMail.objects.exclude(kind=KIND).delete()
        delivery.deliver()
    said = message_from_bytes(django_mail.outbox[-1].message().as_bytes(), policy=policy.default)
    text = said.get_body(("plain",)).get_content()
    assert said["Subject"].startswith("Come on ")
    assert said["Subject"].endswith("Check-in desk, Fall fair")
    for words in ("It is close now.", "https://meet.example.org/fair", "If you cannot come", place.get_absolute_url()):
        assert words in text


def test_moderators_hear_once_of_reminders_that_neither_left_nor_were_skipped(fair, place, settings):
    settings.MODERATOR_EMAILS = ["mod@demo.test"]
    due = clocks.reminder_moments(fair.desk.starts_at, fair.event.zone)["week"]
    alarms = OutgoingMail.objects.filter(kind="reminder_alarm")
    with clock.set_to(due + timedelta(minutes=59)):
        tasks.run_clocks()
        assert (alarms.count(), queues["reminders"](clock.now()).count) == (0, 0)
    with clock.set_to(due + timedelta(minutes=61)):
        tasks.run_clocks()
        tasks.run_clocks()
        facts = queues["reminders"](clock.now())
        assert (alarms.count(), facts.count, facts.due) == (1, 1, due)
        OutgoingMail.objects.exclude(kind="reminder_alarm").exclude(kind=KIND).delete()
        OutgoingMail.objects.filter(kind=KIND).update(state="failed", why="no such mailbox")
        delivery.deliver()
    said = django_mail.outbox[-1]
    assert (said.to, said.subject) == (["mod@demo.test"], "Look at a reminder that has not left")
    assert "no such mailbox" in said.body
    with clock.set_to(due + timedelta(days=1)):
        OutgoingMail.objects.filter(kind=KIND).update(state="sent", sent_at=due)
        tasks.run_clocks()
        assert queues["reminders"](clock.now()).count == 0


def test_an_alarm_that_is_settled_when_it_leaves_does_not_leave(fair, place, settings):
    settings.MODERATOR_EMAILS = ["mod@demo.test"]
    due = clocks.reminder_moments(fair.desk.starts_at, fair.event.zone)["week"]
    with clock.set_to(due + timedelta(minutes=61)):
        tasks.run_clocks()
        OutgoingMail.objects.filter(kind=KIND).update(state="sent", sent_at=due)
        delivery.deliver()
    assert OutgoingMail.objects.get(kind="reminder_alarm").why == "they have left or were skipped"


def test_places_that_came_about_otherwise_are_reminded_of_too(fair):
    place = make.AssignmentFactory(shift=fair.desk, writer=fair.world.writer)
    tasks.run_clocks()
    tasks.run_clocks()
    assert [which for which, _state, _why in rows(place)] == ["week", "two_days", "morning"]


@settings(max_examples=200, deadline=None)
@given(
    starts_at=st.datetimes(datetime(2026, 1, 10), datetime(2027, 12, 20), timezones=st.just(UTC)),  # noqa: DTZ001
    zone=st.sampled_from(["America/New_York", "America/Phoenix", "Asia/Kolkata", "Australia/Lord_Howe"]),
    hours=st.floats(min_value=0, max_value=240),
)
def test_whichever_day_beat_skips_each_reminder_has_its_turn_before_the_next_one(starts_at, zone, hours):
    """But for a morning whose start has passed meanwhile. One after the other, each before the start."""
    gap = starts_at - timedelta(hours=hours)
    moments = clocks.reminder_moments(starts_at, zone)
    assert list(moments.values()) == sorted(set(moments.values()))
    for which, due in moments.items():
        until = clocks.reminder_holds_until(which, starts_at, zone)
        turn = due if not gap <= due < gap + timedelta(days=1) else gap + timedelta(days=1)
        assert due < until <= starts_at
        assert turn < until or (which == "morning" and turn >= starts_at)


@pytest.mark.parametrize(
    ("starts", "zone", "week", "two_days", "morning"),
    [
        # The night on which clocks in New York go forward: 8 March 2026, 2 o'clock.
        ("2026-03-08T13:00", "America/New_York", "2026-03-01T14:00", "2026-03-06T13:00", "2026-03-08T11:00"),
        ("2026-03-10T14:00", "America/New_York", "2026-03-03T15:00", "2026-03-08T14:00", "2026-03-10T12:00"),
        ("2026-03-10T14:00", "America/Phoenix", "2026-03-03T14:00", "2026-03-08T14:00", "2026-03-10T12:00"),
        ("2026-03-10T14:00", "Asia/Kolkata", "2026-03-03T14:00", "2026-03-08T14:00", "2026-03-10T02:30"),
        # 1 November 2026, 2 o'clock: they go back.
        ("2026-11-02T15:00", "America/New_York", "2026-10-26T14:00", "2026-10-31T15:00", "2026-11-02T13:00"),
        ("2026-11-01T06:30", "America/New_York", "2026-10-25T05:30", "2026-10-30T06:30", "2026-11-01T04:30"),
        # Early, and after midnight: two hours before, be it the evening before.
        ("2026-05-12T11:00", "America/New_York", "2026-05-05T11:00", "2026-05-10T11:00", "2026-05-12T09:00"),
        ("2026-05-12T04:30", "America/New_York", "2026-05-05T04:30", "2026-05-10T04:30", "2026-05-12T02:30"),
    ],
)
def test_the_moments_are_right_where_the_event_is(starts, zone, week, two_days, morning):
    def utc(text):
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    assert clocks.reminder_moments(utc(starts), zone) == {
        "week": utc(week),
        "two_days": utc(two_days),
        "morning": utc(morning),
    }
