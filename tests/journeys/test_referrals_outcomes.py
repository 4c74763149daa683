"""What came of it: both sides answer from their mails with two clicks each; an office settles what differs."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from careerlink.web import clock
from referrals.actions import outcomes
from referrals.models import OutcomeAnswer, Referral
from tests import factories as make
from tests.journeys.hands import newest_mail_to
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
ADA = "ada@people.demo.test"


@pytest.fixture
def leg(time_is):
    """Two weeks after the yes of the writer, in the afternoon where the office is; both have been asked."""
    world = make_world()
    alumnus = make.AlumnusFactory(host=world.office, name="Ada Alumna", email=ADA, idle_since=None)
    leg = make.LegFactory(contacted=True, writer=world.writer, referral__alumnus=alumnus)
    time_is((clock.now() + timedelta(days=15)).replace(hour=19))
    outcomes.run_outcome_clocks()
    leg.world = world
    return leg


def path_of(address: str, answer: str) -> str:
    """The path behind one answer in the newest mail to somebody."""
    found = re.search(rf"(\S+\?answer={answer})\b", newest_mail_to(address).body)
    parts = urlsplit(found[1])
    return f"{parts.path}?{parts.query}"


def answer(person, address: str, code: str) -> None:
    """Two clicks: the answer in the mail, and the button on the page; nothing is said before the second."""
    path, before = path_of(address, code), OutcomeAnswer.objects.count()
    person.go(path)
    person.start_counting()
    person.clicks = 1  # the link in the mail
    assert OutcomeAnswer.objects.count() == before
    person.press("Send my answer")
    assert (person.clicks, person.typed) == (2, 0)
    assert OutcomeAnswer.objects.count() == before + 1


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("first", ["alumnus", "writer"])
def test_both_say_that_it_helped_and_it_is_closed(hands_of, leg, scripts, first):
    alumnus, writer = hands_of(scripts=scripts), hands_of(scripts=scripts)
    alumnus.page.set_viewport_size(PHONE)
    steps = [lambda: answer(alumnus, ADA, "got_help"), lambda: answer(writer, "writer@demo.test", "got_help")]
    for step in steps if first == "alumnus" else reversed(steps):
        step()
    referral = Referral.objects.get()
    assert (referral.state, referral.outcome, referral.settled_as) == ("closed", "got_help", "agreement")
    assert "You said: “It helped”." in writer.text
    assert alumnus.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_what_they_tell_differently_an_office_settles_and_she_opens_it_again(hands_of, log_in, leg, scripts):
    alumnus, writer, office = (hands_of(scripts=scripts) for _person in range(3))
    alumnus.page.set_viewport_size(PHONE)
    log_in(office.page.context, leg.world.user["director"])
    answer(alumnus, ADA, "not_a_fit")
    assert "You need do nothing more." in alumnus.text
    answer(writer, "writer@demo.test", "got_help")
    assert "not the right match" not in writer.text

    office.go("/desk/oxbow-career/")
    office.follow("Settle this outcome")
    office.follow("Ada Alumna")
    office.tick("It helped in part")
    office.press("Settle it")
    assert "Nothing was told differently" in office.text
    assert Referral.objects.get().settled_by == leg.world.user["director"]

    found = re.search(r"(/go/\S+)", newest_mail_to(ADA).body)
    alumnus.go(found[1])
    assert alumnus.title == "Your request is closed"
    alumnus.press("Open it again")
    assert alumnus.title == "Your request goes on"
    assert Referral.objects.get().state == "choosing"


def test_an_office_closes_a_request_and_finds_it_in_its_report(hands_of, log_in, leg):
    office = hands_of()
    log_in(office.page.context, leg.world.user["director"])
    office.go(f"/referrals/{leg.referral.key}/close/")
    office.press("Close it")
    assert "Choose one of these." in office.text
    office.tick("Something else was needed")
    office.press("Close it")
    office.go("/desk/oxbow-career/referrals/report/")
    assert "Something else was needed" in office.text
    assert "The office decided" in office.text
    with office.page.expect_download() as download:
        office.click(office.page.get_by_role("link", name="Take it as a spreadsheet"))
    assert download.value.suggested_filename.startswith("referrals-")
