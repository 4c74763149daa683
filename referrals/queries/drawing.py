"""The order in which writers are shown to an alumnus: drawn by lot, weighted by fit, and the same when drawn again."""

from collections.abc import Iterable
from math import log

from partners.matching.order import dice

HALVES = 100  # points: who fits so much less stands first half as often
SIDES = 2**63  # of the dice


def draw(seed: int, scores: Iterable[tuple[int, int]], most: int) -> list[int]:
    """At most so many ids from pairs of id and score, drawn without putting back: each throws once, and the better
    she fits the more her throw counts. Who fits equally well stands at each place equally often; one more or one less
    in the draw changes nothing in the order of the others. Efraimidis and Spirakis 2006, exponential keys.
    """
    throws = sorted((_throw(seed, number, score), number) for number, score in scores)
    return [number for _key, number in throws[:most]]


def _throw(seed: int, number: int, score: int) -> float:
    return -log((dice(seed, number) + 1) / SIDES) / 2 ** (score / HALVES)
