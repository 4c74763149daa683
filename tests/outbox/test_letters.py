"""One frame for every letter, readable as text, as HTML, in the dark and without pictures."""

import re

import pytest
from django.template import engines
from django.utils import timezone

from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import Mailbox, OutgoingMail

NASTY = '<script>alert("1 & 2")</script>'


def letter(**context):
    box = Mailbox(address="ann@demo.test", zone="America/Los_Angeles", user_id=1)
    mail = OutgoingMail(mailbox=box, kind="x", key="k")
    return compose(mail, "base", subject=context.pop("subject", "Answer the offer"), context=context)


def test_the_text_is_complete_and_in_order():
    content = letter(
        paragraphs=["Maren offers a workshop. Please answer by Tue 12 May."],
        rows=[("When", "Tue 12 May"), ("Where", "Oxbow")],
        button=("See the offer", "https://careerlink.example.org/offers/abc/?a=1&b=2"),
        second=("Not now", "https://careerlink.example.org/go/x/"),
        after=["Nothing happens until you answer."],
        why="You get this because you decide on offers.",
        sender="Oxbow, career office",
    )
    assert content.text == (
        "Oxbow, career office by CareerLink\n\n"
        "Answer the offer\n\n"
        "Maren offers a workshop. Please answer by Tue 12 May.\n\n"
        "When: Tue 12 May\nWhere: Oxbow\n\n"
        "See the offer:\nhttps://careerlink.example.org/offers/abc/?a=1&b=2\n\n"
        "Not now:\nhttps://careerlink.example.org/go/x/\n\n"
        "Nothing happens until you answer.\n\n"
        "-- \n"
        "You get this because you decide on offers.\n"
        "Choose which mail you get: http://localhost:8000/account/mail/\n"
        "CareerLink, http://localhost:8000\n"
    )


def test_the_html_has_one_button_the_dark_and_no_picture():
    content = letter(paragraphs=["Hello"], button=("See the offer", "https://careerlink.example.org/?a=1&b=2"))
    assert content.html.count('class="bt"') == 1
    assert 'href="https://careerlink.example.org/?a=1&amp;b=2"' in content.html
    assert "prefers-color-scheme:dark" in content.html
    assert "<img" not in content.html
    assert '<html lang="en">' in content.html


def test_what_people_wrote_stays_text_in_both():
    content = letter(paragraphs=[NASTY], rows=[("Words", NASTY)], why=NASTY, sender=NASTY, subject=NASTY)
    assert "<script>" not in content.html
    assert NASTY in content.text
    assert content.subject == NASTY


def test_a_subject_is_one_line():
    assert letter(subject="Answer\r\nBcc: everybody@demo.test").subject == "Answer Bcc: everybody@demo.test"


def test_nothing_that_was_not_given_leaves_a_trace():
    content = letter(paragraphs=["Hello"])
    assert content.text == (
        "CareerLink\n\nAnswer the offer\n\nHello\n\n-- \n"
        "You get this because it answers something you did, or because a date depends on it.\n"
        "Choose which mail you get: http://localhost:8000/account/mail/\n"
        "CareerLink, http://localhost:8000\n"
    )
    assert re.findall(r'class="(bt|hr)"', content.html) == []


def test_times_are_the_readers(monkeypatch):
    seen = []
    engine = engines["django"].engine
    original = engine.get_template

    def noting(name):
        seen.append(timezone.get_current_timezone_name())
        return original(name)

    monkeypatch.setattr(engine, "get_template", noting)
    letter(paragraphs=["Hello"])
    assert set(seen) == {"America/Los_Angeles"}


@pytest.mark.parametrize(
    ("path", "url"),
    [("/offers/abc/", "http://localhost:8000/offers/abc/"), ("https://x.example/a", "https://x.example/a")],
)
def test_addresses_in_mails_are_whole(path, url, settings):
    settings.SITE_URL = "http://localhost:8000"
    assert absolute(path) == url
