"""Two people, or a person and the clock, at one try with a writer in the same moment. On PostgreSQL with threads."""

from datetime import timedelta
from threading import Event as Flag

import pytest
from django.db import connection, connections
from django.test import Client

from careerlink.accounts.actions import suspend_person
from careerlink.web import clock
from partners.actions import engagements as work
from partners.models import Engagement
from referrals.actions import consent, leg_clocks, legs
from referrals.models import Candidate, Leg, Referral
from tests import factories as make
from tests.races import Race, at_once, later, one_wins, won
from tests.world import make_world

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
S, R = Leg.State, Referral.State
NAME = "Ada Lovelace"


@pytest.fixture(autouse=True)
def _postgres():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def asked(world):
    """Maren is asked; Ben is next, at once."""
    alumnus = make.AlumnusFactory(host=world.office, name=NAME, idle_since=None)
    referral = make.ReferralFactory(alumnus=alumnus, going_on=True, moves_on=True)
    for rank, writer in enumerate((world.writer, world.writer2), 1):
        Candidate.objects.create(referral=referral, writer=writer, position=rank, rank=rank)
    return legs.ask_next(referral)


def accepted(world):
    """Maren said yes; Ben is next, at once."""
    facts = {"referral__alumnus__host": world.office, "referral__alumnus__name": NAME, "referral__moves_on": True}
    leg = make.LegFactory(accepted=True, writer=world.writer, **facts)
    for rank, writer in enumerate((world.writer, world.writer2), 1):
        Candidate.objects.create(referral=leg.referral, writer=writer, position=rank, rank=rank)
    work.agree(world.office, world.writer, "alumni", source=leg, by=None)
    return leg


def yes(w, leg):
    return legs.accept_leg(leg, by=w.user["writer"])


def no(w, leg):
    return legs.decline_leg(leg, why="no_time", by=w.user["writer"])


def back(w, leg):
    return legs.give_back_leg(leg, why="no_time", by=w.user["writer"])


def revoke(w, leg):
    return consent.revoke_consent(leg.referral)


def reached(w, leg):
    return legs.note_contact(leg, by=w.user["writer"])


def left(w, leg):
    return legs.leave_leg(leg, was_reached=False)


def kept_out(w, leg):
    """By a moderator, and the clock that is rung then."""
    until = clock.now() + timedelta(days=9)
    suspend_person(w.user["writer"], by=w.user["admin"], until=until, reason="other", note="x")
    leg_clocks.run_leg_clocks()


strike = later(leg_clocks.run_leg_clocks, days=9)
RACES = [
    Race("asked: yes or time is over", asked, yes, strike),
    Race("asked: yes or consent is taken back", asked, yes, revoke),
    Race("asked: yes twice", asked, yes, yes),
    Race("asked: yes or no", asked, yes, no),
    Race("asked: no twice", asked, no, no),
    Race("asked: no or time is over", asked, no, strike),
    Race("asked: no or consent is taken back", asked, no, revoke),
    Race("asked: the clock strikes twice", asked, strike, strike),
    Race("asked: yes or the writer is kept out", asked, yes, kept_out),
    Race("asked: no or the writer is kept out", asked, no, kept_out),
    Race("yes: in contact or time is over", accepted, reached, strike),
    Race("yes: in contact or consent is taken back", accepted, reached, revoke),
    Race("yes: in contact or given back", accepted, reached, back),
    Race("yes: in contact, both say so", accepted, reached, lambda w, leg: legs.note_contact(leg, by=None)),
    Race("yes: given back by both", accepted, back, left),
    Race("yes: given back or consent is taken back", accepted, back, revoke),
    Race("yes: time is over or the writer is kept out", accepted, strike, kept_out),
]  # fmt: skip


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.name)
def test_of_two_at_once_one_wins_a_try(race):
    one_wins(race)
    leg_clocks.run_leg_clocks()
    referral = Referral.objects.get()
    live = list(Leg.objects.filter(state__in=Leg.LIVE))
    assert len(live) <= 1
    if not referral.has_consent:
        assert live == []
    known = [leg.pk for leg in live if leg.state in Leg.KNOWN]
    assert list(Engagement.objects.filter(state="agreed").values_list("source_id", flat=True)) == known
    with_somebody = referral.state in (R.WITH_WRITER, R.IN_CONTACT, R.IN_SERVICE)
    assert with_somebody == bool(live)


@pytest.mark.parametrize("_round", range(3))
def test_tries_in_vain_at_once_are_one(_round):
    world = make_world()
    leg = accepted(world)
    at_once(*[lambda: legs.note_try(Leg.objects.get(pk=leg.pk), by=world.user["writer"]) for _click in range(3)])
    leg.refresh_from_db()
    assert (leg.tries, leg.state) == (1, S.ACCEPTED)


def test_many_who_ask_the_next_at_once_ask_one():
    world = make_world()
    leg = asked(world)
    Referral.objects.update(moves_on=False)
    no(world, leg)
    referral = Referral.objects.get()
    assert len(won(at_once(*[lambda: legs.ask_next(referral) for _click in range(4)]))) == 1
    assert [one.writer for one in Leg.objects.filter(state__in=Leg.LIVE)] == [world.writer2]


def test_nobody_is_shown_to_the_writer_from_the_moment_in_which_consent_is_taken_back():
    """Whoever asks after the taking back has been answered sees nothing; before it, everything or nothing."""
    world = make_world()
    leg = accepted(world)
    gone, after = Flag(), []
    client = Client()
    client.force_login(world.user["writer"])

    def look():
        try:
            for _n in range(20):
                was_gone = gone.is_set()
                shown = NAME in client.get(leg.get_absolute_url()).content.decode()
                if was_gone:
                    after.append(shown)
                    return
        finally:
            connections.close_all()

    def take_back():
        try:
            consent.revoke_consent(leg.referral)
        finally:
            gone.set()
            connections.close_all()

    at_once(look, take_back)
    after.append(NAME in client.get(leg.get_absolute_url()).content.decode())
    assert set(after) == {False}
