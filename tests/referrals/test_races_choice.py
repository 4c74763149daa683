"""An alumnus who clicks twice, or while time runs out: one consent, one list, one writer asked. On PostgreSQL."""

import pytest
from django.db import connection

from careerlink.web.models import SignedLink
from referrals.actions import consent, status
from referrals.actions.choice import choose_writers, consent_and_choose
from referrals.actions.drawing import draw_list
from referrals.emails import consent as emails
from referrals.models import Candidate, Consent, Leg, Referral
from tests import factories as make
from tests.races import Race, at_once, one_wins, won
from tests.world import make_world

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
R = Referral.State


@pytest.fixture(autouse=True)
def _postgres():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def asked(world):
    """She was asked for consent; Maren and Ben stand on the list."""
    make.LegalTextFactory(slug="consent", version=1)
    referral = make.ReferralFactory(alumnus=make.AlumnusFactory(host=world.office, idle_since=None))
    draw_list(referral)
    emails.ask_for_consent(referral)
    return referral


def signs(w, referral):
    link = SignedLink.objects.get(purpose="referral-consent")
    text = make.LegalTextFactory(slug="consent", version=1)
    return consent_and_choose(
        referral, link, signature="Ada", text=text, counsel=None, shares=[], ranked=[w.writer], met=[], moves_on=False
    )


def refuses(w, referral):
    return consent.refuse_consent(referral)


def not_meant(w, referral):
    return consent.enter_error(referral, by=None)


RACES = [
    Race("the visit is sent twice", asked, signs, signs),
    Race("she signs or says no", asked, signs, refuses),
    Race("she signs or was not meant", asked, signs, not_meant),
]


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.name)
def test_of_two_at_once_one_wins_a_visit(race):
    one_wins(race)
    referral = Referral.objects.get()
    is_signed = referral.state == R.WITH_WRITER
    assert (Consent.objects.count(), Leg.objects.count()) == (is_signed, is_signed)


def test_two_choices_at_once_ask_one_writer():
    world = make_world()
    referral = asked(world)
    consent.sign_consent(referral, signature="Ada", text=make.LegalTextFactory(slug="consent", version=1))
    at_once(*[lambda writer=one: choose_writers(referral, [writer]) for one in (world.writer, world.writer2)])
    assert Leg.objects.count() == 1
    assert Candidate.objects.exclude(rank=None).count() <= 2


def test_lists_drawn_at_once_are_one_list():
    world = make_world()
    referral = asked(world)
    make.WriterFactory()
    at_once(*[lambda: draw_list(referral) for _click in range(4)])
    assert sorted(Candidate.objects.values_list("draw", flat=True)) == [1, 1, 2, 2, 2]


def test_somebody_else_is_asked_for_once():
    world = make_world()
    referral = asked(world)
    signs(world, referral)
    found = at_once(*[lambda: status.ask_somebody_else(referral) for _click in range(3)])
    assert len(won(found)) == 1
    assert Leg.objects.get().state == Leg.State.OBSOLETE
