"""Looking the trail through: is each row the one that was written, is none gone, did none come from elsewhere?"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext as _

from careerlink.audit import stamps
from careerlink.audit.models import Seal
from careerlink.audit.seals import (
    BATCH,
    LOOK_BACK,
    LOWEST,
    MARK,
    TABLES,
    frontier,
    known_end,
    last_seal,
    rows_of,
    sealed_spans,
)
from careerlink.audit.spans import batches, each, outside, size
from careerlink.audit.trail import label_of
from careerlink.web import clock

UNSEALED_FOR = timedelta(minutes=10)
SEAL = label_of(Seal)
FEW_SPANS = 20


@dataclass(frozen=True)
class Finding:
    """What is wrong with one row: `code`, and which one, by the label of its table and its id. For a
    seal the id is its number.
    """

    code: str
    label: str
    id: int

    def __str__(self) -> str:
        return f"{self.label} {self.id}: {words_of(self.code)}"


def words_of(code: str) -> str:
    return {
        "changed": _("it was changed"),
        "missing": _("it is gone"),
        "exchanged": _("it stands in the place of another one"),
        "inserted": _("it was put in by another way than ours"),
        "unsealed": _("it has not been sealed for more than 10 minutes"),
        "seal_changed": _("this seal was changed"),
        "seal_missing": _("this seal is gone"),
        "seal_moved": _("this seal does not follow the one before it"),
        "seal_key": _("it was sealed with a key that AUDIT_KEY and AUDIT_KEY_FALLBACKS do not have"),
        "end_missing": _("this was the last seal, and the database does not have it"),
    }[code]


def look_through(after: int = 0, through: int | None = None) -> Iterator[Finding]:
    """Look through the seals numbered beyond `after`, up to `through` or to the end, with all rows that
    belong there, and the rows that are not sealed. Some rows at a time: memory does not grow with the
    length of the trail.
    """
    starts = {label: _end_at(label, after) for label in TABLES}
    yield from _chain(after, through)
    for label, start in starts.items():
        until = None if through is None else _end_at(label, through)
        yield from _strangers(label, start, until)
    if through is None:
        yield from _end()


def number_before(moment: datetime) -> int:
    """The number of the last seal that was made before this moment, 0 for none."""
    return Seal.objects.filter(at__lt=moment).values_list("number", flat=True).first() or 0


def recent_number() -> int:
    """After which seal the recent part of the trail begins: an hour before the newest one."""
    newest = last_seal()
    return number_before(newest.at - LOOK_BACK) if newest else 0


def waits_unsealed(now: datetime) -> tuple[int, datetime | None]:
    """How many rows beyond the last seals have waited for more than 10 minutes (no more than 1,000 are
    counted), and since when the oldest has.
    """
    late: list[datetime] = []
    for label, table in TABLES.items():
        rows = table.objects.filter(pk__gt=frontier(label)).order_by("pk").values_list("at", flat=True)
        late += [at for at in rows[:BATCH] if now - at > UNSEALED_FOR]
    return len(late), min(late, default=None)


# --- Seals and what is under them -------------------------------------------------------------------------


def _chain(after: int, through: int | None) -> Iterator[Finding]:
    seals = Seal.objects.filter(number__gt=after).order_by("number")
    if through is not None:
        seals = seals.filter(number__lte=through)
    before = Seal.objects.filter(number=after).values_list("mac", flat=True).first() or ""
    expected = after + 1
    for seal in seals.iterator(chunk_size=50):
        for number in range(expected, seal.number):
            yield Finding("seal_missing", SEAL, number)
        if seal.number == expected and seal.previous != before:
            yield Finding("seal_moved", SEAL, seal.number)
        made = stamps.mac(seal.message(), seal.key_id)
        if not made:
            yield Finding("seal_key", SEAL, seal.number)
        elif made != seal.mac:
            yield Finding("seal_changed", SEAL, seal.number)
        if _can_be_read(seal):
            yield from _content(seal)
        expected, before = seal.number + 1, seal.mac


def _can_be_read(seal: Seal) -> bool:
    """Whether a seal, changed or not, says in a sound way which rows are under it."""
    try:
        return seal.of in TABLES and size(seal.spans) * MARK == len(seal.marks)
    except (TypeError, ValueError):
        return False


def _content(seal: Seal) -> Iterator[Finding]:
    """What is wrong with the rows under one seal."""
    digest, sound = hashlib.sha256(), True
    wrong: list[Finding] = []
    rows = rows_of(seal.of, TABLES[seal.of].objects.filter(_within(seal.spans)))
    row = next(rows, None)
    for at, wanted in enumerate(each(seal.spans)):
        if row is None or row.pk != wanted:
            yield Finding("missing", seal.of, wanted)
            sound = False
            continue
        if not row.is_ours:
            yield Finding("changed", seal.of, wanted)
            sound = False
        elif row.stamp[:MARK] != seal.marks[at * MARK : (at + 1) * MARK]:
            wrong.append(Finding("exchanged", seal.of, wanted))
        digest.update(row.line)
        row = next(rows, None)
    yield from wrong
    if sound and not wrong and digest.hexdigest() != seal.digest:
        yield Finding("exchanged", seal.of, seal.first_id)


def _within(spans: list) -> models.Q:
    """The rows of some spans; of many they are asked for one by one."""
    if len(spans) > FEW_SPANS:
        return models.Q(pk__in=list(each(spans)))
    found = models.Q(pk__in=[])
    for first, last in spans:
        found |= models.Q(pk__range=(first, last))
    return found


# --- Rows that no seal has, and the end -------------------------------------------------------------------


def _strangers(label: str, after: int, until: int | None) -> Iterator[Finding]:
    """Rows of a stretch of ids that no seal covers: put in by another way, or waiting too long."""
    table, now = TABLES[label], clock.now()
    ids = table.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)
    if until is not None:
        ids = ids.filter(pk__lte=until)
    sealed = sealed_spans(label, after, until)
    for some in batches(outside(ids.iterator(chunk_size=BATCH), sealed), BATCH):
        moments = dict(table.objects.filter(pk__in=some).values_list("pk", "at"))
        for row in rows_of(label, table.objects.filter(pk__in=some)):
            if not row.is_ours:
                yield Finding("inserted", label, row.pk)
            elif now - moments[row.pk] > UNSEALED_FOR:
                yield Finding("unsealed", label, row.pk)


def _end_at(label: str, number: int) -> int:
    """The highest id of a table under the seals up to this number."""
    if not number:
        return LOWEST
    seals = Seal.objects.filter(of=label, number__lte=number)
    return seals.order_by("-last_id").values_list("last_id", flat=True).first() or LOWEST


def _end() -> Iterator[Finding]:
    """Whether the newest seal that is known outside the database is still in it."""
    known = known_end()
    if known and not Seal.objects.filter(number=known[0], mac=known[1]).exists():
        yield Finding("end_missing", SEAL, known[0])
