"""How an alumnus comes in: on the telephone, and by her own hand from the public page of her office."""

import re
from urllib.parse import urlsplit

import pytest

from careerlink.web import links
from careerlink.web.models import SignedLink
from referrals.models import Alumnus, HelpRequest, Referral
from tests import factories as make
from tests.journeys.hands import let_mail_leave, newest_mail_to, subjects_to
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
IDA = "ida@people.demo.test"
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture
def world():
    """An office that refers alumni and helps everybody itself for two years, and a writer who fits."""
    world = make_world()
    make.LegalTextFactory(slug="consent", version=1, body="You choose, and may stop.")
    make.HelpSettingsFactory(host=world.office, own_years=2, who_we_help="All who studied here.")
    make.FreeServiceFactory(host=world.office, title="Resume check on Wednesdays")
    return world


def fits_the_phone(hands) -> bool:
    return hands.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@BOTH
def test_a_caller_is_entered_with_four_fields_and_one_click_and_the_letter_is_seen_to_arrive(
    hands_of, log_in, world, scripts
):
    staff = hands_of(scripts=scripts)
    log_in(staff.page.context, world.user["staff"])
    staff.go("/desk/oxbow-career/alumni/")
    staff.follow("Enter a caller")
    staff.start_counting()
    staff.write("Name", "Ida Osei")
    staff.write("E-mail address", IDA)
    staff.write("Graduation year", "2012")
    staff.write("What is needed", "A resume for a job as an editor")
    staff.press("Mail the link")
    assert (staff.typed, staff.clicks, len(staff.pages)) == (4, 1, 2)
    assert staff.title == "The link for Ida Osei"
    assert "On its way" in staff.text
    let_mail_leave()
    if not scripts:
        staff.follow("Look again")
    staff.page.locator("#delivery").get_by_text("Delivered").wait_for()
    assert re.search(r"people\.demo\.test took it on .* (am|pm|noon|midnight) Eastern", staff.text)
    assert len(subjects_to(IDA)) == 1
    staff.follow("The record")
    assert staff.title == "Ida Osei"


@BOTH
def test_an_alumna_asks_by_herself_on_a_telephone_after_she_has_seen_what_is_free(hands_of, world, scripts):
    ida = hands_of(scripts=scripts)
    ida.page.set_viewport_size(PHONE)
    ida.go("/trust/oxbow-career/")
    ida.follow("Alumni: free help, and a writer if you like")
    assert fits_the_phone(ida)
    text = ida.text
    assert text.index("Resume check on Wednesdays") < text.index("A writer for you")
    ida.start_counting()
    ida.write("Your name", "Ida Osei")
    ida.write("Your e-mail address", IDA)
    ida.write("Graduation year", "2012")
    ida.write("What do you need?", "A resume for a job as an editor")
    ida.press("Go on")
    assert (ida.typed, ida.clicks) == (4, 1)
    assert ida.title == "Look into your mail"
    assert fits_the_phone(ida)
    assert not Alumnus.objects.exists()

    url = links.url(SignedLink.objects.get(purpose="help-confirm"))
    assert url in newest_mail_to(IDA).body
    ida.go(urlsplit(url).path)
    assert ida.title == "Was it you who asked?"
    assert fits_the_phone(ida)
    ida.press("Yes, go on")
    assert ida.title == "You decide who helps you, and what they learn"
    referral = Referral.objects.get()
    assert (referral.origin, referral.state, referral.alumnus.name) == ("self", "awaiting_consent", "Ida Osei")


@BOTH
def test_who_graduated_lately_is_pointed_to_her_college_and_may_go_on(hands_of, world, scripts):
    ida = hands_of(scripts=scripts)
    ida.page.set_viewport_size(PHONE)
    ida.go("/at/oxbow-career/help/")
    ida.write("Your name", "Ida Osei")
    ida.write("Your e-mail address", IDA)
    ida.write("Graduation year", str(Referral().made_at.year))
    ida.write("What do you need?", "A first resume")
    ida.press("Go on")
    assert ida.title == "Your college helps you itself"
    assert fits_the_phone(ida)
    assert not HelpRequest.objects.exists()
    ida.press("I would like a writer all the same")
    assert ida.title == "Look into your mail"
    assert HelpRequest.objects.get().words == "A first resume"
