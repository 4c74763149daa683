"""What alumni ask of a writer: her list, the page of one request, and the same behind the link in a mail."""

from datetime import timedelta

from careerlink.web import links
from careerlink.web.models import SignedLink
from tests import factories as make
from tests.pages.kinds import ALL, EVERY_WRITER, Action, Page, key_of


def fill(world) -> None:
    """One who waits for an answer, one who said yes, one in contact, one on hold, and one that is over."""
    world.leg = leg_of(world)
    world.accepted_leg = leg_of(world, accepted=True)
    world.contacted_leg = leg_of(world, contacted=True)
    world.held_leg = leg_of(world, contacted=True, referral__state="on_hold", referral__resumes_on="2030-01-01")
    world.over_leg = leg_of(world, state="declined", why="no_time", due_at=None)
    world.leg_token = link_to(world.leg)
    world.accepted_leg_token = link_to(world.accepted_leg)


def leg_of(world, **facts):
    return make.LegFactory(writer=world.writer, referral__alumnus__host=world.office, **facts)


def link_to(leg) -> str:
    """The token that stands in a mail."""
    address = leg.writer.user.email
    links.make("referral-leg", about=leg.key, address=address, lasts=timedelta(days=9), single_use=False)
    return links.token(SignedLink.objects.latest("id"))


def more_legs(world, rows):
    for _row in range(rows):
        leg_of(world)
        leg_of(world, accepted=True)
        leg_of(world, contacted=True)
        leg_of(world, state="expired", due_at=None)
        make.LegFactory(writer=world.writer)


ELSEWHERE = dict.fromkeys(ALL - {"writer"}, 302)  # to the page behind the log-in, which is not theirs
PUBLIC: list[str] = ["leg_accepted_link", "leg_link"]
PAGES: list[Page] = [
    Page("writer_referrals", EVERY_WRITER, who="writer", queries=4, rows=more_legs),
    Page("leg", frozenset({"writer"}), key_of("leg"), who="writer", queries=3, rows=more_legs),
    Page(
        "leg", frozenset({"writer"}), key_of("accepted_leg"), who="writer", queries=5, rows=more_legs,
        label="leg_accepted",
    ),
    Page("leg", frozenset({"writer"}), key_of("contacted_leg"), who="writer", label="leg_contacted"),
    Page("leg", frozenset({"writer"}), key_of("held_leg"), who="writer", label="leg_held"),
    Page("leg", frozenset({"writer"}), key_of("over_leg"), who="writer", label="leg_over"),
    Page(
        "go", ALL, lambda world: [world.leg_token], public=True, who="stranger", queries=2, label="leg_link",
        instead=ELSEWHERE,
    ),
    Page(
        "go", ALL, lambda world: [world.accepted_leg_token], public=True, who="stranger", queries=4,
        label="leg_accepted_link", instead=ELSEWHERE,
    ),
]  # fmt: skip
ACTIONS: list[Action] = []
