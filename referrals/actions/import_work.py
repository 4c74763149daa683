"""How workers hold an import: by a claim that ends by itself when a worker dies, and with a sign of life."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from careerlink.web import clock
from careerlink.web.files import PrivateStorage
from careerlink.web.keys import new_key
from referrals import clocks
from referrals.models import AlumniImport, ImportAddress, ImportBefore, ImportRow, ImportTag

FOLDER = "imports"
MOST_TRIES = 3  # without getting any further
BATCH = 5000  # rows deleted at once


class GivenUp(Exception):  # noqa: N818 it is a state of affairs
    """The import was taken from this worker, who was slow or seemed dead."""


def storage() -> PrivateStorage:
    """Where files wait: outside the served tree."""
    return PrivateStorage()


def untended(now: datetime) -> QuerySet[AlumniImport]:
    """Imports that a worker has to see to, and that nobody holds."""
    return AlumniImport.objects.filter(Q(alive_until=None) | Q(alive_until__lt=now), state__in=AlumniImport.WORKING)


def take(key: str, state: str) -> AlumniImport | None:
    """Take an import in this state on under a new claim; None when somebody else has it or it moved on."""
    now, claim = clock.now(), new_key()
    free = untended(now).filter(key=key, state=state)
    if not free.update(claim=claim, alive_until=now + clocks.SIGN_OF_LIFE, tries=F("tries") + 1):
        return None
    return AlumniImport.objects.select_related("host__institution", "made_by").get(key=key)


def go_on(held: AlumniImport, **fields) -> None:
    """Write how far it is, which is the sign of life. Raises GivenUp when somebody else has it by now."""
    mine = AlumniImport.objects.filter(pk=held.pk, state=held.state, claim=held.claim)
    if not mine.update(alive_until=clock.now() + clocks.SIGN_OF_LIFE, **fields):
        raise GivenUp
    for name, value in fields.items():
        setattr(held, name, value)


def release(held: AlumniImport) -> None:
    """Let another worker try it again."""
    AlumniImport.objects.filter(pk=held.pk, claim=held.claim).update(claim="", alive_until=None)


def empty_rows(one: AlumniImport) -> None:
    """Delete all that was read from the file, in steps that keep nobody waiting."""
    rows = ImportRow.objects.filter(alumni_import=one).order_by("pk")
    while (last := _last_of_batch(rows)) is not None:
        these = rows.filter(pk__lte=last).order_by()
        with transaction.atomic():
            for part in (ImportTag, ImportBefore, ImportAddress):
                found = part._base_manager.filter(row__in=these)
                found._raw_delete(found.db)
            these._raw_delete(these.db)


def _last_of_batch(rows: QuerySet[ImportRow]) -> int | None:
    ids = list(rows.values_list("pk", flat=True)[:BATCH])
    return ids[-1] if ids else None
