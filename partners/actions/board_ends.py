"""Out of a seat on a Career Services Board: left, released, over; and the lock under which all of it happens."""

from django.db import transaction

from careerlink.accounts.models import User
from careerlink.audit.machines import Stale
from careerlink.outbox.actions import call_off
from careerlink.web import clock
from partners.actions.engagements import note_answer, note_moot
from partners.actions.offers import lock_host
from partners.emails import board as emails
from partners.models import BoardSeat, Host, Writer
from partners.queries import board as queries

Reason = BoardSeat.Reason
# Ends after which the work counts as done; after all others it was called off.
SERVED = (Reason.TERM_OVER, Reason.RESIGNED, Reason.BOARD_CLOSED)


@transaction.atomic
def leave_board(seat: BoardSeat, *, by: User, reason: str) -> None:
    """The writer leaves before the end of her term; the office is told at once. Raises Stale or NoSuchMove."""
    seat = hold_seat(seat)
    seat.machine.find("renew", seat.state)  # only who serves can leave
    end_seat(seat, reason, by=by)


@transaction.atomic
def release_seat(seat: BoardSeat, *, by: User, reason: str = Reason.RELEASED, note: str = "") -> None:
    """The office takes an invitation back, or releases a writer before the end of her term. The note stays with
    the office. Raises Stale or NoSuchMove.
    """
    before, seat = seat.state, hold_seat(seat)
    if seat.state != before:
        raise Stale("the seat had moved on")
    if before == BoardSeat.State.PROPOSED:
        reason = Reason.WITHDRAWN
    end_seat(seat, reason, by=by, private_note=note)


@transaction.atomic
def end_seats_of(writer: Writer, reason: str = Reason.NOT_HERE) -> int:
    """A writer may no longer take part: all her seats and invitations end. Returns how many."""
    seats = BoardSeat.objects.filter(writer=writer, state__in=queries.OPEN).select_related("host", "writer__user")
    rows = list(seats.order_by("host_id"))
    for seat in rows:
        end_seat(hold_seat(seat), reason, by=None)
    return len(rows)


def withdraw_invitations(host: Host, *, by: User | None) -> int:
    """Take all invitations to the board back. Returns how many. To be called with the host locked."""
    invited = [seat for seat in _open_seats(host) if seat.state == BoardSeat.State.PROPOSED]
    for seat in invited:
        end_seat(seat, Reason.WITHDRAWN, by=by)
    return len(invited)


def end_seats_at(host: Host, *, by: User | None) -> int:
    """The board is closed: invitations are taken back, and who serves is thanked. Returns how many served. To be
    called with the host locked.
    """
    withdraw_invitations(host, by=by)
    seats = _open_seats(host)
    for seat in seats:
        end_seat(seat, Reason.BOARD_CLOSED, by=by)
    return len(seats)


def end_seat(seat: BoardSeat, reason: str, *, by: User | None, **fields) -> None:
    """One of the ends of a seat that is held: its clock and its planned mail stop, its work is done or called
    off, and the other side is told. Raises NoSuchMove or Stale.
    """
    was_serving = seat.state == BoardSeat.State.SERVING
    seat.machine.find("end", seat.state)
    # Before the move, which takes a reason of its own for the trail: no seat ends without saying why.
    BoardSeat.objects.filter(pk=seat.pk, state=seat.state).update(reason=reason)
    seat.move("end", by=by, reason=reason, due_at=None, ended_at=clock.now(), **fields)
    seat.reason = reason
    call_off(seat, "the seat has ended")
    if was_serving:
        _end_work(seat, reason)
    elif reason == Reason.DECLINED:
        note_answer(seat.writer, "no", about=seat)
    elif reason != Reason.NO_ANSWER:
        note_moot(seat)
    emails.tell_about_end(seat)


def _end_work(seat: BoardSeat, reason: str) -> None:
    engagement = queries.engagement_of(seat)
    if engagement is not None:
        engagement.move("finish" if reason in SERVED else "cancel")


def hold_seat(seat: BoardSeat) -> BoardSeat:
    """The seat as it is now, with its host locked until the transaction ends: everything about one board
    happens one after the other. Host before writer, as everywhere.
    """
    host = lock_host(seat.host)
    fresh = BoardSeat.objects.select_related("writer__user", "offer").get(pk=seat.pk)
    fresh.host = host
    return fresh


def _open_seats(host: Host) -> list[BoardSeat]:
    rows = BoardSeat.objects.filter(host=host, state__in=queries.OPEN).select_related("writer__user")
    seats = list(rows.order_by("id"))
    for seat in seats:
        seat.host = host
    return seats
