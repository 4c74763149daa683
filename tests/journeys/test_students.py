"""A writer and a student group agree on a room, and the group says who leads it next: from the mails, in a browser."""

import re
from datetime import UTC, datetime

import pytest

from careerlink.web import clock
from partners.actions import leaders
from partners.models import Group, Host
from tests.journeys.hands import newest_mail_to
from tests.pages import fill
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture
def world(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    made = make_world()
    fill(made)
    return made


def follow_button(hands, letter, email) -> None:
    """The button of the mail, and the log-in that it leads to."""
    hands.go(re.search(r"^https?://[^/]+(/\S+/)$", letter.body, re.MULTILINE)[1])
    hands.write("E-mail address", email)
    hands.write("Password", "careerlink-demo")
    hands.press("Log in")
    hands.start_counting()


@SCRIPTS
def test_each_side_answers_from_its_mail_with_one_field(world, hands_of, scripts):
    writer, student = hands_of(scripts=scripts), hands_of(scripts=scripts)
    writer.go("/accounts/login/")
    writer.write("E-mail address", "writer@demo.test")
    writer.write("Password", "careerlink-demo")
    writer.press("Log in")
    writer.go(f"/partnerships/{world.club_partnership.key}/")
    writer.write("Your message", "Is there a projector?")
    writer.press("Send the message")
    assert "Is there a projector?" in writer.text
    follow_button(student, newest_mail_to("club@demo.edu"), "club@demo.edu")
    assert "Is there a projector?" in student.text
    student.write("Your message", "Yes, and a cable for every laptop.")
    student.press("Send the message")
    assert (student.typed, student.clicks) == (1, 1)
    letter = newest_mail_to("writer@demo.test")
    assert letter.subject == "Read what Marketing Club writes to you"
    assert "a cable for every laptop" in letter.body


@SCRIPTS
def test_in_april_one_click_says_that_those_who_lead_stay(world, hands_of, scripts):
    spring = datetime(clock.now().year, 4, 1, 16, tzinfo=UTC)
    with clock.set_to(spring):
        Host.objects.filter(pk=world.club.pk).update(reviewed_at=datetime(spring.year - 1, 9, 1, tzinfo=UTC))
        leaders.ask_who_leads(world.club)
    Group.objects.filter(host=world.club).update(successors_asked_in=clock.today(world.club.zone).year)
    letter = newest_mail_to("club@demo.edu")
    assert letter.subject.startswith("Say by ")
    hands = hands_of(scripts=scripts)
    follow_button(hands, letter, "club@demo.edu")
    hands.press("We stay another year")
    assert (hands.typed, hands.clicks) == (0, 1)
    assert Group.objects.get(host=world.club).successors_for == clock.today(world.club.zone).year
