"""One shift, as a writer reads it before she takes it."""

from events.models import Assignment, Shift
from events.queries.fill import Fill, fill_of_shifts
from events.queries.load import number_around
from events.queries.obstacles import facts_about, obstacles
from events.queries.waiting import not_waited_for
from events.queries.words import when, where
from partners.models import Writer


def shift_page(writer: Writer, shift: Shift, zone: str) -> dict:
    """Its words, how full it is, what stands in the way, and her own place there. Eight queries, and four for each who
    waits where a seat is free.
    """
    fill = fill_of_shifts([shift])[shift.pk]
    free = _free(shift, fill)
    tags = list(shift.role.tags.values_list("vocabulary", "code"))
    facts = facts_about(writer)
    mine = Assignment.objects.filter(shift=shift, writer=writer, state__in=Assignment.LIVE).first()
    found = obstacles(writer, shift, facts, free=free, tags=tags)
    codes = [one.code for one in found]
    return {
        "shift": shift,
        "event": shift.role.event,
        "when": when(shift, zone),
        "where": where(shift.role.event, takes_part=mine is not None and mine.state in Assignment.COMING),
        "fill": fill,
        "free": free,
        "mine": mine,
        "why_not": [one.words for one in found if one.code != "twice"],
        "may_take": not found,
        "may_wait": codes == ["full"],
        "number": number_around(shift, facts),
    }


def _free(shift: Shift, fill: Fill) -> int:
    """Seats that she could have at once: nobody has them, and nobody waits for them."""
    return len(not_waited_for(shift, list(range(fill.free)))) if fill.free and fill.waiting else fill.free
