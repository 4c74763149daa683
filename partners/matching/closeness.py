"""How near a writer's code is to what was asked for.

A need is unfolded once into rules about the digits that codes begin with; a code is then judged by the few
beginnings that it has, in plain numbers here and over posting lists in `arrays.py`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from partners.matching.facts import NeedFacts
from partners.matching.terms import (
    CIP_SIBLINGS,
    COLLEGE_TEACHERS,
    CROSSWALK,
    NESTED,
    SAME,
    SOC_SIBLINGS,
    TEACHERS_COUNT,
)

MAJOR, OCCUPATION, INDUSTRY = TREES = ("major", "occupation", "industry")


@dataclass
class Rules:
    """How near every code is that begins with these digits (`inside`), and the very code (`whole`), in thousandths."""

    inside: dict[str, int] = field(default_factory=dict)
    whole: dict[str, int] = field(default_factory=dict)

    def raise_inside(self, digits: str, closeness: int) -> None:
        self.inside[digits] = max(closeness, self.inside.get(digits, 0))

    def raise_whole(self, digits: str, closeness: int) -> None:
        self.whole[digits] = max(closeness, self.whole.get(digits, 0))

    def closeness(self, digits: str) -> int:
        """How near a code with these digits is, 0 for not at all."""
        found = self.whole.get(digits, 0)
        for length in range(1, len(digits) + 1):
            found = max(found, self.inside.get(digits[:length], 0))
        return found


def beginnings(code: str) -> list[str]:
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


def common(one: Iterable[str], other: Iterable[str]) -> set[str]:
    """Codes of `one` that are in `other`, or stand above or below one there."""
    plain = [beginning for code in other for beginning in beginnings(code)]
    return {code for code in one if any(a.startswith(b) or b.startswith(a) for a in beginnings(code) for b in plain)}


def names(vocabulary: str, code: str, hers: Collection[str]) -> bool:
    """Whether one of her codes of a vocabulary is this one or, where codes stand in trees, above or below it."""
    return code in hers or (vocabulary in TREES and bool(common([code], hers)))


def rules_of(need: NeedFacts) -> dict[str, Rules]:
    """What a need asks for, by vocabulary."""
    return {
        MAJOR: _rules(need.majors, need.related_majors, need.near_majors, CIP_SIBLINGS),
        OCCUPATION: _rules(need.occupations, need.related_occupations, need.near_occupations, SOC_SIBLINGS),
        INDUSTRY: _rules(need.industries, (), {}, {}),
    }


def _rules(asked: Iterable[str], related: Iterable[str], near: Mapping[str, int], siblings: Mapping[int, int]) -> Rules:
    found, own = Rules(), [digits for code in asked for digits in beginnings(code)]
    counts = dict.fromkeys((digits for code in related for digits in beginnings(code)), CROSSWALK)
    for code, closeness in near.items():
        for digits in beginnings(code):
            counts[digits] = max(closeness, counts.get(digits, 0))
    for digits, closeness in counts.items():
        weighed = _weighed(digits, closeness, siblings, own)
        found.raise_inside(digits, weighed)
        for length in range(2, len(digits)):
            found.raise_whole(digits[:length], weighed // 2)
        beside = digits[: max(siblings, default=0)]
        if len(beside) < len(digits):
            found.raise_inside(beside, _weighed(beside, closeness // 2, siblings, own))
    for digits in own:
        found.raise_whole(digits, SAME)
        found.raise_inside(digits, NESTED)
        for length in range(2, len(digits)):
            found.raise_whole(digits[:length], NESTED)
        for length, closeness in siblings.items():
            if len(digits) > length:
                beside = digits[:length]
                found.raise_inside(beside, _weighed(beside, closeness, siblings, own))
    return found


def _weighed(digits: str, closeness: int, siblings: Mapping[int, int], own: Iterable[str]) -> int:
    """The closeness; less for teachers at colleges, whom the crosswalk gives to nearly every major."""
    is_teacher = siblings is SOC_SIBLINGS and digits.startswith(COLLEGE_TEACHERS)
    if is_teacher and not any(code.startswith(COLLEGE_TEACHERS) for code in own):
        return closeness * TEACHERS_COUNT // 1000
    return closeness
