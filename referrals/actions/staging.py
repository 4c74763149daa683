"""A list is read: row by row into tables of its own, in short transactions, so that a worker who dies loses nothing
and nobody else waits. What is in the records is only looked at.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO, cast

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.taxonomy.models import Place
from careerlink.web import clock
from partners.models import Vocabulary
from referrals import clocks
from referrals.actions import import_work as work
from referrals.models import (
    AlumniImport,
    Alumnus,
    AlumnusAddress,
    AlumnusTag,
    ImportAddress,
    ImportBefore,
    ImportRow,
    ImportTag,
)
from referrals.models.imports import Facts, Reason
from referrals.queries.erased import erased_here
from referrals.queries.imports import shape_of
from referrals.queries.reading import Person, Reader, Refusal, merged_majors, records_of, split_majors
from referrals.queries.reading.cells import same
from referrals.queries.reading.tables import Record
from referrals.queries.resolved import Resolver

log = structlog.get_logger(__name__)

State, Verdict = AlumniImport.State, ImportRow.Verdict
BATCH = 1000  # rows of a file in one transaction
YEARS_AHEAD = 8  # somebody who begins now may graduate then
TITLES = {"dr", "mr", "mrs", "ms", "mx", "prof", "rev", "sir"}


@dataclass
class Staged:
    """One person of the list while rows are read: the row, how she stands in the records, what is new."""

    row: ImportRow
    before: Alumnus | None = None
    known: set = field(default_factory=set)  # addresses and (vocabulary, code) that need not be added
    emails: list[str] = field(default_factory=list)
    tags: list[tuple[str, str]] = field(default_factory=list)


def stage_import(key: str) -> bool:
    """Read the file of an import on from where the last worker came to; whether it is read to its end."""
    held = work.take(key, State.STAGING)
    if held is None:
        return False
    try:
        _stage(held)
    except work.GivenUp:
        return False
    except (ValidationError, FileNotFoundError) as error:
        log.warning("import_unreadable", key=held.key, error=type(error).__name__)
        _fail(held)
        return False
    except Exception:
        log.exception("import_failed", key=held.key)
        if held.tries >= work.MOST_TRIES:
            _fail(held)
        else:
            work.release(held)
        return False
    return True


def _stage(held: AlumniImport) -> None:
    if not held.done:
        work.empty_rows(held)
    desk = _Desk(held)
    with work.storage().open(held.file.name) as file:
        records = records_of(cast(BinaryIO, file.file), shape_of(held))
        records = islice(records, held.done, None)
        while batch := list(islice(records, BATCH)):
            desk.keep(batch)
    _finish(held)


@transaction.atomic
def _finish(held: AlumniImport) -> None:
    work.go_on(held)
    due_at = clock.now() + clocks.IMPORT_WAITS
    held.move("finish_staging", due_at=due_at, claim="", alive_until=None, tries=0, counts=counts_of(held))


def counts_of(held: AlumniImport) -> dict[str, int]:
    """How many rows have which verdict. One query."""
    rows = ImportRow.objects.filter(alumni_import=held).order_by()
    return dict(rows.values_list("verdict").annotate(Count("pk")))


@transaction.atomic
def _fail(held: AlumniImport) -> None:
    try:
        held.move("fail", due_at=None, claim="", alive_until=None)
    except (Stale, NoSuchMove):
        return


class _Desk:
    """Where the rows of one file are laid out, a batch at a time."""

    def __init__(self, held: AlumniImport):
        self.held, self.host = held, held.host
        zips = frozenset(Place.objects.order_by().values_list("zip", flat=True))
        self.reader = Reader(held.columns, zips, clock.today(held.host.zone).year + YEARS_AHEAD)
        self.resolver = Resolver()
        self.is_erased = erased_here(held.host)

    def keep(self, batch: Sequence[Record]) -> None:
        """Read these records and keep what they say, with how far it is, in one short transaction."""
        found = [self.reader.read(record) for record in batch]
        people = [person for person in found if isinstance(person, Person)]
        self.resolver.learn(Vocabulary.MAJOR, (major for person in people for major in person.majors))
        self.resolver.learn(Vocabulary.OCCUPATION, (person.job for person in people if person.job))
        with transaction.atomic():
            work.go_on(self.held, done=self.held.done + len(batch), tries=0, warned=self._warned(people))
            _Batch(self, people).keep(found)

    def _warned(self, people: Iterable[Person]) -> dict:
        warned = {code: list(said) for code, said in self.held.warned.items()}
        for person in people:
            for code in dict.fromkeys(person.warned):
                warned.setdefault(str(code), [0, person.line])[0] += 1
        return warned

    def codes(self, vocabulary: str, texts: Iterable[str]) -> list[tuple[str, str]]:
        codes = (self.resolver.code(vocabulary, text) for text in texts)
        return [(str(vocabulary), code) for code in codes if code]


class _Batch:
    """Some rows against what the records and earlier rows of the file hold."""

    def __init__(self, desk: _Desk, people: Sequence[Person]):
        self.desk, self.one = desk, desk.held
        self.by_email: dict[str, Staged] = {}
        self.by_alumnus: dict[int, Staged] = {}
        self.new: list[Staged] = []
        self.again: dict[int, Staged] = {}  # rows of earlier batches to which something was added, by id
        self.others: list[ImportRow] = []  # refused, or nothing but a repetition
        emails = list({email for person in people for email in person.emails})
        addresses = AlumnusAddress.objects.filter(host=desk.host, email__in=emails)
        self.owner: dict[str, int] = dict(addresses.values_list("email", "alumnus_id"))
        self._read_records(set(self.owner.values()))
        self._read_earlier(emails)

    def _read_records(self, ids: set[int]) -> None:
        self.alumni = Alumnus.objects.in_bulk(ids) if ids else {}
        self.known: dict[int, set] = {pk: set() for pk in ids}
        if ids:
            for pk, email in AlumnusAddress.objects.filter(alumnus__in=ids).values_list("alumnus_id", "email"):
                self.known[pk].add(email)
            for pk, *tag in AlumnusTag.objects.filter(alumnus__in=ids).values_list("alumnus_id", "vocabulary", "code"):
                self.known[pk].add(tuple(tag))

    def _read_earlier(self, emails: list[str]) -> None:
        """Rows of earlier batches that share an address with this one, or are about the same alumnus."""
        addresses = ImportAddress.objects.filter(alumni_import=self.one, email__in=emails)
        at = dict(addresses.values_list("email", "row_id"))
        rows = {row.pk: Staged(row) for row in ImportRow.objects.filter(pk__in=set(at.values()))} if at else {}
        if self.alumni:
            mine = ImportRow.objects.filter(alumni_import=self.one, alumnus__in=self.alumni)
            rows |= {row.pk: Staged(row) for row in mine if row.pk not in rows}
        if not rows:
            return
        for pk, email in ImportAddress.objects.filter(row__in=rows).values_list("row_id", "email"):
            rows[pk].known.add(email)
        for pk, *tag in ImportTag.objects.filter(row__in=rows).values_list("row_id", "vocabulary", "code"):
            rows[pk].known.add(tuple(tag))
        missing = {staged.row.alumnus_id for staged in rows.values()} - set(self.alumni) - {None}
        alumni = self.alumni | Alumnus.objects.in_bulk(missing)
        for staged in rows.values():
            if staged.row.alumnus_id:
                staged.before = alumni[staged.row.alumnus_id]
                staged.known |= self.known.get(staged.row.alumnus_id, set())
                self.by_alumnus[staged.row.alumnus_id] = staged
        self.by_email |= {email: rows[pk] for email, pk in at.items()}

    def keep(self, found: Iterable[Person | Refusal]) -> None:
        """Judge each row in its order, then write them."""
        for one in found:
            if isinstance(one, Refusal):
                self._refuse(one.line, one.reason, one.value)
            else:
                self._judge(one)
        self._write()

    def _refuse(self, line: int, reason: str, value: str, verdict: str = Verdict.REFUSED) -> None:
        row = ImportRow(alumni_import=self.one, line=line, verdict=verdict, reason=reason, value=value[:254])
        self.others.append(row)

    def _judge(self, person: Person) -> None:
        if any(self.desk.is_erased(email) for email in person.emails):
            return self._refuse(person.line, Reason.ERASED, person.emails[0])
        owners = {self.owner[email] for email in person.emails if email in self.owner}
        staged = {id(one): one for email in person.emails if (one := self.by_email.get(email))}
        staged |= {id(one): one for pk in owners if (one := self.by_alumnus.get(pk))}
        if len(owners) > 1 or len(staged) > 1:
            return self._refuse(person.line, Reason.TWO_PEOPLE, " ".join(person.emails))
        before = self.alumni[owners.pop()] if owners else None
        earlier = next(iter(staged.values()), None)
        if earlier and before and earlier.before is not before:
            return self._refuse(person.line, Reason.TWO_PEOPLE, " ".join(person.emails))
        name = earlier.row.name if earlier else before.name if before else person.name
        if not _may_be_one(name, person.name):
            return self._refuse(person.line, Reason.OTHER_NAME, person.emails[0])
        if earlier:
            return self._add(earlier, person)
        return self._begin(person, before)

    def _begin(self, person: Person, before: Alumnus | None) -> None:
        row = ImportRow(alumni_import=self.one, line=person.line, alumnus_id=before.pk if before else None)
        row.name = person.name
        row.graduation_year = person.year
        row.majors_words = "; ".join(person.majors)
        row.occupation_words, row.stage, row.language = person.job, person.stage, person.language
        row.place_id = person.zip or None
        staged = Staged(row, before)
        if before:
            row.name = before.name if same(before.name) == same(person.name) else person.name
            row.graduation_year = person.year or before.graduation_year
            row.majors_words = _majors(before, person)
            row.occupation_words = before.occupation_words or person.job
            row.stage, row.language = before.stage or person.stage, before.language or person.language
            row.place_id = person.zip or before.place_id
            staged.known = self.known[before.pk]
            self.by_alumnus[before.pk] = staged
        self._add_parts(staged, person)
        self.new.append(staged)

    def _add(self, earlier: Staged, person: Person) -> None:
        """The same person once more: what the first row did not say is added to it."""
        row = earlier.row
        old = [getattr(row, name) for name in Facts.FIELDS]
        row.graduation_year = max(filter(None, (row.graduation_year, person.year)), default=None)
        row.majors_words = _majors(row, person)
        row.occupation_words = row.occupation_words or person.job
        row.stage, row.language = row.stage or person.stage, row.language or person.language
        row.place_id = row.place_id or person.zip or None
        parts = len(earlier.emails) + len(earlier.tags)
        self._add_parts(earlier, person)
        is_more = old != [getattr(row, name) for name in Facts.FIELDS]
        if row.pk and (is_more or parts != len(earlier.emails) + len(earlier.tags)):
            self.again[row.pk] = earlier
        self._refuse(person.line, "", str(row.line), Verdict.DUPLICATE)

    def _add_parts(self, staged: Staged, person: Person) -> None:
        jobs = [person.job] if person.job and staged.row.occupation_words == person.job else []
        tags = self.desk.codes(Vocabulary.MAJOR, person.majors) + self.desk.codes(Vocabulary.OCCUPATION, jobs)
        staged.emails += [email for email in person.emails if email not in staged.known]
        staged.tags += [tag for tag in dict.fromkeys(tags) if tag not in staged.known]
        staged.known = staged.known | set(person.emails) | set(tags)
        for email in person.emails:
            self.by_email[email] = staged

    # --- Writing -------------------------------------------------------------------------------------------------

    def _write(self) -> None:
        for staged in [*self.new, *self.again.values()]:
            staged.row.verdict = self._verdict(staged)
        mains = {id(staged): staged.emails[0] for staged in self.new if staged.before is None}
        ImportRow.objects.bulk_create([*(staged.row for staged in self.new), *self.others])
        again = [staged.row for staged in self.again.values()]
        if again:
            ImportRow.objects.bulk_update(again, ["verdict", *(name.removesuffix("_id") for name in Facts.FIELDS)])
        written = [*self.new, *self.again.values()]
        ImportBefore.objects.bulk_create(
            [_before(staged) for staged in written if staged.row.verdict == Verdict.CHANGED],
            ignore_conflicts=True,  # how she stood when her first row was read
        )
        ImportAddress.objects.bulk_create(
            ImportAddress(row=staged.row, alumni_import=self.one, email=email, is_main=mains.get(id(staged)) == email)
            for staged in written
            for email in staged.emails
        )
        ImportTag.objects.bulk_create(
            ImportTag(row=staged.row, vocabulary=vocabulary, code=code)
            for staged in written
            for vocabulary, code in staged.tags
        )

    def _verdict(self, staged: Staged) -> str:
        if staged.before is None:
            return Verdict.NEW
        is_more = staged.emails or staged.tags or staged.row.verdict == Verdict.CHANGED
        facts = (getattr(staged.row, name) != getattr(staged.before, name) for name in Facts.FIELDS)
        return Verdict.CHANGED if is_more or any(facts) else Verdict.SAME


def _before(staged: Staged) -> ImportBefore:
    return ImportBefore(row=staged.row, **{name: getattr(staged.before, name) for name in Facts.FIELDS})


def _majors(known: Facts | Alumnus, person: Person) -> str:
    """What is known first: nobody unlearns a major. As it was when there is nothing new."""
    majors = split_majors(known.majors_words)
    merged = merged_majors(majors, person.majors)
    return known.majors_words if len(merged) == len(merged_majors(majors, [])) else "; ".join(merged)


def _may_be_one(name: str, other: str) -> bool:
    """Whether two names may be of one person: families share addresses and a last name, so the first one counts."""
    mine, others = _parts(name), _parts(other)
    if not mine or not others or set(mine) == set(others):
        return True
    first, second = sorted((mine[0], others[0]), key=len)
    return second.startswith(first) and (len(first) == 1 or first == second)


def _parts(name: str) -> list[str]:
    return [part for part in re.findall(r"\w+", same(name)) if part not in TITLES]
