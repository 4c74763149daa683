"""How well a writer fits a need: what makes it impossible, and the soft terms with their reasons."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from partners.matching.closeness import MAJOR, OCCUPATION, Rules, beginnings, common, rules_of
from partners.matching.facts import NeedFacts, Past, Record, WriterFacts
from partners.matching.hard import hard_failures
from partners.matching.place import apart, line, miles_of, nearness
from partners.matching.reason import Reason
from partners.matching.terms import (
    MONTH,
    MOST_MONTHS,
    RELATED,
    answering,
    counted,
    counts,
    share,
)

MOST_CODES = 3  # that a reason names


@dataclass(frozen=True)
class Fit:
    """How well a writer fits a need: `score` (higher is better), `hard` failures (she cannot), and
    `reasons`, strongest first.
    """

    score: int
    hard: tuple[Reason, ...]
    reasons: tuple[Reason, ...]

    @property
    def is_possible(self) -> bool:
        return not self.hard


@dataclass(frozen=True)
class Unfolded:
    """A need with its rules, so that many writers are judged by one unfolding."""

    need: NeedFacts

    @cached_property
    def rules(self) -> dict[str, Rules]:
        return rules_of(self.need)


def fit(need: NeedFacts | Unfolded, writer: WriterFacts, *, without: Collection[str] = ()) -> Fit:
    """How well `writer` fits `need`, with reasons for and against; the terms named in `without` do not count."""
    unfolded = need if isinstance(need, Unfolded) else Unfolded(need)
    need = unfolded.need
    reasons = [
        reason
        for reason in (*_shared(unfolded, writer), *_place(need, writer), *own_reasons(writer),
                       *_together(need, writer))
        if reason.code not in without and counts(reason.code, is_referral=need.is_referral)
    ]  # fmt: skip
    reasons.sort(key=lambda reason: -reason.points)
    return Fit(sum(reason.points for reason in reasons), hard_failures(need, writer), tuple(reasons))


def own_reasons(writer: WriterFacts) -> list[Reason]:
    """What speaks for and against a writer whatever the need is."""
    found = [
        Reason("verified", points=share("verified", 1000)) if writer.is_verified else Reason("not_verified", False)
    ]
    if writer.is_pro_bono:
        found.append(Reason("pro_bono", points=share("pro_bono", 1000)))
    if writer.record:
        found += _record(writer.record)
    return found


def _record(record: Record) -> list[Reason]:
    found = []
    better = answering(record.asked, record.answered)
    if better > 0:
        found.append(Reason("answers", points=share("answers", better * 3), n=record.answered))
    elif better < 0:
        found.append(Reason("silent", False, points=share("silent", -better), n=record.asked - record.answered))
    if record.asked_lately:
        points = counted("asked_lately", record.asked_lately)
        found.append(Reason("asked_lately", False, points=points, n=record.asked_lately))
    days = record.days_since_asked
    months = MOST_MONTHS if days is None else min(MOST_MONTHS, days // MONTH)
    if months:
        found.append(Reason("rested", points=counted("rested", months), n=0 if days is None else months))
    if record.volunteering:
        found.append(Reason("load", False, points=counted("load", record.volunteering), n=record.volunteering))
    return found


def _shared(unfolded: Unfolded, writer: WriterFacts) -> list[Reason]:
    """Reasons from codes of both."""
    need, found = unfolded.need, _subject(unfolded, writer)
    industries = common(need.industries, writer.industries)
    if industries:
        found.append(Reason("industry", codes=tuple(sorted(industries)), points=share("industry", 1000)))
    if need.asks and not found:
        found.append(Reason("nothing_shared", False, points=share("nothing_shared", 1000)))
    for code, one, other in [
        ("service", need.services, writer.services),
        ("stage", need.stages, writer.stages),
        ("language", need.languages, writer.languages),
    ]:
        if one & other:
            found.append(Reason(code, codes=tuple(sorted(one & other)), points=share(code, 1000)))
    if need.kind and need.kind in need.wants:
        found.append(Reason("wanted", points=share("wanted", 1000)))
    return found


def _subject(unfolded: Unfolded, writer: WriterFacts) -> list[Reason]:
    """Majors and occupations: the nearest of her codes counts, and how many of those asked for she has herself."""
    need = unfolded.need
    near = [
        *_near(unfolded.rules[MAJOR], writer.majors, need),
        *_near(unfolded.rules[OCCUPATION], writer.occupations, need),
    ]
    if not near:
        return []
    near.sort(key=lambda each: (-each[0], each[2]))
    points, closeness = near[0][0], max(each[1] for each in near)
    majors, occupations = common(need.majors, writer.majors), common(need.occupations, writer.occupations)
    if not majors and not occupations:
        code = "related" if closeness >= RELATED else "beside"
        return [Reason(code, codes=tuple(each[2] for each in near[:MOST_CODES]), points=points)]
    found = [Reason("major" if majors else "occupation", codes=tuple(sorted(majors or occupations)), points=points)]
    met = len(majors) + len(occupations)
    if met > 1:
        codes = tuple(sorted(occupations if majors else ()))
        found.append(Reason("breadth", codes=codes, points=counted("breadth", met - 1), n=met))
    return found


def _near(rules: Rules, codes: Iterable[str], need: NeedFacts) -> list[tuple[int, int, str]]:
    """Those of her codes that are near, with points and closeness."""
    if not rules.inside and not rules.whole:
        return []
    found = []
    for code in codes:
        closeness = max(rules.closeness(digits) for digits in beginnings(code))
        if closeness:
            found.append((share("related", closeness) * need.rarity.get(code, 1000) // 1000, closeness, code))
    return found


def _place(need: NeedFacts, writer: WriterFacts) -> list[Reason]:
    squared = None if need.spot is None or writer.spot is None else apart(need.spot, writer.spot)
    miles = None if squared is None else miles_of(squared)
    near = None
    if need.on_campus and squared is not None and squared <= line(writer.travel_miles):
        near = Reason("near", miles=miles, points=share("near", nearness(squared)))
    if need.online and writer.is_online:
        online = Reason("online", miles=miles, points=share("online", 1000))
        return [near if near and near.points >= online.points else online]
    if near:
        return [near]
    if need.on_campus and squared is not None:
        return [Reason("far", False, miles=miles, points=share("far", 1000))]
    return []


def _together(need: NeedFacts, writer: WriterFacts) -> list[Reason]:
    past = writer.record.past.get(need.host) if writer.record and need.host else None
    return past_reasons(need, past) if past else []


def past_points(need: NeedFacts, past: Past) -> int:
    """What the past with this host adds to the score."""
    return 0 if need.is_referral else sum(reason.points for reason in past_reasons(need, past))


def past_reasons(need: NeedFacts, past: Past) -> list[Reason]:
    """What she has done with this host before."""
    found = []
    if past.helped:
        kind = need.kind if past.kinds.get(need.kind) else ""
        n = past.kinds[kind] if kind else past.helped
        found.append(Reason("helped", points=counted("helped", past.helped), n=n, kind=kind))
    if past.kinds.get("board"):
        found.append(Reason("board", points=share("board", 1000)))
    if past.hours:
        found.append(Reason("hours", points=counted("hours", past.hours), n=past.hours))
    if past.kinds.get("introduction"):
        n = past.kinds["introduction"]
        found.append(Reason("introduced", points=counted("introduced", n), n=n))
    if past.is_favourite:
        found.append(Reason("favourite", points=share("favourite", 1000)))
    return found
