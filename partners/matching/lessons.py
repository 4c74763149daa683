"""What a writer's "not for me" teaches: which other requests are not for her either."""

from collections.abc import Collection
from dataclasses import dataclass

from partners.matching.facts import NeedFacts, WriterFacts
from partners.matching.place import apart, miles_of


@dataclass(frozen=True)
class Lessons:
    """`kinds` of work she does not do, from how many `miles` on it is too far, with how many `days` ahead or fewer
    it is too soon, and the ids of the very requests (`needs`) that she turned down.
    """

    kinds: frozenset[str] = frozenset()
    miles: int | None = None
    days: int | None = None
    needs: Collection[int] = ()


NONE = Lessons()


def speaks_against(lessons: Lessons, need: NeedFacts, writer: WriterFacts, *, number: int, days: int) -> str:
    """Why request `number`, `days` ahead, is not for her by what she has said: "this", "kind", "far" or "soon",
    "" where nothing speaks against it. What she can do online is never too far.
    """
    if number in lessons.needs:
        return "this"
    if need.kind in lessons.kinds:
        return "kind"
    if lessons.days is not None and days <= lessons.days:
        return "soon"
    if lessons.miles is None or (need.online and writer.is_online):
        return ""
    miles = miles_between(need, writer)
    return "far" if miles is not None and miles >= lessons.miles else ""


def miles_between(need: NeedFacts, writer: WriterFacts) -> int | None:
    """How far she would have to go, None where either place is unknown."""
    if need.spot is None or writer.spot is None:
        return None
    return miles_of(apart(need.spot, writer.spot))
