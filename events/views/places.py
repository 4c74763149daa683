"""The page of a place, and everything that its writer or the host does there."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.audit.trail import disclose
from events.actions import invitations, place_ends
from events.actions import seats as actions
from events.permissions import places as permissions
from events.permissions.day import day_page
from events.permissions.proofs import may_certify
from events.queries.timelines import place_timeline, standing
from events.queries.words import when, where
from partners.queries.offers import fees_of

MOVED_ON = gettext_lazy("It had moved on in the meantime. Here is how it stands.")


@require_safe
def place(request, key):
    return place_page(request, permissions.get_place_to_read(request.user, key))


def place_page(request, place, problems=(), status=200):
    """The page with all that this person can do there now."""
    user, host = request.user, place.event.host
    is_own = permissions.is_own(user, place)
    request.here = place.writer if is_own else host
    shows_contact = not is_own and permissions.may_see_contact_at(user, place)
    if shows_contact:
        disclose(
            place, what="contact", right="partnership", seen_by=user, person_id=place.writer.user_id, scope=host.key
        )
    may_decide = permissions.may_decide(user, place)
    context = {
        "place": place,
        "event": place.event,
        "host": host,
        "fees": fees_of([place.writer]).get(place.writer_id, "") if may_decide else "",
        "is_own": is_own,
        "problems": problems,
        "standing": standing(place, for_host=not is_own),
        "when": when(place.shift, user.zone),
        "where": where(place.event, takes_part=place.state in place.COMING or not is_own),
        "shows_contact": shows_contact,
        "may_answer": permissions.may_answer(user, place),
        "may_leave": permissions.may_leave(user, place),
        "may_decide": may_decide,
        "may_refuse": permissions.may_refuse(user, place),
        "may_take_back": permissions.may_take_back(user, place),
        "may_call_off": permissions.may_call_off(user, place),
        "may_certify": may_certify(user, place),
        "day_page": day_page(user, place),
        "items": place_timeline(place, zone=user.zone if is_own else place.event.zone, for_host=not is_own),
    }
    return render(request, "events/places/place.html", context, status=status)


def _do(request, place, act, said):
    """Carry it out and say so; what stands in the way is said on the page, what had moved on is shown as it is."""
    try:
        act(place, by=request.user)
    except ValidationError as error:
        return place_page(request, place, error.messages, status=422)
    except (Stale, NoSuchMove):
        messages.info(request, MOVED_ON)
    else:
        messages.success(request, said)
    return redirect(place)


@require_POST
def place_accept(request, key):
    place = permissions.get_own_place(request.user, key)
    return _do(request, place, actions.accept, _("The place is yours. When and where is in your mail."))


@require_POST
def place_leave(request, key):
    """Say no to an invitation or a kept seat, leave the list, take a request back, or give a place back."""
    place = permissions.get_own_place(request.user, key)
    said = {
        place.State.INVITED: _("You said no, kindly. They know."),
        place.State.HELD: _("You said no. It goes to the next."),
        place.State.WAITLISTED: _("You left the waiting list."),
        place.State.REQUESTED: _("You took it back."),
    }.get(place.state, _("You gave it back. They know, and whoever waits is next."))
    return _do(request, place, actions.leave, said)


@require_POST
def place_approve(request, key):
    place = permissions.get_place_to_decide(request.user, key)
    return _do(request, place, actions.approve, _("Confirmed. A mail tells when and where."))


@require_POST
def place_refuse(request, key):
    place = permissions.get_place_to_decide(request.user, key)
    return _do(request, place, actions.refuse, _("Not this time. A kind mail says so."))


@require_POST
def place_take_back(request, key):
    place = permissions.get_place_to_decide(request.user, key)
    return _do(request, place, invitations.take_back, _("The invitation is taken back. A mail says so."))


@require_POST
def place_call_off(request, key):
    place = permissions.get_place_to_decide(request.user, key)
    return _do(
        request, place, place_ends.call_off, _("Called off. The writer is told at once, and that time is free again.")
    )
