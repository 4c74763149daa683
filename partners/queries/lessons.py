"""What writers said is not for them, read for the matcher and for themselves."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from careerlink.web import clock
from partners.matching import NeedFacts, WriterFacts
from partners.matching.lessons import NONE, Lessons, speaks_against
from partners.models import Need, NotForMe, Writer
from partners.queries.facts import facts_with

Because = NotForMe.Because
OF_LESSONS = """
SELECT 'said', said.writer_id, said.because || ' ' || said.need_id || ' ' || need.kind,
coalesce(CAST(said.miles AS varchar(10)), '') || ' ' || coalesce(CAST(said.days AS varchar(10)), '')
FROM partners_notforme said JOIN partners_need need ON need.id = said.need_id WHERE said.writer_id IN ({ids})
"""


def facts_and_lessons(
    needs: Iterable[Need], writers: Iterable[Writer]
) -> tuple[dict[int, NeedFacts], dict[int, WriterFacts], dict[int, Lessons]]:
    """Facts about both sides by their ids, and what these writers taught; who said nothing is not in it. One query."""
    wanted, facts, found = facts_with(needs, writers, OF_LESSONS)
    return wanted, facts, {writer: _lessons(_read(rows)) for writer, rows in found["said"].items()}


def _read(rows: Mapping[str, Iterable[str]]) -> list[tuple]:
    said = []
    for what, (lengths,) in rows.items():
        (because, need, kind), (miles, days) = what.split(" "), lengths.split(" ")
        said.append((because, int(need), kind, int(miles) if miles else None, int(days) if days else None))
    return said


def lessons_of(writers: Iterable[int]) -> dict[int, Lessons]:
    """What these writers (ids) taught; who said nothing is not in it. One query."""
    rows: dict[int, list[tuple]] = defaultdict(list)
    found = NotForMe.objects.filter(writer__in=list(writers)).order_by("id")
    for writer, *row in found.values_list("writer_id", "because", "need_id", "need__kind", "miles", "days"):
        rows[writer].append(tuple(row))
    return {writer: _lessons(said) for writer, said in rows.items()}


def _lessons(said: list[tuple]) -> Lessons:
    return Lessons(
        kinds=frozenset(kind for because, _need, kind, _miles, _days in said if because == Because.KIND),
        miles=min((miles for because, _n, _k, miles, _d in said if because == Because.FAR), default=None),
        days=max((days for because, _n, _k, _m, days in said if because == Because.SOON), default=None),
        needs=frozenset(need for _because, need, _kind, _miles, _days in said),
    )


def days_ahead(need: Need) -> int:
    """How many days lie before a request's day where its host is."""
    return max(0, (need.needed_on - clock.today(need.host.zone)).days)


def said_against(need: Need, wanted: NeedFacts, writer: WriterFacts, lessons: dict[int, Lessons]) -> str:
    """Why a request (with host) is not for a writer, by what she has said; "" when nothing speaks against it."""
    said = lessons.get(writer.id, NONE)
    return speaks_against(said, wanted, writer, number=need.pk, days=days_ahead(need))


def said_of(need: Need, writer_id: int) -> NotForMe | None:
    """What a writer said of this very request."""
    return NotForMe.objects.filter(need=need, writer=writer_id).first()
