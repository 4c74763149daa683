"""Who agreed before the event was planned, and the page of what was agreed."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from careerlink.audit.trail import label_of
from events.models import AgreedWriter, Assignment, Event
from partners.models import Engagement, Partnership


@dataclass(frozen=True)
class Agreed:
    """One writer who agreed: her name, her place once she has one, and the page of what both agreed on."""

    name: str
    place: Assignment | None
    url: str


def agreed_rows(event: Event) -> list[Agreed]:
    """Who agreed to take part before it was planned, as its host reads it. Two queries, none for other events."""
    if not event.source_label:
        return []
    rows = list(AgreedWriter.objects.filter(event=event).select_related("writer", "place"))
    pages = dict(
        Partnership.objects.filter(host=event.host_id, writer__in=[row.writer_id for row in rows]).values_list(
            "writer", "key"
        )
    )
    return [
        Agreed(
            row.writer.name,
            row.place,
            reverse("partnership", args=[pages[row.writer_id]]) if row.writer_id in pages else "",
        )
        for row in rows
    ]


def pages_of_work(work: Collection[Engagement], *, as_writer: bool) -> dict[int, str]:
    """id of agreed work → the page of its place, or for the host of the event that was drafted from it. Two queries."""
    own = {one.source_id: one.pk for one in work if one.source_label == label_of(Assignment)}
    places = Assignment.objects.filter(pk__in=own).values_list("pk", "key") if own else ()
    found = {own[pk]: reverse("place", args=[key]) for pk, key in places}
    agreed = {(one.source_label, one.source_id): one.pk for one in work if one.pk not in own.values()}
    if agreed and not as_writer:
        ids = [source for _label, source in agreed]
        rows = AgreedWriter.objects.filter(
            source_id__in=ids, place=None, event__state__in=(Event.State.DRAFT, *Event.LIVE)
        )
        for label, source, key in rows.values_list("source_label", "source_id", "event__key"):
            if (label, source) in agreed:
                found[agreed[label, source]] = reverse("event", args=[key])
    return found
