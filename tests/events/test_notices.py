"""Changes of time, place and role are told once, after ten minutes of quiet, with what was and what is."""

from datetime import timedelta

import pytest

from careerlink.outbox import delivery
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from events import tasks
from events.actions import calendars, seats
from events.actions.calling_off import cancel_event
from events.actions.moving import change_event
from events.clocks import reminder_moments
from events.models import Assignment, Event, Shift, Told
from events.queries.moves import Change, look_at
from events.queries.words import span
from events.signals import event_changed
from tests import factories as make

How, S = Assignment.How, Assignment.State


@pytest.fixture
def place(fair):
    return seats.give_place(fair.desk, fair.world.writer, by=fair.world.writer.user, how=How.SELF)


def change(fair, *what, **facts):
    """What a change of the plan does, as others see it."""
    event_facts = {name: value for name, value in facts.items() if name in ("venue", "zone")}
    Event.objects.filter(pk=fair.event.pk).update(**event_facts)
    if "role" in facts:
        fair.desk.role.name = facts["role"]
        fair.desk.role.save()
    if "by" in facts:
        shift = Shift.objects.get(pk=fair.desk.pk)
        Shift.objects.filter(pk=shift.pk).update(
            starts_at=shift.starts_at + facts["by"], ends_at=shift.ends_at + facts["by"]
        )
    shifts = [fair.desk.pk]
    event_changed.send(Event, event=fair.event, shifts=shifts, fields=what, by=fair.world.user["director"])


def notices(**state):
    return OutgoingMail.objects.filter(kind="place_changed", **state).order_by("pk")


def told(after, start):
    """The notices that there are so many minutes after `start`."""
    with clock.set_to(start + timedelta(minutes=after)):
        tasks.run_clocks()
        tasks.run_clocks()
    return notices().count()


def test_a_burst_of_edits_is_one_notice_ten_minutes_after_the_last(fair, place):
    start = clock.now()
    for minutes in (0, 8, 16):
        with clock.set_to(start + timedelta(minutes=minutes)):
            change(fair, "time", by=timedelta(hours=1))
    assert [told(after, start) for after in (20, 25, 27, 60)] == [0, 0, 1, 1]
    with clock.set_to(start + timedelta(minutes=60)):
        letter = kinds["place_changed"].render(notices().select_related("mailbox").get())
    assert letter.subject.startswith("Note what has changed for ")
    was, now = letter.text.index("It was"), letter.text.index("Now it is")
    assert was < now
    assert letter.invite[1] == "REQUEST"


def test_what_ends_as_it_began_is_not_told(fair, place):
    start = clock.now()
    with clock.set_to(start):
        change(fair, "time", by=timedelta(hours=1))
        change(fair, "time", by=timedelta(hours=-1))
    assert told(15, start) == 0


def test_nothing_else_is_told(fair, place):
    start = clock.now()
    fair.event.title, fair.event.description = "Autumn fair", "Bring cake."
    fair.event.save()
    assert told(15, start) == 0


def test_another_room_and_another_role_are_told_with_both_words(fair, place):
    start = clock.now()
    gym = make.VenueFactory(host=fair.world.office, name="Gym", room="Floor 2")
    change(fair, "place", "role", venue=gym, role="Front desk")
    assert told(15, start) == 1
    letter = kinds["place_changed"].render(notices().select_related("mailbox").get())
    for words in ("You were", "Check-in desk", "Now you are", "Front desk", "Where it was", fair.venue.name, "Gym"):
        assert words in letter.text
    assert "It was" not in letter.text.replace("Where it was", "")


def test_who_has_not_read_the_first_notice_gets_one_that_says_both(fair, place):
    start = clock.now()
    change(fair, "time", by=timedelta(hours=1))
    assert told(15, start) == 1
    with clock.set_to(start + timedelta(minutes=20)):
        change(fair, "time", by=timedelta(hours=-1))
    told(40, start)
    with clock.set_to(start + timedelta(minutes=40)):
        delivery.deliver()
    assert list(notices().values_list("state", "why")) == [
        ("skipped", "a newer notice says it"),
        ("skipped", "it is again as it was"),
    ]


