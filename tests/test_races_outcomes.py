"""Both sides, the office and the clock say what came of a referral in the same moment. On PostgreSQL with threads."""

from datetime import timedelta

import pytest
from django.db import connection

from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from referrals.actions import consent, outcomes
from referrals.models import OutcomeAnswer, Referral
from tests import factories as make
from tests.races import Race, at_once, boss, later, one_wins, won
from tests.world import make_world

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _postgres():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def leg_of(world):
    return make.LegFactory(contacted=True, writer=world.writer, referral__alumnus__host=world.office)


def say(leg, side: str, answer: str):
    return lambda: outcomes.answer_outcome(type(leg).objects.get(pk=leg.pk), side=side, answer=answer, by=None)


def told(world, state: str, **answers: str) -> Referral:
    """A request in this state, with what its sides have said."""
    due = clock.now() + timedelta(days=10)
    leg = make.LegFactory(
        contacted=True,
        writer=world.writer,
        referral__alumnus__host=world.office,
        referral__state=state,
        referral__due_at=due,
    )
    for side, answer in answers.items():
        OutcomeAnswer.objects.create(leg=leg, side=side, answer=answer)
    return leg.referral


def pending(world) -> Referral:
    """The writer has said that it helped; the alumnus has not said anything."""
    return told(world, "outcome_pending", writer="got_help")


def disputed(world) -> Referral:
    return told(world, "disputed", writer="got_help", alumnus="failed")


def closed(world) -> Referral:
    return make.ReferralFactory(alumnus__host=world.office, closed=True)


def close(world, row):
    return consent.close(row, outcome="not_a_fit", settled="office", by=boss(world))


def settle(world, row):
    return outcomes.settle(row, outcome="partly", by=boss(world))


def revoke(world, row):
    return consent.revoke_consent(row)


def agree(world, row):
    return outcomes.answer_outcome(row.legs.get(), side="alumnus", answer="got_help", by=None)


RACES = [
    Race("outcome: the second answer or the office closes", pending, agree, close),
    Race("outcome: the second answer or time is over", pending, agree, later(outcomes.run_outcome_clocks, days=300)),
    Race("outcome: the second answer or consent is taken back", pending, agree, revoke),
    Race("outcome: settled twice", disputed, settle, settle),
    Race("outcome: settled or consent is taken back", disputed, settle, revoke),
    Race("outcome: opened again twice", closed, *[lambda w, row: consent.reopen(row, by=None)] * 2),
    Race("outcome: opened again or consent is taken back", closed, lambda w, row: consent.reopen(row, by=None), revoke),
]


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.name)
def test_of_two_at_once_one_says_what_came_of_it(race):
    one_wins(race)


@pytest.mark.parametrize(("alumnus", "state"), [("got_help", "closed"), ("failed", "disputed")])
def test_both_sides_at_once_are_compared_once(alumnus, state):
    leg = leg_of(make_world())
    assert len(won(at_once(say(leg, "alumnus", alumnus), say(leg, "writer", "got_help")))) == 2
    assert Referral.objects.get().state == state
    assert OutgoingMail.objects.filter(kind="referral_closed").count() == (state == "closed")


def test_one_side_that_presses_twice_has_answered_once():
    leg = leg_of(make_world())
    assert len(won(at_once(say(leg, "writer", "got_help"), say(leg, "writer", "failed")))) == 1
    assert OutcomeAnswer.objects.count() == 1


def test_a_clock_that_strikes_twice_at_once_asks_once():
    leg_of(make_world())
    strike = later(outcomes.run_outcome_clocks, days=15)
    at_once(*[lambda: strike(None, None)] * 3)
    kinds = OutgoingMail.objects.filter(kind__startswith="referral_outcome").values_list("kind", flat=True)
    assert sorted(kinds) == ["referral_outcome", "referral_outcome_writer"]


def test_the_office_settles_as_its_time_is_over_or_a_moderator_does():
    world = make_world()
    referral = disputed(world)
    strike = later(outcomes.run_outcome_clocks, days=11)
    results = at_once(lambda: settle(world, referral), lambda: strike(None, None))
    found = Referral.objects.get()
    was_settled = len(won(results)) == 2
    assert (found.state == "closed", found.with_moderator_since is None) in {(was_settled, True), (False, False)}
    assert clock.now() < found.state_since + timedelta(days=1)
