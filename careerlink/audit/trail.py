"""Writing and reading the trail."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models

from careerlink.audit.models import Disclosure, Entry, Note
from careerlink.web import clock

if TYPE_CHECKING:  # machines write the trail themselves
    from careerlink.audit.machines import Stateful


def label_of(thing: models.Model | type[models.Model]) -> str:
    """How the trail names the kind of a row, or of the rows of a table: "partners.offer"."""
    return thing._meta.label_lower


def record(
    thing: models.Model,
    event: str,
    *,
    by=None,
    before: str = "",
    after: str = "",
    reason: str = "",
    note: str = "",
    fields: Iterable[str] = (),
    scope: str = "",
    person: int | None = None,
) -> Entry:
    """Write that `event` happened to `thing`. Ids and codes only; `note` is free text that can be erased."""
    entry = Entry.objects.create(
        at=clock.now(),
        by=by.pk if by else None,
        event=event,
        label=label_of(thing),
        about_id=thing.pk,
        before=before,
        after=after,
        reason=reason,
        fields=sorted(fields),
        scope=scope,
        person=person,
    )
    if note:
        Note.objects.create(entry=entry, text=note)
    return entry


def record_many(things: Iterable["Stateful"], event: str, *, by=None, before: str = "", after: str = "") -> None:
    """Write that the same happened to each of these state machines' rows; one statement."""
    now = clock.now()
    Entry.objects.bulk_create(
        Entry(
            at=now,
            by=by.pk if by else None,
            event=event,
            label=label_of(thing),
            about_id=thing.pk,
            before=before,
            after=after,
            **thing.concerns(),
        )
        for thing in things
    )


def disclose(thing: models.Model, *, what: str, right: str, seen_by, person_id: int, scope: str = "") -> None:
    """Write that `seen_by` was shown `what` ("contact") of a person, by which right, because of `thing`.
    Seeing the same again on the same day is the same disclosure.
    """
    if seen_by.pk == person_id:
        return
    midnight = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    same = {"seen_by": seen_by.pk, "person": person_id, "what": what, "label": label_of(thing), "about_id": thing.pk}
    if Disclosure.objects.filter(at__gte=midnight, **same).exists():
        return
    Disclosure.objects.create(at=clock.now(), right=right, scope=scope, **same)


def entries_about(*things: models.Model, events: Iterable[str] | None = None) -> models.QuerySet[Entry]:
    """The entries about these rows, newest first, with their notes."""
    about = models.Q(pk__in=[])
    for thing in things:
        about |= models.Q(label=label_of(thing), about_id=thing.pk)
    found = Entry.objects.filter(about).select_related("note")
    return found.filter(event__in=events) if events is not None else found
