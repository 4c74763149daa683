"""What the matcher knows about the two sides."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class NeedFacts:
    """What a host wants, or would want: a published request, a search for "best for English", or a
    host as such (no codes).

    `majors`, `occupations` and `industries` are codes of CIP, SOC and NAICS at any level;
    `related_majors` and `related_occupations` are what the crosswalk leads to from them;
    `services`, `stages` and `languages` are codes of `partners.models.choices`; `wants` are the
    kinds that the host says it wants now.
    """

    kind: str = ""
    majors: frozenset[str] = frozenset()
    occupations: frozenset[str] = frozenset()
    industries: frozenset[str] = frozenset()
    related_majors: frozenset[str] = frozenset()
    related_occupations: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    wants: frozenset[str] = frozenset()
    on_campus: bool = True
    online: bool = True
    needed_on: date | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class WriterFacts:
    """What a writer says of herself and what was checked, in the same codes. `phrases` are her own words."""

    majors: frozenset[str] = frozenset()
    occupations: frozenset[str] = frozenset()
    industries: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    phrases: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    travel_miles: int = 25
    is_online: bool = True
    is_pro_bono: bool = False
    is_verified: bool = False
    is_taking_part: bool = True
    paused_until: date | None = None
    free_from: date | None = None
