"""Two people, or a person and the clock, at one place of a fair in the same moment. On PostgreSQL with threads."""

from datetime import timedelta
from threading import Event as Flag

import pytest
from django.db import connection, connections

from careerlink.web import clock
from events.actions import place_clocks, searches, seats, stand_ins, standby
from events.models import Assignment, Search
from partners.models import Engagement
from tests import factories as make
from tests.races import Race, at_once, later, one_wins, won
from tests.world import make_world

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
S, How = Assignment.State, Assignment.How


@pytest.fixture(autouse=True)
def _postgres():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def desk(world, most=1):
    event = make.EventFactory(host=world.office, coordinator=world.user["director"])
    return make.ShiftFactory(role=make.RoleFactory(event=event, most=most))


def confirmed(world):
    return make.AssignmentFactory(shift=desk(world), writer=world.writer)


def kept(world):
    """Ben's hold, with somebody behind him in line."""
    shift = desk(world)
    make.AssignmentFactory(shift=shift, state="waitlisted")
    due_at = clock.now() + timedelta(days=1)
    return make.AssignmentFactory(shift=shift, writer=world.writer2, state="held", due_at=due_at)


def full_with_line(world):
    """Maren has the only seat; Ben waits."""
    place = confirmed(world)
    make.AssignmentFactory(shift=place.shift, writer=world.writer2, state="waitlisted")
    return place


def agreeable(world, *, is_instant=True):
    """Ben is asked for Maren's place."""
    place = confirmed(world)
    if not is_instant:
        place.shift.role.is_instant = False
        place.shift.role.save()
    return stand_ins.name_stand_in(place, world.writer2, by=world.writer.user)


def take(shift, writer):
    return lambda: seats.give_place(shift, writer, by=writer.user, how=How.SELF)


def accept(w, row):
    return seats.accept(row, by=row.writer.user)


def leave(w, row):
    return seats.leave(row, by=row.writer.user)


def yes(w, row):
    return searches.say_yes(row, w.writer2, by=w.writer2.user)


strike = later(place_clocks.run_place_clocks, days=2)
RACES = [
    Race("kept place: yes or time is over", kept, accept, strike),
    Race("kept place: yes or no", kept, accept, leave),
    Race("kept place: the clock strikes twice", kept, strike, strike),
    Race("place: left twice", full_with_line, leave, leave),
    Race("search: yes or taken back", agreeable, yes, lambda w, row: stand_ins.take_back(row, by=w.writer.user)),
    Race("search: yes twice", agreeable, yes, yes),
    Race("search: yes or no", agreeable, yes, lambda w, row: searches.say_no(row, w.writer2, by=w.writer2.user)),
    Race("search: yes or the place is given back", agreeable, yes, lambda w, row: leave(w, row.place)),
    Race("search: yes or it begins", agreeable, yes, later(searches.run_search_clocks, days=22)),
]  # fmt: skip


def seats_taken():
    return list(Assignment.objects.filter(seat__isnull=False).values_list("shift", "seat"))


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.name)
def test_of_two_at_once_one_wins_a_place(race):
    one_wins(race)
    assert len(seats_taken()) == len(set(seats_taken())) <= 1
    coming = Assignment.objects.filter(state__in=Assignment.COMING).values_list("pk", flat=True)
    agreed = Engagement.objects.filter(state="agreed").values_list("source_id", flat=True)
    assert sorted(coming) == sorted(agreed)


@pytest.mark.parametrize("most", [1, 3])
def test_many_for_the_last_seats_take_no_more_than_there_are(most):
    world = make_world()
    shift = desk(world, most)
    writers = [make.WriterFactory() for _n in range(8)]
    results = at_once(*[take(shift, writer) for writer in writers for _click in range(2)])
    assert len({place.pk for place in won(results)}) == most
    assert sorted(seat for _shift, seat in seats_taken()) == list(range(1, most + 1))


def test_one_writer_who_takes_two_shifts_at_once_has_one():
    world = make_world()
    first = desk(world)
    second = make.ShiftFactory(role=make.RoleFactory(event=first.event))
    assert len(won(at_once(take(first, world.writer), take(second, world.writer)))) == 1


@pytest.mark.parametrize("_round", range(4))
def test_who_leaves_while_others_come_and_wait_leaves_her_seat_to_the_first_in_line(_round):
    world = make_world()
    place = full_with_line(world)
    late = make.WriterFactory()
    at_once(
        lambda: leave(world, Assignment.objects.get(pk=place.pk)),
        take(place.shift, late),
        lambda: seats.join_waiting_list(place.shift, late, by=late.user),
    )
    ben = Assignment.objects.get(writer=world.writer2)
    assert (ben.state, ben.seat) == (S.HELD, 1)


def test_two_who_leave_at_once_make_two_move_up():
    world = make_world()
    shift = desk(world, 2)
    there = [make.AssignmentFactory(shift=shift, writer=writer) for writer in (world.writer, world.writer2)]
    for _n in range(3):
        make.AssignmentFactory(shift=shift, state="waitlisted")
    at_once(*[lambda place=place: leave(world, Assignment.objects.get(pk=place.pk)) for place in there])
    assert sorted(Assignment.objects.filter(state=S.HELD).values_list("seat", flat=True)) == [1, 2]
    assert Assignment.objects.filter(state=S.WAITLISTED).count() == 1


def test_a_place_that_changes_hands_has_one_holder_whenever_anybody_looks():
    world = make_world()
    search = agreeable(world)
    done, seen = Flag(), []

    def look():
        try:
            while not done.is_set():
                seen.append(tuple(Assignment.objects.filter(seat=1).values_list("writer", flat=True)))
        finally:
            connections.close_all()

    def swap():
        try:
            return yes(world, search)
        finally:
            done.set()

    at_once(look, swap)
    seen.append(tuple(Assignment.objects.filter(seat=1).values_list("writer", flat=True)))
    assert set(seen) == {(world.writer.pk,), (world.writer2.pk,)}
    assert Search.objects.get().state == "filled"


def test_of_all_who_stand_by_and_say_yes_at_once_one_has_the_seat():
    world = make_world()
    place = confirmed(world)
    ready = [make.WriterFactory() for _n in range(3)]
    for writer in ready:
        standby.stand_by(place.event, writer, by=writer.user)
    with clock.set_to(place.shift.starts_at - timedelta(hours=3)):
        leave(world, place)
        search = Search.objects.get()
    results = at_once(
        *[
            lambda writer=writer: searches.say_yes(search, writer, by=writer.user)
            for writer in ready
            for _click in (1, 2)
        ]
    )
    assert len({one.pk for one in won(results)}) == 1
    assert len(seats_taken()) == 1


def test_a_stand_in_whom_the_host_lets_in_as_she_gives_the_place_back():
    """Either the swap came first, or the place was hers to give back; never both."""
    world = make_world()
    search = agreeable(world, is_instant=False)
    yes(world, search)
    search.refresh_from_db()
    at_once(
        lambda: stand_ins.approve_stand_in(search, by=world.user["director"]),
        lambda: leave(world, Assignment.objects.get(pk=search.place_id)),
    )
    first = Assignment.objects.get(pk=search.place_id).state
    assert (first, len(seats_taken())) in {(S.SWAPPED, 1), (S.CANCELLED_BY_VOLUNTEER, 0)}
