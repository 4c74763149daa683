"""Who stands in a record, once it is known what its columns hold."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from partners.models.choices import CareerStage, Language
from referrals.models.imports import Reason, Warned
from referrals.queries.reading.cells import cleaned, emails_in, is_garbled, majors_in, same, year_in, zip_in
from referrals.queries.reading.columns import Column
from referrals.queries.reading.tables import Record

LONGEST_NAME, LONGEST_WORDS = 120, 200
MOST_EMAILS, MOST_MAJORS = 8, 8
SHOWN = 80  # characters of a cell that are shown when it is refused
TOTAL = re.compile(r"^(grand |sub)?-?totals?\b|^(sum|count|records?|rows?|end of (file|report|list))\b.{0,40}$", re.I)


@dataclass
class Person:
    """One person of one row. `majors` are words, as they stood; `warned` are codes of what was left out."""

    line: int
    name: str
    emails: list[str]
    year: int | None = None
    majors: list[str] = field(default_factory=list)
    job: str = ""
    stage: str = ""
    zip: str = ""
    language: str = ""
    warned: list[str] = field(default_factory=list)


class Refusal(NamedTuple):
    """A row that nobody can be made of: why (a code of `Reason`), and the cell that shows it."""

    line: int
    reason: str
    value: str = ""


class Reader:
    """Reads records of a file whose columns hold what `columns` says. `zips` are the ZIP codes that exist, `latest` is
    the last year in which anybody graduates.
    """

    def __init__(self, columns: Sequence[str], zips: Collection[str], latest: int):
        self.width = len(columns)
        self.at: dict[str, list[int]] = {}
        for number, column in enumerate(columns):
            self.at.setdefault(column, []).append(number)
        self.used = [number for column in Column.values if column for number in self.at.get(column, ())]
        self.zips, self.latest = zips, latest

    def read(self, record: Record) -> Person | Refusal:
        """Who stands in this record, or why nobody does."""
        cells = record.cells
        if len(cells) > self.width and any(cell.strip() for cell in cells[self.width :]):
            return Refusal(record.line, Reason.TOO_LONG, _shown(cells[self.width :]))
        if record.lines > 1 and len(cells) != self.width:
            return Refusal(record.line, Reason.QUOTE, _shown(cells))
        name = self._name(cells)
        addresses = self._all(cells, Column.EMAIL)
        if not addresses:
            return self._nobody(record, name)
        emails, bad = emails_in(" ".join(addresses))
        if not emails:
            is_total = any(TOTAL.match(cell.strip()) for cell in cells)
            return Refusal(record.line, Reason.TOTAL if is_total else Reason.BAD_EMAIL, _shown(addresses))
        if not name:
            return Refusal(record.line, Reason.NO_NAME, emails[0])
        if len(name) > LONGEST_NAME:
            return Refusal(record.line, Reason.LONG_NAME, name[:SHOWN])
        if len(emails) > MOST_EMAILS:
            return Refusal(record.line, Reason.MANY_EMAILS, emails[0])
        person = Person(record.line, name, emails)
        if bad:
            person.warned.append(Warned.EMAIL)
        self._fill(person, cells)
        return person

    def _fill(self, person: Person, cells: list[str]) -> None:
        self._year(person, self._all(cells, Column.YEAR))
        majors = [major for cell in self._all(cells, Column.MAJOR, raw=True) for major in majors_in(cell)]
        person.majors = merged_majors([], majors)
        person.job = self._one(cells, Column.JOB)[:LONGEST_WORDS]
        person.stage = self._choice(person, cells, Column.STAGE, _STAGES)
        person.language = self._choice(person, cells, Column.LANGUAGE, _LANGUAGES)
        try:
            person.zip = zip_in(self._one(cells, Column.ZIP), self.zips)
        except ValueError:
            person.warned.append(Warned.ZIP)
        if any(is_garbled(cells[at]) for at in self.used if at < len(cells)):
            person.warned.append(Warned.GARBLED)

    def _nobody(self, record: Record, name: str) -> Refusal:
        first = next((cell.strip() for cell in record.cells if cell.strip()), "")
        if TOTAL.match(first) or TOTAL.match(name):
            return Refusal(record.line, Reason.TOTAL, first[:SHOWN])
        if not any(cleaned(record.cells[at]) for at in self.used if at < len(record.cells)):
            return Refusal(record.line, Reason.NOBODY, first[:SHOWN])
        return Refusal(record.line, Reason.NO_EMAIL, name[:SHOWN])

    def _name(self, cells: list[str]) -> str:
        first = self._one(cells, Column.PREFERRED) or self._one(cells, Column.FIRST)
        parts = (first, self._one(cells, Column.LAST))
        return " ".join(part for part in parts if part) or self._one(cells, Column.NAME)

    def _year(self, person: Person, cells: list[str]) -> None:
        for cell in cells:
            try:
                year = year_in(cell, self.latest)
            except ValueError:
                person.warned.append(Warned.YEAR)
                continue
            if year and (person.year is None or year > person.year):
                person.year = year

    def _choice(self, person: Person, cells: list[str], column: str, known: dict[str, str]) -> str:
        words = same(self._one(cells, column))
        if words and words not in known:
            person.warned.append(Warned.CHOICE)
        return known.get(words, "")

    def _one(self, cells: list[str], column: str) -> str:
        return next(iter(self._all(cells, column)), "")

    def _all(self, cells: list[str], column: str, *, raw: bool = False) -> list[str]:
        found = [cells[at] for at in self.at.get(column, ()) if at < len(cells)]
        if raw:
            return found
        return [text for text in map(cleaned, found) if text]


def merged_majors(known: Iterable[str], others: Iterable[str]) -> list[str]:
    """Both lists in their order, each major once whatever its capitals, as many as there is room for."""
    found: dict[str, str] = {}
    for major in [*known, *others]:
        words = major[:LONGEST_WORDS]
        if same(words) not in found and len("; ".join([*found.values(), words])) <= LONGEST_WORDS:
            found[same(words)] = words
    return list(found.values())[:MOST_MAJORS]


def split_majors(words: str) -> list[str]:
    """The majors of a record, which keeps them as one line."""
    return majors_in(words)


def _shown(cells: Sequence[str]) -> str:
    return " ".join(" ".join(cells).split())[:SHOWN]


_STAGES = {same(str(words)): code for code, words in CareerStage.choices} | {code: code for code in CareerStage.values}
_LANGUAGES = {same(str(words)): code for code, words in Language.choices} | {code: code for code in Language.values}
