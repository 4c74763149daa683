"""Agreed work becomes a place: what was agreed before the event was planned is never noted twice, and never overlaps
with itself.
"""

from dataclasses import replace

from careerlink.accounts.models import User
from events.models import AgreedWriter, Assignment, Event
from events.queries.obstacles import Facts
from partners.actions import engagements as work
from partners.models import Writer


def without_agreed(facts: Facts, event: Event, writer: Writer) -> Facts:
    """The same facts without the agreed work that becomes her place here. One query, none for other events."""
    if not event.source_label:
        return facts
    rows = AgreedWriter.objects.filter(event=event, writer=writer, place=None)
    own = set(rows.values_list("source_label", "source_id"))
    return replace(facts, busy=tuple(one for one in facts.busy if (one[2], one[3]) not in own))


def take_over(place: Assignment, *, by: User | None) -> bool:
    """The work that she agreed to before becomes that of her place; whether there was any. To be called with her row
    locked. Raises ValidationError when she has agreed to be elsewhere at the time of the place.
    """
    event, (busy_from, busy_until) = place.shift.role.event, place.shift.busy
    if not event.source_label:
        return False
    for row in AgreedWriter.objects.filter(event=event, writer=place.writer, place=None):
        found = work.hand_over_work(
            row.source_label, row.source_id, place, kind=event.kind, busy_from=busy_from, busy_until=busy_until, by=by
        )
        if found is not None:
            row.place = place
            row.save(update_fields=["place"])
            return True
    return False
