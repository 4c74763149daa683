"""The Career Services Board: opened and closed, seats offered, taken and renewed, statements signed."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.accounts.models import User
from careerlink.accounts.queries import text_in_force
from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.outbox.actions import call_off
from careerlink.web import clock, links
from careerlink.web.models import SignedLink
from partners import clocks
from partners.actions.board_ends import end_seat, end_seats_at, hold_seat
from partners.actions.engagements import agree, note_answer, note_asked
from partners.actions.needs import make_need, withdraw_need
from partners.actions.offers import end_offer, lock_host, promote_queue
from partners.emails import board as emails
from partners.models import Board, BoardSeat, ConflictStatement, Host, Kind, Need, Offer, Writer
from partners.queries import board as queries

Renewal = BoardSeat.Renewal


# --- The board ------------------------------------------------------------------------------------


@transaction.atomic
def open_board(host: Host, *, by: User | None) -> Board:
    """Turn the board of a career office on; a second time changes nothing. Raises ValidationError."""
    host = lock_host(host)
    if not host.is_approved or not queries.has_board_room(host):
        raise ValidationError(_("A career office has a board as soon as it is approved."))
    board, made = Board.objects.get_or_create(host=host)
    if made:
        trail.record(board, "open", by=by, scope=host.key)
    return board


@transaction.atomic
def change_board(board: Board, *, by: User, **facts) -> Board:
    """Put name, purpose, number of seats or terms right; terms that run keep their end."""
    changed = [name for name, value in facts.items() if getattr(board, name) != value]
    for name in changed:
        setattr(board, name, facts[name])
    if changed:
        board.validate_constraints()
        board.save(update_fields=changed)
        trail.record(board, "change", by=by, fields=changed, scope=board.host.key)
    return board


@transaction.atomic
def close_board(host: Host, *, by: User) -> int:
    """Close the board: invitations are taken back, seats end with thanks, openings are withdrawn. Returns how
    many seats ended. What was served and signed stays on record.
    """
    host = lock_host(host)
    ended = end_seats_at(host, by=by)
    for need in queries.openings_of(host):
        withdraw_need(need, by=by)
    board = queries.board_of(host)
    if board is not None:
        trail.record(board, "close", by=by, scope=host.key)
        board.delete()
    return ended


@transaction.atomic
def publish_opening(host: Host, *, by: User, needed_on: date, how_many: int) -> Need:
    """Ask writers to apply for a seat: a request of the kind "board". Raises ValidationError."""
    board = open_board(host, by=by)
    free = board.size - queries.taken(host)
    if how_many > free:
        raise ValidationError(_no_seat(board) if free <= 0 else _only(free))
    return make_need(
        host,
        by=by,
        kind=Kind.BOARD,
        words="",
        details=_(
            "A term lasts %(years)s years, at most %(terms)s in a row. Once a year you sign a statement about "
            "conflicts of interest. The seat is unpaid."
        )
        % {"years": board.term_years, "terms": board.most_terms},
        needed_on=needed_on,
        where=Need.Where.EITHER,
        how_many=how_many,
    )


# --- Into a seat ----------------------------------------------------------------------------------


@transaction.atomic
def invite_to_board(host: Host, writer: Writer, *, by: User, message: str = "") -> BoardSeat:
    """Ask a writer on the board: she answers within 30 days with one button. A second click returns the same
    invitation. Raises ValidationError with the reason why she cannot be asked.
    """
    host = lock_host(host)
    board = open_board(host, by=by)
    own = _own_open(host, writer)
    if own is not None and own.state == BoardSeat.State.PROPOSED:
        return own
    writer = Writer.objects.select_for_update(of=("self",)).select_related("user").get(pk=writer.pk)
    term = _judge(board, host, writer, own)
    today, now = clock.today(host.zone), clock.now()
    due = now + timedelta(days=clocks.BOARD_INVITATION)
    seat = BoardSeat.objects.create(
        host=host, writer=writer, term=term, message=message, made_by=by, due_at=due,
        starts_on=today, ends_on=queries.term_end(today, board.term_years),
    )  # fmt: skip
    trail.record(seat, "invite", by=by, after=seat.state, **seat.concerns())
    note_asked(host, writer, about=seat)
    link = links.make("board-invitation", about=seat.key, address=writer.user.email, lasts=due - now)
    emails.invite_writer(seat, link)
    emails.plan_reminder_of_invitation(seat, link, send_after=now + timedelta(days=clocks.BOARD_INVITATION_REMINDER))
    return seat


@transaction.atomic
def accept_seat(seat: BoardSeat, *, by: User, link: SignedLink | None = None) -> BoardSeat:
    """Take a seat one was invited to: the term begins today. The link she came by is used up.

    Raises Stale or NoSuchMove when the invitation is over, ValidationError when there is no seat left or she
    does not take part at the moment.
    """
    seat = hold_seat(seat)
    if seat.state == BoardSeat.State.PROPOSED and seat.due_at <= clock.now():
        raise Stale("the invitation has run out")
    if not seat.host.is_approved or not seat.writer.takes_part:
        raise ValidationError(_("One of you does not take part at the moment."))
    _serve(seat, by=by)
    agree(seat.host, seat.writer, Kind.BOARD, source=seat, by=by)
    _use(link)
    _take_own_offer_back(seat, by)
    emails.tell_writer_seated(seat)
    emails.tell_office_answered(seat)
    return seat


@transaction.atomic
def decline_seat(seat: BoardSeat, *, by: User | None, link: SignedLink | None = None) -> None:
    """Say no to an invitation; the office is told kindly. The link she came by is used up."""
    seat = hold_seat(seat)
    seat.machine.find("serve", seat.state)  # only an invitation is declined
    end_seat(seat, BoardSeat.Reason.DECLINED, by=by)
    _use(link)


@transaction.atomic
def seat_applicant(offer: Offer, *, by: User | None) -> BoardSeat | None:
    """An office accepted an offer to sit on its board: she serves from today, in the transaction of the
    acceptance; an invitation that waited is fulfilled by it. None for hosts that have no board.

    Raises ValidationError when the board is full, she sits there already, or has served her terms.
    """
    if not queries.has_board_room(offer.host):
        return None
    host = lock_host(offer.host)
    board = open_board(host, by=by)
    own = _own_open(host, offer.writer)
    if own is not None and own.state == BoardSeat.State.PROPOSED:
        own.host, own.writer = host, offer.writer
        _serve(own, by=by, offer=offer)
        emails.tell_writer_seated(own)
        return own
    term = _judge(board, host, offer.writer, own)
    today = clock.today(host.zone)
    ends_on = queries.term_end(today, board.term_years)
    seat = BoardSeat.objects.create(
        host=host, writer=offer.writer, offer=offer, term=term, made_by=by, state=BoardSeat.State.SERVING,
        starts_on=today, ends_on=ends_on, due_at=clocks.end_of_day(host, ends_on),
    )  # fmt: skip
    trail.record(seat, "serve", by=by, after=seat.state, **seat.concerns())
    emails.tell_writer_seated(seat)
    return seat


def _judge(board: Board, host: Host, writer: Writer, own: BoardSeat | None) -> int:
    """Which term in a row it would be. Raises ValidationError when she cannot sit there (again)."""
    name = {"writer": writer.name}
    if own is not None:
        raise ValidationError(_("%(writer)s sits on your board already.") % name, code="sits")
    if not writer.takes_part:
        raise ValidationError(_("%(writer)s does not take part at the moment.") % name, code="writer")
    if host.members.filter(user=writer.user_id, ended_at=None).exists():
        raise ValidationError(_("%(writer)s is one of your own people.") % name, code="own")
    if queries.taken(host) >= board.size:
        raise ValidationError(_no_seat(board), code="full")
    term = queries.next_term(host, writer, clock.today(host.zone))
    if term > board.most_terms:
        words = {**name, "terms": board.most_terms}
        raise ValidationError(
            _("%(writer)s has served %(terms)s terms in a row and may come back after a year.") % words, code="terms"
        )
    return term


def _no_seat(board: Board) -> str:
    words = ngettext("The one seat is taken.", "All %(n)s seats are taken.", board.size) % {"n": board.size}
    return f"{words} {_('Raise the number of seats first.')}"


def _only(free: int) -> str:
    return ngettext("There is only %(n)s free seat.", "There are only %(n)s free seats.", free) % {"n": free}


def _own_open(host: Host, writer: Writer) -> BoardSeat | None:
    return BoardSeat.objects.filter(host=host, writer=writer, state__in=queries.OPEN).select_related("offer").first()


def _serve(seat: BoardSeat, *, by: User | None, **fields) -> None:
    """From the invitation to the seat: its term is reckoned from today."""
    board = _board(seat.host, by)
    today = clock.today(seat.host.zone)
    ends_on = queries.term_end(today, board.term_years)
    due_at = clocks.end_of_day(seat.host, ends_on)
    seat.move("serve", by=by, starts_on=today, ends_on=ends_on, due_at=due_at, **fields)
    note_answer(seat.writer, "yes", about=seat)
    call_off(seat, "the invitation was accepted")


def _take_own_offer_back(seat: BoardSeat, by: User) -> None:
    """What she had offered for the board herself needs no answer any more."""
    waiting = seat.host.offers.filter(writer=seat.writer, kind=Kind.BOARD, state__in=queries.WAITING)
    for offer in waiting.select_related("host", "writer"):
        end_offer(offer, "withdraw", by=by)
        promote_queue(seat.host)


def _board(host: Host, by: User | None) -> Board:
    return queries.board_of(host) or open_board(host, by=by)


def _use(link: SignedLink | None) -> None:
    if link is not None:
        links.use(link)


# --- While she serves -----------------------------------------------------------------------------


@transaction.atomic
def sign_statement(
    seat: BoardSeat, *, by: User, has_conflicts: bool, signature: str, conflicts: str = ""
) -> ConflictStatement:
    """Sign this year's statement under the text that is in force. A second click changes nothing.

    Raises Stale when she serves no more, ValidationError when there is something to declare and no word of it.
    """
    seat = hold_seat(seat)
    if seat.state != BoardSeat.State.SERVING:
        raise Stale("the seat has ended")
    year = queries.year_of(seat.host)
    found = ConflictStatement.objects.filter(seat=seat, year=year).first()
    if found is not None:
        return found
    text = text_in_force("conflict")
    statement = ConflictStatement(
        seat=seat, year=year, text=text, has_conflicts=has_conflicts, conflicts=conflicts if has_conflicts else "",
        signature=signature, signed_at=clock.now(),
    )  # fmt: skip
    statement.validate_constraints(exclude={"seat", "year"})
    statement.save()
    trail.record(statement, "sign", by=by, **seat.concerns())
    return statement


@transaction.atomic
def answer_renewal(seat: BoardSeat, *, by: User, stays: bool, link: SignedLink | None = None) -> BoardSeat:
    """Say whether she serves another term. Yes adds the term at once; with no the seat ends on its day, and
    until then she may still say yes. The link she came by is used up.

    Raises Stale when she was not asked, has answered yes already, or the term is over.
    """
    seat = hold_seat(seat)
    is_asked = seat.renewal in (Renewal.ASKED, Renewal.NO)
    if seat.state != BoardSeat.State.SERVING or not is_asked or seat.due_at <= clock.now():
        raise Stale("there is nothing to answer")
    board = _board(seat.host, by)
    if not stays:
        if seat.renewal == Renewal.ASKED:
            _note(seat, by=by, event="renewal_declined", renewal=Renewal.NO)
            emails.tell_office_renewal(seat)
    elif not queries.may_stay(board, seat):
        raise ValidationError(_("The board allows no further term in a row."))
    else:
        ends_on = queries.renewed_end(board, seat)
        seat.move(
            "renew", by=by, term=seat.term + 1, ends_on=ends_on, due_at=clocks.end_of_day(seat.host, ends_on),
            renewal=Renewal.YES, renewal_asked_at=None,
        )  # fmt: skip
        emails.tell_office_renewal(seat)
    _use(link)
    return seat


@transaction.atomic
def pass_chair(host: Host, seat: BoardSeat | None, *, by: User, was: BoardSeat | None) -> None:
    """Give the chair to another seat, or to nobody. `was` is who chaired on the page that this person saw.

    Raises Stale when the chair had been passed in the meantime or the seat has ended.
    """
    host = lock_host(host)
    serving = BoardSeat.objects.filter(host=host, state=BoardSeat.State.SERVING)
    chair = serving.filter(is_chair=True).first()
    if (chair and chair.pk) != (was and was.pk):
        raise Stale("the chair had been passed on")
    if chair == seat:
        return
    if chair is not None:
        _chairs(serving, chair, by, is_chair=False)
    if seat is not None:
        _chairs(serving, seat, by, is_chair=True)
        emails.tell_writer_chairs(seat)


def _chairs(serving, seat: BoardSeat, by: User, *, is_chair: bool) -> None:
    if not serving.filter(pk=seat.pk, is_chair=not is_chair).update(is_chair=is_chair):
        raise Stale("the seat had moved on")
    seat.is_chair = is_chair
    trail.record(seat, "take_chair" if is_chair else "leave_chair", by=by, **seat.concerns())


def _note(seat: BoardSeat, *, by: User | None, event: str, **fields) -> None:
    """Write fields of a seat that serves, without a move. Raises Stale when it had ended."""
    if not BoardSeat.objects.filter(pk=seat.pk, state=BoardSeat.State.SERVING).update(**fields):
        raise Stale("the seat has ended")
    for name, value in fields.items():
        setattr(seat, name, value)
    trail.record(seat, event, by=by, **seat.concerns())
