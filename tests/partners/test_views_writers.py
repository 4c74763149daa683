"""Joining as a writer, and the pages on which others see her."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from careerlink.audit.models import Disclosure
from careerlink.web import clock
from partners.models import Writer
from tests import factories as make
from tests.queries import count_queries

pytestmark = pytest.mark.django_db
EVERYBODY = ["director", "staff", "viewer", "professor", "club", "other", "writer", "writer2", "newwriter", "admin"]


def picture(size=(40, 30), kind="PNG"):
    from PIL import Image  # noqa: PLC0415 as the code does

    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return out.getvalue()


@pytest.fixture
def login(client, world):
    def as_(who):
        client.logout()
        if who:
            client.force_login(world.user[who])
        return client

    return as_


STEP = {
    "phrases": "English, editors",
    "zip": "10001",
    "headline": "Resumes for people who write",
    "credential_type": "",
    "number": "",
    "pledge": "on",
}


@pytest.fixture
def joining(client, world):
    """Somebody who has just confirmed her address."""
    make.PlaceFactory()
    make.MajorFactory()
    user = make.UserFactory(name="Ines Iversen")
    user.agreements.create(text=world.terms)
    client.force_login(user)
    return user


def test_a_stranger_is_asked_to_make_an_account(client, world):
    assert "Make your account" in client.get("/join/writer/").content.decode()


def test_joining_takes_eight_typed_fields_in_three_pages(client, world, joining):
    """Sign-up: name, e-mail, password; then the code; then this page."""
    html = client.get("/join/writer/").content.decode()
    typed = html.count('<input type="text"')
    assert typed == 4
    assert 3 + 1 + typed == 8


def test_joining_makes_a_profile_that_waits(client, world, joining):
    response = client.post("/join/writer/", STEP)
    assert (response.status_code, response.url) == (302, "/writer/profile/expertise/")
    writer = Writer.objects.get(user=joining)
    assert (writer.name, writer.state, writer.slug) == ("Ines Iversen", "submitted", "ines-iversen")
    assert "you hear by" in client.get(response.url).content.decode()


def test_who_has_a_profile_does_not_join_again(login, world):
    response = login("writer").get("/join/writer/")
    assert (response.status_code, response.url) == (302, "/writer/profile/")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("phrases", "", "Name at least one"),
        ("phrases", " , ;", "Name at least one"),
        ("phrases", "a, b, c, d", "These are 4. Name up to three"),
        ("phrases", "write to me@demo.test", "Leave out addresses"),
        ("phrases", "x" * 10_000, "Make it shorter: 320 characters at most"),
        ("phrases", "null\0byte", "There is a character in it that cannot be kept. Type it again."),
        ("zip", "1234", "Write five digits"),
        ("zip", "99999", "We know no place with this ZIP code"),
        ("zip", "١٢٣٤٥", "Write five digits"),
        ("zip", "\0", "There is a character in it that cannot be kept. Type it again."),
        ("headline", "", "Say in one line what you do"),
        ("headline", "x" * 10_000, "Make it shorter: 120 characters at most"),
        ("headline", "call 212 555 0134 now", "Leave out addresses"),
        ("number", "CP-1", "Choose which credential this is the number of"),
        ("credential_type", "nonsense", "Choose"),
        ("pledge", "", "Tick the pledge to join."),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(client, joining, field, value, sentence):
    response = client.post("/join/writer/", STEP | {field: value})
    assert response.status_code == 422
    assert sentence in response.content.decode().replace("&#x27;", "'")
    assert not Writer.objects.filter(user=joining).exists()


@pytest.mark.parametrize("words", ["🦊 foxes", "محررون", "<script>alert(1)</script>"])
def test_odd_words_are_kept_as_text(client, joining, words):
    assert client.post("/join/writer/", STEP | {"phrases": words, "headline": words}).status_code == 302
    writer = Writer.objects.get(user=joining)
    assert (writer.headline, writer.phrases.get().text) == (words, words)
    html = client.get(f"/writers/{writer.slug}/").content.decode()
    assert "<script>alert" not in html


# --- Who sees her page ------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["", *EVERYBODY])
@pytest.mark.parametrize(
    ("slug", "state", "is_public", "seen_by"),
    [
        ("writer", "approved", False, ["director", "staff", "viewer", "professor", "club", "other", "writer", "admin"]),
        ("writer", "approved", True, ["", *EVERYBODY]),
        ("newwriter", "submitted", True, ["newwriter", "admin"]),
        ("writer", "suspended", True, ["writer", "admin"]),
        ("writer", "refused", True, ["writer", "admin"]),
    ],
)
def test_who_sees_the_page(login, world, who, slug, state, is_public, seen_by):
    Writer.objects.filter(slug=slug).update(state=state, is_public=is_public)
    expected = 200 if who in seen_by else 404
    assert login(who).get(f"/writers/{slug}/").status_code == expected
    assert login(who).get(f"/writers/{slug}/photo/").status_code == 404  # she has none


def test_a_suspended_person_is_seen_by_moderators_alone(login, world):
    world.user["writer"].suspended_until = clock.now() + timedelta(days=3)
    world.user["writer"].save()
    assert login("director").get("/writers/writer/").status_code == 404
    assert login("admin").get("/writers/writer/").status_code == 200
    with clock.set_to(clock.now() + timedelta(days=4)):
        assert login("director").get("/writers/writer/").status_code == 200


@pytest.mark.parametrize(
    ("who", "desk", "status"),
    [
        ("director", "oxbow-career", 200),
        ("viewer", "oxbow-career", 200),
        ("professor", "oxbow-english", 200),
        ("professor", "oxbow-career", 404),
        ("other", "oxbow-career", 404),
        ("writer", "oxbow-career", 404),
        ("admin", "oxbow-career", 404),
    ],
)
def test_who_sees_the_page_from_a_desk(login, world, who, desk, status):
    assert login(who).get(f"/desk/{desk}/writers/writer/").status_code == status


def test_a_refused_host_sees_no_writers(login, world):
    world.office.state = "refused"
    world.office.save()
    assert login("director").get("/desk/oxbow-career/writers/writer/").status_code == 404


def test_pages_do_not_show_how_to_reach_her(login, world):
    Writer.objects.filter(slug="writer").update(
        is_public=True, phone="212 555 0134", website="https://maren.demo.test/", about="I help."
    )
    for who, url in [("", "/writers/writer/"), ("director", "/desk/oxbow-career/writers/writer/")]:
        html = login(who).get(url).content.decode()
        for secret in ("writer@demo.test", "212 555 0134", "maren.demo.test"):
            assert secret not in html


def test_fees_stand_there_before_any_contact(login, world):
    world.writer.fees.create(what="Resume", dollars=1180)
    html = login("director").get("/desk/oxbow-career/writers/writer/").content.decode()
    assert "$1,180" in html
    assert "Your college does not endorse or vet the price of this writer" in html
    assert "Anything on your campus" in html


# --- Contact details --------------------------------------------------------------------------------


def test_contact_is_shown_once_both_agreed_and_written_down_once_a_day(login, world):
    url = reverse("writer_contact", args=["oxbow-career", "writer"])
    assert login("director").get(url).status_code == 404
    make.PartnershipFactory(host=world.office, writer=world.writer)
    client = login("director")
    assert client.get("/desk/oxbow-career/writers/writer/").status_code == 200
    assert Disclosure.objects.count() == 0
    assert "writer@demo.test" in client.get(url).content.decode()
    client.get(url)
    seen = Disclosure.objects.get()
    assert (seen.seen_by, seen.person, seen.what, seen.scope) == (
        world.user["director"].pk, world.user["writer"].pk, "contact", world.office.key,
    )  # fmt: skip
    assert login("professor").get(url).status_code == 404
    assert login("professor").get(reverse("writer_contact", args=["oxbow-english", "writer"])).status_code == 404


def test_a_suspended_host_sees_no_contact_any_more(login, world):
    make.PartnershipFactory(host=world.office, writer=world.writer)
    world.office.state = "suspended"
    world.office.save()
    assert login("director").get(reverse("writer_contact", args=["oxbow-career", "writer"])).status_code == 404


# --- Questions to the database ----------------------------------------------------------------------


def fill(world, n):
    """n rows of everything that stands on a writer's page."""
    make.PartnershipFactory(host=world.office, writer=world.writer)
    for number in range(n):
        make.WriterTagFactory(writer=world.writer, code=f"23.010{number}")
        make.MajorFactory(code=f"23.010{number}", title=f"Major {number}")
        make.WriterTagFactory(writer=world.writer, vocabulary="service", code=["resume", "cv", "search"][number])
        world.writer.phrases.create(position=number + 1, text=f"Phrase {number}")
        world.writer.fees.create(what=f"Thing {number}", dollars=number)
        make.CredentialFactory(writer=world.writer)
        make.EngagementFactory(host=world.office, writer=world.writer)
        need = make.NeedFactory(host=world.office)
        need.tags.create(vocabulary="major", code="23.0101")
    world.office.saved_writers.create(writer=world.writer, note="Good with shy students.")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_from_a_desk_asks_7_questions(login, world, rows):
    fill(world, rows)
    client = login("director")
    client.get("/desk/oxbow-career/writers/writer/")
    with count_queries() as n:
        html = client.get("/desk/oxbow-career/writers/writer/").content.decode()
    assert n() == 7, n.listing()
    assert ("Why they fit" if rows < world.writer.cap else "How they fit") in html  # so many is all she takes on
    assert "You began working together" in html
    assert "Good with shy students." in html


