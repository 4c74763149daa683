"""Writing and reading the trail."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.db import models

from careerlink.audit.models import Disclosure, Entry, Note
from careerlink.web import clock

if TYPE_CHECKING:  # machines write the trail themselves
    from careerlink.audit.machines import Stateful


class ByLink:
    """Whoever reads by a private link and has no account: the trail names her by 0, which is nobody's id."""

    pk = 0


BY_LINK = ByLink()
_waiting: ContextVar[list[Entry] | None] = ContextVar("entries that are written together", default=None)


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
    entry = Entry(
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
    waiting = _waiting.get()
    if waiting is None:
        entry.save()
    else:
        waiting.append(entry)
    if note:
        _write(waiting or [])
        Note.objects.create(entry=entry, text=note)
    return entry


@contextmanager
def together() -> Iterator[None]:
    """Write all that is recorded inside in one statement at its end, in the same order; nothing when an error leaves
    it. To be used inside a transaction, by what belongs together and does not read the trail meanwhile.
    """
    if _waiting.get() is not None:
        yield
        return
    entries: list[Entry] = []
    token = _waiting.set(entries)
    try:
        yield
    finally:
        _waiting.reset(token)
    _write(entries)


def _write(entries: list[Entry]) -> None:
    Entry.objects.bulk_create(entries)
    entries.clear()


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
    disclose_many([(thing, person_id)], what=what, right=right, seen_by=seen_by, scope=scope)


def disclose_many(
    shown: Iterable[tuple[models.Model, int]], *, what: str, right: str, seen_by, scope: str = ""
) -> None:
    """The same for a list of people, as pairs of a thing and the id of the person behind it; at most two
    statements.
    """
    wanted = {(label_of(thing), thing.pk, person): None for thing, person in shown if person != seen_by.pk}
    if not wanted:
        return
    now = clock.now()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    today = Disclosure.objects.filter(seen_by=seen_by.pk, at__gte=midnight, what=what).order_by()
    today = today.filter(person__in={person for _label, _pk, person in wanted})
    for known in today.values_list("label", "about_id", "person"):
        wanted.pop(known, None)
    Disclosure.objects.bulk_create(
        Disclosure(
            at=now, seen_by=seen_by.pk, person=person, what=what, right=right, label=label, about_id=pk, scope=scope
        )
        for label, pk, person in wanted
    )


def entries_about(*things: models.Model, events: Iterable[str] | None = None) -> models.QuerySet[Entry]:
    """The entries about these rows, newest first, with their notes."""
    about = models.Q(pk__in=[])
    for thing in things:
        about |= models.Q(label=label_of(thing), about_id=thing.pk)
    found = Entry.objects.filter(about).select_related("note")
    return found.filter(event__in=events) if events is not None else found
