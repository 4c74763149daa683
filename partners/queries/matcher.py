"""Reading writers into the matcher's arrays. Imported by the matcher's worker alone: it needs NumPy."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet

from careerlink.audit.models import Entry
from careerlink.web import clock
from partners.matching import WriterFacts
from partners.matching.matcher import Matcher
from partners.models import Asked, SavedWriter, Writer
from partners.queries.facts import facts_of

CHUNK = 500  # writers in memory as rows at a time
OVERLAP = 500  # entries that are read again, because of two transactions the later one may have the lower number
READ_ANEW = timedelta(days=1)  # what fades with the days, and what was deleted without a word, is seen then


@dataclass
class Marks:
    """Up to where the matcher has read what happens."""

    read_at: datetime
    entry: int
    asked: int
    saved: int


def marks() -> Marks:
    """Where things stand now. Three queries."""
    last = [model.objects.aggregate(last=Max("pk"))["last"] or 0 for model in (Entry, Asked, SavedWriter)]
    return Marks(clock.now(), *last)


def read_matcher() -> tuple[Matcher, Marks]:
    """Everybody who may take part, each row read once, and up to where; what happens meanwhile is read again."""
    here = marks()
    return Matcher(read_writers(Writer.objects.approved())), here


def refresh_matcher(matcher: Matcher, since: Marks) -> tuple[Matcher, Marks]:
    """The matcher with those writers read anew to whom something happened since; once a day with all of them."""
    if clock.now() - since.read_at >= READ_ANEW:
        return read_matcher()
    here = replace(marks(), read_at=since.read_at)
    changed = changed_since(since)
    fresh = {writer.id: writer for writer in read_writers(Writer.objects.approved().filter(pk__in=changed))}
    matcher.refresh(fresh.values(), changed - fresh.keys())
    return matcher, here


def changed_since(since: Marks) -> set[int]:
    """The ids of writers whom the trail names, who were asked or whom a host saved. Four queries."""
    entries = Entry.objects.filter(pk__gt=since.entry - OVERLAP, person__isnull=False).order_by()
    people = set(entries.values_list("person", flat=True))
    writers = set(Writer.objects.filter(user__in=people).values_list("pk", flat=True))
    for model, mark in ((Asked, since.asked), (SavedWriter, since.saved)):
        writers.update(model.objects.filter(pk__gt=mark - OVERLAP).order_by().values_list("writer_id", flat=True))
    return writers


def read_writers(writers: QuerySet[Writer]) -> Iterator[WriterFacts]:
    """Facts about these writers, in chunks of two queries each, without their own words."""
    last = 0
    rows = writers.select_related("user").order_by("pk")
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        facts = facts_of([], chunk)[1]
        for writer in chunk:
            yield replace(facts[writer.pk], phrases=(), is_taking_part=writer.takes_part)
