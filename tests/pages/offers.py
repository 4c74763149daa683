"""Offers that go on, and those that are decided from the mail."""

from datetime import timedelta

from careerlink.web import clock, links
from careerlink.web.models import SignedLink
from partners.registry import link_about
from tests import factories as make
from tests.pages.first import more_offers
from tests.pages.kinds import ACTING, ALL, Action, Page, key_of


def fill(world) -> None:
    """An offer that was not taken up, whose writer is asked whether it goes on; a link in a desk mail."""
    world.asked_offer = make.OfferFactory(
        host=world.office, writer=world.writer, kind="podcast", state="declined", due_at=None, decided_at=clock.now(),
        cascade_asked_at=clock.now(),
    )  # fmt: skip
    director = world.user["director"]
    about = link_about(world.office.key, director.pk)
    links.make_many("decide", [(about, director.email)], lasts=timedelta(days=14))
    world.decide_token = links.token(SignedLink.objects.latest("id"))


def more_to_decide(world, rows):
    """Offers that wait, and offers that moved on since the mail."""
    more_offers(world, rows)
    for _row in range(rows):
        earlier, later = clock.now() - timedelta(days=1), clock.now() + timedelta(days=1)
        make.OfferFactory(
            host=world.office, sent_at=earlier, state="declined", due_at=None, decided_at=later, state_since=later,
            decided_by=world.user["staff"],
        )  # fmt: skip


PUBLIC: list[str] = ["decide_mail"]
PAGES: list[Page] = [
    Page("offer_further", frozenset({"writer"}), key_of("asked_offer"), who="writer"),
    Page("offer_pass_on", ACTING, key_of("offer")),
    Page(
        "go",
        ALL,
        lambda world: [world.decide_token],
        public=True,
        who="stranger",
        queries=7,
        rows=more_to_decide,
        label="decide_mail",
        instead=dict.fromkeys(ALL - {"director"}, 302),
    ),
]
ACTIONS: list[Action] = []
