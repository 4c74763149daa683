"""Roles and shifts as the host edits them, and what happens to people when time, place or role change."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from events.actions import moving, plans, seats
from events.actions.moving import LookAgain, change_event
from events.models import Assignment, Event, Role, Shift
from events.queries.moves import Change, look_at, move_along
from events.signals import event_changed
from partners.models import Engagement
from tests import factories as make

S, How = Assignment.State, Assignment.How
WEEK = timedelta(days=7)


@pytest.fixture
def heard():
    """What the signal said: of what people are told, and in how many shifts."""
    found = []

    def hear(sender, shifts, fields, **facts):
        found.append((*fields, len(shifts)))

    event_changed.connect(hear)
    yield found
    event_changed.disconnect(hear)


def take(shift, writer):
    return seats.give_place(shift, writer, by=writer.user, how=How.SELF)


def later(event, by=WEEK, **facts):
    """The event with its shifts `by` later."""
    starts_at, ends_at = event.starts_at + by, event.ends_at + by
    facts = {"starts_at": starts_at, "ends_at": ends_at, **facts}
    return Change(event, facts, move_along(event, starts_at, event.zone))


def test_there_are_no_five_hundred_roles(fair):
    Role.objects.bulk_create(Role(event=fair.event, name=f"Role {n}") for n in range(plans.MOST_ROLES - 2))
    with pytest.raises(ValidationError, match="at most 60 roles"):
        plans.add_role(fair.event, by=fair.world.user["director"], name="One more", least=0, most=1)
    Shift.objects.bulk_create(
        Shift(role=fair.desk.role, starts_at=fair.desk.starts_at, ends_at=fair.desk.ends_at + timedelta(seconds=n + 1))
        for n in range(plans.MOST_SHIFTS - 2)
    )
    with pytest.raises(ValidationError, match="at most 200 shifts"):
        plans.add_shift(fair.desk.role, fair.event.starts_at, fair.event.ends_at, by=fair.world.user["director"])


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(2, 1, "end after it begins"), (0, 30, "at most 24 hours"), (90, 91, "more than a day away")],
)
def test_a_shift_that_cannot_be_is_refused_in_words(fair, first, last, words):
    begin = fair.event.starts_at
    with pytest.raises(ValidationError, match=words):
        plans.add_shift(
            fair.desk.role,
            begin + timedelta(hours=first),
            begin + timedelta(hours=last),
            by=fair.world.user["director"],
        )


def test_a_role_keeps_a_seat_for_everybody_who_is_confirmed(fair):
    for writer in (fair.world.writer, fair.world.writer2):
        make.AssignmentFactory(shift=fair.table, writer=writer)
    facts = {"name": "Resume table", "least": 0, "duties": "", "credential": "", "is_instant": True}
    with pytest.raises(ValidationError, match="2 people have a place"):
        plans.change_role(fair.table.role, by=fair.world.user["director"], codes=[], most=1, **facts)
    assert Role.objects.get(pk=fair.table.role_id).most == 2


def test_who_sits_high_still_counts_when_a_role_has_fewer_seats(fair):
    role, director = fair.table.role, fair.world.user["director"]
    role.most = 5
    role.save()
    for seat, writer in enumerate((fair.world.writer, fair.world.writer2), start=4):
        make.AssignmentFactory(shift=fair.table, writer=writer, seat=seat)
    facts = {"name": role.name, "least": 0, "duties": "", "credential": "", "is_instant": True}
    plans.change_role(role, by=director, codes=[], most=2, **facts)
    with pytest.raises(ValidationError) as refused:
        take(fair.table, make.WriterFactory())
    assert [error.code for error in refused.value.error_list] == ["full"]
    plans.change_role(role, by=director, codes=[], most=3, **facts)
    assert [take(fair.table, make.WriterFactory()).seat] == [1]
    with pytest.raises(ValidationError):
        take(fair.table, make.WriterFactory())


def test_a_shift_with_a_history_is_called_off_and_one_without_is_deleted(fair):
    director = fair.world.user["director"]
    place = take(fair.desk, fair.world.writer)
    assert not plans.remove_role(fair.desk.role, by=director)
    assert plans.remove_role(fair.table.role, by=director)
    assert Shift.objects.get().called_off_at is not None
    place.refresh_from_db()
    assert place.state == S.CANCELLED_BY_HOST
    assert OutgoingMail.objects.filter(kind="place_called_off", about_id=place.pk).count() == 1
    assert not Engagement.objects.filter(state="agreed").exists()


def test_who_is_told_and_who_clashes_is_seen_first_and_then_all_moves_at_once(fair, heard):
    world, director, event = fair.world, fair.world.user["director"], fair.event
    stays, clashes = take(fair.table, world.writer), take(fair.table, world.writer2)
    waits = seats.join_waiting_list(_full(fair), make.WriterFactory(), by=director)
    elsewhere = fair.table.starts_at + WEEK
    make.EngagementFactory(
        host=world.rival, writer=world.writer2, busy_from=elsewhere, busy_until=elsewhere + timedelta(hours=1)
    )
    change = later(event)
    with pytest.raises(LookAgain) as asked:
        change_event(change, by=director)
    look = asked.value.look
    assert [clash.place for clash in look.clashes] == [clashes]
    assert {stays, waits} <= set(look.stay)
    assert Event.objects.get(pk=event.pk).starts_at == event.starts_at  # nothing has moved

    change_event(change, by=director, seen=look.seen)
    for place in (stays, clashes, waits):
        place.refresh_from_db()
    fair.table.refresh_from_db()
    assert fair.table.starts_at == elsewhere
    assert (stays.state, clashes.state, waits.state) == (S.CONFIRMED, S.CANCELLED_BY_HOST, S.WAITLISTED)
    assert stays.due_at == fair.table.ends_at + timedelta(hours=48)
    assert waits.due_at == Event.objects.get(pk=event.pk).closes_at
    work = Engagement.objects.get(source_label="events.assignment", source_id=stays.pk)
    assert (work.busy_from, work.busy_until) == (fair.table.starts_at, fair.table.ends_at)
    assert heard == [("time", 2)]


def _full(fair):
    make.AssignmentFactory(shift=fair.desk)
    return fair.desk


def test_what_changed_after_the_look_is_shown_again(fair):
    director, change = fair.world.user["director"], later(fair.event)
    take(fair.desk, fair.world.writer)
    seen = look_at(change).seen
    take(fair.table, fair.world.writer2)
    with pytest.raises(LookAgain):
        change_event(change, by=director, seen=seen)
    assert Event.objects.get(pk=fair.event.pk).starts_at == fair.event.starts_at


def test_two_places_of_one_person_in_a_row_move_by_the_length_of_one(fair):
    """Each would stand in the other's way if they moved in the wrong order."""
    world = fair.world
    after = make.ShiftFactory(
        role=fair.desk.role, starts_at=fair.desk.ends_at, ends_at=fair.desk.ends_at + timedelta(hours=2)
    )
    take(fair.desk, world.writer), take(after, world.writer)
    for by in (timedelta(hours=2), -timedelta(hours=2)):
        event = Event.objects.get(pk=fair.event.pk)
        change = later(event, by)
        change_event(change, by=world.user["director"], seen=look_at(change).seen)
    moved = Engagement.objects.filter(state="agreed").order_by("busy_from").values_list("busy_from", flat=True)
    assert list(moved) == [fair.desk.starts_at, after.starts_at]


