"""Who is asked for what, all at once: the best sum over many needs, everybody's limit kept.

Two linear programmes: each need wants so many invitations, each writer takes at most so many in a period. Their matrix
is that of a network, whose corners are whole numbers, and the simplex of HiGHS ends in a corner. Only workers import
this.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import linprog
from scipy.sparse.csgraph import maximum_flow

from partners.matching.order import dice

MOST_SCORE = 5_000
LONGEST_TURN = 365  # days; who was asked longer ago, or never, comes after no one
TURN = 0.4  # of a point: whose turn it is tells two of the same score apart …
THROW = 0.0009  # … and a throw of dice two of the same day
SIDES = 997
URGENT_DAYS = 3  # due so soon, a need counts most
URGENCY = 2.0  # how much more than one without haste


@dataclass(frozen=True)
class Slot:
    """A need with how many invitations it `wants` and in how many days it is due, None without a date."""

    id: int
    wants: int = 1
    days_left: int | None = None


@dataclass(frozen=True)
class Pair:
    """A writer who can, with the score of her fit and how many days ago she was last asked (None: never)."""

    need: int
    writer: int
    score: int
    days_since_asked: int | None = None


def urgency(days_left: int | None) -> float:
    """How much a need counts beside others: 1 without a date, growing to 3 as the date nears."""
    if days_left is None:
        return 1.0
    return 1.0 + URGENCY / (1 + max(0, days_left - URGENT_DAYS) / 7)


def worth(pair: Pair, slot: Slot, seed: int) -> float:
    """What it is worth to ask this writer for this need, in points. Scores are whole, so that what tells equals
    apart never outweighs a point.
    """
    days = LONGEST_TURN if pair.days_since_asked is None else min(pair.days_since_asked, LONGEST_TURN)
    throw = dice(seed, pair.need * 1_000_003 + pair.writer) % SIDES
    score = min(max(pair.score, -MOST_SCORE), MOST_SCORE)
    return score * urgency(slot.days_left) + TURN * days / LONGEST_TURN + THROW * throw / SIDES


def assign(
    slots: Sequence[Slot], pairs: Iterable[Pair], limits: Mapping[int, int], *, seed: int = 0
) -> dict[int, list[int]]:
    """For each need the ids of the writers to ask, best first. Nobody is asked more often than her limit, and
    nobody twice for one need. As many slots as can be are filled, the urgent ones first where not all can be;
    then the sum of what it is worth is as high as can be. Needs and pairs may come in any order; the same seed
    gives the same answer. Raises RuntimeError when the solver gives up.
    """
    known = {slot.id: slot for slot in slots}
    able = sorted(
        (
            pair
            for pair in pairs
            if pair.need in known and known[pair.need].wants > 0 and limits.get(pair.writer, 0) > 0
        ),
        key=lambda pair: (pair.need, pair.writer),
    )
    chosen: dict[int, list[tuple[float, int]]] = {slot.id: [] for slot in slots}
    if able:
        values = np.array([worth(pair, known[pair.need], seed) for pair in able])
        for at in np.flatnonzero(_solve(able, values, known, limits)):
            chosen[able[at].need].append((-values[at], able[at].writer))
    return {need: [writer for _value, writer in sorted(found)] for need, found in chosen.items()}


def _solve(
    able: Sequence[Pair], values: np.ndarray, slots: Mapping[int, Slot], limits: Mapping[int, int]
) -> np.ndarray:
    """Which pairs are in the best assignment.

    Where not all slots can be filled, it is found out first how many of each degree of haste can. (Which needs
    can be served together is a matroid, so that this number is the same in every best way.)
    """
    needs, need_rows = np.unique([pair.need for pair in able], return_inverse=True)
    writers, writer_rows = np.unique([pair.writer for pair in able], return_inverse=True)
    of_needs, of_writers = _table(need_rows), _table(writer_rows)
    wants = np.minimum([slots[need].wants for need in needs.tolist()], np.bincount(need_rows))
    most = np.array([limits[writer] for writer in writers.tolist()])
    if _flow(need_rows, writer_rows, wants, most) == wants.sum():
        return _corner(values, A_ub=of_writers, b_ub=most, A_eq=of_needs, b_eq=wants)
    haste = np.array([urgency(slots[need].days_left) for need in needs.tolist()])[need_rows]
    both = {"A_ub": sparse.vstack([of_needs, of_writers]), "b_ub": np.concatenate([wants, most])}
    degrees = np.unique(haste, return_inverse=True)[1]
    filled = np.bincount(degrees, weights=_corner(haste, **both))
    return _corner(values, **both, A_eq=_table(degrees), b_eq=filled)


def _flow(need_rows: np.ndarray, writer_rows: np.ndarray, wants: np.ndarray, most: np.ndarray) -> int:
    """How many slots can be filled at all: from a source over needs and writers to a sink."""
    source, sink = len(wants) + len(most), len(wants) + len(most) + 1
    ends = (
        (np.full(len(wants), source), np.arange(len(wants)), wants),
        (need_rows, len(wants) + writer_rows, np.ones(len(need_rows))),
        (len(wants) + np.arange(len(most)), np.full(len(most), sink), most),
    )
    start, end, size = (np.concatenate(part).astype(np.int32) for part in zip(*ends, strict=True))
    graph = sparse.csr_matrix((size, (start, end)), shape=(sink + 1, sink + 1))
    return maximum_flow(graph, source, sink).flow_value


def _table(rows: np.ndarray) -> sparse.csr_matrix:
    return sparse.csr_matrix((np.ones(len(rows)), (rows, np.arange(len(rows)))))


def _corner(values: np.ndarray, **limits) -> np.ndarray:
    """Which of the variables are taken where the sum of the values is highest."""
    found = linprog(-values, bounds=(0, 1), method="highs-ds", **limits)
    if not found.success:
        raise RuntimeError(found.message)
    return found.x > 1 / 2
