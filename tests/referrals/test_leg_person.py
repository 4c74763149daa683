"""Requests of alumni that a writer was asked about, in the export and the erasure of that writer."""

import pytest

from referrals.actions import leg_person, legs
from referrals.models import Leg
from tests import factories as make


@pytest.fixture
def accepted(world):
    alumnus = make.AlumnusFactory(host=world.office, name="Ada Lovelace", email="ada@people.demo.test", idle_since=None)
    referral = make.ReferralFactory(alumnus=alumnus, going_on=True, moves_on=True)
    for rank, writer in enumerate((world.writer, world.writer2), 1):
        referral.candidates.create(writer=writer, position=rank, rank=rank)
    return legs.accept_leg(legs.ask_next(referral), by=world.user["writer"])


def test_a_writer_takes_out_what_she_answered_and_not_whom_it_was_about(world, accepted):
    legs.give_back_leg(accepted, why="price", by=world.user["writer"])
    (row,) = leg_person.export_legs(world.user["writer"])
    assert row["asked for"] == "Career Office, Oxbow State University"
    assert (row["state"], row["your reason"]) == ("Free again", "I could not do it at a fair price")
    assert [secret for secret in ("Lovelace", "ada@people.demo.test") if secret in str(row)] == []


def test_what_is_with_a_writer_who_is_erased_goes_on(world, accepted):
    leg_person.erase_legs(world.user["writer"])
    leg_person.erase_legs(world.user["writer"])
    tries = Leg.objects.order_by("id").values_list("writer__name", "state")
    assert list(tries) == [("Maren Okafor", "released"), ("Ben Achterberg", "offered")]
