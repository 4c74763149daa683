"""Introductions: of the office, of the writer, and by signed link."""

from datetime import timedelta

from careerlink.audit import trail
from careerlink.web import links
from careerlink.web.models import SignedLink
from tests import factories as make
from tests.pages.kinds import ACTING, ALL, EVERY_WRITER, OFFICE, WRITERS, Action, Page, key_of, office


def fill(world) -> None:
    """One that waits, one that was made, and a draft after an accepted offer."""
    world.campus = make.LegalTextFactory(slug="campus", version=1, body="No fee to candidates.")
    world.introduction = make.IntroductionFactory(host=world.office, writer=world.writer)
    world.made_introduction = make.IntroductionFactory(
        host=world.office, writer=world.writer2, introduced=True, host_agreed_by=world.user["director"]
    )
    world.draft_introduction = make.IntroductionFactory(host=world.rival, writer=world.writer, draft=True)
    for one in (world.introduction, world.made_introduction):
        one.tags.create(vocabulary="major", code=make.MajorFactory().code)
        trail.record(one, "propose", by=one.writer.user, after="proposed", **one.concerns())
    one = world.introduction
    world.contact_token = link_for("introduction-contact", one, one.contact_email)
    world.result_token = link_for("introduction-result", world.made_introduction, world.user["director"].email)


def link_for(purpose: str, about, address: str) -> str:
    """The token that stands in a mail."""
    links.make(purpose, about=about.key, address=address, lasts=timedelta(days=9), single_use=False)
    return links.token(SignedLink.objects.latest("id"))


def more_introductions(world, rows):
    for _row in range(rows):
        make.IntroductionFactory(host=world.office, writer=make.WriterFactory())
        made = make.IntroductionFactory(host=world.office, writer=world.writer, introduced=True)
        made.results.create(what="posting")
        world.introduction.results.get_or_create(what="posting")
        make.PartnershipFactory(writer=world.writer, pledge=world.pledge)


PUBLIC: list[str] = ["introduction_contact", "introduction_result"]
PAGES: list[Page] = [
    Page("introductions", OFFICE, office, queries=4, rows=more_introductions),
    Page(
        "introductions", OFFICE, office, query="?show=made", queries=6, rows=more_introductions,
        label="introductions_made",
    ),
    Page("introduction", OFFICE | {"writer"}, key_of("introduction"), queries=8, rows=more_introductions),
    Page(
        "introduction", OFFICE | {"writer2"}, key_of("made_introduction"), queries=8, rows=more_introductions,
        label="introduction_made",
    ),
    Page("introduction", frozenset({"writer"}), key_of("draft_introduction"), who="writer", label="introduction_draft"),
    Page("writer_introductions", EVERY_WRITER, who="writer", queries=5, rows=more_introductions),
    Page("introduction_new", WRITERS, office, who="writer", queries=3),
    Page("introduction_fill", frozenset({"writer"}), key_of("draft_introduction"), who="writer"),
    Page("introduction_withdraw", frozenset({"writer"}), key_of("introduction"), who="writer"),
    Page(
        "go", ALL, lambda world: [world.contact_token], public=True, who="stranger", queries=3, rows=more_introductions,
        label="introduction_contact",
    ),
    Page(
        "go", ALL, lambda world: [world.result_token], public=True, who="stranger", queries=4,
        label="introduction_result",
    ),
]  # fmt: skip

ACTIONS: list[Action] = [
    Action("introduction_answer", ACTING, key_of("introduction"), {"answer": "yes"}),
    Action("introduction_results", ACTING, key_of("made_introduction"), {"whats": "posting"}),
]
