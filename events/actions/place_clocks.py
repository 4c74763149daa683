"""What time does to places: silence always ends somewhere, and nothing is left open."""

from django.db import transaction
from django.db.models import QuerySet

from careerlink.audit.machines import Stale
from careerlink.web import clock
from events.actions.locks import lock
from events.emails import places as emails
from events.emails import waiting as waiting_emails
from events.models import Assignment
from events.signals import seat_freed
from partners.actions import engagements as work

S = Assignment.State

# state → the event by which its silence ends, and what becomes of agreed work.
SILENCE: dict[str, tuple[str, str]] = {
    S.INVITED: ("expire", ""),
    S.REQUESTED: ("expire", ""),
    S.WAITLISTED: ("lapse", ""),
    S.HELD: ("lapse", ""),
    S.CONFIRMED: ("forget", "finish"),
    S.CHECKED_IN: ("complete", "finish"),
}


def run_place_clocks() -> None:
    """End every place whose clock has run out, each in its own transaction."""
    rows = _due().filter(state__in=SILENCE).select_related("writer", "shift").order_by("due_at", "pk")
    for place in rows:
        _end(place)


def _due() -> QuerySet[Assignment]:
    return Assignment.objects.filter(due_at__lte=clock.now())


@transaction.atomic
def _end(place: Assignment) -> None:
    place.writer, place.shift = lock(place.writer, place.shift)
    if not _due().filter(pk=place.pk).exists():
        return  # it was given more time in the meantime
    before, had_seat = place.state, place.seat is not None
    event, work_event = SILENCE[before]
    try:
        place.move(event, seat=None, due_at=None)
    except Stale:
        return
    if work_event:
        work.end_work(place, work_event, by=None)
    if place.state == S.EXPIRED:
        emails.tell_expired(place)
    if event == "lapse":
        waiting_emails.tell_waited(place)
    if had_seat and before == S.HELD:
        seat_freed.send(Assignment, shift=place.shift, place=place, by=None)