def test_another_place_and_another_name_are_told(fair, heard):
    world, director = fair.world, fair.world.user["director"]
    place = take(fair.desk, world.writer)
    elsewhere = make.VenueFactory(host=world.office, zone=fair.event.zone, travel_minutes=30)
    event = Event.objects.get(pk=fair.event.pk)
    change = Change(event, {"venue": elsewhere})
    change_event(change, by=director, seen=look_at(change).seen)
    work = Engagement.objects.get(source_id=place.pk, source_label="events.assignment")
    assert work.busy_from == fair.desk.starts_at - timedelta(minutes=30)
    role = Role.objects.select_related("event__host").get(pk=fair.desk.role_id)
    change = Change(role.event, names={role.pk: "Welcome desk"})
    facts = {"name": "Welcome desk", "least": 1, "most": 1, "duties": "", "credential": "", "is_instant": True}
    with pytest.raises(LookAgain):
        moving.change_role(role, change, by=director, codes=[], **facts)
    moving.change_role(role, change, by=director, codes=[], seen=look_at(change).seen, **facts)
    assert Role.objects.get(pk=role.pk).name == "Welcome desk"
    assert heard == [("place", 1), ("role", 1)]
    place.refresh_from_db()
    assert place.sequence == 2
    with pytest.raises(ValidationError, match="People are coming there"):
        plans.change_venue(elsewhere, by=director, name="Elsewhere")


def test_what_nobody_was_told_changes_at_once(fair, heard):
    event = fair.event
    change_event(Change(event, {"title": "Great fair"}), by=fair.world.user["director"])
    change_event(later(Event.objects.get(pk=event.pk)), by=fair.world.user["director"])
    event.refresh_from_db()
    assert (event.title, heard) == ("Great fair", [])
    assert event.closes_at == event.starts_at - timedelta(hours=24)


def test_the_first_day_of_a_draft_gives_it_the_usual_cut_off(world):
    event = make.EventFactory(host=world.office, draft=True, starts_at=None, ends_at=None, closes_at=None,
                              due_at=clock.now() + WEEK)  # fmt: skip
    starts_at = clock.now().replace(microsecond=0) + WEEK
    facts = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3)}
    change_event(Change(event, facts), by=world.user["director"])
    assert Event.objects.get().closes_at == starts_at - timedelta(hours=24)
