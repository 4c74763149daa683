"""Everything that a sign-up looks at while it holds writer and shift, in as few statements as can be."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from careerlink.web import clock
from events.models import Assignment, RoleTag, Shift
from events.queries.fill import seats_left
from events.queries.obstacles import Facts, facts_about_all
from partners.models import Closure, Writer


@dataclass(frozen=True)
class Seen:
    """`place` is the id of her own live place there, `free` the seats that somebody can have, `tags` those of the role,
    `facts` what matters about her for this role.
    """

    place: int | None
    free: list[int]
    somebody_waits: bool
    tags: list[tuple[str, str]]
    facts: Facts


def with_what_stands_by(shifts: QuerySet[Shift]) -> QuerySet[Shift]:
    """Shifts that know whether their role asks for expertise and whether their host has closed days, so that nobody
    has to look for what there is not.
    """
    closures = Closure.objects.filter(host=OuterRef("role__event__host"), ends_on__gte=clock.today("Pacific/Pago_Pago"))
    return shifts.annotate(
        has_tags=Exists(RoleTag.objects.filter(role=OuterRef("role"))), has_closures=Exists(closures)
    )


def look(writer: Writer, shift: Shift) -> Seen:
    """Two queries, and one more for each of credential, expertise and closed days where there are some to look at. The
    shift comes `with_what_stands_by`.
    """
    rows = Assignment.objects.filter(Q(shift=shift) | Q(writer=writer), state__in=Assignment.LIVE)
    live = list(rows.values_list("pk", "shift", "writer", "state", "seat"))
    here = [row for row in live if row[1] == shift.pk]
    taken = {seat for *_rest, seat in here if seat}
    if not shift.has_closures:
        shift.role.event.host._prefetched_objects_cache = {"closures": []}
    tags = list(shift.role.tags.values_list("vocabulary", "code")) if shift.has_tags else []
    parts = {"credentials": bool(shift.role.credential), "tags": bool(tags), "places": False}
    facts = facts_about_all([writer], without={part for part, is_asked in parts.items() if not is_asked})[writer.pk]
    return Seen(
        place=next((pk for pk, _shift, who, *_rest in here if who == writer.pk), None),
        free=seats_left(shift.role.most, taken),
        somebody_waits=any(state == Assignment.State.WAITLISTED for *_rest, state, _seat in here),
        tags=tags,
        facts=facts,
    )
