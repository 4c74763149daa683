"""What the matcher knows about the two sides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from partners.matching.place import Spot, spot


@dataclass(frozen=True)
class NeedFacts:
    """What a host wants, or would want: a published request, a search for "best for English", a role of an
    event, an alumna's referral, or a host as such (no codes).

    `majors`, `occupations` and `industries` are codes of CIP, SOC and NAICS at any level;
    `related_majors` and `related_occupations` are what the crosswalk leads to from them; `near_majors` and
    `near_occupations` what else is near to them, in thousandths; `rarity` how few have a code, in thousandths
    above the usual 1000. `services`, `stages` and `languages` are codes of `partners.models.choices`; `wants`
    are the kinds that the host says it wants now.

    Hard wishes: all of `must_languages` spoken, `credential` (letters) valid on the day, one of `hours`
    (codes of `Writer.Availability`), free from `busy_from` until `busy_until`, not among `refused` (chosen by
    host or alumna) nor `cooling_off` (six months after meeting as a volunteer), both ids of writers.
    `host` is the id of whose past counts; what is `is_referral` leaves out whatever volunteering has earned
    or cost, and how often and when she was asked.
    """

    kind: str = ""
    majors: frozenset[str] = frozenset()
    occupations: frozenset[str] = frozenset()
    industries: frozenset[str] = frozenset()
    related_majors: frozenset[str] = frozenset()
    related_occupations: frozenset[str] = frozenset()
    near_majors: Mapping[str, int] = field(default_factory=dict)
    near_occupations: Mapping[str, int] = field(default_factory=dict)
    rarity: Mapping[str, int] = field(default_factory=dict)
    services: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    wants: frozenset[str] = frozenset()
    on_campus: bool = True
    online: bool = True
    needed_on: date | None = None
    latitude: float | None = None
    longitude: float | None = None
    host: int = 0
    is_referral: bool = False
    must_languages: frozenset[str] = frozenset()
    credential: str = ""
    hours: frozenset[str] = frozenset()
    busy_from: datetime | None = None
    busy_until: datetime | None = None
    refused: frozenset[int] = frozenset()
    cooling_off: frozenset[int] = frozenset()

    @property
    def asks(self) -> bool:
        """Whether it names a subject or a field at all."""
        return bool(self.majors or self.occupations or self.industries)

    @cached_property
    def spot(self) -> Spot | None:
        return spot(self.latitude, self.longitude)


@dataclass(frozen=True)
class Past:
    """What a writer has done with one host: how often what `kinds`, in how many `hours`."""

    kinds: Mapping[str, int] = field(default_factory=dict)
    hours: int = 0
    is_favourite: bool = False

    @property
    def helped(self) -> int:
        return sum(n for kind, n in self.kinds.items() if kind not in NO_HELP)


NO_HELP = ("board", "introduction", "alumni")  # kinds of work that have terms of their own, or none


@dataclass(frozen=True)
class Record:
    """What engagements and requests say of a writer, over all hosts: how often she was `asked`, how many of
    these she `answered` (yes or no alike), how many came in the last 30 days, how many days ago the last; how
    many agreed commitments lie before her as a volunteer and with alumni; when she is busy; what she did where.
    """

    asked: int = 0
    answered: int = 0
    asked_lately: int = 0
    days_since_asked: int | None = None
    volunteering: int = 0
    alumni: int = 0
    busy: tuple[tuple[datetime, datetime], ...] = ()
    past: Mapping[int, Past] = field(default_factory=dict)


@dataclass(frozen=True)
class WriterFacts:
    """What a writer says of herself and what was checked, in the same codes. `phrases` are her own words;
    `credentials` the letters behind her name with their last valid day; `record` is None where nobody looked.
    `cap` 0 stands for no limit.
    """

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
    availability: str = "any"
    cap: int = 0
    credentials: Mapping[str, date] = field(default_factory=dict)
    record: Record | None = None
    id: int = 0

    @cached_property
    def spot(self) -> Spot | None:
        return spot(self.latitude, self.longitude)
