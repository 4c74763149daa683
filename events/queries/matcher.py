"""Whom the matcher finds for shifts. No web process imports it: it needs NumPy."""

from collections.abc import Iterable
from dataclasses import replace

from events.models import Assignment, Shift
from events.queries.suggested import SAID_NO, days_ahead, shifts_to_fill, wishes_of
from partners.matching import Fit, WriterFacts
from partners.queries.matcher import best_writers, people_of, refusing


def shifts_to_rank() -> list[int]:
    """The ids of shifts to which writers may be invited, the soonest first."""
    return list(shifts_to_fill().order_by("starts_at", "id").values_list("pk", flat=True))


def best_for(shifts: Iterable[int]) -> dict[int, list[tuple[WriterFacts, Fit]]]:
    """The best writers for each of these shifts (ids), with reasons, by the id of the shift; without those that have
    no free seat any more. Six queries, and those that bring the matcher up to date.
    """
    rows = {shift.pk: shift for shift in shifts_to_fill().filter(pk__in=list(shifts))}
    left_out = _left_out(rows.values())
    wishes = {pk: replace(wish, refused=frozenset(left_out[pk])) for pk, wish in wishes_of(rows.values()).items()}
    return best_writers(wishes, {pk: days_ahead(shift) for pk, shift in rows.items()})


def _left_out(shifts: Iterable[Shift]) -> dict[int, set[int]]:
    """Writers who are not asked for each shift: people of its host, who has or had a place in it or said no to its
    role, and who does not do this kind. Three queries.
    """
    shifts = list(shifts)
    roles = {shift.role_id for shift in shifts}
    found: dict[int, set[int]] = {shift.pk: set() for shift in shifts}
    said_no: dict[int, set[int]] = {role: set() for role in roles}
    places = Assignment.objects.filter(shift__role__in=roles)
    for writer, state, pk, role in places.values_list("writer_id", "state", "shift_id", "shift__role_id"):
        if pk in found:
            found[pk].add(writer)
        if state in SAID_NO:
            said_no[role].add(writer)
    hosts = {shift.role.event.host_id for shift in shifts}
    people, kinds = people_of(hosts), refusing({shift.role.event.kind for shift in shifts})
    for shift in shifts:
        event = shift.role.event
        found[shift.pk] |= said_no[shift.role_id] | people[event.host_id] | kinds[event.kind]
    return found
