"""The host calls something off: a whole event, a shift, a place that no longer fits. Everybody is told."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit.machines import Stale
from careerlink.web import clock
from events.actions import searches
from events.emails import places as emails
from events.models import Assignment, Event, Shift
from partners.actions import engagements as work
from partners.models import Writer

S = Assignment.State


def hold_people(shifts: Iterable[Shift]) -> list[Assignment]:
    """Hold everybody who has a live place in these shifts, then the shifts, until the transaction ends; their places
    as they are now, with writer, role and event. Raises Stale when somebody came in the meantime.
    """
    ids = sorted(shift.pk for shift in shifts)
    live = Assignment.objects.filter(shift__in=ids, state__in=Assignment.LIVE)
    people = set(live.values_list("writer", flat=True))
    list(Writer.objects.select_for_update().filter(pk__in=people).order_by("pk"))
    list(Shift.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    rows = live.select_related("writer__user", "shift__role__event__host", "shift__role__event__venue")
    places = list(rows.order_by("shift__starts_at", "pk"))
    if not {place.writer_id for place in places} <= people:
        raise Stale("somebody has come in the meantime")
    return places


def call_off_place(place: Assignment, *, by: User | None, reason: str = "") -> None:
    """End a live place that was held by `hold_people()`: agreed work ends, nobody stands in for her any more, and she
    is told. Nobody moves up: what was freed is gone, or the caller says so.
    """
    was_confirmed, was_invited = place.state == S.CONFIRMED, place.state == S.INVITED
    place.move("call_off", by=by, reason=reason, seat=None, due_at=None, sequence=place.sequence + 1)
    if was_confirmed:
        work.end_work(place, "cancel", by=by)
    if was_invited:
        work.note_moot(place)
    searches.end_for(place, by=by)
    emails.tell_called_off(place)


@transaction.atomic
def cancel_event(event: Event, *, by: User | None, why: str = "") -> int:
    """Call an event off: every live place ends, and whoever had one is told. Returns how many were told.
    Raises ValidationError when somebody is there already, Stale or NoSuchMove when it is over.
    """
    shifts = list(Shift.objects.filter(role__event=event))
    places = hold_people(shifts)
    if any(place.state == S.CHECKED_IN for place in places):
        raise ValidationError(_("People have arrived already: the event takes place. Settle their hours instead."))
    if event.ends_at and event.is_live and event.ends_at <= clock.now():
        raise ValidationError(_("It is over: what happened there stays."))
    event.move("cancel", by=by, due_at=None, called_off_why=why)
    Shift.objects.filter(role__event=event, called_off_at=None).update(called_off_at=clock.now())
    for place in places:
        call_off_place(place, by=by, reason="event")
    return len(places)


def call_off_shifts(event: Event, shifts: list[Shift], *, by: User) -> None:
    """Call shifts off and tell whoever has a place in one. To be called in a transaction.
    Raises ValidationError for one that has begun, Stale.
    """
    places, now = hold_people(shifts), clock.now()
    if event.is_live and any(shift.starts_at <= now and not shift.called_off_at for shift in shifts):
        raise ValidationError(_("It has begun: what happened there stays."))
    Shift.objects.filter(pk__in=[shift.pk for shift in shifts], called_off_at=None).update(called_off_at=now)
    for place in places:
        call_off_place(place, by=by, reason="shift")


def cancel_all_of(host, *, by: User | None) -> int:
    """The host stops: events to come are called off, drafts thrown away. Returns how many events. To be called in a
    transaction.
    """
    count = 0
    rows = Event.objects.filter(host=host).select_related("host")
    here = Assignment.objects.filter(state=S.CHECKED_IN).values("shift__role__event")
    for event in rows.filter(state__in=Event.LIVE, starts_at__gt=clock.now()).exclude(pk__in=here).order_by("pk"):
        cancel_event(event, by=by, why=_("The host stops using CareerLink."))
        count += 1
    for event in rows.filter(state=Event.State.DRAFT).order_by("pk"):
        event.move("discard", by=by, due_at=None)
        count += 1
    return count
