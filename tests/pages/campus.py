"""Professors and student groups of a college."""

from datetime import timedelta

from careerlink.web import clock, links
from careerlink.web.models import SignedLink
from partners.actions.reviews import stamp_submission
from partners.models import Host
from tests import factories as make
from tests.pages.kinds import ACTING, ALL, OFFICE, Action, Page, office, office_and_key_of


def fill(world) -> None:
    """A group that wants to begin, a request that waits for a yes, and somebody who may say it."""
    make.GroupFactory(host=world.faculty, approver_email="chair@demo.edu")
    world.new_group = new_group(world, "History Department")
    world.waiting_request = waiting_request(world)
    world.group_link = mailed("campus-group", world.new_group, "dean@demo.edu")
    world.request_link = mailed("campus-request", world.waiting_request, "chair@demo.edu")


def new_group(world, name: str) -> Host:
    host = make.HostFactory(waiting=True, name=name, institution=world.college, kind=Host.HostKind.FACULTY)
    make.GroupFactory(host=host)
    make.MemberFactory(host=host)
    stamp_submission(host)
    return host


def waiting_request(world):
    due = clock.now() + timedelta(days=30)
    return make.NeedFactory(
        host=world.faculty, state="waiting", published_at=None, asked_at=clock.now(), answer_by=due, details="Room 12."
    )


def more_that_waits(world, rows):
    for row in range(rows):
        new_group(world, f"Department {row}")
        waiting_request(world)


def mailed(purpose: str, about, address: str) -> SignedLink:
    """The link that was mailed to the department."""
    links.make(purpose, about=about.key, address=address, lasts=timedelta(days=14))
    return SignedLink.objects.latest("id")


def faculty(world) -> list:
    return [world.faculty.slug]


PUBLIC: list[str] = ["go_campus_group", "go_campus_request"]
PAGES: list[Page] = [
    Page("campus", OFFICE, office, queries=4, rows=more_that_waits),
    Page("campus_ask", ACTING, office, queries=3, rows=more_that_waits),
    Page("campus_waiting", ACTING, office, queries=6, rows=more_that_waits),
    Page("host_campus", frozenset({"professor"}), faculty, who="professor", queries=5),
    Page(
        "go",
        ALL,
        lambda world: [links.token(world.group_link)],
        public=True,
        who="stranger",
        queries=8,
        label="go_campus_group",
    ),
    Page(
        "go",
        ALL,
        lambda world: [links.token(world.request_link)],
        public=True,
        who="stranger",
        queries=5,
        label="go_campus_request",
    ),
]
ACTIONS: list[Action] = [
    Action("campus_answer_group", ACTING, office_and_key_of("new_group"), {"answer": "yes"}),
    Action("campus_answer_request", ACTING, office_and_key_of("waiting_request"), {"answer": "yes"}),
]
