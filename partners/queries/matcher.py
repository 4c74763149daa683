"""Reading writers into the matcher's arrays, which only the worker of queue `matching` holds. No web process
imports it: it needs NumPy.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock

from django.db.models import Max, QuerySet

from careerlink.audit.models import Entry
from careerlink.web import clock
from partners.matching import Fit, NeedFacts, WriterFacts
from partners.matching.lessons import NONE, speaks_against
from partners.matching.matcher import Matcher
from partners.models import Asked, Host, Member, Need, NotForMe, Offer, SavedWriter, Writer
from partners.queries.facts import facts_of, need_facts
from partners.queries.lessons import days_ahead, lessons_of
from partners.queries.needs import open_needs

CHUNK = 500  # writers in memory as rows at a time
OVERLAP = 500  # entries that are read again, because of two transactions the later one may have the lower number
READ_ANEW = timedelta(days=1)  # what fades with the days, and what was deleted without a word, is seen then
KEPT = 20  # suggestions of one request
SPARE = 20  # found beyond these, in place of those who have said that it is not for them


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


# --- One matcher for each process of the worker ------------------------------------------------------


class _Held:
    """The matcher of this process, which several threads use one after the other."""

    lock = Lock()
    matcher: Matcher | None = None
    marks: Marks | None = None


@contextmanager
def matcher_of_today() -> Iterator[Matcher]:
    """The matcher of this process, with everything that has happened up to now. Nobody else uses it meanwhile."""
    with _Held.lock:
        if _Held.matcher is None or _Held.marks is None:
            _Held.matcher, _Held.marks = read_matcher()
        else:
            _Held.matcher, _Held.marks = refresh_matcher(_Held.matcher, _Held.marks)
        yield _Held.matcher


def forget_matcher() -> None:
    """Read everybody anew the next time."""
    with _Held.lock:
        _Held.matcher = _Held.marks = None


def needs_to_rank() -> list[int]:
    """The ids of open requests that writers may be asked about; stand-ins for class are sought elsewhere."""
    return list(open_needs().filter(class_request=None).order_by("needed_on", "id").values_list("pk", flat=True))


def best_for(needs: Iterable[int]) -> dict[int, list[tuple[WriterFacts, Fit]]]:
    """The best writers for each of these requests (ids), with reasons, by the id of the request; without those that
    are not open any more. Six queries, and those that bring the matcher up to date.
    """
    wanted = Need.objects.filter(pk__in=list(needs), state=Need.State.OPEN, host__in=Host.objects.taking_part())
    rows = {need.pk: need for need in wanted.filter(class_request=None).select_related("host__institution")}
    facts, left_out = need_facts(rows.values()), _left_out(rows.values())
    wishes = {pk: replace(facts[pk], refused=frozenset(left_out[pk])) for pk in rows}
    return best_writers(wishes, {pk: days_ahead(need) for pk, need in rows.items()}, are_needs=True)


def best_writers(
    wishes: Mapping[int, NeedFacts], days: Mapping[int, int], *, are_needs: bool = False
) -> dict[int, list[tuple[WriterFacts, Fit]]]:
    """The best writers for each of these wishes, which lie so many `days` ahead, by the id of each; without those for
    whom it is not by what they said. One query, and those that bring the matcher up to date.
    """
    with matcher_of_today() as matcher:
        found = {pk: matcher.best(wish, KEPT + SPARE, seed=pk) for pk, wish in wishes.items()}
    lessons = lessons_of({writer.id for pairs in found.values() for writer, _fit in pairs})

    def is_for(pk: int, writer: WriterFacts) -> bool:
        said, number = lessons.get(writer.id, NONE), pk if are_needs else 0
        return not speaks_against(said, wishes[pk], writer, number=number, days=days[pk])

    return {
        pk: [(writer, fit) for writer, fit in pairs if _knows(fit, wishes[pk]) and is_for(pk, writer)][:KEPT]
        for pk, pairs in found.items()
    }


def _knows(found: Fit, wanted: NeedFacts) -> bool:
    """Whether she knows anything near to what was asked for; for nothing but a service, whether she offers it."""
    codes = {reason.code for reason in found.reasons}
    return "nothing_shared" not in codes and (wanted.asks or not wanted.services or "service" in codes)


def _left_out(needs: Iterable[Need]) -> dict[int, set[int]]:
    """Writers who are not asked about each request: people of its host, who has offered, and who has said that it
    or its kind is not for her. Three queries.
    """
    needs = list(needs)
    found: dict[int, set[int]] = {need.pk: set() for need in needs}
    offers = Offer.objects.standing().filter(need__in=found)
    for pk, writer in offers.values_list("need_id", "writer_id"):
        found[pk].add(writer)
    people, kinds = people_of({need.host_id for need in needs}), refusing({need.kind for need in needs})
    for need in needs:
        found[need.pk] |= people[need.host_id] | kinds[need.kind]
    return found


def people_of(hosts: Iterable[int]) -> dict[int, set[int]]:
    """Writers who belong to each of these hosts (ids). One query."""
    found: dict[int, set[int]] = {pk: set() for pk in hosts}
    members = Member.objects.filter(host__in=found, ended_at=None, user__writer__isnull=False)
    for host, writer in members.values_list("host_id", "user__writer"):
        found[host].add(writer)
    return found


def refusing(kinds: Iterable[str]) -> dict[str, set[int]]:
    """Writers who said of each of these kinds that they do not do it. One query."""
    found: dict[str, set[int]] = {kind: set() for kind in kinds}
    said = NotForMe.objects.filter(because=NotForMe.Because.KIND, need__kind__in=found)
    for kind, writer in said.values_list("need__kind", "writer_id"):
        found[kind].add(writer)
    return found
