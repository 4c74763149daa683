"""Whoever is shown how to reach a person, or a private file, is on record: who saw what of whom, by which right."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from careerlink.accounts.disclosures import WHAT, disclosures_of, in_words
from careerlink.accounts.registry import rights
from careerlink.audit import trail
from careerlink.audit.models import Disclosure
from careerlink.outbox.actions import queue_mail
from careerlink.web import clock
from tests import factories as make
from tests.pages import fill
from tests.reading import finish

ROOT = Path(__file__).resolve().parents[2]
CODE = [path for room in ("careerlink", "partners", "events", "referrals") for path in (ROOT / room).rglob("*.py")]
OFFICE = ("director", "staff", "viewer")


def mail_to(world, who):
    user = world.user[who]
    key = f"account:{who}"
    return queue_mail("account_suspended", key=key, to=user.email, user_id=user.pk, secret={"until": "", "reason": ""})


# Every page that shows contact details or streams a private file to somebody else: who looks, where, and of
# whom it shows them by which right. A new page of that kind is a new row.
LOOKS = {
    "a partnership, by the office": (
        "staff",
        lambda w: f"/partnerships/{w.partnership.key}/",
        "contact",
        "partnership",
        ["writer"],
    ),
    "a partnership, by the writer": (
        "writer",
        lambda w: f"/partnerships/{w.partnership.key}/",
        "contact",
        "partnership",
        ["director"],
    ),
    "how to reach a writer": (
        "viewer",
        lambda w: f"/desk/{w.office.slug}/writers/{w.writer.slug}/contact/",
        "contact",
        "partnership",
        ["writer"],
    ),
    "a run sheet": (
        "viewer",
        lambda w: f"/events/{w.day.key}/run-sheet/",
        "contact",
        "run_sheet",
        ["writer"],
    ),
    "people of an office": (
        "staff",
        lambda w: f"/desk/{w.office.slug}/settings/people/",
        "contact",
        "colleague",
        ["director", "viewer"],
    ),
    "an alumnus, by the writer who said yes": (
        "writer",
        lambda w: f"/referrals/asked/{w.accepted_leg.key}/",
        "contact",
        "referral",
        [None],
    ),
    "evidence": ("admin", lambda w: f"/evidence/{w.evidence.key}/", "evidence", "moderation", ["writer"]),
    "a release on paper": (
        "staff",
        lambda w: f"/places/{w.paper_guest.key}/release/file/",
        "release",
        "release",
        ["writer2"],
    ),
    "list of persons": (
        "admin",
        lambda w: "/admin/accounts/user/?q=viewer@demo.edu",
        "contact",
        "moderation",
        ["viewer"],
    ),
    "page of a person": (
        "admin",
        lambda w: f"/admin/accounts/user/{w.user['viewer'].pk}/change/",
        "contact",
        "moderation",
        ["viewer"],
    ),
    "a writer's review": (
        "admin",
        lambda w: f"/admin/partners/writer/{w.writer2.pk}/change/",
        "contact",
        "moderation",
        ["writer2"],
    ),
    "an office's review": (
        "admin",
        lambda w: f"/admin/partners/host/{w.office.pk}/change/",
        "contact",
        "moderation",
        OFFICE,
    ),
    "list of mails": (
        "admin",
        lambda w: f"/admin/outbox/outgoingmail/?q={mail_to(w, 'club').key}",
        "contact",
        "moderation",
        ["club"],
    ),
    "a mail": (
        "admin",
        lambda w: f"/admin/outbox/outgoingmail/{mail_to(w, 'club').pk}/change/",
        "contact",
        "moderation",
        ["club"],
    ),
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_look_at_contact_details_is_on_record(world, look):
    fill(world)
    who, address, what, right, whose = LOOKS[look]
    client = Client()
    client.force_login(world.user[who])
    address = address(world)
    for _twice in range(2):  # the same look again on the same day is the same disclosure
        response = client.get(address)
        finish(response)
        assert response.status_code == 200
    seen = list(Disclosure.objects.values_list("seen_by", "person", "what", "right"))
    people = [world.user[one].pk if one else trail.BY_LINK.pk for one in whose]  # None has no account
    assert sorted(seen) == sorted((world.user[who].pk, person, what, right) for person in people)


def calls(name: str):
    """The keywords of every call of `disclose` or `disclose_many` in our code."""
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in (
                "disclose",
                "disclose_many",
            ):
                yield from (
                    word.value.value
                    for word in node.keywords
                    if word.arg == name and isinstance(word.value, ast.Constant)
                )


def test_every_right_and_everything_shown_has_words_for_the_person():
    assert set(calls("right")) == set(rights)
    assert set(calls("what")) == set(WHAT)


def test_every_door_to_private_files_is_looked_after():
    """A view that streams a private file writes the look down, or is one of those where nobody else's is shown."""
    # A picture that everybody sees who sees the page; minutes, which are the record of a board and no person's.
    own_or_public = {"writer_photo", "meeting_file"}
    kept_by_the_action = {"host_export_file"}  # an archive: its contact details are written down by the action
    silent = set()
    for path in CODE:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            text = ast.unparse(node)
            if isinstance(node, ast.FunctionDef) and "stream_private(" in text and "disclose" not in text:
                silent.add(node.name)
    assert silent - {"stream_private"} == own_or_public | kept_by_the_action


def test_she_reads_who_saw_her_details(world):
    fill(world)
    client = Client()
    for who, address in (
        ("admin", f"/evidence/{world.evidence.key}/"),
        ("director", f"/partnerships/{world.partnership.key}/"),
    ):
        client.force_login(world.user[who])
        finish(client.get(address))
    client.force_login(world.user["writer"])
    page = client.get("/account/seen/").content.decode()
    assert "A moderator of CareerLink" in page
    assert "Admin" not in page
    assert "Director, Career Office, Oxbow State University" in page
    assert client.get("/account/seen/?page=nonsense").status_code == 200
    assert "Director" in client.get("/account/export/").content.decode()
    client.force_login(world.user["writer2"])
    assert "Nobody yet" in client.get("/account/seen/").content.decode()


def test_the_side_that_looked_is_named_with_its_own_office_only(world):
    fill(world)
    client = Client()
    client.force_login(world.user["writer"])
    client.get(f"/partnerships/{world.partnership.key}/")
    assert [one.who for one in in_words(disclosures_of(world.user["director"]))] == ["Writer"]


def test_who_was_erased_is_nobody_by_name(world):
    fill(world)
    client = Client()
    client.force_login(world.user["viewer"])
    client.get(f"/partnerships/{world.partnership.key}/")
    world.user["viewer"].erased_at = clock.now()
    world.user["viewer"].save()
    assert in_words(disclosures_of(world.user["writer"]))[0].who.startswith("Somebody who has left")


def test_long_lists_have_pages(world, client):
    me = world.user["director"]
    for number in range(30):
        with clock.set_to(clock.now() - timedelta(days=number)):
            make_look(me)
    client.force_login(me)
    first = client.get("/account/seen/")
    assert len(first.context["shown"]) == 25
    assert len(client.get("/account/seen/" + first.context["page"].older_url).context["shown"]) == 5


def make_look(person):
    trail.disclose(person, what="contact", right="moderation", seen_by=make.UserFactory(), person_id=person.pk)
