"""Hours that count: what hosts approved and nothing has replaced since."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet

from events.models import Assignment, HoursEntry

BATCH = 500  # ids in one statement; SQLite takes at most so many with room to spare


def standing() -> QuerySet[HoursEntry]:
    """Entries that are approved and that no later one replaces."""
    return HoursEntry.objects.filter(state=HoursEntry.State.APPROVED, replaced_by=None, minutes__gt=0)


def approved_minutes(places: Collection[int]) -> dict[int, int]:
    """place id → minutes approved, without those that have none. A query for each 500 places."""
    found: dict[int, int] = {}
    ids = list(places)
    for start in range(0, len(ids), BATCH):
        found |= dict(standing().filter(place__in=ids[start : start + BATCH]).values_list("place", "minutes"))
    return found


def with_approved_hours(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Those of these places whose hours are approved."""
    return rows.filter(Exists(standing().filter(place=OuterRef("pk"))))
