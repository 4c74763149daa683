"""The order of those who can: best score, then whoever was asked least recently (not where an alumna is referred:
those were requests to volunteer as well), then by a throw of dice.
"""

from collections.abc import Iterable
from dataclasses import replace

from partners.matching.facts import NeedFacts, WriterFacts
from partners.matching.fit import Fit, Unfolded, fit
from partners.matching.terms import rarity

NEVER = 1_000_000  # days since somebody who was never asked was asked
_MASK = (1 << 64) - 1


def dice(seed: int, number: int) -> int:
    """A throw below 2**63 that is the same for the same seed and number (the finish of SplitMix64)."""
    mixed = (seed * 0x9E3779B97F4A7C15 + number) & _MASK
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
    return (mixed ^ (mixed >> 31)) >> 1


def days_since_asked(writer: WriterFacts) -> int:
    days = writer.record.days_since_asked if writer.record else None
    return NEVER if days is None else days


def rank(
    need: NeedFacts, writers: Iterable[WriterFacts], *, seed: int = 0, most: int | None = None
) -> list[tuple[WriterFacts, Fit]]:
    """Those who can, best first, at most so many. The order in which they come in does not matter."""
    unfolded = Unfolded(need)
    found = [(writer, one) for writer in writers if (one := fit(unfolded, writer)).is_possible]

    def place(pair: tuple[WriterFacts, Fit]) -> tuple[int, int, int]:
        writer, one = pair
        return (-one.score, 0 if need.is_referral else -days_since_asked(writer), dice(seed, writer.id))

    found.sort(key=place)
    return found[:most]


def with_rarity(need: NeedFacts, writers: Iterable[WriterFacts]) -> NeedFacts:
    """The need, told how rare each code of majors and occupations is among these writers."""
    everybody, having = 0, dict[str, int]()
    for writer in writers:
        everybody += 1
        for code in (*writer.majors, *writer.occupations):
            having[code] = having.get(code, 0) + 1
    return replace(need, rarity={code: rarity(n, everybody) for code, n in having.items()})
