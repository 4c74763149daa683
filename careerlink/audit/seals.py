"""Sealing the trail: the rows that are not sealed yet, in order, under keyed hashes that hang on each other.

Ids are handed out before a transaction commits, so a lower id may appear after a higher one was sealed.
A seal therefore names its ids exactly, and each run looks again at those of the last hour's seals.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction

from careerlink.audit import stamps, trail
from careerlink.audit.models import Disclosure, Entry, Seal, Stamped
from careerlink.audit.spans import batches, merged, outside, spans_of
from careerlink.audit.trail import label_of
from careerlink.web import clock

log = structlog.get_logger(__name__)

BATCH = 1000  # rows under one seal
SEALS_A_RUN = 50
LOOK_BACK = timedelta(hours=1)  # no transaction of ours lasts that long
LOWEST = -(2**63)  # before every id, those included that only an intruder would use
MARK = 4  # characters of a stamp
TABLES: dict[str, type[Stamped]] = {label_of(table): table for table in (Entry, Disclosure)}


@dataclass(frozen=True)
class Row:
    """A row of the trail as it is sealed and looked through."""

    pk: int
    stamp: str
    message: bytes

    @property
    def is_ours(self) -> bool:
        return stamps.is_stamp(self.stamp, self.message)

    @property
    def line(self) -> bytes:
        return b"%d:%s:%s\n" % (self.pk, self.stamp.encode(), self.message)


def seal_new_rows(most: int = SEALS_A_RUN) -> int:
    """Seal what is not sealed yet, at most `most` seals for each table; returns how many rows were.

    May run twice and at once: who comes second finds the place in the chain taken and stops.
    """
    return sum(_seal_table(label, _looked_back(label), most) for label in TABLES)


def seal_everything() -> int:
    """Seal whatever is not sealed, however old: what came in before there was a first seal, or later than
    an hour after its neighbours.
    """
    return sum(_seal_table(label, LOWEST, None) for label in TABLES)


def rows_of(label: str, queryset) -> Iterator[Row]:
    """The rows of a QuerySet of that table in the order of their ids, some at a time."""
    columns = queryset.order_by("pk").values_list("pk", "stamp", *TABLES[label].SAYS)
    for pk, stamp, *says in columns.iterator(chunk_size=BATCH):
        yield Row(pk, stamp, stamps.canonical(says))


def sealed_spans(label: str, after: int, until: int | None = None) -> list:
    """Which ids of a table beyond `after` are sealed, as merged spans."""
    seals = Seal.objects.filter(of=label, last_id__gt=after)
    if until is not None:
        seals = seals.filter(first_id__lte=until)
    found = seals.order_by("last_id").values_list("spans", flat=True).iterator(chunk_size=BATCH)
    return merged(span for spans in found for span in spans)


def frontier(label: str) -> int:
    """The highest id of a table that is sealed, 0 for none."""
    found = Seal.objects.filter(of=label).order_by("-last_id").values_list("last_id", flat=True)
    return found.first() or 0


def last_seal() -> Seal | None:
    return Seal.objects.order_by("-number").first()


# --- The end of the chain, known outside the database too -------------------------------------------------


def known_end() -> tuple[int, str] | None:
    """Number and hash of the newest seal as the file beside the database has them; None without a file."""
    try:
        found = json.loads(_end_file().read_text())
        return int(found["number"]), str(found["mac"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        return 0, ""


def remember_end(seal: Seal) -> None:
    """Keep the end of the chain outside the database: in a file, and as a line in the log."""
    path = _end_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps({"number": seal.number, "mac": seal.mac, "at": seal.at.isoformat()}))
    draft.replace(path)
    log.info("audit_sealed", number=seal.number, mac=seal.mac, of=seal.of, rows=len(seal.marks) // MARK)


@transaction.atomic
def take_end_as_it_is() -> Seal | None:
    """After a restore: the newest seal in the database is the end of the trail. That this was said is itself
    in the trail. None where nothing is sealed.
    """
    newest = last_seal()
    if newest is not None:
        trail.record(newest, "restored")
        remember_end(newest)
    return newest


def _end_file() -> Path:
    return Path(settings.LEDGER_ROOT) / "audit-end.json"


# --- One seal ---------------------------------------------------------------------------------------------


def _looked_back(label: str) -> int:
    """The id after which a run looks for rows: the end of what was sealed an hour before the newest seal."""
    seals = Seal.objects.filter(of=label).order_by("-last_id")
    newest = seals.values_list("at", flat=True).first()
    if newest is None:
        return LOWEST
    return seals.filter(at__lt=newest - LOOK_BACK).values_list("last_id", flat=True).first() or LOWEST


def _seal_table(label: str, after: int, most: int | None) -> int:
    previous = last_seal()  # before asking what is sealed: who is slower than another loses its place
    ids = TABLES[label].objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)
    unsealed = outside(ids.iterator(chunk_size=BATCH), sealed_spans(label, after))
    done = 0
    for seal in islice(_seals_over(label, unsealed, previous), most):
        try:
            with transaction.atomic():
                seal.save()
        except IntegrityError:  # another worker was quicker; the next run goes on from there
            break
        remember_end(seal)
        done += len(seal.marks) // MARK
    return done


def _seals_over(label: str, ids: Iterable[int], previous: Seal | None) -> Iterator[Seal]:
    """The seals for these rows, one after the other; each is saved before the next is asked for."""
    for some in batches(ids, BATCH):
        if seal := _make_seal(label, some, previous):
            yield seal
            previous = seal


def _make_seal(label: str, ids: list[int], previous: Seal | None) -> Seal | None:
    """A seal over those of these rows that bear our stamp; None when none does."""
    rows = [row for row in rows_of(label, TABLES[label].objects.filter(pk__in=ids)) if row.is_ours]
    if not rows:
        return None
    seal = Seal(
        number=previous.number + 1 if previous else 1,
        previous=previous.mac if previous else "",
        at=clock.now(),
        of=label,
        spans=spans_of(row.pk for row in rows),
        first_id=rows[0].pk,
        last_id=rows[-1].pk,
        marks="".join(row.stamp[:MARK] for row in rows),
        digest=hashlib.sha256(b"".join(row.line for row in rows)).hexdigest(),
        key_id=stamps.key_id(),
    )
    seal.mac = stamps.mac(seal.message(), seal.key_id)
    return seal
