"""Which hours a writer can have certified, and what she has been issued."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from events.models import Assignment, Certificate
from events.queries.approved import approved_minutes
from partners.models import Writer

ROWS = ("shift__role__event__host__institution", "writer")


def lines_of_year(writer: Writer, year: int) -> Iterator[tuple[Assignment, int]]:
    """Her places of a year (by the day of each event where it was) with the minutes that hosts approved, in order of
    time. Three queries at most.
    """
    slack = timedelta(days=1)  # no zone is further from UTC
    first, last = datetime(year, 1, 1, tzinfo=UTC) - slack, datetime(year + 1, 1, 1, tzinfo=UTC) + slack
    rows = Assignment.objects.filter(writer=writer, shift__starts_at__gte=first, shift__starts_at__lt=last)
    places = list(rows.select_related(*ROWS).order_by("shift__starts_at", "pk"))
    minutes = approved_minutes([place.pk for place in places])
    for place in places:
        here = place.shift.starts_at.astimezone(ZoneInfo(place.event.zone))
        if here.year == year and minutes.get(place.pk):
            yield place, minutes[place.pk]


def certificates_of(writer: Writer) -> QuerySet[Certificate]:
    """Hers, newest first."""
    return Certificate.objects.filter(writer=writer).order_by("-issued_at", "-pk")


def certificate_by_code(code: str) -> Certificate | None:
    """The one that bears this code, however it was typed; None when there is none."""
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return Certificate.objects.filter(code=plain).first()


def years_with_hours(writer: Writer) -> list[int]:
    """Years in which hosts approved hours of hers, newest first. Two queries."""
    rows = Assignment.objects.filter(writer=writer, state__in=Assignment.WORKED)
    begun = {pk: (at, zone) for pk, at, zone in rows.values_list("pk", "shift__starts_at", "shift__role__event__zone")}
    approved = (begun[pk] for pk in approved_minutes(list(begun)))
    return sorted({at.astimezone(ZoneInfo(zone)).year for at, zone in approved}, reverse=True)
