"""Seats on boards and statements about conflicts of interest: in a person's export, her erasure, and retention."""

from datetime import timedelta

from django.db import transaction

from careerlink.accounts.models import User
from careerlink.web import clock
from partners.actions.board_ends import end_seats_of
from partners.models import BoardSeat, ConflictStatement, Writer

STATEMENTS_KEPT = timedelta(days=3 * 365)  # the words of a statement, after the seat has ended
ERASED = "-"  # something was declared, and what it was is gone


def export_seats(user: User) -> dict:
    """Where she sat, for how long, and what she signed there."""
    seats = BoardSeat.objects.filter(writer__user=user).select_related("host__institution").order_by("id")
    rows = [_seat(seat) for seat in seats.prefetch_related("statements__text")]
    return {"seats": rows} if rows else {}


def _seat(seat: BoardSeat) -> dict:
    return {
        "board of": str(seat.host),
        "state": str(seat.get_state_display()),
        "chairs": seat.is_chair,
        "term": seat.term,
        "begins": seat.starts_on,
        "ends": seat.ends_on,
        "why it ended": str(seat.get_reason_display()) if seat.reason else "",
        "what they wrote to you": seat.message,
        "statements": [
            {
                "year": one.year,
                "version of the text": one.text.version,
                "something to declare": one.has_conflicts,
                "what": one.conflicts,
                "signed as": one.signature,
                "signed on": one.signed_at,
            }
            for one in seat.statements.all()
        ],
    }


@transaction.atomic
def erase_seats(user: User) -> None:
    """Her seats end; words, notes and signatures are blanked. Who sat where and when stays without a name, so that
    the records of the offices stay true. May run twice.
    """
    for writer in Writer.objects.filter(user=user):
        end_seats_of(writer)
    BoardSeat.objects.filter(writer__user=user).update(message="", private_note="")
    _blank(ConflictStatement.objects.filter(seat__writer__user=user))


def forget_statements() -> int:
    """Blank the words of statements, and notes, some years after the seat has ended. Returns how many statements."""
    old = BoardSeat.objects.filter(state=BoardSeat.State.ENDED, ended_at__lt=clock.now() - STATEMENTS_KEPT)
    old.exclude(message="", private_note="").update(message="", private_note="")
    return _blank(ConflictStatement.objects.filter(seat__in=old))


def _blank(statements) -> int:
    """That it was signed and under which version stays; the name and what was declared go."""
    ids = list(statements.exclude(signature="").values_list("pk", flat=True)[:1000])
    rows = ConflictStatement.objects.filter(pk__in=ids)
    rows.filter(has_conflicts=True).update(conflicts=ERASED)
    return rows.update(signature="")
