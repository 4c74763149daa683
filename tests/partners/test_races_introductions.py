"""Both sides of an introduction at once, or somebody else with them: proven on PostgreSQL with threads."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions import introduction_answers as answers
from partners.actions import introductions as actions
from partners.actions import reviews
from partners.actions.introduction_clocks import forget_contact, run_introduction_clocks
from partners.models import Engagement, Introduction
from tests import factories as make
from tests.races import at_once, won
from tests.world import make_world

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = 6


@pytest.fixture(autouse=True)
def _postgres():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def fresh(one) -> Introduction:
    return Introduction.objects.select_related(*actions.ROWS).get(pk=one.pk)


def host_yes(world, one) -> Callable:
    row = fresh(one)
    return lambda: answers.host_says_yes(row, by=world.user["director"]) or True


def contact_yes(one) -> Callable:
    row = fresh(one)
    return lambda: answers.contact_says_yes(row) or True


def made_mails(one) -> list[str]:
    rows = OutgoingMail.objects.filter(about_label="partners.introduction", about_id=one.pk)
    return sorted(kind for kind in rows.values_list("kind", flat=True) if kind.startswith("introduction_made"))


def test_both_yeses_at_once_introduce_once_and_write_to_each_once():
    world = make_world()
    for _round in range(ROUNDS):
        one = make.IntroductionFactory(host=world.office, writer=world.writer)
        results = at_once(host_yes(world, one), contact_yes(one), host_yes(world, one), contact_yes(one))
        assert len(won(results)) == 2
        assert fresh(one).state == "introduced"
        assert made_mails(one) == ["introduction_made_contact", "introduction_made_host", "introduction_made_writer"]
        assert Engagement.objects.filter(source_label="partners.introduction", source_id=one.pk).count() == 1


def strike() -> bool:
    with clock.set_to(clock.now() + timedelta(days=15)):
        run_introduction_clocks()
    return True


ENDS = {
    "taken back": lambda world, one: lambda: actions.withdraw_introduction(one, by=world.user["writer"]),
    "the host's no": lambda world, one: lambda: answers.host_says_no(one, by=world.user["staff"]),
    "time is over": lambda world, one: strike,
    "she has herself taken out": lambda world, one: lambda: forget_contact(one.contact_email),
    "the writer is suspended": lambda world, one: lambda: reviews.suspend_writer(
        type(one.writer).objects.get(pk=one.writer_id), by=world.user["admin"], reason="conduct",
        until=clock.now() + timedelta(days=9),
    ),
}  # fmt: skip


@pytest.mark.parametrize("end", ENDS)
def test_the_last_yes_or_an_end_one_of_them(end):
    world = make_world()
    for _round in range(ROUNDS):
        side = {"host_agreed": True} if end != "the host's no" else {"contact_agreed": True}
        one = make.IntroductionFactory(host=world.office, writer=make.WriterFactory(), **side)
        yes = contact_yes(one) if "host_agreed" in side else host_yes(world, one)
        at_once(yes, ENDS[end](world, fresh(one)))
        one = fresh(one)
        is_made = one.state == "introduced"
        assert is_made or one.state in ("withdrawn", "declined", "lapsed")
        assert len(made_mails(one)) == 3 * is_made
        assert Engagement.objects.filter(source_label="partners.introduction", source_id=one.pk).exists() is is_made
        if end == "she has herself taken out":
            assert one.contact_email == ""


def test_many_proposals_at_once_are_three_and_one_for_each_contact():
    world = make_world()
    facts = {"organization": "Press", "industry": "", "looks_for": "Two editors.", "majors_words": "", "why": "",
             "contact_name": "", "contact_role": "", "is_recruiter": False, "hires_for": ""}  # fmt: skip

    def propose(address, writer):
        return lambda: actions.propose_introduction(
            writer=writer, host=world.office, by=writer.user, contact_email=address, **facts
        )

    results = at_once(*[propose(f"{n}@press.test", world.writer) for n in range(6)])
    assert len(won(results)) == 3
    results = at_once(*[propose("one@press.test", make.WriterFactory()) for _n in range(4)])
    assert len(won(results)) == 1


def test_the_clock_that_strikes_twice_asks_and_reminds_once():
    world = make_world()
    one = make.IntroductionFactory(host=world.office, writer=world.writer)
    made = make.IntroductionFactory(
        host=world.office, writer=world.writer, introduced=True, host_agreed_by=world.user["director"]
    )

    def beat(days):
        def run():
            with clock.set_to(clock.now() + timedelta(days=days)):
                run_introduction_clocks()

        return run

    at_once(*[beat(8)] * 4)
    at_once(*[beat(31)] * 4)
    kinds = list(OutgoingMail.objects.values_list("kind", flat=True))
    assert (kinds.count("introduction_reminder"), kinds.count("introduction_result")) == (1, 1)
    assert (fresh(one).state, fresh(made).asked) == ("lapsed", 1)
