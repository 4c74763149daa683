"""A list of alumni is brought in by somebody of the office: file, columns, preview, and back again for a day."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import structlog
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web import clock
from careerlink.web.keys import new_key
from careerlink.web.later import later
from partners.models import Host
from referrals import clocks
from referrals.actions import import_work as work
from referrals.models import AlumniImport, Alumnus, ImportAddress, ImportRow
from referrals.queries.reading import Shape

log = structlog.get_logger(__name__)

State = AlumniImport.State
BATCH = 50
# Who is rung to see to an import in which state.
RINGS: dict[str, Callable[[str], None]] = {
    State.STAGING: lambda key: later("referrals.tasks.stage_import", key),
    State.APPLYING: lambda key: later("referrals.tasks.apply_import", key),
    State.UNDOING: lambda key: later("referrals.tasks.undo_import", key),
}


class AlreadyOpen(Exception):  # noqa: N818 it is a state of affairs
    """Another list of this office is not finished yet."""


def upload_alumni(host: Host, file: UploadedFile, *, shape: Shape, by: User) -> AlumniImport:
    """Keep a file of people whose `shape` was judged; nothing of it is read into the records. Raises AlreadyOpen."""
    storage = work.storage()
    name = storage.save(f"{work.FOLDER}/{new_key()}.csv", file)
    try:
        with transaction.atomic():
            one = AlumniImport.objects.create(
                host=host,
                made_by=by,
                due_at=clock.now() + clocks.IMPORT_WAITS,
                file=name,
                file_name=(file.name or _("list"))[-120:],
                size=file.size or 0,
                shape=asdict(shape),
                total=shape.records,
            )
            trail.record(one, "upload", by=by, after=one.state, **one.concerns())
    except IntegrityError as error:
        storage.delete(name)
        raise AlreadyOpen from error
    except BaseException:
        storage.delete(name)
        raise
    return one


def open_list(one: AlumniImport) -> File:
    """The file of a list. Raises FileNotFoundError."""
    return work.storage().open(one.file.name)


@transaction.atomic
def name_columns(one: AlumniImport, *, columns: list[str], shape: Shape, by: User) -> None:
    """Say what each column holds, and let the file be read. Raises Stale or NoSuchMove."""
    read: dict[str, Any] = {"columns": columns, "shape": asdict(shape), "total": shape.records, "done": 0}
    due_at = clock.now() + clocks.IMPORT_READ
    one.move("stage", by=by, due_at=due_at, counts={}, warned={}, claim="", alive_until=None, tries=0, **read)
    RINGS[State.STAGING](one.key)


@transaction.atomic
def name_columns_again(one: AlumniImport, *, by: User) -> None:
    """Go back a step: what was read is forgotten. Raises Stale or NoSuchMove."""
    one.move("map_again", by=by, due_at=clock.now() + clocks.IMPORT_WAITS, done=0, counts={}, warned={})


@transaction.atomic
def bring_in(one: AlumniImport, *, by: User) -> None:
    """Let a worker bring the list into the records. Raises Stale or NoSuchMove."""
    one.move("apply", by=by, due_at=clock.now() + clocks.IMPORT_APPLIED, claim="", alive_until=None, tries=0)
    RINGS[State.APPLYING](one.key)


@transaction.atomic
def take_back(one: AlumniImport, *, by: User) -> None:
    """Let a worker undo the whole list. Raises Stale or NoSuchMove, also when its day is over."""
    if one.state == State.APPLIED and one.due_at <= clock.now():
        raise Stale(f"import {one.pk} can no longer be undone")
    one.move("undo", by=by, due_at=clock.now() + clocks.IMPORT_APPLIED, claim="", alive_until=None, tries=0)
    RINGS[State.UNDOING](one.key)


@transaction.atomic
def discard(one: AlumniImport, *, by: User | None) -> None:
    """Throw the list away before it was brought in. Raises Stale or NoSuchMove."""
    one.move("discard", by=by, due_at=None)
    later("referrals.tasks.empty_imports")


def note_export(host: Host, *, by: User) -> None:
    """Somebody takes the list of alumni away: that is on record."""
    trail.record(host, "take_alumni", by=by, scope=host.key)


@transaction.atomic
def forget_in_imports(alumnus: Alumnus) -> int:
    """Delete what lists still hold of somebody who is erased, while her addresses are known; returns how many rows."""
    emails = list(alumnus.addresses.values_list("email", flat=True))
    said = Q(value__iexact=alumnus.name) if alumnus.name else Q()
    for email in emails:  # two people in one row, or more words beside the address
        said |= Q(value__icontains=email)
    at = ImportAddress.objects.filter(alumni_import__host=alumnus.host_id, email__in=emails).values("row_id")
    rows = ImportRow.objects.filter(
        Q(pk__in=at) | Q(alumnus=alumnus) | Q(key=alumnus.key) | said,
        alumni_import__host=alumnus.host_id,
    )
    return rows.delete()[1].get(ImportRow._meta.label, 0)


# --- What time does ----------------------------------------------------------------------------------------------


def run_import_clocks() -> None:
    """What is due? Lists that nobody finished, workers that died, days that are over, files to delete."""
    now = clock.now()
    for one in AlumniImport.objects.filter(due_at__lte=now).select_related("host").order_by("due_at", "id")[:BATCH]:
        try:
            _end(one)
        except (Stale, NoSuchMove):
            continue
    rung = work.untended(now).filter(state_since__lte=now - clocks.RING_AGAIN)
    for key, state in rung.order_by("id").values_list("key", "state")[:BATCH]:
        RINGS[state](key)
    empty_imports()


@transaction.atomic
def _end(one: AlumniImport) -> None:
    """Silence, where it leads from each state."""
    now = clock.now()
    if one.state in (State.UPLOADED, State.READY):
        discard(one, by=None)
    elif one.state == State.STAGING:
        one.move("fail", due_at=None, claim="", alive_until=None)
    elif one.state == State.APPLYING:
        one.move("stop_applying", due_at=now + clocks.IMPORT_WAITS, claim="", alive_until=None)
    elif one.state == State.UNDOING:
        one.move("stop_undoing", due_at=max(one.applied_at + clocks.IMPORT_UNDO, now), claim="", alive_until=None)
    elif one.state == State.APPLIED:
        one.move("keep", due_at=None)


def empty_imports() -> int:
    """Delete files and rows of lists that are over; of one that was undone when its day is, so that people can read
    what was left. Returns how many. Harmless when run twice.
    """
    now = clock.now()
    over = AlumniImport.objects.filter(state__in=AlumniImport.OVER, emptied_at=None)
    read = Q(state=State.UNDONE, applied_at__gt=now - clocks.IMPORT_UNDO)
    count = 0
    for one in over.exclude(read).order_by("id")[:BATCH]:
        work.empty_rows(one)
        if one.file:
            work.storage().delete(one.file.name)
        count += AlumniImport.objects.filter(pk=one.pk).update(emptied_at=now, file="")
    delete_ownerless_files()
    return count


def delete_ownerless_files() -> int:
    """Delete files that belong to no import any more, because a process died in the wrong moment."""
    storage = work.storage()
    try:
        files = {f"{work.FOLDER}/{name}" for name in storage.listdir(work.FOLDER)[1]}
    except FileNotFoundError:
        return 0
    ownerless = files - set(AlumniImport.objects.exclude(file="").values_list("file", flat=True))
    old = [name for name in ownerless if storage.get_modified_time(name) < clock.now() - clocks.SIGN_OF_LIFE]
    for name in old:
        storage.delete(name)
    return len(old)
