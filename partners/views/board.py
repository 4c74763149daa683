"""The Career Services Board, as an office looks after it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerlink.audit.machines import Stale
from careerlink.web import clock
from partners.actions import board as actions
from partners.forms.board import BoardForm, OpeningForm, SeatInvitationForm
from partners.models import BoardSeat
from partners.permissions import board as doors
from partners.queries import board as queries
from partners.queries.offers import fees_of
from partners.views.desks import posted

Renewal = BoardSeat.Renewal


@require_safe
def board(request, slug):
    host = doors.get_board_room(request.user, slug)
    return _page(request, host, OpeningForm(host=host))


def _page(request, host, form, status=200):
    """The page of the board; until it is turned on, one line that says what it is."""
    found, may_change = queries.board_of(host), doors.may_change_board(request.user, host)
    if found is None:
        return render(request, "partners/board/off.html", {"host": host, "may_change": may_change})
    seats = queries.seats_of(host)
    serving = [seat for seat in seats if seat.state == BoardSeat.State.SERVING]
    context = {
        "host": host,
        "board": found,
        "seats": seats,
        "chair": next((seat for seat in serving if seat.is_chair), None),
        "may_pass_chair": may_change and bool(serving),
        "serving": serving,
        "free": max(0, found.size - len(seats)),
        "unsigned": sum(not seat.is_signed for seat in serving),
        "silent": sum(seat.renewal == Renewal.ASKED for seat in serving),
        "year": queries.year_of(host),
        "openings": queries.openings_of(host),
        "past": queries.past_seats(host),
        "form": form,
        "may_change": may_change,
    }
    return render(request, "partners/board/board.html", context, status=status)


@require_POST
def board_on(request, slug):
    host = doors.get_board_room_to_change(request.user, slug)
    actions.open_board(host, by=request.user)
    messages.success(request, _("Your board is there. Publish an opening, or invite a writer you know."))
    return redirect("board", host.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def board_settings(request, slug):
    host = doors.get_board_room_to_change(request.user, slug)
    found = queries.board_of(host)
    if found is None:
        return redirect("board", host.slug)
    form = BoardForm.of(found, posted(request))
    if request.method == "POST" and form.is_valid():
        actions.change_board(found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Kept. Terms that run keep their end."))
        return redirect("board", host.slug)
    context = {"host": host, "form": form, "may_close": doors.may_close_board(request.user, host)}
    return render(request, "partners/board/settings.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def board_close(request, slug):
    host = doors.get_board_room_to_close(request.user, slug)
    if request.method == "POST":
        actions.close_board(host, by=request.user)
        messages.success(request, _("The board is closed. Everybody who sat on it gets a word of thanks."))
        return redirect("board", host.slug)
    return render(request, "partners/board/close.html", {"host": host, "seats": queries.seats_of(host)})


@require_safe
def board_roster(request, slug):
    """One page to print: names, roles and terms, no addresses."""
    host = doors.get_board_room(request.user, slug)
    found = queries.board_of(host)
    if found is None:
        return redirect("board", host.slug)
    seats = [seat for seat in queries.seats_of(host) if seat.state == BoardSeat.State.SERVING]
    context = {
        "host": host,
        "board": found,
        "seats": seats,
        "year": queries.year_of(host),
        "today": clock.today(host.zone),
    }
    return render(request, "partners/board/roster.html", context)


@require_POST
def board_opening(request, slug):
    host = doors.get_board_room_to_change(request.user, slug)
    form = OpeningForm(request.POST, host=host)
    if form.is_valid():
        try:
            need = actions.publish_opening(host, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Published. Writers see it now, and apply with an offer."))
            return redirect("need", need.key)
    return _page(request, host, form, status=422)


@require_POST
def board_chair(request, slug):
    """Pass the chair: `chair` is the key of a seat or "" for nobody, `was` who chaired on the page."""
    host = doors.get_board_room_to_change(request.user, slug)
    serving = {seat.key: seat for seat in queries.seats_of(host) if seat.state == BoardSeat.State.SERVING}
    to, was = request.POST.get("chair", ""), request.POST.get("was", "")
    try:
        if (to and to not in serving) or (was and was not in serving):
            raise Stale("somebody does not serve any more")
        actions.pass_chair(host, serving.get(to), by=request.user, was=serving.get(was))
    except Stale:
        messages.warning(request, _("The board had changed in the meantime. Here is how it stands."))
    else:
        messages.success(request, _("The chair is passed on."))
    return redirect("board", host.slug)


@require_safe
def board_invite(request, slug):
    """Whom to ask: writers who work with the office, each with what she charges elsewhere."""
    host = doors.get_board_room_to_change(request.user, slug)
    writers = queries.writers_to_invite(host)
    fees = fees_of(writers)
    rows = [{"writer": writer, "fees": fees.get(writer.pk, "")} for writer in writers]
    return render(request, "partners/board/invite.html", {"host": host, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def board_invite_writer(request, slug, writer_slug):
    host = doors.get_board_room_to_change(request.user, slug)
    writer = doors.get_writer_to_seat(request.user, host, writer_slug)
    form = SeatInvitationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            seat = actions.invite_to_board(host, writer, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The invitation is on its way to %(writer)s.") % {"writer": writer.name})
            return redirect(seat)
    context = {
        "host": host,
        "writer": writer,
        "form": form,
        "fees": fees_of([writer]).get(writer.pk, ""),
        "board": queries.board_of(host),
    }
    return render(request, "partners/board/invite_writer.html", context, status=422 if form.errors else 200)
