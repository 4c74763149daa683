"""A seat on the board from the opening to the second term, and what the answers cost in clicks."""

from datetime import timedelta

import pytest

from careerlink.web import clock
from partners.actions import board
from partners.actions.board_clocks import run_board_clocks
from partners.models import BoardSeat, ConflictStatement, Need
from tests import factories as make
from tests.journeys.hands import let_mail_leave, newest_mail_to, subjects_to
from tests.journeys.test_first_partnership import log_in
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "careerlink-demo"


@pytest.fixture
def world():
    world = make_world()
    make.LegalTextFactory(slug="conflict", version=1, body="I declare what I know.")
    return world


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_seat_is_applied_for_served_signed_and_renewed(world, hands_of, scripts):
    office, writer = hands_of(scripts=scripts), hands_of(scripts=scripts)
    log_in(office, "director@demo.edu", PASSWORD)
    log_in(writer, "writer@demo.test", PASSWORD)

    an_opening_is_published(office, world)
    she_applies(writer)
    the_office_accepts(office, world)
    seat = BoardSeat.objects.get()
    assert (seat.state, seat.term) == ("serving", 1)

    she_signs(writer, seat)
    assert ConflictStatement.objects.get().signature == "Maren Okafor"
    office.go(f"/desk/{world.office.slug}/board/roster/")
    assert "Maren Okafor" in office.text
    assert "not signed" not in office.text

    a_term_nears_its_end(seat)
    stay_from_the_mail(hands_of(scripts=scripts))
    seat.refresh_from_db()
    assert (seat.term, seat.renewal, seat.state) == (2, "yes", "serving")
    let_mail_leave()
    assert subjects_to("director@demo.edu")[-1] == "Maren Okafor stays on your board"


def an_opening_is_published(office, world):
    """From the desk at most three clicks once the board is on."""
    office.go(f"/desk/{world.office.slug}/partners/")
    office.follow("Career Services Board")
    office.press("Turn the board on")
    office.go(f"/desk/{world.office.slug}/")
    office.start_counting()
    office.follow("Partners")
    office.follow("Career Services Board")
    office.press("Publish an opening")
    assert Need.objects.get().kind == "board"
    assert (office.clicks, office.typed) == (3, 0)


def she_applies(writer):
    writer.go("/writer/requests/")
    writer.follow("Offer to help")
    writer.write("Your words to them", "Ten years of resumes for English majors.")
    writer.press("Send offer")


def the_office_accepts(office, world):
    office.go(f"/desk/{world.office.slug}/offers/")
    office.tick("Accept")
    office.press("Send my answers")


def she_signs(writer, seat):
    writer.go("/writer/")
    assert "Boards you sit on" in writer.text
    writer.go(f"/board/{seat.key}/")
    writer.follow("Sign the statement of")
    writer.write("Your name as your signature", "Maren Okafor")
    writer.press("Sign it")
    assert "Signed. We ask again next January." in writer.text


def a_term_nears_its_end(seat):
    let_mail_leave()
    ends_on = clock.today() + timedelta(days=50)
    due_at = clock.now() + timedelta(days=51)
    BoardSeat.objects.filter(pk=seat.pk).update(ends_on=ends_on, due_at=due_at)
    run_board_clocks()


def stay_from_the_mail(hands):
    """Open the link, press the button: two clicks, no log-in."""
    body = newest_mail_to("writer@demo.test").body
    hands.start_counting()
    hands.clicks += 1  # the link in the mail
    hands.go("/go/" + body.split("/go/")[1].split()[0])
    hands.press("Yes, I stay")
    assert hands.title == "Thank you for staying."
    assert (hands.clicks, hands.typed) == (2, 0)


def test_an_invitation_is_answered_with_two_clicks(world, hands_of):
    board.invite_to_board(world.office, world.writer, by=world.user["director"])
    hands = hands_of()
    body = newest_mail_to("writer@demo.test").body
    hands.start_counting()
    hands.clicks += 1  # the link in the mail
    hands.go("/go/" + body.split("/go/")[1].split()[0])
    hands.press("Yes, I will")
    assert hands.title == "Welcome to the board"
    assert (hands.clicks, BoardSeat.objects.get().state) == (2, "serving")
