"""An office fills a fair by asking writers who fit; a writer takes a shift from her weekly mail."""

import re
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

import pytest

from careerlink.web import clock
from events.models import Assignment
from partners.actions.weekly import write_request_mails
from partners.models import Writer
from tests import factories as make
from tests.journeys.hands import let_mail_leave, mails_to, newest_mail_to
from tests.world import make_world

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
S = Assignment.State


@pytest.fixture
def small_world(transactional_db):
    """The office's fair for English majors with one seat at its table, and four writers who know English."""
    world = make_world()
    world.fair = make.EventFactory(host=world.office, title="Fall fair", words="English")
    world.fair.tags.create(vocabulary="major", code="23.0101")
    world.table = make.ShiftFactory(role=make.RoleFactory(event=world.fair, name="Resume table", most=1))
    for _n in range(4):
        writer = make.WriterTagFactory(writer=make.WriterFactory(verified=True)).writer
        writer.user.agreements.create(text=world.terms)
    return world


@SCRIPTS
def test_an_office_fills_a_fair_by_asking_suggested_writers(small_world, hands_of, log_in, scripts):
    director = hands_of(scripts=scripts)
    log_in(director.page.context, small_world.user["director"])
    director.go(small_world.fair.get_absolute_url())

    director.start_counting()
    with director.page.expect_navigation():
        director.click(director.page.get_by_role("link", name="Ask the best 3 : Resume table"))
    assert director.title == "Ask these 3 writers?"
    assert "Helps with what you asked for: English." in director.text
    assert "They answer by" in director.text
    director.press("Ask the ticked writers")
    assert (director.clicks <= 3, director.typed) == (True, 0)
    assert "3 writers are asked" in director.text
    assert Assignment.objects.filter(shift=small_world.table, state=S.INVITED).count() == 3

    first = Assignment.objects.order_by("pk").first().writer
    letter = newest_mail_to(first.user.email)
    reader = hands_of(scripts=scripts)
    reader.go(urlsplit(re.search(r"https?://[^/\s]+/go/\S*", letter.body)[0]).path)
    reader.start_counting()
    reader.clicks += 1  # the button in the mail
    reader.press("Yes, I come")
    assert (reader.clicks, reader.typed) == (2, 0)
    assert "Your place is confirmed." in reader.text

    director.go(small_world.fair.get_absolute_url())
    assert first.name in director.text
    assert "Full" in director.text
    assert director.page.get_by_role("link", name="Ask the best 3").count() == 0


@SCRIPTS
def test_a_writer_takes_a_shift_from_her_weekly_mail_in_two_clicks(small_world, hands_of, log_in, scripts):
    person = small_world.user["writer"]
    make.WriterTagFactory(writer=small_world.writer)
    Writer.objects.filter(user=person).update(next_requests_at=clock.now())
    write_request_mails()
    noon = datetime.combine(clock.today() + timedelta(days=1), time(17), tzinfo=UTC)  # no hour is quiet then
    with clock.set_to(noon):
        let_mail_leave()
    (letter,) = mails_to(person.email)
    writer = hands_of(scripts=scripts)
    log_in(writer.page.context, person)
    writer.start_counting()
    writer.clicks += 1  # the button in the mail
    writer.go(re.search(r"Take this shift: \S+?://[^/]+(/\S+)", letter.body)[1])
    writer.press("Take it")
    assert (writer.clicks, writer.typed) == (2, 0)
    assert "The place is yours." in writer.text
    assert Assignment.objects.get(writer=small_world.writer).state == S.CONFIRMED
