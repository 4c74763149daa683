"""What a writer can do with each shift of one event: take it, ask for it, wait, or why not."""

from collections.abc import Mapping
from dataclasses import dataclass

from events.models import Event, RoleTag, Shift
from events.queries.fill import Fill
from events.queries.load import number_around, warning
from events.queries.obstacles import Facts, facts_about_all, obstacles
from partners.models import Writer


@dataclass(frozen=True)
class Choice:
    """`why` says what stands in the way, "" when she can take it; `warning` whether it may be too much."""

    may_take: bool
    may_wait: bool
    why: str
    warning: str


def choices(writer: Writer | None, event: Event, fills: Mapping[int, Fill], shifts: list[Shift]) -> dict[int, Choice]:
    """A Choice for each shift to come under its id, none while nobody can sign up. Two queries, and one more for each
    of expertise and credential where a role asks for one. Closed days of the host are left to the click.
    """
    if writer is None or not writer.is_approved or not event.takes_signups:
        return {}
    event.host._prefetched_objects_cache = {"closures": []}
    asked: dict[int, list[tuple[str, str]]] = {}
    tags = RoleTag.objects.filter(role__event=event)
    for role, vocabulary, code in tags.values_list("role", "vocabulary", "code"):
        asked.setdefault(role, []).append((vocabulary, code))
    parts = {"credentials": any(shift.role.credential for shift in shifts), "tags": bool(asked), "places": False}
    facts = facts_about_all([writer], without={part for part, is_asked in parts.items() if not is_asked})[writer.pk]
    return {
        shift.pk: _choice(writer, shift, facts, fills[shift.pk], asked.get(shift.role_id, []))
        for shift in shifts
        if not shift.called_off_at
    }


def _choice(writer: Writer, shift: Shift, facts: Facts, fill: Fill, tags: list[tuple[str, str]]) -> Choice:
    free = max(fill.free - fill.waiting, 0)
    found = obstacles(writer, shift, facts, free=free, tags=tags)
    codes = [one.code for one in found]
    return Choice(
        may_take=not found,
        may_wait=codes == ["full"],
        why=", ".join(one.words for one in found),
        warning="" if found else warning(writer, number_around(shift, facts)),
    )
