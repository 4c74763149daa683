"""What is mailed around the day, read as it leaves."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from careerlink.outbox import delivery
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from events.actions import day, day_clocks, hours, protests
from events.models import Assignment
from tests import factories as make

S = Assignment.State
NOON = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)  # 10 am in New York, the day after the clocks changed


@pytest.fixture
def held(fair):
    """The fair on the day after the clocks changed, at 10 am."""
    fair.event.starts_at, fair.event.ends_at = NOON, NOON + timedelta(hours=6)
    fair.event.closes_at, fair.event.zone = NOON - timedelta(hours=24), "America/New_York"
    fair.event.opens_at = None
    fair.event.save()
    for shift in (fair.desk, fair.table):
        shift.starts_at, shift.ends_at = NOON, NOON + timedelta(hours=2)
        shift.save()
        shift.role.event = fair.event
    fair.place = make.AssignmentFactory(shift=fair.desk, writer=fair.world.writer)
    fair.staff = fair.world.user["staff"]
    return fair


def letters(moment, to) -> list:
    """What leaves by that moment, to one address."""
    mail.outbox.clear()
    with clock.set_to(moment):
        delivery.deliver()
    return [letter for letter in mail.outbox if letter.to == [to.email]]


def test_the_run_sheet_leaves_at_six_in_the_evening_before_and_once(held):
    for hour in (40, 30, 20, 12):
        with clock.set_to(NOON - timedelta(hours=hour)):
            day_clocks.plan_run_sheets()
    row = OutgoingMail.objects.get(kind="run_sheet")
    assert row.send_after == datetime(2026, 11, 1, 23, 0, tzinfo=UTC)  # 6 pm, when it is winter time already
    assert letters(row.send_after - timedelta(minutes=1), held.world.user["director"]) == []
    (letter,) = letters(row.send_after, held.world.user["director"])
    assert letter.subject == "Print the run sheet for Mon 2 Nov 2026: Fall fair"
    assert f"Check-in desk: {held.world.writer.name}" in " ".join(letter.body.split())
    assert "Resume table: nobody yet; 1 missing" in " ".join(letter.body.split())
    assert f"/events/{held.event.key}/run-sheet/" in letter.body
    assert f"/events/{held.event.key}/check-in/" in letter.body


@pytest.mark.parametrize("what", ["moved", "cancelled"])
def test_the_run_sheet_of_what_is_not_held_then_does_not_leave(held, what):
    with clock.set_to(NOON - timedelta(hours=20)):
        day_clocks.plan_run_sheets()
    if what == "moved":
        held.event.starts_at += timedelta(hours=1)
    else:
        held.event.state = "cancelled"
    held.event.save()
    assert letters(NOON - timedelta(hours=15), held.world.user["director"]) == []
    with clock.set_to(NOON - timedelta(hours=15)):
        day_clocks.plan_run_sheets()
    assert len(letters(NOON - timedelta(hours=14), held.world.user["director"])) == (1 if what == "moved" else 0)


def test_a_slip_of_the_thumb_is_put_right_before_it_is_read(held):
    with clock.set_to(NOON + timedelta(hours=1)):
        place = day.record(held.place, "no_show", by=held.staff)
    with clock.set_to(NOON + timedelta(hours=1, minutes=5)):
        day.record(place, "complete", by=held.staff)
    subjects = [letter.subject for letter in letters(NOON + timedelta(hours=3), held.world.writer.user)]
    assert subjects == ["Know that it was put right: Check-in desk, Fall fair"]


def test_a_no_show_is_told_with_the_way_to_protest_and_both_hear_the_end(held):
    writer, director = held.world.writer.user, held.world.user["director"]
    with clock.set_to(NOON + timedelta(hours=2)):
        place = day.record(held.place, "no_show", by=held.staff)
    (letter,) = letters(NOON + timedelta(hours=3), writer)
    assert letter.subject == ("Say by Mon 9 Nov 2026, 12:00 noon Eastern if you were there: Check-in desk, Fall fair")
    assert f"/places/{place.key}/day/" in letter.body
    with clock.set_to(NOON + timedelta(hours=4)):
        place = protests.contest(place, by=writer, words="I stood at the second door.")
    (letter,) = letters(NOON + timedelta(hours=4), director)
    assert letter.subject.startswith("Answer by Mon 9 Nov 2026, 2:00 pm Eastern: ")
    assert "I stood at the second door." in letter.body
    with clock.set_to(NOON + timedelta(hours=5)):
        protests.keep_no_show(place, by=held.staff, words="We looked there too.")
    (letter,) = letters(NOON + timedelta(hours=5), writer)
    assert "We looked there too." in letter.body


def test_a_host_that_was_not_there_is_told_at_once_and_so_are_the_moderators(held):
    with clock.set_to(NOON + timedelta(hours=1)):
        protests.miss_host(held.place, by=held.world.writer.user, words="The hall was locked.")
    (letter,) = letters(NOON + timedelta(hours=1), held.world.user["director"])
    assert letter.subject.startswith(f"Call {held.world.writer.name}, whom nobody met: ")
    assert "The hall was locked." in letter.body
    assert [one for one in mail.outbox if one.to == [held.world.user["admin"].email]]


def test_who_was_stood_in_for_hears_that_nothing_is_held_against_her(held):
    with clock.set_to(NOON + timedelta(hours=1)):
        day.let_stand_in(held.place, held.world.writer2, by=held.staff)
    (letter,) = letters(NOON + timedelta(hours=1), held.world.writer.user)
    assert letter.subject == "Know that somebody stood in for you: Check-in desk, Fall fair"


def test_a_claim_is_asked_for_once_reminded_once_and_its_end_is_told(held):
    writer, director = held.world.writer.user, held.world.user["director"]
    place, start = held.place, NOON + timedelta(days=3)
    with clock.set_to(start):
        place.move("forget", seat=None, due_at=None)
        hours.claim_hours(place, by=writer, minutes=90, words="I helped at the desk.")
    (letter,) = letters(start, director)
    assert "claims 1 hour 30 minutes" in letter.subject
    assert "I helped at the desk." in letter.body
    for days in (14, 16, 17):
        with clock.set_to(start + timedelta(days=days)):
            day_clocks.run_claim_clocks()
    assert len(letters(start + timedelta(days=18), director)) == 1
    with clock.set_to(start + timedelta(days=30)):
        day_clocks.run_claim_clocks()
    (letter,) = letters(start + timedelta(days=30), writer)
    assert letter.subject == "Ask once more, if you like: hours for Fall fair"


def test_approved_refused_and_corrected_hours_are_told_with_the_reason(held):
    writer = held.world.writer.user
    with clock.set_to(NOON + timedelta(hours=1)):
        place = day.check_in(held.place, by=held.staff)
    with clock.set_to(NOON + timedelta(hours=3)):
        (entry,) = hours.approve_as_listed(held.event, [place], by=held.staff)
    (letter,) = letters(NOON + timedelta(hours=3), writer)
    assert letter.subject == "Keep this: 2 hours approved, Fall fair"
    with clock.set_to(NOON + timedelta(hours=4)):
        hours.correct_hours(entry, by=held.staff, minutes=60, words="She came at eleven.")
    (letter,) = letters(NOON + timedelta(hours=4), writer)
    assert letter.subject == "Keep this: 1 hour approved, Fall fair"
    assert "She came at eleven." in letter.body
