"""A writer and a student group write to each other, and nobody's address is shown."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from careerlink.accounts.actions import erase_person
from careerlink.accounts.own_data import everything_about
from careerlink.outbox import delivery
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions import leaders, retention
from partners.actions.messages import write_message
from partners.models import Member, Message
from partners.queries.host_exports import PARTS
from tests import factories as make
from tests.test_pages import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(world, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return make.PartnershipFactory(host=world.club, writer=world.writer, pledge=world.pledge)


def write(world, pair, who, text="Hello"):
    side = "writer" if who == "writer" else "group"
    return write_message(pair, by=world.user[who], side=side, text=text)


def letters():
    delivery.deliver()
    return {tuple(letter.to): letter for letter in mail.outbox}


def test_what_a_writer_writes_reaches_those_who_decide_and_the_mailbox(world, pair):
    leaders.set_mailbox(world.club, by=world.user["club"], mailbox="club-box@demo.edu")
    make.MemberFactory(host=world.club, role="viewer")
    write(world, pair, "writer", "Which room is it?")
    found = letters()
    assert set(found) == {("club@demo.edu",), ("club-box@demo.edu",)}
    letter = found[("club@demo.edu",)]
    whole = letter.message().as_string()
    assert "Which room is it?" in letter.body
    assert letter.subject == "Answer Maren Okafor, who writes to Marketing Club"
    assert reverse("partnership", args=[pair.key]) in letter.body
    assert "writer@demo.test" not in whole


def test_the_answer_is_signed_with_the_name_of_the_group(world, pair):
    write(world, pair, "club", "Hall 2, at four.")
    ((to, letter),) = letters().items()
    assert to == ("writer@demo.test",)
    assert letter.subject == "Read what Marketing Club writes to you"
    whole = letter.message().as_string()
    assert "Hall 2, at four." in letter.body
    assert "club@demo.edu" not in whole
    assert "Club\n" not in whole  # the leader's own name


def test_the_mailbox_that_the_group_gave_up_gets_nothing(world, pair):
    leaders.set_mailbox(world.club, by=world.user["club"], mailbox="old@demo.edu")
    write(world, pair, "writer")
    leaders.set_mailbox(world.club, by=world.user["club"], mailbox="")
    assert set(letters()) == {("club@demo.edu",)}


def test_ten_a_day_on_each_side(world, pair):
    for number in range(10):
        write(world, pair, "writer", f"Word {number}")
    with pytest.raises(ValidationError):
        write(world, pair, "writer", "One more")
    write(world, pair, "club", "We are here.")
    with clock.set_to(clock.now() + timedelta(hours=25)):
        write(world, pair, "writer", "One more")
    assert Message.objects.count() == 12


def test_a_double_click_is_one_message(world, pair):
    first, second = write(world, pair, "writer"), write(world, pair, "writer")
    assert first == second
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize(("who", "status"), [("writer", 302), ("club", 302), ("writer2", 404), ("director", 404)])
def test_only_the_two_sides_write(world, pair, who, status):
    address = reverse("message_write", args=[pair.key])
    assert client_of(world, who).post(address, {"text": "Hello"}).status_code == status
    assert Message.objects.count() == (status == 302)


def test_a_viewer_reads_and_does_not_write(world, pair):
    Member.objects.filter(user=world.user["club"]).update(role="viewer", gets_decisions=False)
    write(world, pair, "writer", "Which room?")
    client = client_of(world, "club")
    page = client.get(reverse("partnership", args=[pair.key])).content.decode()
    assert "Which room?" in page
    assert "<textarea" not in page
    assert client.post(reverse("message_write", args=[pair.key]), {"text": "Hall 2"}).status_code == 404


def test_between_an_office_and_a_writer_no_message_is_passed_on(world):
    pair = make.PartnershipFactory(host=world.office, writer=world.writer, pledge=world.pledge)
    for who in ("writer", "director"):
        address = reverse("message_write", args=[pair.key])
        assert client_of(world, who).post(address, {"text": "Hello"}).status_code == 404


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001, "a\x00b"])
def test_words_that_cannot_be_passed_on_get_a_sentence(world, pair, text):
    response = client_of(world, "writer").post(reverse("message_write", args=[pair.key]), {"text": text})
    assert response.status_code == 422
    assert Message.objects.count() == 0


def test_too_many_get_a_sentence_on_the_page(world, pair):
    for number in range(10):
        write(world, pair, "writer", f"Word {number}")
    response = client_of(world, "writer").post(reverse("message_write", args=[pair.key]), {"text": "One more"})
    assert response.status_code == 422
    assert "Write again tomorrow." in response.content.decode()


def test_markup_and_links_stay_text(world, pair):
    write(world, pair, "writer", "<b>https://example.org</b>")
    page = client_of(world, "club").get(reverse("partnership", args=[pair.key])).content.decode()
    assert "&lt;b&gt;https://example.org&lt;/b&gt;" in page
    assert 'href="https://example.org' not in page


def test_after_two_years_the_words_are_gone(world, pair):
    with clock.set_to(clock.now() - timedelta(days=731)):
        write(world, pair, "writer", "Old")
    write(world, pair, "writer", "New")
    retention.run_retention()
    assert list(Message.objects.values_list("text", flat=True)) == ["New"]


def test_each_side_takes_out_its_words_and_not_the_students_name(world, pair):
    write(world, pair, "writer", "Which room?")
    write(world, pair, "club", "Hall 2.")
    hers = everything_about(world.user["writer"])["Messages"]
    assert [(one["with"], one["words"]) for one in hers] == [
        ("Marketing Club, Oxbow State University", "Which room?"),
        ("Marketing Club, Oxbow State University", "Hall 2."),
    ]
    students = everything_about(world.user["club"])["Messages"]
    assert [(one["with"], one["words"]) for one in students] == [("Maren Okafor", "Hall 2.")]
    (table,) = PARTS["messages"](world.club)
    assert [list(row)[:4] for row in table.rows] == [
        ["Maren Okafor", "from the writer", "", "Which room?"],
        ["Maren Okafor", "from the group", "Club", "Hall 2."],
    ]


@pytest.mark.parametrize(("who", "left"), [("writer", ["", "Hall 2."]), ("club", ["Which room?", ""])])
def test_erasing_a_person_blanks_what_she_wrote(world, pair, who, left):
    make.MemberFactory(host=world.club)
    write(world, pair, "writer", "Which room?")
    write(world, pair, "club", "Hall 2.")
    erase_person(world.user[who], by=world.user["admin"])
    assert list(Message.objects.values_list("text", flat=True)) == left
    assert not Message.objects.filter(by=world.user[who]).exists()
