"""What goes over the wire says the same as Django's own message, in lines that any server takes."""

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMultiAlternatives

from careerlink.outbox.wire import as_bytes, letter_of
from careerlink.web import clock

LONG = "word " * 3000


def message(subject="Answer the offer", text="Hello\n", html="<p>Hello</p>\n", to="ann@demo.test", **headers):
    made = EmailMultiAlternatives(subject, text, "CareerLink <hello@demo.edu>", [to], headers=headers)
    made.attach_alternative(html, "text/html")
    return made


def said(data):
    """Headers and parts, as a mail program reads them."""
    read = message_from_bytes(data, policy=policy.default)
    parts = [(part.get_content_type(), part.get_content().replace("\r\n", "\n")) for part in read.iter_parts()]
    return {name: (read[name] or "").strip() for name in ("Subject", "From", "To", "X-Long")}, parts


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"subject": "Résumés — Tuesday", "text": "Résumé\n", "html": "<p>Résumé ☃</p>\n"},
        {"subject": LONG[:200].strip(), "text": LONG + "\n", "html": f"<p>{LONG}</p>\n"},
        {"text": ".\n..\n. dots\nFrom here\n-- \nend = 100 %\n\ttab \n", "html": "<p>=3D</p>\n"},
        {"to": "ann@bücher.example"},
        {"X-Long": "<https://demo.edu/" + "a" * 300 + ">"},
        {"X-Long": "word " * 250 + "end"},
    ],
)
def test_it_says_the_same_as_django(given):
    made = message(**given)
    assert said(as_bytes(made)) == said(made.message().as_bytes(linesep="\r\n"))


def test_it_is_seven_bits_wide_in_short_lines_that_end_in_crlf():
    data = as_bytes(message(subject="Résumés", text=LONG + "é\rb\nc\r\nd\n", html=LONG))
    lines = data.split(b"\r\n")
    assert (data.isascii(), max(map(len, lines)) <= 998) == (True, True)
    assert [line for line in lines if b"\n" in line or b"\r" in line] == []


def test_two_mails_have_different_boundaries_and_the_date_of_the_clock():
    with clock.set_to(datetime(2026, 3, 4, 12, tzinfo=UTC)):
        one, two = (message_from_bytes(as_bytes(message())) for _n in range(2))
    assert one["Date"] == "Wed, 04 Mar 2026 12:00:00 +0000"
    assert one.get_boundary() != two.get_boundary()


def test_what_is_attached_travels_too():
    made = message()
    made.attach("fair.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar")
    read = message_from_bytes(as_bytes(made))
    assert [part.get_content_type() for part in read.walk() if not part.is_multipart()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]


@pytest.mark.parametrize("given", [{"subject": "Hi\nBcc: all@demo.test"}, {"X-Long": "a\r\nBcc: all@demo.test"}])
def test_no_header_can_be_smuggled_in(given):
    with pytest.raises(ValueError, match="newlines"):
        as_bytes(message(**given))


@pytest.mark.parametrize(
    ("to", "envelope"),
    [
        ("ann@demo.test", "ann@demo.test"),
        ("ann.o+x@sub.demo.test", "ann.o+x@sub.demo.test"),
        ("o'hara@demo.test", "o'hara@demo.test"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
    ],
)
def test_the_envelope_carries_bare_addresses(to, envelope):
    letter = letter_of(message(to=to))
    assert (letter.sender, letter.to) == ("hello@demo.edu", envelope)


@pytest.mark.parametrize("to", ["ann@demo.test, ben@demo.test", "ann@demo.test>\r\nRCPT TO:<ben@demo.test"])
def test_what_is_no_address_goes_nowhere(to):
    with pytest.raises(ValueError, match="address"):
        letter_of(message(to=to))
