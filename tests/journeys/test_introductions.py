"""An employer is introduced: proposed by the writer, agreed by both in either order, its outcome noted."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from careerlink.web import clock, links
from careerlink.web.models import SignedLink
from partners.actions.introduction_clocks import run_introduction_clocks
from partners.models import Introduction
from tests import factories as make
from tests.journeys.hands import newest_mail_to
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)


def path_for(purpose: str) -> str:
    """The path of the newest link of a purpose, as it stands in the mail."""
    return urlsplit(links.url(SignedLink.objects.filter(purpose=purpose).latest("id"))).path


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("order", ["office first", "employer first"])
def test_an_employer_is_introduced_and_a_job_posted(hands_of, log_in, scripts, order):
    world = make_world()
    make.LegalTextFactory(slug="campus", version=1)
    writer, office, contact = (hands_of(scripts=scripts) for _person in range(3))
    log_in(writer.page.context, world.user["writer"])
    log_in(office.page.context, world.user["director"])

    she_proposes(writer)
    one = Introduction.objects.get()
    steps = [lambda: the_office_says_yes(office, one), lambda: the_employer_says_yes(contact)]
    for step in steps if order == "office first" else reversed(steps):
        step()
    one.refresh_from_db()
    assert one.state == Introduction.State.INTRODUCED

    office.go(one.get_absolute_url())
    assert "robin@press.test" in office.text
    contact.go(path_for("introduction-contact"))
    assert contact.title == "You are introduced to Career Office"
    assert "director@demo.edu" in contact.text
    assert "robin@press.test" in newest_mail_to("director@demo.edu").body
    what_came_of_it_is_noted(contact, office, one)


def she_proposes(writer):
    writer.go("/hosts/oxbow-career/")
    writer.follow("Introduce an employer")
    writer.write("Employer or recruiter", "Harbor Press")
    writer.write("What they look for", "Two editors a year.")
    writer.write("For which majors?", "English")
    writer.write("Who is your contact there?", "Robin Hale")
    writer.write("Their e-mail address", "robin@press.test")
    writer.press("Ask both")
    assert writer.title == "Harbor Press, Career Office"
    assert "Both were asked." in writer.text


def the_office_says_yes(office, one):
    office.go("/desk/oxbow-career/introductions/")
    assert "Robin" not in office.text
    office.follow("Harbor Press")
    assert "robin@press.test" not in office.text
    office.tick("Yes, introduce us")
    office.press("Send my answer")
    assert "yes" in office.text


def the_employer_says_yes(contact):
    """Two clicks: the link in the mail, and the button."""
    contact.go(path_for("introduction-contact"))
    contact.start_counting()
    contact.clicks = 1  # the link in the mail
    assert contact.title == "Would you like to meet Career Office?"
    assert "demo.edu" not in contact.text
    contact.press("Yes, introduce us")
    assert (contact.clicks, contact.typed) == (2, 0)


def what_came_of_it_is_noted(stranger, office, one):
    """A month later, with the link in the mail, without a log-in; the office finds it in its list."""
    with clock.set_to(clock.now() + timedelta(days=31)):
        run_introduction_clocks()
    stranger.go(f"{path_for('introduction-result')}?what=posting")
    assert one.results.count() == 0
    assert stranger.page.get_by_label("A job or internship posted").is_checked()
    stranger.press("Note it")
    assert [result.what for result in one.results.all()] == ["posting"]
    office.go("/desk/oxbow-career/introductions/?show=made")
    assert "A job or internship posted" in office.text
