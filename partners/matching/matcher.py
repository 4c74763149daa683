"""The best writers for a need among very many, exactly, without looking at all of them.

Posting lists are read from the nearest code on. Everybody not met yet has at most the points of the next list and what
the other terms can give at most; once the last of the best so far has more than that, nobody else can come in.
Reasons are made for those alone who are shown.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from partners.matching.arrays import LABELS, Arrays, moment
from partners.matching.closeness import INDUSTRY, MAJOR, OCCUPATION
from partners.matching.facts import NeedFacts, WriterFacts
from partners.matching.fit import Fit, Unfolded, fit, past_points
from partners.matching.order import NEVER
from partners.matching.place import NEARNESS, STEPS, Spot
from partners.matching.terms import counted, rarity, share

CHUNK = 2048  # writers met before they are scored
FEW = 0.4  # of all writers: so many or fewer within reach are all looked at
MERGE_AT = 0.02  # of all writers: so many changed ones are put among the others
LEAST_MERGED = 256
LABEL_TERMS = {"services": "service", "stages": "stage", "languages": "language"}
NEAR_POINTS = np.array([share("near", part) for part in NEARNESS], dtype=np.int32)
LINES = np.array(STEPS)


class Query:
    """One need over one set of arrays."""

    def __init__(self, unfolded: Unfolded, part: Arrays):
        need, rules = unfolded.need, unfolded.rules
        self.need, self.part = need, part
        self.subject: dict[int, int] = {}
        for vocabulary in (MAJOR, OCCUPATION):
            for number, closeness in part.near(vocabulary, rules[vocabulary]).items():
                rare = need.rarity.get(part.codes[number][1], 1000)
                self.subject[number] = share("related", closeness) * rare // 1000
        self.industries = list(part.near(INDUSTRY, rules[INDUSTRY]))
        self.is_wide = len(need.majors) + len(need.occupations) > 1
        self.shared = [
            (part.bits(name, getattr(need, name)), name, share(LABEL_TERMS[name], 1000))
            for name in LABELS
            if getattr(need, name)
        ]
        self.wanted = share("wanted", 1000) if need.kind and need.kind in need.wants else 0
        self.own = part.own_referral if need.is_referral else part.own
        self.past = (
            {row: past_points(need, part.pasts[row][need.host]) for row in part.by_host.get(need.host, ())}
            if need.host
            else {}
        )

    @property
    def most_else(self) -> int:
        """What the terms beside the subject can give at most to somebody who never worked with the host."""
        need = self.need
        place = share("near", 1000) if need.on_campus else share("online", 1000)
        industry = share("industry", 1000) if self.industries else 0
        breadth = counted("breadth", 1000) if self.is_wide else 0
        labels = sum(points for _bits, _name, points in self.shared)
        return self.part.most_own[need.is_referral] + place + industry + breadth + labels + self.wanted

    def scores(self, rows: np.ndarray, subject: np.ndarray, apart: np.ndarray | None) -> np.ndarray:
        """The scores of these writers, who have so many points for the subject and are so far apart from the need,
        but for what they did with the host.
        """
        part, need = self.part, self.need
        score = self.own[rows] + subject + self.wanted + self._place(rows, apart)
        for bits, name, points in self.shared:
            score += points * ((getattr(part, name)[rows] & bits) != 0)
        if self.is_wide:
            score += self._breadth(rows)
        knows = self._have(rows, self.industries)
        score += share("industry", 1000) * knows
        if need.asks:
            score += share("nothing_shared", 1000) * ((subject == 0) & ~knows)
        return score

    def _have(self, rows: np.ndarray, numbers: Iterable[int]) -> np.ndarray:
        """Which of these writers have one of the codes of these numbers."""
        found = np.zeros(len(self.part), dtype=bool)
        for number in numbers:
            found[self.part.rows_with(number)] = True
        return found[rows]

    def _breadth(self, rows: np.ndarray) -> np.ndarray:
        """Points for each further code that was asked for and that she has herself."""
        met = np.zeros(len(rows), dtype=np.int32)
        for vocabulary, codes in ((MAJOR, self.need.majors), (OCCUPATION, self.need.occupations)):
            for code in codes:
                met += self._have(rows, self.part.direct(vocabulary, code))
        return np.minimum(np.maximum(met - 1, 0) * counted("breadth", 1), counted("breadth", 1000))

    def _apart(self, rows: np.ndarray) -> np.ndarray | None:
        return None if self.need.spot is None else self._line(rows, self.need.spot)

    def _line(self, rows: np.ndarray, spot: Spot) -> np.ndarray:
        """The squared lines between these writers and a place; `place.apart` of many."""
        x, y, z = (getattr(self.part, axis)[rows] - at for axis, at in zip("xyz", spot, strict=True))
        return x * x + y * y + z * z

    def _place(self, rows: np.ndarray, apart: np.ndarray | None) -> np.ndarray:
        part, need = self.part, self.need
        points = np.zeros(len(rows), dtype=np.int32)
        near = np.zeros(len(rows), dtype=bool)
        if need.on_campus and apart is not None:
            near = apart <= part.reach[rows]
            points = np.where(near, NEAR_POINTS[np.searchsorted(LINES, apart, side="right")], points)
        online = part.is_online[rows].astype(bool) if need.online else np.zeros(len(rows), dtype=bool)
        points = np.where(online, np.maximum(points, share("online", 1000)), points)
        if need.on_campus and apart is not None:
            points = np.where(~near & ~online & ~np.isnan(apart), share("far", 1000), points)
        return points

    def possible(self, rows: np.ndarray, apart: np.ndarray | None) -> np.ndarray:
        """Which of these writers no hard rule keeps away."""
        part, need = self.part, self.need
        fine = part.is_able[rows].astype(bool)
        can_come = np.full(len(rows), need.on_campus)
        if apart is not None:
            can_come &= (apart <= part.reach[rows]) | np.isnan(apart)
        fine &= can_come | (need.online & part.is_online[rows].astype(bool))
        if need.needed_on:
            day = need.needed_on.toordinal()
            fine &= (part.paused_until[rows] < day) & (part.free_from[rows] <= day)
        taken = part.alumni[rows] if need.is_referral else part.alumni[rows] + part.volunteering[rows]
        fine &= (part.cap[rows] == 0) | ~part.has_record[rows].astype(bool) | (taken < part.cap[rows])
        for language in need.must_languages:
            fine &= (part.languages[rows] & part.bits("languages", [language])) != 0
        if need.hours:
            fine &= np.isin(part.when[rows], [0, *(part.hours[name] for name in need.hours if name in part.hours)])
        if need.refused or need.cooling_off:
            fine &= ~np.isin(part.ids[rows], list(need.refused | need.cooling_off))
        if need.credential:
            day = need.needed_on.toordinal() if need.needed_on else 0
            held, until = part.letters.get(need.credential, (np.zeros(0), np.zeros(0)))
            fine &= np.isin(rows, held[until >= day])
        if need.busy_from and need.busy_until:
            meets = (part.busy_from < moment(need.busy_until)) & (part.busy_until > moment(need.busy_from))
            fine &= ~np.isin(rows, part.busy_row[meets])
        return fine

    def best(self, most: int, seed: int) -> list[tuple[tuple[int, int, int], int]]:
        """The rows of the best who can, with the key by which they stand (the smallest first)."""
        kept = _Best(most, seed, self.part, self.need)
        worth = np.zeros(len(self.part.codes), dtype=np.int32)
        worth[list(self.subject)] = list(self.subject.values())
        friends = np.fromiter(self.past, dtype=np.int32)
        self._keep(friends, self.part.subject(friends, worth), kept, np.array(list(self.past.values()), dtype=np.int32))
        met = np.zeros(len(self.part), dtype=bool)
        met[friends] = True
        latitude = self.need.latitude
        if self.need.spot is not None and latitude is not None and not self.need.online:
            rows = self.part.band(latitude)
            if len(rows) <= FEW * len(self.part):
                rows = self._nearby(rows[~met[rows]], self.need.spot)
                self._keep(rows, self.part.subject(rows, worth), kept)
                return kept.ordered()
        self._by_lists(kept, met)
        return kept.ordered()

    def _nearby(self, rows: np.ndarray, spot: Spot) -> np.ndarray:
        """Those of these writers who would come so far, or whose place is unknown."""
        apart = self._line(rows, spot)
        return rows[(apart <= self.part.reach[rows]) | np.isnan(apart)]

    def _by_lists(self, kept: "_Best", met: np.ndarray) -> None:
        """Read one posting list after the other until nobody else can come in."""
        order = sorted(self.subject.items(), key=lambda pair: -pair[1])
        most_else, waiting, count = self.most_else, [], 0
        for at, (number, worth) in enumerate(order, start=1):
            rows = self.part.rows_with(number)
            rows = rows[~met[rows]]
            met[rows] = True
            waiting.append((rows, worth))
            count += len(rows)
            next_worth = order[at][1] if at < len(order) else 0
            if next_worth and count < CHUNK:
                continue
            some = np.concatenate([rows for rows, _worth in waiting])
            self._keep(some, np.repeat([one for _rows, one in waiting], [len(rows) for rows, _worth in waiting]), kept)
            waiting, count = [], 0
            if kept.least > next_worth + most_else:
                return
        rest = np.flatnonzero(~met)
        self._keep(rest, np.zeros(len(rest), dtype=np.int32), kept)

    def _keep(self, rows: np.ndarray, subject: np.ndarray, kept: "_Best", more: np.ndarray | None = None) -> None:
        """Let those of these writers who can be among the best; `more` is what each did with the host."""
        apart = self._apart(rows)
        fine = self.possible(rows, apart)
        scores = self.scores(rows[fine], subject[fine], None if apart is None else apart[fine])
        kept.add(rows[fine], scores if more is None else scores + more[fine])


class _Best:
    """The best so far, with all who are level with the last."""

    def __init__(self, most: int, seed: int, part: Arrays, need: NeedFacts):
        self.most, self.seed, self.part, self.need = most, seed, part, need
        self.rows = np.zeros(0, dtype=np.int64)
        self.scores = np.zeros(0, dtype=np.int64)
        self.least = -NEVER  # the score that somebody has to reach to come in

    def add(self, rows: np.ndarray, scores: np.ndarray) -> None:
        enough = scores >= self.least
        self.rows = np.concatenate([self.rows, rows[enough]])
        self.scores = np.concatenate([self.scores, scores[enough]])
        if len(self.rows) >= self.most > 0:
            self.least = int(np.partition(self.scores, -self.most)[-self.most])
            kept = self.scores >= self.least
            self.rows, self.scores = self.rows[kept], self.scores[kept]

    def ordered(self) -> list[tuple[tuple[int, int, int], int]]:
        days, ids = self.part.days[self.rows] * (not self.need.is_referral), self.part.ids[self.rows]
        throws = dices(self.seed, ids)
        order = np.lexsort((throws, -days, -self.scores))[: self.most]
        return [((-int(self.scores[at]), -int(days[at]), int(throws[at])), int(self.rows[at])) for at in order]


def dices(seed: int, numbers: np.ndarray) -> np.ndarray:
    """`order.dice` of many numbers at once."""
    mask = (1 << 64) - 1
    with np.errstate(over="ignore"):
        mixed = numbers.astype(np.uint64) + np.uint64(seed * 0x9E3779B97F4A7C15 & mask)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (mixed ^ (mixed >> np.uint64(31))) >> np.uint64(1)


class Matcher:
    """All writers, most in large arrays that stay, those who changed since in small ones."""

    def __init__(self, writers: Iterable[WriterFacts]):
        self._settle(Arrays(writers))

    def __len__(self) -> int:
        return len(self.row_of)

    def _settle(self, arrays: Arrays) -> None:
        self.main, self.changed = arrays, Arrays(())
        self.fresh: dict[int, WriterFacts] = {}
        self.row_of = {number: row for row, number in enumerate(arrays.ids.tolist())}
        self.having = Counter({
            code: arrays.bounds[n + 1] - arrays.bounds[n]
            for n, (vocabulary, code) in enumerate(arrays.codes)
            if vocabulary != INDUSTRY
        })  # fmt: skip
        self.rarity: dict[str, int] | None = None

    def refresh(self, changed: Iterable[WriterFacts], gone: Iterable[int] = ()) -> None:
        """Take in writers who changed or are new, and leave out the ids of those who are gone."""
        changed = list(changed)
        for number in (*(writer.id for writer in changed), *gone):
            self._forget(number)
        for writer in changed:
            self.fresh[writer.id] = writer
            self.row_of[writer.id] = -1
            self.having.update((*writer.majors, *writer.occupations))
        self.rarity = None
        if len(self.fresh) > max(LEAST_MERGED, MERGE_AT * len(self.main)):
            rows = [row for row in self.row_of.values() if row >= 0]
            self._settle(Arrays((*map(self.main.facts, rows), *self.fresh.values())))
        else:
            self.changed = Arrays(self.fresh.values())

    def _forget(self, number: int) -> None:
        row = self.row_of.pop(number, None)
        if row is None:
            return
        if row < 0:
            old = self.fresh.pop(number)
            codes = [*old.majors, *old.occupations]
        else:
            self.main.is_able[row] = False
            codes = [code for vocabulary, code in self.main.codes_of(row) if vocabulary != INDUSTRY]
        self.having.subtract(codes)

    def with_rarity(self, need: NeedFacts) -> NeedFacts:
        """The need, told how rare each code is among all writers."""
        if self.rarity is None:
            self.rarity = {code: rarity(n, len(self)) for code, n in self.having.items() if n}
        return replace(need, rarity=self.rarity)

    def best(self, need: NeedFacts, most: int = 20, *, seed: int = 0) -> list[tuple[WriterFacts, Fit]]:
        """The best who can, with reasons; the same as `order.rank` over all writers."""
        unfolded = Unfolded(self.with_rarity(need))
        return [
            (writer, fit(unfolded, writer))
            for writer in (part.facts(row) for part, row in self._rows(unfolded, most, seed))
        ]

    def ids(self, need: NeedFacts, most: int = 20, *, seed: int = 0) -> list[int]:
        """The ids of the best who can, in order, without reasons."""
        return [int(part.ids[row]) for part, row in self._rows(Unfolded(self.with_rarity(need)), most, seed)]

    def _rows(self, unfolded: Unfolded, most: int, seed: int) -> list[tuple[Arrays, int]]:
        found = [
            (key, part, row)
            for part in (self.main, self.changed)
            if len(part)
            for key, row in Query(unfolded, part).best(most, seed)
        ]
        found.sort(key=lambda one: one[0])
        return [(part, row) for _key, part, row in found[:most]]

    @property
    def nbytes(self) -> int:
        return self.main.nbytes + self.changed.nbytes
