"""Writers as arrays: what a query over a hundred thousand of them reads. Only workers import this.

Codes of majors, occupations and industries are posting lists (which writers have a code) and, the other way
round, lists of codes by writer; services, stages and languages are bits; what a writer brings to every need
is added up once.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from math import degrees
from typing import Any

import numpy as np

from careerlink.taxonomy.distance import EARTH_MILES
from partners.matching.closeness import INDUSTRY, MAJOR, OCCUPATION, Rules, beginnings, rules_of
from partners.matching.facts import NeedFacts, Past, Record, WriterFacts
from partners.matching.fit import own_reasons
from partners.matching.order import NEVER
from partners.matching.place import line
from partners.matching.terms import NESTED, counts

FIELDS = {MAJOR: "majors", OCCUPATION: "occupations", INDUSTRY: "industries"}
LABELS = ("services", "stages", "languages")
MOST_LABELS = 64  # bits
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
AFTER_ALL_DIGITS = ":"  # sorts behind every digit
NOTHING = Record()


class Arrays:
    """Any number of writers, read one by one and never changed but for being hidden. A value a writer in each of
    the columns; `reach` is a squared line (`place.py`), days are ordinals, `days` those since she was asked.
    """

    ids: np.ndarray
    x: np.ndarray
    y: np.ndarray
    z: np.ndarray
    reach: np.ndarray
    latitude: np.ndarray
    longitude: np.ndarray
    is_able: np.ndarray
    is_online: np.ndarray
    is_pro_bono: np.ndarray
    is_verified: np.ndarray
    has_record: np.ndarray
    when: np.ndarray
    travel_miles: np.ndarray
    cap: np.ndarray
    volunteering: np.ndarray
    alumni: np.ndarray
    asked: np.ndarray
    answered: np.ndarray
    asked_lately: np.ndarray
    paused_until: np.ndarray
    free_from: np.ndarray
    days: np.ndarray
    own: np.ndarray
    own_referral: np.ndarray
    services: np.ndarray
    stages: np.ndarray
    languages: np.ndarray

    def __init__(self, writers: Iterable[WriterFacts]):
        self.code_ids: dict[tuple[str, str], int] = {}
        self.labels: dict[str, dict[str, int]] = {name: {} for name in LABELS}
        self.hours: dict[str, int] = {"any": 0}
        self.letters: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        self.pasts: dict[int, dict[int, Past]] = {}
        self.by_host: dict[int, list[int]] = {}
        self._read(writers)
        self._post()

    def __len__(self) -> int:
        return len(self.ids)

    def _read(self, writers: Iterable[WriterFacts]) -> None:
        """One pass; everything goes into flat arrays at once."""
        numbers: dict[str, Any] = {name: array(kind) for name, kind in _COLUMNS.items()}
        tags, starts = array("H"), array("i", [0])
        busy = array("i"), array("q"), array("q")
        held: dict[str, tuple[array, array]] = {}
        for row, writer in enumerate(writers):
            for name, value in self._numbers(writer).items():
                numbers[name].append(value)
            for vocabulary, name in FIELDS.items():
                for code in sorted(getattr(writer, name)):
                    tags.append(self.code_ids.setdefault((vocabulary, code), len(self.code_ids)))
            starts.append(len(tags))
            for letters, day in writer.credentials.items():
                rows, days = held.setdefault(letters, (array("i"), array("i")))
                rows.append(row)
                days.append(day.toordinal())
            record = writer.record or NOTHING
            for host, past in record.past.items():
                self.pasts.setdefault(row, {})[host] = past
                self.by_host.setdefault(host, []).append(row)
            for start, end in record.busy:
                for column, value in zip(busy, (row, moment(start), moment(end)), strict=True):
                    column.append(value)
        for name, column in numbers.items():
            setattr(self, name, np.array(column))
        self.tags, self.starts = np.array(tags), np.array(starts)
        self.busy_row, self.busy_from, self.busy_until = map(np.array, busy)
        self.letters = {letters: (np.array(rows), np.array(days)) for letters, (rows, days) in held.items()}

    def _numbers(self, writer: WriterFacts) -> dict[str, float]:
        """One writer's value in every column."""
        record, spot = writer.record or NOTHING, writer.spot or (np.nan,) * 3
        own = own_reasons(writer)
        return {
            "ids": writer.id,
            **dict(zip("xyz", spot, strict=True)),
            "latitude": np.nan if writer.latitude is None else writer.latitude,
            "longitude": np.nan if writer.longitude is None else writer.longitude,
            "reach": line(writer.travel_miles),
            "travel_miles": writer.travel_miles,
            "is_able": writer.is_taking_part,
            "is_online": writer.is_online,
            "is_pro_bono": writer.is_pro_bono,
            "is_verified": writer.is_verified,
            "has_record": writer.record is not None,
            "paused_until": writer.paused_until.toordinal() if writer.paused_until else 0,
            "free_from": writer.free_from.toordinal() if writer.free_from else 0,
            "when": self.hours.setdefault(writer.availability, len(self.hours)),
            "cap": writer.cap,
            "volunteering": record.volunteering,
            "alumni": record.alumni,
            "asked": record.asked,
            "answered": record.answered,
            "asked_lately": record.asked_lately,
            "days": NEVER if record.days_since_asked is None else record.days_since_asked,
            "own": sum(reason.points for reason in own),
            "own_referral": sum(reason.points for reason in own if counts(reason.code, is_referral=True)),
            **{name: self._bits(name, getattr(writer, name)) for name in LABELS},
        }

    def _bits(self, name: str, labels: Iterable[str]) -> int:
        known = self.labels[name]
        bits = 0
        for label in sorted(labels):
            bits |= 1 << known.setdefault(label, len(known))
        if len(known) > MOST_LABELS:
            raise ValueError(f"more than {MOST_LABELS} different {name}")
        return bits

    def _post(self) -> None:
        """The posting lists, and the beginnings of all codes in order."""
        order = np.argsort(self.tags, kind="stable")
        rows = np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts))
        self.postings = rows[order]
        self.bounds = np.searchsorted(self.tags[order], np.arange(len(self.code_ids) + 1)).tolist()
        stems = sorted(
            (vocabulary + digits, number)
            for (vocabulary, code), number in self.code_ids.items()
            for digits in beginnings(code)
        )
        self.stems = [stem for stem, _number in stems]
        self.stem_codes = [number for _stem, number in stems]
        self.codes = list(self.code_ids)
        self.known_stems: dict[tuple[str, bool], list[int]] = {}
        self.northward = np.argsort(self.latitude, kind="stable").astype(np.int32)  # unknown places come last
        self.latitudes = self.latitude[self.northward]
        self.farthest = int(self.travel_miles.max(initial=0))
        self.most_own = {False: int(self.own.max(initial=0)), True: int(self.own_referral.max(initial=0))}

    def near(self, vocabulary: str, rules: Rules) -> dict[int, int]:
        """Codes that some writer has and that the rules reach, by number, with how near they are."""
        found: dict[int, int] = {}
        for digits, closeness in rules.inside.items():
            for number in self._numbers_of(vocabulary + digits, is_whole=False):
                if closeness > found.get(number, 0):
                    found[number] = closeness
        for digits, closeness in rules.whole.items():
            for number in self._numbers_of(vocabulary + digits, is_whole=True):
                if closeness > found.get(number, 0):
                    found[number] = closeness
        return found

    def direct(self, vocabulary: str, code: str) -> list[int]:
        """The numbers of a code and of those above and below it."""
        asked: dict[str, Any] = {FIELDS[vocabulary]: frozenset([code])}
        rules = rules_of(NeedFacts(**asked))[vocabulary]
        return [number for number, closeness in self.near(vocabulary, rules).items() if closeness >= NESTED]

    def _numbers_of(self, stem: str, *, is_whole: bool) -> list[int]:
        """The numbers of codes that begin with these digits, or are they; remembered."""
        found = self.known_stems.get((stem, is_whole))
        if found is None:
            first = bisect_left(self.stems, stem)
            last = bisect_right(self.stems, stem if is_whole else stem + AFTER_ALL_DIGITS, lo=first)
            found = self.known_stems[stem, is_whole] = self.stem_codes[first:last]
        return found

    def rows_with(self, number: int) -> np.ndarray:
        """The writers who have the code of this number."""
        return self.postings[self.bounds[number] : self.bounds[number + 1]]

    def band(self, latitude: float) -> np.ndarray:
        """All writers who might come to a place there: those on about its latitude, and those without a place."""
        reach = degrees(self.farthest / EARTH_MILES) + 1e-6
        first, last = np.searchsorted(self.latitudes, [latitude - reach, latitude + reach])
        unknown = np.searchsorted(self.latitudes, np.nan)
        return np.concatenate([self.northward[first : min(last, unknown)], self.northward[unknown:]])

    def subject(self, rows: np.ndarray, worth: np.ndarray) -> np.ndarray:
        """For each of these writers the most that one of her codes is worth, of all codes by number."""
        starts, counts = self.starts[rows], self.starts[rows + 1] - self.starts[rows]
        owners = np.repeat(np.arange(len(rows)), counts)
        places = np.arange(len(owners)) + np.repeat(starts - (np.cumsum(counts) - counts), counts)
        found = np.zeros(len(rows), dtype=np.int32)
        np.maximum.at(found, owners, worth[self.tags[places]])
        return found

    def bits(self, name: str, labels: Iterable[str]) -> np.uint64:
        """These labels as bits; those that nobody has are left out."""
        known = self.labels[name]
        return np.uint64(sum(1 << known[label] for label in labels if label in known))

    def codes_of(self, row: int) -> list[tuple[str, str]]:
        """One writer's codes with their vocabularies."""
        return [self.codes[number] for number in self.tags[self.starts[row] : self.starts[row + 1]]]

    def facts(self, row: int) -> WriterFacts:
        """One writer again as plain data, but for her own words."""
        codes = self.codes_of(row)
        known: dict[str, Any] = {
            name: frozenset(c for v, c in codes if v == vocabulary) for vocabulary, name in FIELDS.items()
        }
        for name, labels in self.labels.items():
            bits = int(getattr(self, name)[row])
            known[name] = frozenset(label for label, bit in labels.items() if bits >> bit & 1)
        for name in ("is_online", "is_pro_bono", "is_verified"):
            known[name] = bool(getattr(self, name)[row])
        return WriterFacts(
            **known,
            id=int(self.ids[row]),
            latitude=_number(self.latitude[row]),
            longitude=_number(self.longitude[row]),
            travel_miles=int(self.travel_miles[row]),
            is_taking_part=bool(self.is_able[row]),
            paused_until=_day(self.paused_until[row]),
            free_from=_day(self.free_from[row]),
            availability=list(self.hours)[self.when[row]],
            cap=int(self.cap[row]),
            credentials={
                letters: date.fromordinal(int(days[place]))
                for letters, (rows, days) in self.letters.items()
                for place in _places(rows, row)
            },
            record=self._record(row) if self.has_record[row] else None,
        )

    def _record(self, row: int) -> Record:
        counts = ("asked", "answered", "asked_lately", "volunteering", "alumni")
        return Record(
            **{name: int(getattr(self, name)[row]) for name in counts},
            days_since_asked=None if self.days[row] == NEVER else int(self.days[row]),
            busy=tuple(
                (_moment(self.busy_from[at]), _moment(self.busy_until[at])) for at in _places(self.busy_row, row)
            ),
            past=self.pasts.get(row, {}),
        )

    @property
    def nbytes(self) -> int:
        """What the arrays hold in memory."""
        held = (column for columns in self.letters.values() for column in columns)
        own = (value for value in vars(self).values() if isinstance(value, np.ndarray))
        return sum(column.nbytes for column in (*own, *held))


_COLUMNS = {
    **dict.fromkeys(("ids",), "q"),
    **dict.fromkeys(("x", "y", "z", "reach", "latitude", "longitude"), "d"),
    **dict.fromkeys(("is_able", "is_online", "is_pro_bono", "is_verified", "has_record", "when"), "B"),
    **dict.fromkeys(("travel_miles", "cap", "volunteering", "alumni", "asked", "answered", "asked_lately"), "i"),
    **dict.fromkeys(("paused_until", "free_from", "days", "own", "own_referral"), "i"),
    **dict.fromkeys(LABELS, "Q"),
}


def _places(rows: np.ndarray, row: int) -> range:
    """Where a row stands in a column of rows in order."""
    return range(*np.searchsorted(rows, [row, row + 1]).tolist())


def moment(at: datetime) -> int:
    """Microseconds since 1970."""
    return (at - EPOCH) // timedelta(microseconds=1)


def _moment(number: np.int64) -> datetime:
    return EPOCH + timedelta(microseconds=int(number))


def _day(ordinal: np.int32) -> date | None:
    return date.fromordinal(int(ordinal)) if ordinal else None


def _number(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)
