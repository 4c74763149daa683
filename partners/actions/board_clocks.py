"""Time on a Career Services Board: terms that end, invitations without an answer, what is asked each year."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from careerlink.audit import trail
from careerlink.web import clock, links
from partners import clocks
from partners.actions.board_ends import end_seat, hold_seat
from partners.emails import board as emails
from partners.models import Board, BoardSeat
from partners.queries import board as queries

BATCH = 200


def run_board_clocks() -> int:
    """What is due on any board? Returns how many seats were dealt with; each is its own transaction, and a second
    run finds nothing more to do.
    """
    return (
        _each(queries.seats_due(), _end)
        + _each(queries.terms_to_ask(), _ask_whether_she_stays)
        + _each(queries.statements_to_ask(), _ask_for_statement)
    )


def _each(due: QuerySet[BoardSeat], act: Callable[[BoardSeat], bool]) -> int:
    count = 0
    for seat in due.select_related("host")[:BATCH]:
        with transaction.atomic():
            count += act(hold_seat(seat))
    return count


def _end(seat: BoardSeat) -> bool:
    """Silence ends an invitation and a term. Somebody may have answered a moment ago."""
    if seat.due_at is None or seat.due_at > clock.now():
        return False
    was_invited = seat.state == BoardSeat.State.PROPOSED
    end_seat(seat, BoardSeat.Reason.NO_ANSWER if was_invited else BoardSeat.Reason.TERM_OVER, by=None)
    return True


def _ask_whether_she_stays(seat: BoardSeat) -> bool:
    """60 days before the end: another term? Where the limit allows none, thanks instead of a question."""
    now = clock.now()
    if seat.state != BoardSeat.State.SERVING or seat.renewal_asked_at or seat.due_at <= now:
        return False
    if not queries.may_stay(Board.objects.get(host=seat.host), seat):
        _note(seat, "thanked", renewal_asked_at=now)
        emails.thank_writer(seat)
        return True
    _note(seat, "ask_renewal", renewal_asked_at=now, renewal=BoardSeat.Renewal.ASKED)
    link = links.make("board-renewal", about=seat.key, address=seat.writer.user.email, lasts=seat.due_at - now)
    emails.ask_renewal(seat, link)
    reminder = seat.due_at - timedelta(days=clocks.BOARD_RENEWAL_REMINDER)
    if reminder > now:
        emails.plan_reminder_of_renewal(seat, link, send_after=reminder)
    return True


def _ask_for_statement(seat: BoardSeat) -> bool:
    """Each January, and 30 days after a term began: this year's statement about conflicts of interest."""
    if seat.state != BoardSeat.State.SERVING:
        return False
    now, year = clock.now(), queries.statement_year()
    _note(seat, "ask_statement", statement_asked_at=now)
    emails.ask_statement(seat, year)
    emails.plan_reminder_of_statement(seat, year, send_after=now + timedelta(days=clocks.BOARD_STATEMENT_REMINDER))
    return True


def _note(seat: BoardSeat, event: str, **fields) -> None:
    BoardSeat.objects.filter(pk=seat.pk).update(**fields)
    for name, value in fields.items():
        setattr(seat, name, value)
    trail.record(seat, event, **seat.concerns())
