"""The board's pages: what an office finds there, what a writer does by page or from her mail."""

from datetime import timedelta

import pytest
from django.urls import reverse

from careerlink.outbox.delivery import deliver
from careerlink.web import clock
from partners.actions import board
from partners.actions.board_clocks import run_board_clocks
from partners.models import Board, BoardSeat, ConflictStatement, Need
from tests import factories as make
from tests.journeys.hands import mails_to, newest_mail_to

CANARY = "canary-note"


@pytest.fixture
def world(world):
    make.LegalTextFactory(slug="conflict", version=1, body="I declare what I know.")
    return world


@pytest.fixture
def seat(world):
    return make.BoardSeatFactory(host=world.office, writer=world.writer)


@pytest.fixture
def director(world, client):
    client.force_login(world.user["director"])
    return client


@pytest.fixture
def writer(world, client):
    client.force_login(world.user["writer"])
    return client


def at(name: str, *args) -> str:
    return reverse(name, args=args)


def text(response) -> str:
    return response.content.decode()


def link_in(mail) -> str:
    """The path of the signed link in a mail."""
    return "/go/" + mail.body.split("/go/")[1].split()[0].rstrip(".)")


# --- The office -----------------------------------------------------------------------------------


def test_the_board_hides_behind_one_line_until_it_is_turned_on(world, director):
    page = director.get(at("board", world.office.slug))
    assert "Turn the board on" in text(page)
    assert "Who sits there" not in text(page)
    page = director.post(at("board_on", world.office.slug), follow=True)
    assert "9 of 9 seats are free." in text(page)
    assert Board.objects.count() == 1


def test_a_professor_has_no_board_room(world, client):
    client.force_login(world.user["professor"])
    assert client.get(at("board", world.faculty.slug)).status_code == 404
    assert "Career Services Board" not in text(client.get(at("partnerships", world.faculty.slug)))


def test_an_opening_is_published_as_it_stands_and_not_beyond_the_free_seats(world, director, seat):
    page = director.get(at("board", world.office.slug))
    form = page.context["form"]
    data = {name: str(form[name].value()) for name in form.fields}
    director.post(at("board_opening", world.office.slug), data)
    need = Need.objects.get()
    assert (need.kind, need.state, need.how_many) == ("board", "open", 1)
    assert "A term lasts 3 years" in need.details
    page = director.post(at("board_opening", world.office.slug), {**data, "how_many": "9"})
    assert (page.status_code, "There are only 8 free seats." in text(page)) == (422, True)


def test_the_roster_names_roles_and_signatures_and_no_address(world, director, seat):
    board.sign_statement(seat, by=world.user["writer"], has_conflicts=False, signature="Maren Okafor")
    board.pass_chair(world.office, seat, by=world.user["director"], was=None)
    page = text(director.get(at("board_roster", world.office.slug)))
    main = page.split("<main")[1].split("</main>")[0]
    assert "Maren Okafor" in main
    assert ("Chair" in main, "signed" in main, "@" in main) == (True, True, False)


@pytest.mark.parametrize("name", ["board_invite", "board_invite_writer"])
def test_fees_stand_wherever_a_writer_is_chosen(world, director, name):
    make.FeeFactory(writer=world.writer, dollars=175)
    make.PartnershipFactory(host=world.office, writer=world.writer, pledge=world.pledge)
    args = [world.office.slug, world.writer.slug] if name == "board_invite_writer" else [world.office.slug]
    assert "$175" in text(director.get(at(name, *args)))


def test_what_stands_against_an_invitation_is_said_on_the_form(world, director, seat):
    page = director.post(at("board_invite_writer", world.office.slug, world.writer.slug), {"message": ""})
    assert (page.status_code, "Maren Okafor sits on your board already." in text(page)) == (422, True)


def test_a_chair_who_had_been_changed_meanwhile_is_said(world, director, seat):
    other = make.BoardSeatFactory(host=world.office, is_chair=True)
    page = director.post(at("board_chair", world.office.slug), {"chair": seat.key, "was": ""}, follow=True)
    assert "The board had changed in the meantime." in text(page)
    director.post(at("board_chair", world.office.slug), {"chair": seat.key, "was": other.key})
    assert BoardSeat.objects.get(is_chair=True) == seat


def test_the_note_of_a_release_stays_with_the_office(world, director, seat):
    director.post(at("board_seat_end", seat.key), {"reason": "released", "note": CANARY})
    assert CANARY in text(director.get(at("board_seat", seat.key)))
    deliver()
    assert all(CANARY not in mail.body for mail in mails_to("writer@demo.test"))
    director.force_login(world.user["writer"])
    assert CANARY not in text(director.get(at("board_seat", seat.key)))


def test_a_viewer_sees_that_it_is_signed_and_not_what_was_declared(world, client, seat):
    board.sign_statement(seat, by=world.user["writer"], has_conflicts=True, conflicts=CANARY, signature="Maren Okafor")
    for who, sees in [("viewer", False), ("staff", True), ("writer", True)]:
        client.force_login(world.user[who])
        page = text(client.get(at("board_seat", seat.key)))
        assert ("Signed on" in page, CANARY in page) == (True, sees)


