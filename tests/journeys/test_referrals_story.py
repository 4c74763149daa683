"""The whole story: she calls, agrees and chooses on her telephone; the first writer says no, the next yes; they meet;
both say what came of it, and the office reads it in its report.
"""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from careerlink.web import clock
from referrals import tasks
from referrals.models import Referral
from tests import factories as make
from tests.journeys.hands import newest_mail_to
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
IDA, MAREN, BEN = "ida@people.demo.test", "writer@demo.test", "writer2@demo.test"


@pytest.fixture
def world():
    """An office that refers alumni, and three writers who fit."""
    world = make_world()
    make.LegalTextFactory(slug="consent", version=1, body="You choose, and may stop.")
    make.HelpSettingsFactory(host=world.office, own_years=2, who_we_help="All who studied here.")
    make.WriterFactory(verified=True, name="Wen Zhao")
    return world


def path_in_mail(address: str, words: str = "") -> str:
    """The path behind the first private link, with `words` in it, of the newest mail to somebody."""
    found = re.search(rf"\S+(/go/\S*{re.escape(words)})", newest_mail_to(address).body)
    parts = urlsplit(found[1])
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_the_call_to_what_came_of_it(hands_of, log_in, time_is, world, scripts):
    staff, ida, maren, ben = (hands_of(scripts=scripts) for _person in range(4))
    ida.page.set_viewport_size(PHONE)
    day = (clock.now() + timedelta(days=1)).replace(hour=19)  # in the afternoon, when mail leaves
    time_is(day)
    log_in(staff.page.context, world.user["staff"])

    staff.go("/desk/oxbow-career/alumni/new/")
    staff.write("Name", "Ida Osei")
    staff.write("E-mail address", IDA)
    staff.write("Graduation year", "2012")
    staff.write("What is needed", "A resume for a job as an editor")
    staff.press("Mail the link")

    ida.go(path_in_mail(IDA))
    for writer, place in ((world.writer.name, "1st"), (world.writer2.name, "2nd")):
        ida.click(ida.page.get_by_role("group", name=f"Your choice: {writer}").get_by_label(place, exact=True))
    ida.tick("If one says no or does not answer, ask my next choice at once")
    ida.write("Type your name to sign", "Ida Osei")
    ida.press("Sign and send my choices")
    assert ida.title == f"We asked {world.writer.name}"

    maren.go(path_in_mail(MAREN))
    assert "Ida" not in maren.text
    maren.press("I have no time now")
    ben.go(path_in_mail(BEN))
    assert "Ida" not in ben.text
    ben.press("Yes, I can help")
    assert IDA in ben.text

    ida.go(path_in_mail(IDA))
    assert ida.title == f"{world.writer2.name} said yes"
    ida.press("We are in contact")
    assert ida.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    time_is(day + timedelta(days=14, hours=1))
    tasks.run_clocks()
    ida.go(path_in_mail(IDA, "?answer=got_help"))
    ida.press("Send my answer")
    ben.go(path_in_mail(BEN, "?answer=got_help"))
    ben.press("Send my answer")

    referral = Referral.objects.get()
    assert (referral.state, referral.outcome, referral.settled_as) == ("closed", "got_help", "agreement")
    assert [leg.state for leg in referral.legs.order_by("id")] == ["declined", "ended"]
    log_in(staff.page.context, world.user["staff"])
    staff.go("/desk/oxbow-career/referrals/report/")
    assert "It helped" in staff.text
    staff.go(referral.alumnus.get_absolute_url())
    assert world.writer2.name in staff.text
