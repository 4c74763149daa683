"""Whom to ask about a request: what the matcher's worker kept, judged again, or a shortlist looked up at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.web import clock
from partners.matching import Fit, NeedFacts, Reason, WriterFacts, rank
from partners.matching.coverage import COVERS
from partners.matching.hard import hard_failures
from partners.matching.lessons import NONE, Lessons, speaks_against
from partners.models import Asked, Engagement, Need, NotForMe, Offer, Suggestion, Vocabulary, Writer, WriterTag
from partners.queries.facts import need_facts
from partners.queries.lessons import days_ahead, facts_and_lessons
from partners.queries.offers import fees_of
from partners.queries.reasons import reason_words
from partners.queries.suggestions import labels, writers_within_reach

ABOUT = "partners.need"  # the label of what writers were asked about
SHOWN = 10
LOOKED_AT = 200  # of the shortlist, the nearest
MOST_REASONS = 4
FRESH = timedelta(hours=2)  # so old a list may be before a new one is asked for
RUNG_FOR = 600  # seconds in which a new list is asked for once


@dataclass(frozen=True)
class Suggested:
    """One writer for a request or a shift, with reasons in words and what she asks for elsewhere."""

    writer: Writer
    reasons: tuple[str, ...]
    fees: str


class Ranked(Protocol):
    """What the worker keeps a list for: a request, or a shift at an event."""

    pk: int
    ranked_at: datetime | None


class Kept(Protocol):
    """A row of a kept list, with its writer."""

    writer: Writer
    reasons: list


def may_be_asked(need: Need) -> QuerySet[Writer]:
    """Writers (with user) who can be asked about a request now, by everything that the database can tell: they
    take part, have room, speak its language, did not offer, were not asked, and did not say that it is not for them.
    """
    refused = NotForMe.objects.filter(writer=OuterRef("pk"), need=need.pk)
    asked = Asked.objects.filter(writer=OuterRef("pk"), label=ABOUT, about_id=need.pk)
    rows = writers_within_reach(need).filter(~Exists(refused), ~Exists(asked))
    if need.language:
        spoken = WriterTag.objects.filter(writer=OuterRef("pk"), vocabulary=Vocabulary.LANGUAGE, code=need.language)
        rows = rows.filter(Exists(spoken))
    return with_room(rows, need.kind, need.needed_on)


def with_room(rows: QuerySet[Writer], kind: str, day: date) -> QuerySet[Writer]:
    """Those of these writers who take on more, are free by that day, and did not say that they do not do this kind."""
    refused = NotForMe.objects.filter(writer=OuterRef("pk"), because=NotForMe.Because.KIND, need__kind=kind)
    ahead = Engagement.objects.filter(writer=OuterRef("pk"), state=Engagement.State.AGREED)
    ahead = ahead.filter(Q(busy_until=None) | Q(busy_until__gt=clock.now())).order_by()
    taken = Coalesce(Subquery(ahead.values("writer").annotate(n=Count("id")).values("n")), 0)
    rows = rows.filter(~Exists(refused), cap__gt=taken)
    return rows.filter(Q(free_from=None) | Q(free_from__lte=day))


def suggested_for(need: Need, most: int = SHOWN) -> list[Suggested]:
    """The best writers to ask about a request (with host and institution), of the list that the worker kept, judged
    again; while there is none, of a shortlist. Three queries for a kept list, else four.
    """
    if need.ranked_at is not None:
        return kept_for(need, most)
    return shortlist(need, most)


def kept_for(need: Need, most: int = SHOWN) -> list[Suggested]:
    """Those of the kept list who can still be asked. Three queries."""
    rows = Suggestion.objects.filter(need=need, writer__in=may_be_asked(need).order_by().values("pk"))
    kept = list(rows.select_related("writer__user").order_by("rank"))
    wanted, facts, lessons = facts_and_lessons([need], [row.writer for row in kept])
    still = still_for(kept, wanted[need.pk], facts, lessons, number=need.pk, days=days_ahead(need))
    return in_words(still[:most], need.words)


def still_for(
    kept: Iterable[Kept],
    wanted: NeedFacts,
    facts: Mapping[int, WriterFacts],
    lessons: Mapping[int, Lessons],
    *,
    days: int,
    number: int = 0,
) -> list[Kept]:
    """Those rows of a kept list (with writers) against whom no hard rule and nothing that was said speaks by now."""
    return [
        row
        for row, one in ((row, facts[row.writer.pk]) for row in kept)
        if not hard_failures(wanted, one)
        and not speaks_against(lessons.get(one.id, NONE), wanted, one, number=number, days=days)
    ]


def in_words(kept: Sequence[Kept], words: str) -> list[Suggested]:
    """The rows of a kept list (with writers) with reasons and fees. One query."""
    fees = fees_of([row.writer for row in kept])
    return [
        Suggested(row.writer, reasons_in_words(map(read_reason, row.reasons), words), fees.get(row.writer.pk, ""))
        for row in kept
    ]


def shortlist(need: Need, most: int = SHOWN) -> list[Suggested]:
    """The same found at once: the nearest who name something near to it, put in order. Five queries."""
    wanted = need_facts([need])[need.pk]
    return shortlist_of(
        may_be_asked(need), wanted, words=need.words, seed=need.pk, number=need.pk, days=days_ahead(need), most=most
    )


def shortlist_of(
    rows: QuerySet[Writer], wanted: NeedFacts, *, words: str, seed: int, days: int, number: int = 0, most: int = SHOWN
) -> list[Suggested]:
    """The best of these writers (the nearest first) for what lies `days` ahead, without those for whom it is not by
    what they said; `number` is the id of a request. Three queries.
    """
    tags = tags_near(wanted)
    if tags is not None:
        rows = rows.filter(Exists(WriterTag.objects.filter(tags, writer=OuterRef("pk"))))
    writers = {one.pk: one for one in rows[:LOOKED_AT]}
    _none, facts, lessons = facts_and_lessons([], writers.values())
    free = [
        one
        for one in facts.values()
        if not speaks_against(lessons.get(one.id, NONE), wanted, one, number=number, days=days)
    ]
    best = rank(wanted, free, seed=seed, most=most)
    fees = fees_of([writers[one.id] for one, _found in best])
    return [
        Suggested(writers[one.id], reasons_in_words(found.reasons, words), fees.get(one.id, "")) for one, found in best
    ]


def tags_near(wanted: NeedFacts) -> Q | None:
    """The tags of writers who name what is asked for, what holds it, or what is near to it; without a subject those
    who offer its service or speak its language. None for a request that is for everybody.
    """
    if not wanted.asks:
        return labels(wanted.services, wanted.languages)
    majors = {part for code in wanted.majors for part in (code, code[:5], code[:2])} | wanted.related_majors
    majors |= {code for code, closeness in wanted.near_majors.items() if closeness >= COVERS}
    jobs = {part for code in wanted.occupations for part in (code, code[:6] + "0", code[:4] + "000", code[:3] + "0000")}
    jobs |= wanted.related_occupations
    jobs |= {code for code, closeness in wanted.near_occupations.items() if closeness >= COVERS}
    found = Q(vocabulary=Vocabulary.MAJOR, code__in=sorted(majors))
    found |= Q(vocabulary=Vocabulary.OCCUPATION, code__in=sorted(jobs))
    found |= Q(vocabulary=Vocabulary.INDUSTRY, code__in=sorted(wanted.industries))
    for code in (*wanted.majors, *wanted.occupations):
        vocabulary = Vocabulary.OCCUPATION if "-" in code else Vocabulary.MAJOR
        stem = code.rstrip("0") if "-" in code else code
        found |= Q(vocabulary=vocabulary, code__startswith=stem)
    return found


def rows_to_keep(pairs: Iterable[tuple[WriterFacts, Fit]]) -> Iterator[dict[str, Any]]:
    """What the rows of a list hold, the best first; without who is gone since the matcher read her. One query."""
    pairs = list(pairs)
    here = set(Writer.objects.filter(pk__in=[writer.id for writer, _fit in pairs]).values_list("pk", flat=True))
    kept = [(writer, fit) for writer, fit in pairs if writer.id in here]
    for rank_of, (writer, fit) in enumerate(kept, start=1):
        reasons = [write_reason(reason) for reason in fit.reasons]
        yield {"writer_id": writer.id, "rank": rank_of, "score": fit.score, "reasons": reasons, "made_at": clock.now()}


def write_reason(reason: Reason) -> list:
    """A reason as a row keeps it."""
    return [reason.code, reason.is_for, reason.miles, list(reason.codes), reason.points, reason.n, reason.kind]


def read_reason(parts: list) -> Reason:
    code, is_for, miles, codes, points, n, kind = parts
    return Reason(code, is_for, miles, tuple(codes), points, n, kind)


def reasons_in_words(reasons: Iterable[Reason], words: str) -> tuple[str, ...]:
    """The strongest reasons for and the strongest against, in sentences."""
    reasons = sorted(reasons, key=lambda one: -abs(one.points))
    speaks_for = [one for one in reasons if one.is_for][: MOST_REASONS - 1]
    against = [one for one in reasons if not one.is_for][:1]
    said = [reason_words(one, words=words) for one in (*speaks_for, *against)]
    return tuple(dict.fromkeys(sentence for sentence in said if sentence))


# --- How old a kept list is -------------------------------------------------------------------------


def is_stale(thing: Ranked) -> bool:
    return thing.ranked_at is None or clock.now() - thing.ranked_at > FRESH


def may_ring(thing: Ranked) -> bool:
    """Whether the worker should be asked for a new list: it is old, and nobody has asked a moment ago."""
    return is_stale(thing) and cache.add(f"partners.rank:{type(thing).__name__}:{thing.pk}", 1, RUNG_FOR)


def age_words(ranked_at: datetime | None) -> str:
    """How old a kept list is: "as of 3 hours ago"; "" while there is none."""
    if ranked_at is None:
        return ""
    minutes = int((clock.now() - ranked_at).total_seconds() // 60)
    if minutes < 2:
        return _("as of a moment ago")
    if minutes < 120:
        return ngettext("as of %(n)s minute ago", "as of %(n)s minutes ago", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("as of %(n)s hour ago", "as of %(n)s hours ago", hours) % {"n": hours}
    return ngettext("as of %(n)s day ago", "as of %(n)s days ago", hours // 24) % {"n": hours // 24}


# --- Who was asked ---------------------------------------------------------------------------------


def asked_about(need: Need) -> list[Asked]:
    """Who was asked about a request, with the writers, in that order. One query."""
    rows = Asked.objects.filter(label=ABOUT, about_id=need.pk).select_related("writer")
    return list(rows.order_by("at", "id"))


def asked_already(need: Need) -> list[Suggested]:
    """Writers who were asked about a request and can still answer. One query."""
    rows = Asked.objects.filter(label=ABOUT, about_id=need.pk, answer=Asked.Answer.NONE, answer_by__gt=clock.now())
    return [Suggested(one.writer, (), "") for one in rows.select_related("writer").order_by("at", "id")]


def is_known(need: Need) -> bool:
    """Whether anybody was asked about a request or has offered for it. One or two queries."""
    asked = Asked.objects.filter(label=ABOUT, about_id=need.pk)
    return asked.exists() or Offer.objects.filter(need=need).exclude(state=Offer.State.DRAFT).exists()


def asked_words(asked: Asked) -> str:
    """What came of asking somebody, so far."""
    if asked.answer == Asked.Answer.YES:
        return _("Has offered to help.")
    if asked.answer == Asked.Answer.NO:
        return _("Not this time.")
    if asked.answer == Asked.Answer.MOOT:
        return _("It was over before an answer.")
    if asked.answer_by and asked.answer_by <= clock.now():
        return _("No answer in time. The next can be asked.")
    return ""


def waiting_for(writer: Writer) -> QuerySet[Asked]:
    """Requests that wait for her answer: asked, not answered, not over. Uses an index."""
    return Asked.objects.filter(writer=writer, label=ABOUT, answer="", answer_by__gt=clock.now())
