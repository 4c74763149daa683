"""One seat on a board: as the office sees it, and as the writer who sits there."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerlink.accounts.queries import text_in_force
from careerlink.audit.machines import NoSuchMove, Stale
from partners.actions import board as actions
from partners.actions import board_ends
from partners.forms.board import LeaveBoardForm, ReleaseForm, StatementForm
from partners.models import BoardSeat
from partners.permissions import board as doors
from partners.permissions.desks import own_writer
from partners.queries import board as queries
from partners.queries.offers import fees_of
from partners.views.desks import posted

State = BoardSeat.State


def told_when_over(view):
    """Say in a sentence that the seat had moved on before this click, or what stands against it."""

    @wraps(view)
    def answer(request, key):
        try:
            return view(request, key)
        except (Stale, NoSuchMove):
            messages.warning(request, _("It had moved on in the meantime. Here is how it stands."))
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        return redirect("board_seat", key)

    return answer


@require_safe
def board_seat(request, key):
    seat = doors.get_seat_to_read(request.user, key)
    as_writer = doors.is_own_seat(request.user, seat)
    request.here = own_writer(request.user) if as_writer else seat.host
    year, statements = queries.year_of(seat.host), queries.statements_of(seat)
    may_change = not as_writer and doors.may_change_board(request.user, seat.host)
    is_open = seat.state in queries.OPEN
    context = {
        "seat": seat,
        "host": seat.host,
        "board": getattr(seat.host, "board", None),
        "as_writer": as_writer,
        "year": year,
        "statements": statements,
        "is_signed": any(one.year == year for one in statements),
        "may_read": doors.may_read_statements(request.user, seat),
        "may_sign": doors.may_sign(request.user, seat) and not any(one.year == year for one in statements),
        "may_answer": as_writer and seat.state == State.PROPOSED,
        "may_renew": as_writer and seat.state == State.SERVING and seat.renewal in ("asked", "no"),
        "may_leave": as_writer and seat.state == State.SERVING,
        "may_end": may_change and is_open,
        "fees": "" if as_writer else fees_of([seat.writer]).get(seat.writer_id, ""),
    }
    return render(request, "partners/board/seat.html", context)


@require_POST
@told_when_over
def board_answer(request, key):
    """Yes or no to an invitation."""
    seat = doors.get_own_seat(request.user, key)
    if request.POST.get("answer") == "yes":
        actions.accept_seat(seat, by=request.user)
        messages.success(request, _("Welcome. Your seat begins today."))
    elif request.POST.get("answer") == "no":
        actions.decline_seat(seat, by=request.user)
        messages.success(request, _("You said no. The office is told kindly."))
    return redirect(seat)


@require_POST
@told_when_over
def board_renew(request, key):
    """Another term, or not."""
    seat = doors.get_own_seat(request.user, key)
    if request.POST.get("answer") in ("yes", "no"):
        stays = request.POST["answer"] == "yes"
        actions.answer_renewal(seat, by=request.user, stays=stays)
        messages.success(request, thanks_for(stays))
    return redirect(seat)


def thanks_for(stays: bool) -> str:
    """What she reads after her answer."""
    return _("Thank you for staying.") if stays else _("Thank you. Your seat ends on its day.")


@require_http_methods(["GET", "HEAD", "POST"])
@told_when_over
def board_statement(request, key):
    seat = doors.get_own_seat(request.user, key)
    request.here = own_writer(request.user)
    year = queries.year_of(seat.host)
    if not doors.may_sign(request.user, seat) or any(one.year == year for one in queries.statements_of(seat)):
        return redirect(seat)
    form = StatementForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actions.sign_statement(seat, by=request.user, **form.cleaned_data)
        messages.success(request, _("Signed. We ask again next January."))
        return redirect(seat)
    context = {"seat": seat, "host": seat.host, "year": year, "text": text_in_force("conflict"), "form": form}
    return render(request, "partners/board/statement.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@told_when_over
def board_seat_end(request, key):
    """The writer leaves; or the office takes an invitation back or releases her."""
    seat = doors.get_seat_to_end(request.user, key)
    as_writer = doors.is_own_seat(request.user, seat)
    request.here = own_writer(request.user) if as_writer else seat.host
    if seat.state not in ((State.SERVING,) if as_writer else queries.OPEN):
        return redirect(seat)
    form = (LeaveBoardForm if as_writer else ReleaseForm)(posted(request))
    is_invitation = seat.state == State.PROPOSED
    if request.method == "POST" and (is_invitation or form.is_valid()):
        _end(request, seat, as_writer, {} if is_invitation else form.cleaned_data)
        return redirect(seat)
    context = {"seat": seat, "host": seat.host, "as_writer": as_writer, "form": None if is_invitation else form}
    return render(request, "partners/board/end.html", context, status=422 if request.method == "POST" else 200)


def _end(request, seat, as_writer, facts):
    if as_writer:
        board_ends.leave_board(seat, by=request.user, **facts)
        messages.success(request, _("You have left the board. Thank you for your time; the office is told."))
    else:
        board_ends.release_seat(seat, by=request.user, **facts)
        messages.success(request, _("Done. The writer gets a kind mail, without your note."))
