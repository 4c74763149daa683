"""Writers whom a host may ask for a shift: those it works with and keeps in mind, or found by name."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When, prefetch_related_objects

from events.models import Shift
from events.queries.fill import free_seats
from events.queries.load import number_around, warning_to_host
from events.queries.obstacles import Obstacle, facts_about_all, for_host, obstacles
from partners.models import Host, Partnership, SavedWriter, Writer
from partners.queries.offers import fees_of

MOST = 30
# What no reason of the host gets past, or what an invitation does not mind.
NOT_IN_THE_WAY = ("not_open", "by_invitation")


@dataclass(frozen=True)
class Candidate:
    """One writer held against a shift."""

    writer: Writer
    knows_us: bool
    is_saved: bool
    warning: str
    why_not: list[Obstacle]
    fees: str  # what she asks for elsewhere

    @property
    def why(self) -> str:
        return ", ".join(one.words for one in self.why_not)

    @property
    def is_firm(self) -> bool:
        return any(one.is_firm for one in self.why_not)


def candidates(
    host: Host, shift: Shift, listed: QuerySet[Writer], words: str = "", chosen: Collection[str] = ()
) -> list[Candidate]:
    """Writers among `listed` whose name holds each of `words`; without words those whom the host works with or saved,
    and those whose keys were `chosen` before. Who can come stands first, then whom the host knows. Nine queries,
    however many there are.
    """
    together = Partnership.objects.filter(host=host, writer=OuterRef("pk"))
    saved = SavedWriter.objects.filter(host=host, writer=OuterRef("pk"))
    rows = listed.annotate(knows_us=Exists(together), is_saved=Exists(saved)).select_related("user")
    if words.strip():
        for word in words.split()[:5]:
            rows = rows.filter(name__icontains=word)
    else:
        rows = rows.filter(Exists(together) | Exists(saved) | Q(key__in=chosen))
    near = Case(When(knows_us=True, then=Value(0)), When(is_saved=True, then=Value(1)), default=Value(2),
                output_field=IntegerField())  # fmt: skip
    found = list(rows.order_by(near, "name", "pk")[:MOST])
    judged = _judge(found, shift)
    return sorted(judged, key=lambda one: bool(one.why_not))


def judge(writers: list[Writer], shift: Shift) -> list[Candidate]:
    """The same for writers who were chosen. Eight queries."""
    for writer in writers:
        writer.knows_us = writer.is_saved = False
    return _judge(writers, shift)


def _judge(writers: Sequence[Writer], shift: Shift) -> list[Candidate]:
    prefetch_related_objects([shift.role.event.host], "closures")
    free = len(free_seats(shift))
    tags = list(shift.role.tags.values_list("vocabulary", "code"))
    facts, fees = facts_about_all(writers), fees_of(writers)
    judged = []
    for writer in writers:
        found = obstacles(writer, shift, facts[writer.pk], free=free, tags=tags)
        judged.append(
            Candidate(
                writer=writer,
                knows_us=writer.knows_us,
                is_saved=writer.is_saved,
                warning=warning_to_host(writer, number_around(shift, facts[writer.pk])),
                why_not=for_host([one for one in found if one.code not in NOT_IN_THE_WAY]),
                fees=fees.get(writer.pk, ""),
            )
        )
    return judged
