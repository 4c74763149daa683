"""A writer says that it was otherwise: that she was there, or that the host was not."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.web import clock
from events.actions.seats import hold_place
from events.emails import day as emails
from events.models import Assignment
from events.queries.day import may_contest, may_miss_host
from partners.actions import engagements as work
from partners.actions.reports import report_host

S = Assignment.State


@transaction.atomic
def contest(place: Assignment, *, by: User, words: str) -> Assignment:
    """She was there, although she is noted as missing: the host hears it and has 7 days. A second click changes
    nothing. Raises Stale when it is too late or no longer says so.
    """
    place = hold_place(place)
    if place.state == S.NO_SHOW and place.contested_at:
        return place
    if not may_contest(place):
        raise Stale(f"the place is {place.state}")
    _write(place, "contest", by=by, note=words, contested_at=clock.now(), contest=words)
    emails.tell_contested(place)
    return place


@transaction.atomic
def keep_no_show(place: Assignment, *, by: User, words: str) -> Assignment:
    """The host stays with it and says why; the writer is told. Putting it right instead is `day.record`.
    A second click changes nothing. Raises ValidationError, Stale.
    """
    place = hold_place(place)
    if place.state != S.NO_SHOW or not place.contested_at:
        raise Stale(f"the place is {place.state}")
    if place.contest_settled_at:
        return place
    if not words:
        raise ValidationError({"words": _("Say why: the writer reads it.")})
    _write(place, "keep", by=by, note=words, contest_settled_at=clock.now())
    emails.tell_kept(place)
    return place


@transaction.atomic
def end_silence(place: Assignment) -> None:
    """The host has not answered within 7 days: nobody knows, and nobody is noted as missing. Raises Stale."""
    place = hold_place(place)
    if place.state != S.NO_SHOW or not place.contested_at or place.contest_settled_at:
        raise Stale(f"the place is {place.state}")
    place.move("clear", contest_settled_at=clock.now())
    work.settle_work(place, is_done=True, by=None)
    emails.tell_recorded(place, S.NO_SHOW)


@transaction.atomic
def miss_host(place: Assignment, *, by: User, words: str) -> Assignment:
    """She came and nobody of the host was there: its coordinator is told, and the moderators. A second click changes
    nothing. Raises Stale.
    """
    place = hold_place(place)
    if place.state == S.HOST_NO_SHOW:
        return place
    if not may_miss_host(place):
        raise Stale(f"the place is {place.state}")
    place.move("host_no_show", by=by, note=words, seat=None, due_at=None)
    work.settle_work(place, is_done=False, by=by)
    event = place.event
    said = _("Not there: %(event)s. %(words)s") % {"event": event.title, "words": words}
    report_host(event.host, by=by, about="other", text=said)
    emails.tell_host_missing(place)
    return place


def _write(place: Assignment, event: str, *, by: User, note: str, **values) -> None:
    Assignment.objects.filter(pk=place.pk).update(**values)
    for name, value in values.items():
        setattr(place, name, value)
    trail.record(place, event, by=by, note=note, fields=list(values), **place.concerns())
