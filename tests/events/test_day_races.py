"""Two people of the host, or a clock with them, at the same line at once: proven on PostgreSQL with threads."""

from datetime import timedelta

import pytest
from django.db import connection

from careerlink.web import clock
from events.actions import day, hours
from events.models import Assignment, HoursEntry
from partners.models import Engagement
from tests import factories as make
from tests.races import at_once, won
from tests.world import make_world

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = 4
S = Assignment.State


@pytest.fixture(autouse=True)
def _postgres():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def fresh(place) -> Assignment:
    return Assignment.objects.select_related("shift__role__event__host", "writer__user").get(pk=place.pk)


def place_of(world, state) -> Assignment:
    """A place at a fair of its own that ended an hour ago."""
    event = make.EventFactory(host=world.office, starts_at=clock.now() - timedelta(hours=3))
    shift = make.ShiftFactory(role=make.RoleFactory(event=event))
    return make.AssignmentFactory(shift=shift, writer=make.WriterFactory(), state=state)


def test_hours_approved_by_two_at_once_are_one_row():
    world = make_world()
    for _round in range(ROUNDS):
        place = place_of(world, S.CHECKED_IN)

        def approve(who, place=place):
            mine, user = fresh(place), world.user[who]
            return lambda: hours.approve_as_listed(mine.event, [mine], by=user)

        made = won(at_once(approve("staff"), approve("director"), approve("staff")))
        assert sorted(len(entries) for entries in made) == [0, 0, 1]
        assert HoursEntry.objects.filter(place=place).count() == 1


def test_a_row_is_replaced_once_whoever_is_quicker():
    world = make_world()
    for _round in range(ROUNDS):
        entry = make.HoursEntryFactory(place=place_of(world, S.COMPLETED))

        def correct(minutes, entry=entry):
            row = HoursEntry.objects.select_related("place__shift", "place__writer").get(pk=entry.pk)
            return lambda: hours.correct_hours(row, by=world.user["staff"], minutes=minutes, words="Put right.")

        assert len(won(at_once(correct(10), correct(20), correct(30)))) == 1
        assert HoursEntry.objects.filter(replaces=entry).count() == 1


def test_here_and_missing_at_once_end_in_one_state_with_the_work_that_belongs_to_it():
    world = make_world()
    user = world.user["staff"]
    work = {S.CHECKED_IN: "agreed", S.NO_SHOW: "cancelled"}
    for _round in range(ROUNDS):
        place = place_of(world, S.CONFIRMED)
        mine, theirs = fresh(place), fresh(place)
        results = at_once(
            lambda mine=mine: day.check_in(mine, by=user), lambda theirs=theirs: day.record(theirs, "no_show", by=user)
        )
        place.refresh_from_db()
        assert len(won(results)) == 1
        engagement = Engagement.objects.get(source_label="events.assignment", source_id=place.pk)
        assert engagement.state == work[place.state]
