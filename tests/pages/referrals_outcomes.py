"""What came of referrals: said by both sides, settled, closed and opened again, and the report."""

from datetime import timedelta

from careerlink.web import clock
from referrals.emails.outcomes import LINK, WRITER_LINK
from referrals.models import Leg, OutcomeAnswer
from tests import factories as make
from tests.pages.introductions import link_for
from tests.pages.kinds import ACTING, ALL, OFFICE, Action, Page, key_of, office


def alumnus(world):
    return make.AlumnusFactory(host=world.office, idle_since=None)


def leg_in_contact(world, **fields) -> Leg:
    """A try of the office's with a writer, as they are in contact."""
    about = {f"referral__{name}": value for name, value in fields.items()}
    return make.LegFactory(contacted=True, writer=world.writer, referral__alumnus=alumnus(world), **about)


def disputed(world):
    """A request that its two sides told differently, today."""
    leg = leg_in_contact(world, state="disputed", due_at=clock.now() + timedelta(days=10))
    for side, answer in (("alumnus", "failed"), ("writer", "got_help")):
        OutcomeAnswer.objects.create(leg=leg, side=side, answer=answer)
    return leg.referral


def fill(world) -> None:
    """One in contact, one told differently, one closed."""
    world.asked_leg = leg_in_contact(world)
    world.disputed_referral = disputed(world)
    world.closed_referral = make.ReferralFactory(alumnus=alumnus(world), closed=True)
    world.reopenable_referral = make.ReferralFactory(alumnus=alumnus(world), closed=True)
    world.referral_in_contact = leg = world.asked_leg.referral
    address = leg.alumnus.addresses.get().email
    world.outcome_token = link_for(LINK, leg, address)
    closed = world.closed_referral
    world.closed_token = link_for(LINK, closed, closed.alumnus.addresses.get().email)
    world.writer_outcome_token = link_for(WRITER_LINK, world.asked_leg, world.user["writer"].email)


def more(world, rows):
    for _row in range(rows):
        disputed(world)
        make.ReferralFactory(alumnus=alumnus(world), closed=True, outcome="unknown", settled_as="clock")
        asked = make.LegFactory(referral__alumnus=alumnus(world), writer=world.writer)
        Leg.objects.filter(pk=asked.pk).update(
            state="declined", why="no_time", side="writer", answered_at=clock.now(), ended_at=clock.now(), due_at=None
        )
        world.office.free_services.create(title=f"Free help {asked.pk}")


def token(name: str):
    return lambda world: [getattr(world, name)]


PUBLIC: list[str] = ["outcome_closed", "outcome_of_alumnus", "outcome_of_writer"]
PAGES: list[Page] = [
    Page("leg_outcome", frozenset({"writer"}), key_of("asked_leg"), who="writer", queries=4, rows=more),
    Page("referral_close", ACTING, key_of("referral_in_contact"), queries=3),
    Page("referral_close", ACTING, key_of("closed_referral"), queries=3, label="referral_closed"),
    Page("referral_reopen", ACTING, key_of("reopenable_referral"), queries=3),
    Page("referral_settle", ACTING, key_of("disputed_referral"), queries=5, rows=more),
    Page("referrals_to_settle", ACTING, office, queries=3, rows=more),
    Page("referral_report", OFFICE, office, queries=10, rows=more),
    Page("referral_report_table", OFFICE, office, queries=9, rows=more, axe=False),
    Page(
        "go", ALL, token("outcome_token"), public=True, who="stranger", queries=6, rows=more, label="outcome_of_alumnus"
    ),
    Page("go", ALL, token("closed_token"), public=True, who="stranger", queries=5, rows=more, label="outcome_closed"),
    Page(
        "go", ALL, token("writer_outcome_token"), public=True, who="stranger", queries=3, rows=more,
        label="outcome_of_writer",
    ),
]  # fmt: skip
ACTIONS: list[Action] = []