@pytest.mark.parametrize(("hours_ahead", "moved_by", "notice"), [(1, 3, 1), (30, -29, 1), (30, 1, 0)])
def test_shortly_before_the_start_there_is_no_waiting(fair, place, hours_ahead, moved_by, notice):
    with clock.set_to(fair.desk.starts_at - timedelta(hours=hours_ahead)):
        change(fair, "time", by=timedelta(hours=moved_by))
        tasks.run_clocks()
        assert notices().count() == notice


def test_who_withdrew_or_waits_in_line_is_not_told(fair, place):
    seats.join_waiting_list(fair.desk, fair.world.writer2, by=fair.world.writer2.user)
    start = clock.now()
    change(fair, "time", by=timedelta(hours=1))
    Assignment.objects.filter(writer=fair.world.writer2).delete()
    seats.leave(place, by=fair.world.writer.user)
    assert told(15, start) == 0


def test_who_is_invited_hears_that_it_is_still_open(fair):
    seats.give_place(fair.desk, fair.world.writer, by=fair.world.user["director"], how=How.INVITED)
    start = clock.now()
    change(fair, "time", by=timedelta(hours=1))
    assert told(15, start) == 1
    letter = kinds["place_changed"].render(notices().select_related("mailbox").get())
    assert "still open" in letter.text
    assert "STATUS:TENTATIVE" in letter.invite[0]


def test_a_change_that_nobody_announced_is_found_and_told(fair, place):
    fair.desk.starts_at += timedelta(hours=1)
    fair.desk.ends_at += timedelta(hours=1)
    fair.desk.save()
    start = clock.now()
    assert [told(0, start), told(15, start)] == [0, 1]


def test_what_is_called_off_is_told_at_once_and_taken_out_of_calendars(fair, place):
    change(fair, "time", by=timedelta(hours=1))
    cancel_event(Event.objects.get(pk=fair.event.pk), by=fair.world.user["director"], why="Snow.")
    mail = OutgoingMail.objects.select_related("mailbox").get(kind="place_called_off")
    assert (mail.is_urgent, mail.send_after <= clock.now()) == (True, True)
    letter = kinds["place_called_off"].render(mail)
    assert letter.invite[1] == "CANCEL"
    assert told(15, clock.now()) == 0


def test_a_plan_that_moves_tells_once_plans_reminders_anew_and_raises_the_number_for_calendars(fair, place):
    director, later = fair.world.user["director"], timedelta(days=1)
    for _time in range(2):
        event = Event.objects.select_related("host__institution", "venue").get(pk=fair.event.pk)
        shifts = Shift.objects.filter(role__event=event)
        facts = {"starts_at": event.starts_at + later, "ends_at": event.ends_at + later}
        moved = Change(event, facts, {one.pk: (one.starts_at + later, one.ends_at + later) for one in shifts})
        change_event(moved, by=director, seen=look_at(moved).seen)
    start = clock.now()
    assert told(15, start) == 1
    after = Assignment.objects.get(pk=place.pk)
    fresh = Shift.objects.get(pk=fair.desk.pk).starts_at
    assert fresh == fair.desk.starts_at + 2 * later
    assert (after.sequence, Told.objects.get().reminded_for) == (place.sequence + 2, fresh)
    planned = OutgoingMail.objects.filter(kind="place_reminder", context__starts_at=fresh.isoformat())
    assert dict(planned.values_list("context__which", "send_after")) == reminder_moments(fresh, fair.event.zone)
    letter = kinds["place_changed"].render(notices().select_related("mailbox").get())
    assert span(fair.desk.starts_at, fair.desk.ends_at, fair.event.zone) in letter.text
    assert f"SEQUENCE:{after.sequence}\r\n" in letter.invite[0]


def test_a_change_of_many_places_asks_few_questions(fair, django_assert_max_num_queries):
    fair.desk.role.most = 40
    fair.desk.role.save()
    for _n in range(12):
        make.AssignmentFactory(shift=fair.desk)
    tasks.run_clocks()
    with django_assert_max_num_queries(5):
        calendars.note_change(fair.event, [fair.desk.pk])
