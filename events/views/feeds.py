"""A person's own calendar: the page about it, and the calendar itself for programs that fetch it."""

import hashlib

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events.actions import feeds as actions
from events.permissions import feeds as permissions
from events.queries import feeds as queries
from events.queries.calendars import as_text

# Programs ask every quarter of an hour; one server of a large provider asks for many people.
RATES = {"read": "60/h/key", "guess": "30/m/ip"}


@require_safe
def calendar(request):
    feed = permissions.own_feed(request.user)
    context = {"feed": feed, "address": queries.address_of(feed) if feed else ""}
    return render(request, "events/calendars/calendar.html", context)


@require_POST
def calendar_on(request):
    actions.turn_on(request.user)
    messages.success(request, _("Your calendar has an address now. Give it to the program you use."))
    return redirect("calendar")


@require_POST
def calendar_reset(request):
    actions.change_address(request.user)
    messages.success(request, _("The old address opens nothing any more. Give the new one to your program."))
    return redirect("calendar")


@require_POST
def calendar_off(request):
    actions.turn_off(request.user)
    messages.success(request, _("Your calendar is off; its address opens nothing any more."))
    return redirect("calendar")


@login_not_required
@require_safe
def calendar_feed(request, token):
    feed = permissions.feed_at(token)
    action, key = ("read", feed.nonce) if feed else ("guess", None)
    if not ratelimit.consume(request, app="events", action=action, config=RATES, key=key, limit_get=True):
        return HttpResponse(status=429, headers={"Retry-After": "3600"})
    if feed is None:
        raise Http404
    entries = queries.entries_of(feed.user)
    text = as_text(entries, name=_("CareerLink"))
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    headers = {
        "Content-Disposition": 'inline; filename="places.ics"',
        "X-Robots-Tag": "noindex",
        "ETag": etag,
        "Last-Modified": http_date(max([feed.made_at, *(entry.changed_at for entry in entries)]).timestamp()),
    }
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)
    return get_conditional_response(request, etag=etag, response=answer)
