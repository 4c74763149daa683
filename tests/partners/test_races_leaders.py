"""A term that ends, a successor who accepts and a writer who offers in the same moment. On PostgreSQL, with threads."""

import pytest
from django.db import connection

from careerlink.web import clock
from partners.actions import leaders, members, messages, offers, pauses
from partners.models import Group, Invitation, Member, Message, Offer
from tests import factories as make
from tests.races import at_once, won
from tests.world import make_world

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _postgres():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def ending(world) -> Member:
    """The only manager of the group, whose day is today."""
    Member.objects.filter(host=world.club).update(ends_on=clock.today(world.club.zone))
    return Member.objects.select_related("host", "user").get(host=world.club)


def is_led(world) -> bool:
    return Member.objects.filter(host=world.club, role="manager", ended_at=None).exists()


def hand_over(world, adviser: bool) -> None:
    """One round: the only manager's term ends while somebody accepts her invitation."""
    Member.objects.filter(host=world.club).delete()
    Group.objects.filter(host=world.club).delete()
    make.MemberFactory(host=world.club, user=world.user["club"])
    member, heir = ending(world), make.UserFactory()
    invitation = make.InvitationFactory(
        host=world.club, role="manager", is_adviser=adviser, invited_by=world.user["club"]
    )
    fresh = Invitation.objects.select_related("host").get(pk=invitation.pk)
    at_once(lambda: leaders.end_term(member), lambda: members.accept_invitation(fresh, by=heir))
    running = Member.objects.filter(host=world.club, ended_at=None)
    assert list(running.values_list("user", "role", "is_adviser")) == [(heir.pk, "manager", adviser)]
    assert not Group.objects.filter(host=world.club, paused_at__isnull=False).exists()


@pytest.mark.parametrize("adviser", [False, True])
def test_a_successor_accepts_while_the_last_term_ends(adviser):
    world = make_world()
    for _round in range(5):
        hand_over(world, adviser)


def test_the_clock_strikes_twice_and_ends_a_term_once():
    world = make_world()
    member = ending(world)
    at_once(*[lambda: leaders.end_term(member)] * 4)
    assert Group.objects.get(host=world.club).paused_at
    assert Member.objects.filter(host=world.club, ended_at__isnull=False).count() == 1


def test_no_offer_slips_through_to_a_group_that_pauses():
    world = make_world()
    for _round in range(5):
        Group.objects.filter(host=world.club).delete()
        writer = make.WriterFactory()
        at_once(
            lambda: pauses.pause_group(world.club),
            lambda writer=writer: offers.send_offer(
                writer=writer, host=world.club, kind="panel", text="x", by=writer.user
            ),
        )
        assert not Offer.objects.filter(host=world.club, state__in=Offer.OPEN).exists()


def test_fifty_messages_at_once_are_ten():
    world = make_world()
    pair = make.PartnershipFactory(host=world.club, writer=world.writer, pledge=world.pledge)
    write = [
        lambda number=number: messages.write_message(
            pair, by=world.user["writer"], side="writer", text=f"Word {number}"
        )
        for number in range(50)
    ]
    results = [result for start in range(0, 50, 10) for result in at_once(*write[start : start + 10])]
    assert len(won(results)) == 10
    assert Message.objects.count() == 10


def test_two_advisers_at_once_are_one():
    world = make_world()
    both = [make.InvitationFactory(host=world.club, role="manager", is_adviser=True) for _n in range(2)]
    people = [make.UserFactory() for _n in both]
    fresh = [Invitation.objects.select_related("host").get(pk=one.pk) for one in both]
    at_once(
        *[
            lambda one=one, person=person: members.accept_invitation(one, by=person)
            for one, person in zip(fresh, people, strict=True)
        ]
    )
    assert Member.objects.filter(host=world.club, is_adviser=True, ended_at=None).count() == 1
    assert Invitation.objects.filter(host=world.club, state="accepted").count() == 2


def test_an_answer_and_the_pause_at_once_leave_a_group_that_goes_on():
    world = make_world()
    moment = clock.now().replace(month=6, day=30, hour=16)
    group = Group.objects.create(
        host=world.club, successors_asked_in=moment.year, successors_told=3, pauses_on=moment.date()
    )

    def at_that_moment(thing):
        def run():
            with clock.set_to(moment):
                thing()

        return run

    at_once(
        at_that_moment(lambda: leaders.press_for_answer(group)),
        at_that_moment(lambda: leaders.keep_leaders(world.club, by=world.user["club"])),
    )
    found = Group.objects.get(host=world.club)
    assert (found.paused_at, found.pauses_on, found.successors_for) == (None, None, moment.year)
    assert is_led(world)
