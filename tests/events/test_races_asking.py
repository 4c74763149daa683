"""Two coordinators ask, two workers rank, two beats suggest at once: proven on PostgreSQL with threads."""

from datetime import timedelta

import pytest
from django.db import connection

from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from events.actions.invitations import invite_writers
from events.actions.ranking import rank_event
from events.actions.seats import give_place
from events.actions.suggestions import suggest_shifts
from events.models import Assignment, Shift
from partners.models import Asked, Writer
from partners.queries.matcher import forget_matcher
from tests import factories as make
from tests.races import at_once, won
from tests.world import make_world

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _postgres():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    forget_matcher()


def table_of(host, days=21, most=1) -> Shift:
    event = make.EventFactory(host=host, starts_at=clock.now().replace(microsecond=0) + timedelta(days=days))
    event.tags.create(vocabulary="major", code="23.0101")
    return make.ShiftFactory(role=make.RoleFactory(event=event, most=most))


def editors(number: int) -> list[Writer]:
    return [make.WriterTagFactory(writer=make.WriterFactory()).writer for _n in range(number)]


def test_two_coordinators_who_ask_the_best_three_ask_each_once():
    world = make_world()
    table, writers = table_of(world.office), editors(3)
    asks = [lambda who=who: invite_writers(table, writers, by=world.user[who]) for who in ("director", "staff")]
    results = at_once(*asks, *asks)
    assert len(won(results)) == 4  # a second click changes nothing
    assert (Assignment.objects.count(), Asked.objects.count()) == (3, 3)
    assert OutgoingMail.objects.filter(kind="place_invited").count() == 3


def test_whoever_takes_the_shift_herself_in_the_same_instant_has_one_place():
    world = make_world()
    table, (writer,) = table_of(world.office), editors(1)
    at_once(
        lambda: invite_writers(table, [writer], by=world.user["director"]),
        lambda: give_place(table, writer, by=writer.user, how=Assignment.How.SELF),
    )
    assert Assignment.objects.filter(shift=table, state__in=Assignment.LIVE).count() == 1


def test_two_workers_who_rank_the_same_event_keep_one_list():
    world = make_world()
    table, writers = table_of(world.office), editors(4)
    at_once(*[lambda: rank_event(table.role.event_id)] * 3)
    assert list(table.suggestions.values_list("rank", flat=True)) == [1, 2, 3, 4]
    assert set(table.suggestions.values_list("writer", flat=True)) == {writer.pk for writer in writers}


def test_two_beats_suggest_a_shift_once():
    world = make_world()
    table_of(world.office, days=2)
    editors(2)
    assert sum(at_once(suggest_shifts, suggest_shifts, suggest_shifts)) == 2
    assert OutgoingMail.objects.filter(kind="shift_suggested").count() == 2
