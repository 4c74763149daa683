"""Behind the links in mails about a board: two buttons, without log-in. Opening a link changes nothing."""

from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.utils.translation import gettext as _

from careerlink.audit.machines import NoSuchMove, Stale
from partners.actions import board as actions
from partners.models import BoardSeat
from partners.permissions import board as doors
from partners.views.board_seats import thanks_for


def invitation(request, link):
    """Does she sit on the board? Yes or no, in the name of whom the mail went to."""
    seat = doors.get_seat_behind(link.about)
    context = {"seat": seat, "host": seat.host, "board": getattr(seat.host, "board", None)}
    if seat.state != BoardSeat.State.PROPOSED or not seat.host.is_approved:
        return _over(request, context)
    if request.method == "POST" and request.POST.get("answer") == "yes":
        return _do(request, context, actions.accept_seat, _("Welcome to the board"), by=seat.writer.user, link=link)
    if request.method == "POST" and request.POST.get("answer") == "no":
        return _do(
            request, context, actions.decline_seat, _("Thank you for your answer"), by=seat.writer.user, link=link
        )
    return render(request, "partners/board/link_invitation.html", context)


def renewal(request, link):
    """Does she stay for another term? Yes or no."""
    seat = doors.get_seat_behind(link.about)
    context = {"seat": seat, "host": seat.host, "board": getattr(seat.host, "board", None)}
    if seat.state != BoardSeat.State.SERVING or seat.renewal == BoardSeat.Renewal.YES or not seat.host.is_approved:
        return _over(request, context)
    answer = request.POST.get("answer") if request.method == "POST" else ""
    if answer in ("yes", "no"):
        facts = {"by": seat.writer.user, "stays": answer == "yes", "link": link}
        return _do(request, context, actions.answer_renewal, thanks_for(answer == "yes"), **facts)
    return render(request, "partners/board/link_renewal.html", context)


def _do(request, context, act, title, **facts):
    """Carry the answer out and say what is so now; what stands against it is said as well."""
    try:
        act(context["seat"], **facts)
    except (Stale, NoSuchMove):
        return _over(request, context)
    except ValidationError as error:
        return render(
            request, "partners/board/link_done.html", {**context, "title": " ".join(error.messages)}, status=409
        )
    seat = doors.get_seat_behind(context["seat"].key)
    return render(request, "partners/board/link_done.html", {**context, "seat": seat, "title": title})


def _over(request, context):
    return render(
        request, "partners/board/link_done.html", {**context, "title": _("This is settled already")}, status=410
    )
