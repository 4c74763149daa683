"""Who waits for a seat, in which order, and for whom nothing stands in the way."""

from collections.abc import Collection, Iterator
from itertools import islice

from django.db.models import QuerySet

from careerlink.web import clock
from events.models import Assignment, Event, Shift
from events.queries.fill import fill_of_shifts
from events.queries.obstacles import Facts, Obstacle, facts_about, obstacles
from partners.models import Writer

# What keeps people from signing up, and not those from moving who did so before: the host need do nothing.
NOT_FOR_WHO_WAITS = frozenset({"not_open", "host_closed", "by_invitation"})


def line(shift: Shift) -> QuerySet[Assignment]:
    """Those who wait, in order, with their people."""
    rows = Assignment.objects.filter(shift=shift, state=Assignment.State.WAITLISTED)
    return rows.select_related("writer__user").order_by("waits_since", "pk")


def fitting(shift: Shift) -> Iterator[Assignment]:
    """Those who wait, in order, who could take a seat now; who could not is left out and stays in line. The shift
    comes with role, event, venue and host. Four queries for each who is looked at.
    """
    waiting = list(line(shift))
    tags = list(shift.role.tags.values_list("vocabulary", "code")) if waiting else []
    for place in waiting:
        if not in_the_way(place.writer, shift, tags=tags, passed=NOT_FOR_WHO_WAITS):
            place.shift = shift
            yield place


def in_the_way(
    writer: Writer, shift: Shift, *, tags: Collection[tuple[str, str]], passed: Collection[str]
) -> list[Obstacle]:
    """What stands in the way of her taking a free seat; that she waits for one there does not, nor the codes that are
    `passed`. Four queries.
    """
    facts = facts_about(writer)
    others = Facts(facts.credentials, facts.tags, facts.busy, facts.places - {shift.pk})
    return [one for one in obstacles(writer, shift, others, free=1, tags=tags) if one.code not in passed]


def not_waited_for(shift: Shift, seats: list[int]) -> list[int]:
    """Those of these free seats that are left when all who wait and could take one have one: nobody comes past the
    line, however a seat came free. One query where nobody waits.
    """
    return [] if not seats else seats[sum(1 for _place in islice(fitting(shift), len(seats))) :]


def shifts_to_look_at() -> list[Shift]:
    """Shifts with a free seat for which somebody waits, before their cut-off. Two queries."""
    now = clock.now()
    waiting = Assignment.objects.filter(state=Assignment.State.WAITLISTED, due_at__gt=now).values("shift")
    event = {"role__event__state__in": Event.LIVE, "role__event__closes_at__gt": now}
    shifts = list(Shift.objects.filter(pk__in=waiting, called_off_at=None, **event).select_related("role"))
    fills = fill_of_shifts(shifts)
    return [shift for shift in shifts if fills[shift.pk].free]
