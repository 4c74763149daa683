"""Offers to the end: ten decided from the mail; a silent office, and a professor who says yes."""

import re
from datetime import timedelta

import pytest

from careerlink.web import clock
from partners.actions import offer_clocks, offers
from partners.actions.desk_mail import write_desk_mails
from partners.models import Host, Kind, Offer, Partnership
from tests import factories as make
from tests.journeys.hands import let_mail_leave, mails_to, newest_mail_to, subjects_to
from tests.world import make_world

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture
def small_world(transactional_db):
    return make_world()


def link_in(message, label):
    """The address below a line of the letter, as a path of this site."""
    return re.search(rf"^{re.escape(label)}:\n\S+?://[^/]+(/\S+)$", message.body, re.MULTILINE)[1]


@SCRIPTS
def test_ten_offers_are_decided_from_the_mail_in_twelve_clicks_on_one_page(small_world, hands_of, scripts):
    Host.objects.update(attention_budget=10)
    writers = [make.WriterFactory(verified=True) for _n in range(10)]
    for writer in writers:
        offers.send_offer(writer=writer, host=small_world.office, kind=Kind.PANEL, text="Gladly.", by=writer.user)
    the_hour_of_the_desk_mail(small_world.office)
    director = hands_of(scripts=scripts)

    director.start_counting()
    director.clicks += 1  # the button in the mail
    director.go(link_in(newest_mail_to("director@demo.edu"), "Decide 10 offers"))
    assert director.title == "Decide 10 offers"
    assert set(Offer.objects.values_list("state", flat=True)) == {"sent"}
    for number in range(10):
        radios = director.page.locator("fieldset.offer").nth(number).get_by_role("radio")
        director.click(radios.nth(number % 3))
    director.press("Send my answers")

    assert director.clicks <= 12
    assert director.typed == 0
    assert len({path for path in director.pages if path != "blank"}) == 1
    assert "7 answers are given" in director.text or "10 answers are given" in director.text
    states = sorted(Offer.objects.values_list("state", flat=True))
    assert states == ["accepted"] * 4 + ["declined"] * 3 + ["sent"] * 3


@SCRIPTS
def test_an_office_is_silent_and_a_professor_says_yes(small_world, hands_of, scripts, log_in):
    start = clock.now()
    need = make.NeedFactory(
        host=small_world.faculty, kind=Kind.CLASS_VISIT, words="", needed_on=clock.today() + timedelta(days=60)
    )
    writer, professor = hands_of(scripts=scripts), hands_of(scripts=scripts)
    log_in(writer.page.context, small_world.user["writer"])
    log_in(professor.page.context, small_world.user["professor"])

    writer.go("/hosts/oxbow-career/offer/")
    writer.choose("What you offer", "Class visit")
    writer.type(writer.page.get_by_label("Your words to them"), "Forty minutes on the editor's resume.")
    writer.tick("Also offer it to professors and student groups here")
    writer.press("Send offer")
    assert "Your offer is on its way. You hear by" in writer.text

    for hours in range(3, 15 * 24, 3):
        with clock.set_to(start + timedelta(hours=hours)):
            write_desk_mails()
            offer_clocks.run_offer_clocks()
            let_mail_leave()
    told = " ".join(message.body for message in mails_to("director@demo.edu"))
    assert ("Reminder 1 of 2." in told, "Reminder 2 of 2." in told) == (True, True)
    assert subjects_to("writer@demo.test") == ["No answer in time: your offer to Career Office"]
    (letter,) = mails_to("writer@demo.test")
    assert "It is with English Department of the same campus now, for their request: Class visit" in letter.body

    writer.go(link_in(letter, "See your offer"))
    assert writer.title == "Class visit, English Department"
    assert "Where it has been on this campus" in writer.text
    assert "No answer in time" in writer.text

    professor.go("/desk/oxbow-english/")
    assert "1 offer to decide" in professor.text
    professor.follow("Decide this offer")
    assert "Fits your request of" in professor.text
    assert "Career Office" not in professor.text
    professor.tick("Accept")
    professor.press("Send my answers")
    assert "You work with Maren Okafor now" in professor.text
    need.refresh_from_db()
    assert (need.state, Partnership.objects.get().host) == ("filled", small_world.faculty)
    assert newest_mail_to("writer@demo.test").subject == "English Department said yes: Class visit"


def the_hour_of_the_desk_mail(host):
    write_desk_mails()
    host.refresh_from_db()
    with clock.set_to(host.next_desk_mail_at):
        write_desk_mails()
        let_mail_leave()
