"""Inviting the writers who fit a shift best."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from careerlink.web import clock
from careerlink.web.later import later
from events import clocks
from events.actions.invitations import invite_writers
from events.forms.seats import AskForm
from events.permissions import places as permissions
from events.queries import suggested as queries
from events.queries.words import span
from partners.queries.suggested import age_words, is_stale, may_ring
from partners.views.asking import ticked, who_is_asked
from partners.views.desks import posted


@require_http_methods(["GET", "HEAD", "POST"])
def shift_ask(request, key):
    """Whom to invite to a shift: the best are ticked where the link says how many; who gets what, and until when."""
    shift = permissions.get_shift_to_ask(request.user, key)
    suggested = queries.suggested_for(shift)
    # After a second click they are asked already, and nobody is asked twice.
    known = queries.asked_already(shift) if request.method == "POST" else []
    form = AskForm(posted(request), suggested=[*suggested, *known], shift=shift)
    if request.method == "POST" and form.is_valid():
        try:
            asked = invite_writers(shift, form.cleaned_data["writer"], by=request.user, expires_at=form.expires_at)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, who_is_asked([place.writer for place in asked]))
            return redirect(shift.role.event)
    if may_ring(shift):
        later("events.tasks.rank_event", shift.role.event_id)
    return _choose(request, shift, form, suggested)


def _choose(request, shift, form, suggested):
    event = shift.role.event
    request.here = event.host
    chosen = ticked(request, suggested)
    context = {
        "shift": shift,
        "event": event,
        "host": event.host,
        "span": span(shift.starts_at, shift.ends_at, event.zone),
        "free": max(shift.role.most - shift.taken, 0),
        "form": form,
        "rows": [(one, one.writer.slug in chosen) for one in suggested],
        "is_known": not suggested and queries.is_known(shift),
        "ticked": len(chosen),
        "until": clocks.invited_until(clock.now(), event.closes_at),
        "age": age_words(shift.ranked_at),
        "is_stale": is_stale(shift),
    }
    return render(request, "events/seats/ask.html", context, status=422 if form.errors else 200)
