import pytest

from careerlink.outbox import secrets
from careerlink.outbox.actions import queue_mail
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import OutgoingMail
from partners.actions import board, board_ends
from partners.emails import board as emails
from partners.models import BoardSeat
from tests import factories as make

KINDS = sorted(kind for kind in kinds if kind.startswith("board_"))
LINK = "https://link.test/go/x"


def write(kind: str, seat: BoardSeat, **context) -> OutgoingMail:
    secret = {"link": LINK} if "invited" in kind or kind.startswith("board_renewal") else None
    queue_mail(
        kind, key=kind, to=seat.writer.user.email, about=seat, scope=seat.host.key,
        context={"year": 2026, **context}, secret=secret,
    )  # fmt: skip
    return OutgoingMail.objects.select_related("mailbox").get(kind=kind)


def test_a_board_has_these_mails():
    assert KINDS == [
        "board_answered",
        "board_chair",
        "board_ended",
        "board_ended_office",
        "board_invited",
        "board_invited_reminder",
        "board_renewal",
        "board_renewal_answered",
        "board_renewal_reminder",
        "board_seated",
        "board_statement",
        "board_statement_reminder",
        "board_thanks",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_mail_can_be_read_in_both_forms(world, kind):
    seat = make.BoardSeatFactory(
        host=world.office, writer=world.writer, message="You <b>know</b> our nurses.", reason="conflict"
    )
    mail = write(kind, seat)
    letter = kinds[kind].render(mail)
    assert letter.subject
    assert "You get this because" in letter.text
    assert "http" in letter.text
    assert (LINK in letter.text) == bool(secrets.read(mail)) or kind == "board_renewal_answered"
    assert "<b>know</b>" not in letter.html
    assert "%(" not in letter.subject + letter.text + letter.html


@pytest.mark.parametrize("reason", emails.TELL_WRITER)
def test_every_end_has_a_sentence_for_the_writer(world, reason):
    seat = make.BoardSeatFactory(host=world.office, writer=world.writer, reason=reason, private_note="canary-note")
    letter = kinds["board_ended"].render(write("board_ended", seat))
    assert "canary-note" not in letter.text + letter.html
    assert ("Thank you" in letter.subject) == (reason not in ("withdrawn", "no_answer"))


@pytest.mark.parametrize("reason", emails.TELL_OFFICE)
def test_every_end_has_a_sentence_for_the_office(world, reason):
    seat = make.BoardSeatFactory(host=world.office, writer=world.writer, reason=reason)
    letter = kinds["board_ended_office"].render(write("board_ended_office", seat))
    assert letter.subject == "Fill a seat on your board: Maren Okafor does not sit there"


def test_mail_that_is_no_longer_true_does_not_leave(world):
    make.LegalTextFactory(slug="conflict", version=1)
    make.BoardFactory(host=world.office)
    seat = board.invite_to_board(world.office, world.writer, by=world.user["director"])
    invited = OutgoingMail.objects.get(kind="board_invited")
    assert kinds["board_invited"].still_true(invited) == ""
    seat = board.accept_seat(seat, by=world.user["writer"])
    assert kinds["board_invited"].still_true(invited) == "the seat moved on"
    assert OutgoingMail.objects.get(kind="board_invited_reminder").state == "cancelled"

    asked = write("board_statement", seat, year=board.queries.year_of(seat.host))
    assert kinds["board_statement"].still_true(asked) == ""
    board.sign_statement(seat, by=world.user["writer"], has_conflicts=False, signature="Maren Okafor")
    assert kinds["board_statement"].still_true(asked) == "the statement is signed"

    BoardSeat.objects.filter(pk=seat.pk).update(renewal="asked")
    renewal = write("board_renewal", seat)
    assert kinds["board_renewal"].still_true(renewal) == ""
    board.answer_renewal(board_ends.hold_seat(seat), by=world.user["writer"], stays=False)
    assert kinds["board_renewal"].still_true(renewal) == "the question is answered"
    thanks = write("board_thanks", seat)
    assert kinds["board_thanks"].still_true(thanks) == "the board allows another term now"
