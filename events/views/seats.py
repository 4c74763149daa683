"""How a writer finds a shift and takes it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careerlink.web.pages import PARAMETER
from events.actions import seats as actions
from events.models import Assignment
from events.permissions import places as permissions
from events.queries import load, takeable
from events.queries.shift_page import shift_page
from events.queries.tabs import writer_tabs

S = Assignment.State


@require_safe
def shifts_to_take(request):
    """What she can take now; the rest with why, when she asks."""
    request.here = writer = permissions.get_writer_who_takes(request.user)
    cursor, shows_rest = request.GET.get(PARAMETER, ""), request.GET.get("all") == "1"
    if shows_rest:
        page, hidden = takeable.hidden_page(writer, cursor), ""
    else:
        page, hidden = takeable.takeable_page(writer, cursor)
    context = {
        "writer": writer,
        "tabs": writer_tabs(writer, "shifts_to_take"),
        "page": page.within(request.GET),
        "hidden": hidden,
        "shows_rest": shows_rest,
    }
    return render(request, "events/seats/list.html", context)


@require_safe
def shift(request, key):
    """One shift before she takes it: what, when, where, what stands in the way, and what else she has around it."""
    found = permissions.get_shift_to_take(request.user, key)
    return _shift_page(request, found)


def _shift_page(request, found, problems=(), status=200):
    request.here = writer = permissions.get_writer_who_takes(request.user)
    page = shift_page(writer, found, request.user.zone)
    context = {
        **page,
        "problems": problems or [],
        "others": load.named_around(writer, found, request.user.zone),
        "is_much": load.is_much(writer, page["number"]),
    }
    return render(request, "events/seats/shift.html", context, status=status)


@require_POST
def shift_take(request, key):
    """Take it, or ask for it where the role wants a yes."""
    found = permissions.find_shift_to_take(request.user, key)
    writer = permissions.get_writer_who_takes(request.user)
    try:
        place = actions.give_place(found, writer, by=request.user, how=Assignment.How.SELF)
    except ValidationError as error:
        return _shift_page(request, permissions.get_shift_to_take(request.user, key), error.messages, status=422)
    messages.success(request, _said(place))
    return redirect(place)


def _said(place) -> str:
    return {
        S.CONFIRMED: _("The place is yours. When and where is in your mail."),
        S.REQUESTED: _("You asked for it. You hear as soon as somebody has decided."),
        S.WAITLISTED: _("You are on the waiting list."),
        S.INVITED: _("You are invited to this: say yes or no here."),
        S.HELD: _("It is kept for you: say yes or no here."),
    }.get(place.state, _("You have this place."))


@require_POST
def shift_wait(request, key):
    """Join the waiting list."""
    found = permissions.find_shift_to_take(request.user, key)
    writer = permissions.get_writer_who_takes(request.user)
    try:
        place = actions.join_waiting_list(found, writer, by=request.user)
    except ValidationError as error:
        return _shift_page(request, permissions.get_shift_to_take(request.user, key), error.messages, status=422)
    messages.success(request, _said(place))
    return redirect(place)
