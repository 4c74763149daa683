"""An office invites alumni, sees by whose move each request is, and lets one wait."""

import pytest

from careerlink.accounts.queries import text_in_force
from careerlink.web import clock
from referrals.actions import consent
from referrals.models import Alumnus, BulkInvite, Referral
from referrals.tasks import run_clocks
from tests import factories as make
from tests.journeys.hands import newest_mail_to
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_office_invites_alumni_and_one_of_them_waits(hands_of, log_in, scripts):
    world = make_world()
    make.LegalTextFactory(slug="consent", version=1)
    make.MajorFactory(code="51.3801", title="Registered Nursing")
    for name, year in (("Nora Nurse", 2020), ("Olga Older", 2009)):
        alumnus = make.AlumnusFactory(host=world.office, name=name, graduation_year=year)
        alumnus.tags.create(vocabulary="major", code="51.3801")
    office = hands_of(scripts=scripts)
    log_in(office.page.context, world.user["director"])

    it_is_turned_on(office)
    two_clicks_invite(office)
    the_mail_leaves()
    the_request_stands_with_the_alumnus(office)
    it_is_held_and_goes_on(office)


def it_is_turned_on(office):
    office.go("/desk/oxbow-career/")
    office.follow("Look, and turn it on")
    office.press("Turn it on")


def two_clicks_invite(office):
    office.go("/desk/oxbow-career/")
    office.follow("Alumni")
    assert office.title == "Alumni who asked for a writer"
    office.follow("Invite")
    office.write("Major", "Nursing")
    office.write("Graduated from", "2019")
    office.write("Graduated until", "2024")
    office.start_counting()
    office.press("See who and when")
    assert "1 person would be invited" in office.text
    assert "The mails leave on 1 day" in office.text
    office.press("Invite them")
    assert office.clicks == 2
    assert "1 person is invited." in office.text
    assert Referral.objects.count() == 0


def the_mail_leaves():
    """On the next morning on which the office is there."""
    with clock.set_to(BulkInvite.objects.get().due_at):
        run_clocks()
        letter = newest_mail_to(Alumnus.objects.get(name="Nora Nurse").addresses.get().email)
    assert "Career Office of Oxbow State University invites you" in letter.body
    assert [referral.alumnus.name for referral in Referral.objects.all()] == ["Nora Nurse"]


def the_request_stands_with_the_alumnus(office):
    office.go("/desk/oxbow-career/referrals/")
    part = office.page.get_by_role("region", name="The alumnus's move (1)")
    assert "Nora Nurse" in part.inner_text()
    office.follow("Nora Nurse")
    assert office.title == "Nora Nurse"
    assert "Invited with others" in office.text


def it_is_held_and_goes_on(office):
    """Consent is given meanwhile; then the alumnus calls and would rather wait."""
    consent.sign_consent(Referral.objects.get(), signature="Nora Nurse", text=text_in_force("consent"))
    office.go(Alumnus.objects.get(name="Nora Nurse").get_absolute_url())
    office.page.get_by_text("Put it on hold").click()
    office.write("Until", "in 100 days")
    office.press("Put on hold")
    assert "Choose a day within the next 90 days." in office.text
    office.write("Until", "in two weeks")
    office.press("Put on hold")
    assert "On hold. It goes on by itself on the day you chose." in office.page.locator("body").inner_text()
    office.press("Let it go on now")
    assert Referral.objects.get().state == "choosing"
