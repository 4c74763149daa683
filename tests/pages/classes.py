"""Stand-ins for class: of the English department, and what waits for the office's yes."""

from datetime import timedelta

from careerlink.web import clock, links
from careerlink.web.models import SignedLink
from partners.models import Group, NeedTag
from tests import factories as make
from tests.pages.kinds import ACTING, Action, Page, key_of, office

PROFESSOR = frozenset({"professor"})


def fill(world) -> None:
    world.class_request = make.ClassRequestFactory(host=world.faculty, made_by=world.user["professor"])
    make.OfferFactory(
        host=world.faculty, writer=world.writer2, need=world.class_request.need, kind="class_visit", state="sent"
    )
    NeedTag.objects.create(need=world.class_request.need, vocabulary="major", code="23.0101")
    world.class_offer = world.class_request.need.offers.get()
    world.waiting_class = make.ClassRequestFactory(host=world.faculty, waiting=True, made_by=world.user["professor"])
    Group.objects.update_or_create(
        host=world.faculty, defaults={"department": "English", "approver_email": "chair@demo.edu"}
    )


def approval_token(world) -> str:
    """The token of the link that the department got."""
    links.make("class-approval", about=world.waiting_class.key, address="chair@demo.edu", lasts=timedelta(days=1))
    return links.token(SignedLink.objects.latest("id"))


def more_offers(world, rows):
    for _row in range(rows):
        writer = make.WriterFactory(verified=True)
        make.FeeFactory(writer=writer)
        make.WriterTagFactory(writer=writer)
        make.OfferFactory(host=world.faculty, writer=writer, need=world.class_request.need, kind="class_visit")


def more_classes(world, rows):
    for _row in range(rows):
        make.ClassRequestFactory(host=world.faculty, waiting=True)
        make.ClassRequestFactory(host=world.faculty, starts_at=clock.now() + timedelta(days=9, hours=_row))


def faculty(world) -> list:
    return [world.faculty.slug]


PUBLIC: list[str] = ["class_approval"]
PAGES: list[Page] = [
    Page("class_requests", PROFESSOR, faculty, who="professor", queries=4, rows=more_classes),
    Page("class_new", PROFESSOR, faculty, who="professor"),
    Page("class_request", PROFESSOR, key_of("class_request"), who="professor", queries=7, rows=more_offers),
    Page("class_request", PROFESSOR, key_of("waiting_class"), who="professor", label="class_request_waiting"),
    Page("class_again", PROFESSOR, key_of("class_request"), who="professor", queries=3),
    Page("class_plan", PROFESSOR, key_of("class_request"), who="professor", queries=5),
    Page("class_withdraw", PROFESSOR, key_of("class_request"), who="professor"),
    Page("class_approvals", ACTING, office, queries=3, rows=more_classes),
    Page("go", frozenset(), lambda world: [approval_token(world)], public=True, who="stranger", label="class_approval"),
]
ACTIONS: list[Action] = [
    Action("class_pick", PROFESSOR, key_of("class_request"), {"offer": "nosuchoffer"}),
]
