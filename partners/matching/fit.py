"""Fit v0: shared codes first, then nearness and what makes a yes easy."""

from collections.abc import Iterable
from dataclasses import dataclass

from careerlink.taxonomy.distance import miles_between
from partners.matching.facts import NeedFacts, WriterFacts

# What each reason adds to the score. Shared codes weigh more than everything else together.
WEIGHTS = {
    "major": 100,
    "occupation": 90,
    "related": 60,
    "industry": 50,
    "service": 15,
    "stage": 15,
    "language": 15,
    "wanted": 15,
    "near": 15,
    "online": 10,
    "verified": 15,
    "pro_bono": 5,
    "not_verified": 0,
    "nothing_shared": -20,
    "far": -10,
}


@dataclass(frozen=True)
class Reason:
    """One point for (`is_for`) or against, as a code with its numbers and codes; pages word it."""

    code: str
    is_for: bool = True
    miles: int | None = None
    codes: tuple[str, ...] = ()


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


def fit(need: NeedFacts, writer: WriterFacts) -> Fit:
    """How well `writer` fits `need`, with reasons for and against."""
    miles = _miles(need, writer)
    reasons = [*_shared(need, writer), *_place(need, writer, miles)]
    if need.kind and need.kind in need.wants:
        reasons.append(Reason("wanted"))
    reasons.append(Reason("verified") if writer.is_verified else Reason("not_verified", is_for=False))
    if writer.is_pro_bono:
        reasons.append(Reason("pro_bono"))
    reasons.sort(key=lambda reason: -WEIGHTS[reason.code])
    score = sum(WEIGHTS[reason.code] for reason in reasons)
    if miles is not None and not any(reason.code == "far" for reason in reasons):
        score -= min(round(miles / 10), 9)
    return Fit(score=score, hard=tuple(_hard(need, writer, miles)), reasons=tuple(reasons))


def _shared(need: NeedFacts, writer: WriterFacts) -> list[Reason]:
    """Reasons from codes of both. A wider code covers the narrower ones below it."""
    found = []
    majors = _common(need.majors, writer.majors)
    occupations = _common(need.occupations, writer.occupations)
    related = _common(need.related_occupations, writer.occupations) | _common(need.related_majors, writer.majors)
    industries = _common(need.industries, writer.industries)
    if majors:
        found.append(Reason("major", codes=tuple(sorted(majors))))
    if occupations:
        found.append(Reason("occupation", codes=tuple(sorted(occupations))))
    if related and not majors and not occupations:
        found.append(Reason("related", codes=tuple(sorted(related))))
    if industries:
        found.append(Reason("industry", codes=tuple(sorted(industries))))
    asked = need.majors or need.occupations or need.industries
    if asked and not found:
        found.append(Reason("nothing_shared", is_for=False))
    for code, one, other in [
        ("service", need.services, writer.services),
        ("stage", need.stages, writer.stages),
        ("language", need.languages, writer.languages),
    ]:
        if one & other:
            found.append(Reason(code, codes=tuple(sorted(one & other))))
    return found


def _place(need: NeedFacts, writer: WriterFacts, miles: float | None) -> list[Reason]:
    if need.on_campus and miles is not None and miles <= writer.travel_miles:
        return [Reason("near", miles=round(miles))]
    if need.online and writer.is_online:
        return [Reason("online", miles=None if miles is None else round(miles))]
    if need.on_campus and miles is not None:
        return [Reason("far", is_for=False, miles=round(miles))]
    return []


def _hard(need: NeedFacts, writer: WriterFacts, miles: float | None) -> list[Reason]:
    """Why she cannot: not taking part, away on the day, or no way to meet."""
    found = []
    if not writer.is_taking_part:
        found.append(Reason("not_taking_part", is_for=False))
    day = need.needed_on
    if day and writer.paused_until and day <= writer.paused_until:
        found.append(Reason("paused", is_for=False))
    if day and writer.free_from and day < writer.free_from:
        found.append(Reason("not_free_yet", is_for=False))
    can_come = need.on_campus and (miles is None or miles <= writer.travel_miles)
    can_call = need.online and writer.is_online
    if not can_come and not can_call:
        code = "too_far" if need.on_campus else "not_online"
        found.append(Reason(code, is_for=False, miles=None if miles is None else round(miles)))
    return found


def _common(one: Iterable[str], other: Iterable[str]) -> set[str]:
    """Codes of `one` that are in `other`, or stand above or below one there."""
    plain = [beginning for code in other for beginning in _beginnings(code)]
    return {code for code in one if any(a.startswith(b) or b.startswith(a) for a in _beginnings(code) for b in plain)}


def _beginnings(code: str) -> list[str]:
    """The digits that every code inside this one begins with.

    SOC writes wide groups with zeros at the end ("27-3000"), NAICS joins three sectors ("31-33"), CIP
    and the rest simply leave digits out ("23.01").
    """
    first, _dash, last = code.replace(".", "").partition("-")
    if not last:
        return [first]
    if len(last) == len(first):
        return [str(sector) for sector in range(int(first), int(last) + 1)]
    return [first + last.rstrip("0")]


def _miles(need: NeedFacts, writer: WriterFacts) -> float | None:
    """The distance in miles, None when one of the places is unknown."""
    if need.latitude is None or need.longitude is None or writer.latitude is None or writer.longitude is None:
        return None
    return miles_between(need.latitude, need.longitude, writer.latitude, writer.longitude)