# --- The writer -----------------------------------------------------------------------------------


def test_a_link_in_the_invitation_shows_and_its_button_acts_once(world, client):
    asked = board.invite_to_board(world.office, world.writer, by=world.user["director"], message="Please do.")
    mail = newest_mail_to("writer@demo.test")
    assert mail.subject.startswith("Say yes or no by ")
    path = link_in(mail)
    for _twice in range(2):
        assert "Would you sit on the board" in text(client.get(path))
    asked.refresh_from_db()
    assert asked.state == "proposed"
    page = client.post(path, {"answer": "yes"})
    assert (page.status_code, "Welcome to the board" in text(page)) == (200, True)
    assert client.post(path, {"answer": "no"}).status_code == 410
    asked.refresh_from_db()
    assert asked.state == "serving"


def test_a_link_to_an_invitation_that_was_taken_back_says_so(world, client):
    asked = board.invite_to_board(world.office, world.writer, by=world.user["director"])
    path = link_in(newest_mail_to("writer@demo.test"))
    board.close_board(world.office, by=world.user["director"])
    page = client.get(path)
    assert (page.status_code, "This is settled already" in text(page)) == (410, True)
    assert client.post(path, {"answer": "yes"}).status_code == 410
    asked.refresh_from_db()
    assert asked.reason == "withdrawn"


def test_nobody_takes_a_seat_by_link_while_she_takes_no_part(world, client):
    board.invite_to_board(world.office, world.writer, by=world.user["director"])
    path = link_in(newest_mail_to("writer@demo.test"))
    world.user["writer"].suspended_until = clock.now() + timedelta(days=3)
    world.user["writer"].save()
    page = client.post(path, {"answer": "yes"})
    assert (page.status_code, "does not take part" in text(page)) == (409, True)


@pytest.mark.parametrize(("answer", "renewal", "term"), [("yes", "yes", 2), ("no", "no", 1)])
def test_another_term_is_answered_from_the_mail(world, client, answer, renewal, term):
    ends_on = clock.today() + timedelta(days=50)
    seat = make.BoardSeatFactory(
        host=world.office, writer=world.writer, ends_on=ends_on, statement_asked_at=clock.now()
    )
    run_board_clocks()
    path = link_in(newest_mail_to("writer@demo.test"))
    client.get(path)
    page = client.post(path, {"answer": answer})
    assert "Thank you" in text(page)
    assert client.get(path).status_code == 410
    seat.refresh_from_db()
    assert (seat.renewal, seat.term, seat.state) == (renewal, term, "serving")


def test_by_page_she_says_yes_and_her_desk_shows_the_board(world, writer):
    asked = board.invite_to_board(world.office, world.writer, by=world.user["director"])
    assert "Career Office would like you on its board" in text(writer.get(at("writer_desk")))
    page = writer.post(at("board_answer", asked.key), {"answer": "yes"}, follow=True)
    assert "Welcome. Your seat begins today." in text(page)
    assert "Boards you sit on" in text(writer.get(at("writer_desk")))
    page = writer.post(at("board_answer", asked.key), {"answer": "no"}, follow=True)
    assert "It had moved on in the meantime." in text(page)


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        ({"signature": " "}, 422, "error-summary"),
        ({"has_conflicts": "on", "signature": "M."}, 422, "Say what there is to declare."),
        ({"conflicts": "My sister.", "signature": "M."}, 422, "Tick this box too"),
        ({"signature": "Maren Okafor"}, 302, ""),
    ],
)
def test_a_statement_is_read_and_signed(world, writer, seat, data, status, said):
    assert "I declare what I know." in text(writer.get(at("board_statement", seat.key)))
    page = writer.post(at("board_statement", seat.key), data)
    assert (page.status_code, said in text(page)) == (status, True)
    assert ConflictStatement.objects.exists() == (status == 302)
    if status == 302:
        assert writer.get(at("board_statement", seat.key)).status_code == 302


def test_who_leaves_chooses_a_reason(world, writer, seat):
    assert writer.post(at("board_seat_end", seat.key), {}).status_code == 422
    writer.post(at("board_seat_end", seat.key), {"reason": "conflict"})
    seat.refresh_from_db()
    assert (seat.state, seat.reason) == ("ended", "conflict")
    deliver()
    office = [mail.subject for mail in mails_to("director@demo.edu")]
    assert office == ["Fill a seat on your board: Maren Okafor does not sit there"]


def test_a_seat_opens_for_nobody_else(world, client, seat):
    for who in ("writer2", "other", "professor"):
        client.force_login(world.user[who])
        for name in ("board_seat", "board_statement", "board_seat_end"):
            assert client.get(at(name, seat.key)).status_code == 404
        for name in ("board_answer", "board_renew"):
            assert client.post(at(name, seat.key), {"answer": "yes"}).status_code == 404
