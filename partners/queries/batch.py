"""What the weekly mails of one batch name to whom: the exact optimum. Only workers import this.

Without it, ten requests that fit everybody would stand in every mail, and the eleventh in none.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from heapq import heappush, heappushpop

from careerlink.web import clock
from partners.matching import WriterFacts
from partners.matching.assign import Pair, Slot, assign
from partners.matching.order import days_since_asked
from partners.models import Writer
from partners.queries.weekly import MOST, Picked, Pool, Row, pick, row_rank

SUGGESTED = 5  # mails in which a request stands for each writer that it asks for, where so many fit
OF_WRITER = 30  # things that fit one writer best, from which hers are chosen …
OF_THING = 60  # … and writers whom one thing fits best, so that none is left out where many fit many
CHUNK = 200  # writers who are judged at a time
Thing = tuple[str, int]  # label of its table, "" for a request, and id


class Batch(Pool):
    """What is open today, shared out among writers (with user): each request (and each other thing) wants to stand in
    so many mails, no mail names more than ten, and the sooner it is due the more it counts. Equals go by who was asked
    least recently, then by the seed. Where a mail has room left, it names what fits best besides: nobody reads less
    than alone.
    """

    def __init__(self, writers: Iterable[Writer], *, seed: int) -> None:
        super().__init__()
        self.on: dict[Thing, date] = {}
        self.shares: dict[int, set[Thing]] = {}
        found = self._pairs(list(writers))
        number = {thing: at for at, thing in enumerate(sorted(self.on))}
        slots = [Slot(number[thing], self._wants(thing), self._days_left(thing)) for thing in number]
        pairs = [Pair(number[thing], writer, score, days) for (thing, writer), (score, days) in found.items()]
        chosen = assign(slots, pairs, dict.fromkeys(self.shares, MOST), seed=seed)
        for thing, at in number.items():
            for writer in chosen[at]:
                self.shares[writer].add(thing)

    def _wants(self, thing: Thing) -> int:
        label, number = thing
        return SUGGESTED * (1 if label else self.needs[number].how_many)

    def _days_left(self, thing: Thing) -> int:
        return (self.on[thing] - clock.today()).days

    def _pairs(self, writers: list[Writer]) -> dict[tuple[Thing, int], tuple[int, int]]:
        """Who could be told of what, with the score and how many days ago she was asked. For each 200 writers the
        queries of `fits_for`.
        """
        found: dict[tuple[Thing, int], tuple[int, int]] = {}
        best: dict[Thing, list[tuple[int, int, int]]] = defaultdict(list)
        for start in range(0, len(writers), CHUNK):
            for mine, rows in self.fits_for(writers[start : start + CHUNK]):
                self.shares[mine.id] = set()
                days = days_since_asked(mine)
                for place, (label, one) in enumerate(rows):
                    thing = (label, one.number)
                    self.on[thing] = one.on
                    if place < OF_WRITER:
                        found[thing, mine.id] = (one.score, days)
                    push = heappush if len(best[thing]) < OF_THING else heappushpop
                    push(best[thing], (one.score, days, mine.id))
        for thing, near in best.items():
            for score, days, writer in near:
                found.setdefault((thing, writer), (score, days))
        return found

    def best_for(self, writers: Collection[Writer]) -> dict[int, Picked]:
        """The same for these writers by what was shared out, judged again; who came later gets what fits best."""
        return {mine.id: self._with_room_filled(mine, rows) for mine, rows in self.fits_for(writers)}

    def _with_room_filled(self, mine: WriterFacts, rows: list[Row]) -> Picked:
        share = self.shares.get(mine.id, ())
        chosen = sorted(rows, key=lambda row: (row[0], row[1].number) not in share)[:MOST]
        return pick(sorted(chosen, key=row_rank))
