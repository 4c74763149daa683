"""The writer's side: one says no from the mail, the next yes; the two get in contact, and consent is taken back."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from careerlink.web import clock, links
from careerlink.web.models import SignedLink
from referrals.actions import legs
from referrals.emails.letters import status_url
from referrals.models import Leg, Referral
from tests import factories as make
from tests.journeys.hands import newest_mail_to
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
ADA = "ada@people.demo.test"


@pytest.fixture
def referral(time_is) -> Referral:
    """Ada has ranked Maren first and Ben second, and Maren is asked."""
    time_is((clock.now() + timedelta(days=1)).replace(hour=19))  # in the afternoon, when mail leaves
    world = make_world()
    alumnus = make.AlumnusFactory(
        host=world.office, name="Ada Osei", email=ADA, majors_words="English", idle_since=None
    )
    words = f"A resume for a first job as an editor. Ada Osei, {ADA}"
    referral = make.ReferralFactory(alumnus=alumnus, going_on=True, moves_on=True, service="resume", words=words)
    for rank, writer in enumerate((world.writer, world.writer2), 1):
        referral.candidates.create(writer=writer, position=rank, rank=rank)
    legs.ask_next(referral)
    return referral


def open_mail(hands, address: str) -> None:
    """Follow the link in the newest letter to a writer: one click."""
    link = SignedLink.objects.filter(purpose="referral-leg", address=address).latest("id")
    url = links.url(link)
    assert url in newest_mail_to(address).body
    hands.go(urlsplit(url).path)
    hands.start_counting()
    hands.clicks = 1


def knows_whom(hands) -> bool:
    return "Ada" in hands.text or ADA in hands.text


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_first_says_no_the_next_says_yes_with_two_clicks_each_and_they_get_in_contact(hands_of, referral, scripts):
    maren, ben, ada = (hands_of(scripts=scripts) for _person in range(3))

    open_mail(maren, "writer@demo.test")
    assert maren.title == "Can you help somebody from Oxbow State University?"
    assert ("first job as an editor" in maren.text, knows_whom(maren)) == (True, False)
    maren.press("I have no time now")
    assert (maren.clicks, maren.typed) == (2, 0)
    assert ("You said no." in maren.text, knows_whom(maren)) == (True, False)

    open_mail(ben, "writer2@demo.test")
    assert not knows_whom(ben)
    ben.press("Yes, I can help")
    assert (ben.clicks, ben.typed) == (2, 0)
    assert ADA in ben.text
    assert ADA in newest_mail_to("writer2@demo.test").body

    ada.page.set_viewport_size(PHONE)
    ada.go(urlsplit(status_url(referral)).path)
    assert ada.title == "Ben Achterberg said yes"
    assert "writer2@demo.test" in ada.text
    assert ada.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    ada.press("We are in contact")
    assert ada.title == "You and Ben Achterberg are in contact"
    ben.go(ben.path)
    assert "You are in contact." in ben.text
    ben.press("We work together now")
    referral.refresh_from_db()
    assert (referral.state, [leg.state for leg in referral.legs.order_by("id")]) == (
        "in_service",
        ["declined", "contacted"],
    )

    ada.go(ada.path)
    ada.follow("Take my consent back")
    ada.press("Take my consent back")
    ben.go(ben.path)
    assert ("It is no longer needed." in ben.text, knows_whom(ben), "editor" in ben.text) == (True, False, False)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_writer_who_is_logged_in_answers_from_the_desk_tries_in_vain_and_gives_it_back(
    hands_of, log_in, referral, scripts
):
    maren = hands_of(scripts=scripts)
    log_in(maren.page.context, Leg.objects.get().writer.user)
    maren.go("/writer/")
    maren.follow("An alumnus asks for help: Resumes, English")
    maren.press("Yes, I can help")
    assert ADA in maren.text
    maren.press("I tried in vain")
    assert "You tried once." in maren.text
    maren.click(maren.page.get_by_text("I cannot after all", exact=True))
    maren.press("It is not my field")
    assert "It was given back." in maren.text
    maren.follow("Referrals")
    assert maren.title == "Alumni who chose you"
    assert ("Free again" in maren.text, knows_whom(maren)) == (True, False)
    assert [leg.state for leg in Leg.objects.order_by("id")] == ["released", "offered"]
