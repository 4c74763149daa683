"""Who covers what: how near the nearest code of each writer is to each of many things."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from partners.matching.closeness import MAJOR, OCCUPATION, Rules, beginnings, rules_of
from partners.matching.facts import NeedFacts, WriterFacts
from partners.matching.terms import NESTED, RELATED

COVERS = 200  # thousandths of closeness; below, a code is too far from a thing to count
LABELS = ("services", "languages")


class Level(IntEnum):
    """How well one thing is covered by a number of writers, the worst first."""

    NOBODY = 0
    BESIDE = 1  # somebody from a field close by
    ONE = 2
    SEVERAL = 3


class How(IntEnum):
    """How well one writer covers one thing."""

    BESIDE = 1
    RELATED = 2
    SAME = 3


def how(closeness: int) -> How:
    """The word for a closeness in thousandths of at least `COVERS`."""
    if closeness >= NESTED:
        return How.SAME
    return How.RELATED if closeness >= RELATED else How.BESIDE


def level(closenesses: Iterable[int]) -> Level:
    """How well a thing is covered by writers who are so near to it."""
    found = [how(one) for one in closenesses]
    able = sum(one > How.BESIDE for one in found)
    if able:
        return Level.SEVERAL if able > 1 else Level.ONE
    return Level.BESIDE if found else Level.NOBODY


@dataclass
class Holders:
    """Ids of writers by the beginnings of their codes, so that a thing meets only those who are near to it."""

    inside: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    whole: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    labels: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, writer: WriterFacts) -> None:
        for vocabulary, codes in ((MAJOR, writer.majors), (OCCUPATION, writer.occupations)):
            for digits in (beginning for code in codes for beginning in beginnings(code)):
                self.whole[vocabulary, digits].add(writer.id)
                for length in range(1, len(digits) + 1):
                    self.inside[vocabulary, digits[:length]].add(writer.id)
        for name in LABELS:
            for code in getattr(writer, name):
                self.labels[name, code].add(writer.id)


def holders_of(writers: Iterable[WriterFacts]) -> Holders:
    found = Holders()
    for writer in writers:
        found.add(writer)
    return found


def nearest(wanted: NeedFacts, holders: Holders) -> dict[int, int]:
    """How near each writer is to what is wanted, in thousandths, by her id; without those who are not near at all."""
    found: dict[int, int] = {}
    rules = rules_of(wanted)
    for vocabulary in (MAJOR, OCCUPATION):
        _raise(found, vocabulary, rules[vocabulary], holders)
    for name in LABELS:
        for code in getattr(wanted, name):
            found |= dict.fromkeys(holders.labels.get((name, code), ()), NESTED)
    return {writer: closeness for writer, closeness in found.items() if closeness >= COVERS}


def _raise(found: dict[int, int], vocabulary: str, rules: Rules, holders: Holders) -> None:
    parts: tuple[tuple[Mapping[str, int], Mapping[tuple[str, str], set[int]]], ...] = (
        (rules.inside, holders.inside),
        (rules.whole, holders.whole),
    )
    for closenesses, having in parts:
        for digits, closeness in closenesses.items():
            for writer in having.get((vocabulary, digits), ()):
                found[writer] = max(closeness, found.get(writer, 0))
