"""How full shifts are: seats taken and free, for any number of shifts in one query."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from events.models import Assignment, Shift

S = Assignment.State


@dataclass(frozen=True)
class Fill:
    """Heads of one shift: `coming` are confirmed or here, `held` are kept for somebody, `most` the seats."""

    coming: int
    held: int
    invited: int
    requested: int
    waiting: int
    least: int
    most: int

    @property
    def free(self) -> int:
        return max(self.most - self.coming - self.held, 0)

    @property
    def is_short(self) -> bool:
        return self.coming < self.least


def fill_of_shifts(shifts: Iterable[Shift]) -> dict[int, Fill]:
    """The Fill of each shift under its id; the shifts come with their roles. One query."""
    shifts = list(shifts)
    counted = counts_by_state([shift.pk for shift in shifts])
    return {shift.pk: _fill(shift, counted.get(shift.pk, {})) for shift in shifts}


def counts_by_state(shift_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """shift id → state → how many live places. One query."""
    rows = Assignment.objects.filter(shift__in=shift_ids, state__in=Assignment.LIVE).order_by()
    counted: dict[int, dict[str, int]] = {}
    for shift, state, number in rows.values_list("shift", "state").annotate(Count("pk")):
        counted.setdefault(shift, {})[state] = number
    return counted


def _fill(shift: Shift, counted: dict[str, int]) -> Fill:
    return Fill(
        coming=counted.get(S.CONFIRMED, 0) + counted.get(S.CHECKED_IN, 0),
        held=counted.get(S.HELD, 0),
        invited=counted.get(S.INVITED, 0),
        requested=counted.get(S.REQUESTED, 0),
        waiting=counted.get(S.WAITLISTED, 0),
        least=shift.role.least,
        most=shift.role.most,
    )


def number_of(*states: str) -> Coalesce:
    """For each shift of a query how many places it has in these states."""
    rows = Assignment.objects.filter(shift=OuterRef("pk"), state__in=states).order_by()
    return Coalesce(Subquery(rows.values("shift").annotate(n=Count("pk")).values("n")), 0)


def with_taken(shifts: QuerySet[Shift]) -> QuerySet[Any]:
    """Shifts with `taken`: how many seats have somebody or are kept."""
    return shifts.annotate(taken=number_of(*Assignment.SEATED))


def free_seats(shift: Shift) -> list[int]:
    """The numbers of the seats that somebody can have, lowest first. To be called with the shift locked. One query."""
    taken = set(Assignment.objects.filter(shift=shift, seat__isnull=False).values_list("seat", flat=True))
    return seats_left(shift.role.most, taken)


def seats_left(most: int, taken: Collection[int]) -> list[int]:
    """The lowest numbers that are not `taken`, as many as there are heads below `most`: whoever sat high when a role
    had more seats still counts.
    """
    free = [number for number in range(1, most + 1) if number not in taken]
    return free[: max(most - len(taken), 0)]