@pytest.mark.parametrize("rows", [1, 3])
def test_the_public_page_asks_3_questions(login, world, rows):
    fill(world, rows)
    Writer.objects.filter(slug="writer").update(is_public=True)
    client = login("")
    with count_queries() as n:
        assert client.get("/writers/writer/").status_code == 200
    assert n() == 3, n.listing()


# --- Photo ------------------------------------------------------------------------------------------


def test_a_photo_is_made_anew_and_served_through_its_door(login, world):
    client = login("writer")
    photo = SimpleUploadedFile("me.png", picture((1600, 1200)), "image/png")
    assert client.post("/writer/profile/photo/", {"photo": photo}).status_code == 302
    writer = Writer.objects.get(slug="writer")
    response = login("director").get(writer.photo_url)
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "private, no-store"
    assert b"".join(response.streaming_content).startswith(b"RIFF")
    assert login("newwriter").get(writer.photo_url).status_code == 404


def test_a_new_photo_takes_the_place_of_the_old_file(login, world, django_capture_on_commit_callbacks):
    client = login("writer")
    names = []
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            client.post("/writer/profile/photo/", {"photo": SimpleUploadedFile("me.png", picture())})
        writer = Writer.objects.get(slug="writer")
        names.append(writer.photo.name)
    storage = writer.photo.storage
    assert [storage.exists(name) for name in names] == [False, True]
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/writer/profile/photo/remove/")
    assert not storage.exists(names[1])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"#!/bin/sh\nrm -rf /\n", "This is not a JPEG, PNG or WebP picture"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "This is not a JPEG, PNG or WebP picture",
        ),
        (b"MZ\x90\x00" + b"\0" * 500, "This is not a JPEG, PNG or WebP picture"),
        (b"\xff\xd8\xff" + b"\0" * 500, "This is not a JPEG, PNG or WebP picture"),
        (b"", "This file is empty"),
        (b"\xff\xd8\xff" + b"\0" * (30 * 1024 * 1024), "This file has 30 MB. Choose one of at most 5 MB."),
    ],
    ids=["script", "svg", "executable", "broken", "empty", "30 MB"],
)
def test_what_is_no_picture_is_refused_in_words(login, world, content, sentence):
    client = login("writer")
    response = client.post("/writer/profile/photo/", {"photo": SimpleUploadedFile("me.jpg", content, "image/jpeg")})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Writer.objects.get(slug="writer").photo.name == ""


def test_the_page_of_a_paused_writer_says_until_when(login, world):
    Writer.objects.filter(slug="writer").update(state="paused", paused_until=date(2099, 5, 12))
    assert "Away until Tue 12 May 2099" in login("director").get("/desk/oxbow-career/writers/writer/").content.decode()


def test_an_office_sees_how_much_a_writer_takes_on_at_once(login, world):
    world.writer.cap = 2
    world.writer.save()
    page = login("director").get(f"/desk/{world.office.slug}/writers/{world.writer.slug}/")
    assert "Up to 2 commitments at the same time" in page.content.decode()
