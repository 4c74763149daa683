"""A director finds the major that nobody covers, and asks; a writer who was asked answers."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest

from careerlink.web import clock
from partners.actions.weekly import write_request_mails
from partners.models import Asked, Writer
from tests import factories as make
from tests.journeys.hands import let_mail_leave, mails_to, newest_mail_to
from tests.world import make_world

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture
def small_world(transactional_db):
    world = make_world()
    for code, title in [("23.0101", "English Language"), ("40.0601", "Geology")]:
        world.office.taught_majors.create(major=make.MajorFactory(code=code, title=title), source="picked")
    for code, number in [("23.0101", 1), ("40.0601", 3)]:
        for _n in range(number):
            writer = make.WriterTagFactory(writer=make.WriterFactory(verified=True), code=code).writer
            writer.user.agreements.create(text=world.terms)
    partner = make.WriterTagFactory(writer=world.writer).writer
    make.PartnershipFactory(host=world.office, writer=partner, pledge=world.pledge)
    return world


@SCRIPTS
def test_a_director_finds_the_uncovered_major_and_asks_in_three_clicks(small_world, hands_of, log_in, scripts):
    director = hands_of(scripts=scripts)
    log_in(director.page.context, small_world.user["director"])
    director.go("/desk/oxbow-career/")
    director.follow("Who can help")
    first = director.page.get_by_role("row").nth(1)
    assert ("Geology" in first.inner_text(), "Nobody yet" in first.inner_text()) == (True, True)

    director.start_counting()
    with director.page.expect_navigation():
        director.click(first.get_by_role("link", name="Ask"))
    assert director.field("For which majors or jobs?").input_value() == "Geology"
    director.write("When?", "in three weeks")
    director.press("Publish the request")
    assert director.title == "Ask these 3 writers?"
    director.press("Ask the ticked writers")
    assert (director.clicks <= 3, director.typed) == (True, 1)
    assert "3 writers are asked" in director.text
    assert Asked.objects.filter(label="partners.need").count() == 3


@SCRIPTS
def test_who_is_asked_answers_from_the_mail(small_world, hands_of, log_in, scripts):
    need = make.NeedFactory(host=small_world.office, words="Geology")
    need.tags.create(vocabulary="major", code="40.0601")
    director = hands_of(scripts=scripts)
    log_in(director.page.context, small_world.user["director"])
    director.go(f"/requests/{need.key}/")
    director.start_counting()
    director.follow("Ask the best 3")
    director.press("Ask the ticked writers")
    assert director.clicks <= 3

    person = Asked.objects.order_by("writer").first().writer.user
    assert "asks you for help" in newest_mail_to(person.email).body
    writer = hands_of(scripts=scripts)
    log_in(writer.page.context, person)
    writer.go(f"/requests/{need.key}/not-for-me/")
    writer.tick("It is too soon")
    writer.press("Not for me")
    assert "You said: not for me. It is too soon." in writer.text
    writer.press("Take it back")
    assert "Career Office asks you" in writer.text


def weekly_letter(world):
    """The weekly mail to the writer, with one request of the rival."""
    person = world.user["writer"]
    Writer.objects.filter(user=person).update(last_text="I would gladly come.", next_requests_at=clock.now())
    need = make.NeedFactory(host=world.rival)
    need.tags.create(vocabulary="major", code="23.0101")
    write_request_mails()
    noon = datetime.combine(clock.today() + timedelta(days=1), time(17), tzinfo=UTC)  # no hour is quiet then
    with clock.set_to(noon):
        let_mail_leave()
    (letter,) = mails_to(person.email)
    return letter


@SCRIPTS
def test_a_writer_says_not_for_me_from_her_weekly_mail_without_logging_in(small_world, hands_of, scripts):
    letter = weekly_letter(small_world)
    writer = hands_of(scripts=scripts)
    writer.go(re.search(r"Not for me, because: \S+?://[^/]+(/\S+)", letter.body)[1])
    assert writer.title == "Not for you?"
    writer.tick("It is too far away")
    writer.press("Not for me")
    assert "Kept: It is too far away." in writer.text
    writer.press("Take it back")
    assert writer.title == "Not for you?"


@SCRIPTS
def test_a_writer_offers_from_her_weekly_mail_in_two_clicks(small_world, hands_of, log_in, scripts):
    person, letter = small_world.user["writer"], weekly_letter(small_world)
    writer = hands_of(scripts=scripts)
    log_in(writer.page.context, person)
    writer.start_counting()
    writer.clicks += 1  # the button in the mail
    writer.go(re.search(r"Offer to help: \S+?://[^/]+(/\S+)", letter.body)[1])
    writer.press("Send offer")
    assert (writer.clicks, writer.typed) == (2, 0)
    assert "Your offer is on its way" in writer.text
