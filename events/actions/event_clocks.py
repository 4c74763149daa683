"""What time does to events: drafts that nobody held are thrown away, what is over is completed."""

from contextlib import suppress

from django.db import transaction

from careerlink.audit.machines import Stale
from careerlink.web import clock
from events.models import Assignment, Event


def run_event_clocks() -> None:
    """Throw away drafts whose time is over, and complete events whose places are all settled."""
    due = Event.objects.filter(due_at__lte=clock.now()).select_related("host").order_by("due_at")
    for draft in due.filter(state=Event.State.DRAFT):
        _move(draft, "discard")
    for event in due.filter(state__in=Event.LIVE):
        live = Assignment.objects.filter(shift__role__event=event, state__in=Assignment.LIVE)
        if not live.exists():
            _move(event, "complete")


@transaction.atomic
def _move(event: Event, what: str) -> None:
    with suppress(Stale):
        event.move(what, due_at=None)
