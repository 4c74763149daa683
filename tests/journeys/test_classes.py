"""A professor who is away on Thursday finds a stand-in within a day, and asks again in two clicks."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from partners.actions.classes_clocks import run_class_clocks
from partners.models import ClassRequest, Engagement
from tests import factories as make
from tests.journeys.hands import newest_mail_to, subjects_to
from tests.world import make_world


@pytest.fixture
def people(transactional_db, hands_of, log_in, request):
    """The world, and hands for professor and writer who are logged in."""
    world = make_world()
    make.FeeFactory(writer=world.writer)

    def hands(who):
        found = hands_of(scripts=request.param)
        log_in(found.page.context, world.user[who])
        return found

    return world, hands("professor"), hands("writer")


@pytest.mark.parametrize("people", [True, False], ids=["with scripts", "without scripts"], indirect=True)
def test_a_stand_in_for_thursday_is_found_within_a_day(people):
    world, professor, writer = people
    she_asks(professor)
    run_class_clocks()  # what the worker does a moment later
    a_writer_offers_in_two_clicks(writer)
    she_picks_her(professor)
    found = ClassRequest.objects.get()
    assert (found.state, found.picked.writer) == ("filled", world.writer)
    assert found.state_since - found.made_at < timedelta(days=1)
    assert Engagement.objects.get().busy_from == found.starts_at
    assert newest_mail_to("writer@demo.test").subject.startswith("You are expected on Thu")
    assert "Old Main 7" in newest_mail_to("writer@demo.test").body
    assert [subject[:17] for subject in subjects_to("director@demo.edu")] == ["For your informat"]
    she_asks_again_in_two_clicks(professor)


def she_asks(professor):
    professor.go("/desk/oxbow-english/classes/")
    professor.start_counting()
    professor.follow("Ask for a stand-in")
    professor.write("Which course?", "English 101")
    professor.write("How many students?", "24")
    professor.write("Which major do most of them study?", "English")
    professor.write("On which day?", "Thursday")
    professor.write("At what time?", "2 to 3:15 pm")
    professor.write("Room, or how to join online", "Old Main 7")
    professor.press("Ask for a stand-in")
    assert "Writers who fit are asked now." in professor.text
    assert (professor.typed, professor.clicks) == (6, 2)


def a_writer_offers_in_two_clicks(writer):
    letter = newest_mail_to("writer@demo.test")
    assert letter.subject.startswith("Stand in for a class on Thu")
    writer.go(path_in(letter, "/hosts/"))
    writer.start_counting()
    writer.press("Send offer")
    assert "Your offer is on its way." in writer.text
    assert (writer.clicks + 1, writer.typed) == (2, 0)  # the first click is that in the mail


def she_picks_her(professor):
    letter = newest_mail_to("professor@demo.edu")
    assert letter.subject.startswith("Pick your stand-in for English 101 by ")
    professor.go(path_in(letter, "/classes/"))
    assert "Free on your campus." in professor.text
    assert "Elsewhere: Resume, one round of changes $150." in professor.text
    professor.press("Pick Maren Okafor")
    assert "Maren Okafor takes your class and is told place and time." in professor.text


def she_asks_again_in_two_clicks(professor):
    professor.go("/desk/oxbow-english/classes/")
    professor.start_counting()
    professor.follow("Ask again for English 101")
    professor.write("On which day?", "in 9 days")
    professor.press("Ask for a stand-in")
    assert (professor.clicks, professor.typed) == (2, 1)
    first, again = ClassRequest.objects.order_by("id")
    assert (again.state, again.course, again.room) == ("open", first.course, first.room)


def path_in(letter, beginning: str) -> str:
    """The address in a letter that begins like this, as a path of the site that serves the test."""
    address = urlsplit(re.search(rf"https?://[^/\s]+{beginning}\S+", letter.body)[0])
    return f"{address.path}?{address.query}" if address.query else address.path
