"""What a writer is told about her place: what a change is held against."""

from django.db.models import F, Q, QuerySet

from careerlink.web import clock
from events.models import Assignment, Event, Told
from events.queries.words import span, where, with_own_time

S = Assignment.State
SHOWN = (*Assignment.MAYBE, *Assignment.COMING)  # live, and in her calendar
ROWS = ("shift__role__event__host__institution", "shift__role__event__venue", "writer__user")


def facts_of(place: Assignment) -> dict:
    """Time, place and role as they are now, under the names of `Told`. With shift, event, venue, host. No query."""
    shift, event = place.shift, place.event
    rows = where(event, takes_part=place.state in Assignment.COMING)
    return {
        "starts_at": shift.starts_at,
        "ends_at": shift.ends_at,
        "zone": event.zone,
        "role": shift.role.name,
        "where": rows[0][1] if rows else "",
    }


def words_of(facts: dict, event: Event, zone: str) -> dict[str, str]:
    """Such facts in words: "when", "where" and "role"; `zone` is the reader's."""
    words = span(facts["starts_at"], facts["ends_at"], facts["zone"])
    if event.is_online:
        words = with_own_time(words, facts["starts_at"], facts["ends_at"], facts["zone"], zone)
    return {"when": words, "where": facts["where"], "role": facts["role"]}


def due_notices() -> QuerySet[Told]:
    """Those whose quiet is over, with what a notice needs."""
    rows = Told.objects.filter(notice_at__lte=clock.now()).order_by("notice_at", "pk")
    return rows.select_related(*(f"place__{name}" for name in ROWS))


def untold() -> QuerySet[Assignment]:
    """Places to come of which nothing is noted yet, or whose reminders are planned for another time, which is
    `told_for`. By indexes.
    """
    ahead = Assignment.objects.filter(state__in=SHOWN, shift__starts_at__gt=clock.now())
    stands = Q(told=None) | Q(state=S.CONFIRMED, told__reminded_for=None)
    stands |= Q(state=S.CONFIRMED) & ~Q(told__reminded_for=F("shift__starts_at"))
    rows = ahead.filter(stands).annotate(told_for=F("told__reminded_for"))
    return rows.select_related(*ROWS).order_by("shift__starts_at", "pk")
