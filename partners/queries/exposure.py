"""How often writers of like fit are suggested: what a moderator looks at to see that nobody is passed over."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count

from careerlink.web import clock
from partners.models import Asked, Suggestion, Writer

BEST = 3  # whom a page puts in front
LIKE = 60  # points: who has so few less than the third best fits as well
MOST_ROWS = 50_000  # suggestions that are looked at: those of the newest 2,500 requests
MOST_SHOWN = 100
ASKED_WITHIN = timedelta(days=90)


@dataclass
class Exposure:
    """One writer: for how many open requests she fits as well as the best three, how often she is one of them, and
    how often she was asked in 90 days.
    """

    writer: int
    fits: int = 0
    shown: int = 0
    asked: int = 0
    name: str = ""

    @property
    def share(self) -> float:
        return self.shown / self.fits if self.fits else 0.0


@dataclass(frozen=True)
class Report:
    """All together: `rows` those who are shown least for how well they fit; `never` how many are never shown though
    they fit; `middle` and `tenth`: the share of the middle writer, and that which nine of ten have at least.
    """

    requests: int
    writers: int
    never: int
    middle: float
    tenth: float
    rows: list[Exposure]


def exposures(suggestions: Iterable[tuple[int, int, int, int]]) -> list[Exposure]:
    """From (request, rank, score, writer): how often each writer who fits as well as the best three is one of them."""
    by_need: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for need, rank, score, writer in suggestions:
        by_need[need].append((rank, score, writer))
    found: dict[int, Exposure] = {}
    for rows in by_need.values():
        rows.sort()
        least = rows[:BEST][-1][1] - LIKE
        for place, (_rank, score, writer) in enumerate(rows):
            if score >= least:
                one = found.setdefault(writer, Exposure(writer))
                one.fits += 1
                one.shown += place < BEST
    return list(found.values())


def exposure_report() -> Report:
    """Of what is kept now. Three queries."""
    kept = Suggestion.objects.order_by("-need_id", "rank")
    rows = list(kept.values_list("need_id", "rank", "score", "writer_id")[:MOST_ROWS])
    found = exposures(rows)
    since = clock.now() - ASKED_WITHIN
    asked = Asked.objects.filter(at__gt=since).order_by().values("writer").annotate(n=Count("id"))
    times = dict(asked.values_list("writer", "n"))
    found.sort(key=lambda one: (one.share, -one.fits, one.writer))
    shown = found[:MOST_SHOWN]
    names = Writer.objects.in_bulk([one.writer for one in shown])
    for one in shown:
        one.asked, one.name = times.get(one.writer, 0), names[one.writer].name
    shares = [one.share for one in found]
    return Report(
        requests=len({row[0] for row in rows}),
        writers=len(found),
        never=sum(one.shown == 0 for one in found),
        middle=shares[len(shares) // 2] if shares else 0.0,
        tenth=shares[len(shares) // 10] if shares else 0.0,
        rows=shown,
    )
