"""A host takes everything out: asked for by a manager, put together by a worker, deleted after a week."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import structlog
from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web import clock
from careerlink.web.archives import Archive
from careerlink.web.files import PrivateStorage
from careerlink.web.keys import new_key
from careerlink.web.later import later
from partners import clocks
from partners.emails import host_exports as emails
from partners.models import Host, HostExport, Member, Partnership
from partners.queries.host_exports import open_contacts
from partners.registry import host_exports

log = structlog.get_logger(__name__)

FOLDER = "exports"
GIVE_UP_AFTER = timedelta(hours=24)
SIGN_OF_LIFE = timedelta(minutes=5)
RING_AGAIN = timedelta(minutes=1)
MOST_TRIES = 3
BATCH = 50


class GivenUp(Exception):  # noqa: N818 it is a state of affairs
    """The clock took this export away from the worker who was slow or seemed dead."""


def storage() -> PrivateStorage:
    """Where archives lie: outside the served tree."""
    return PrivateStorage()


def open_archive(export: HostExport) -> File:
    """The archive, to be streamed. Raises FileNotFoundError."""
    return storage().open(export.file.name)


@transaction.atomic
def ask_for_host_export(host: Host, *, by: User) -> HostExport:
    """Ask for an archive of everything that is the host's own. While one is being made, that one is meant."""
    running = HostExport.objects.filter(host=host, state__in=HostExport.RUNNING).select_related("host")
    export = running.first()
    if export is not None:
        return export
    export = HostExport(host=host, asked_by=by, due_at=clock.now() + GIVE_UP_AFTER)
    try:
        with transaction.atomic():
            export.save()
    except IntegrityError:  # another click was quicker
        return running.get()
    trail.record(export, "ask", by=by, after=export.state, **export.concerns())
    later("partners.tasks.make_host_export", export.key)
    return export


def make_host_export(key: str) -> bool:
    """Put the archive together; whether it is ready. Harmless when run twice, or when the one before was killed."""
    export = HostExport.objects.select_related("host__institution", "asked_by").filter(key=key).first()
    if export is None or not _begin(export):
        return False
    try:
        contacts = _write(export)
        _finish(export, contacts)
    except GivenUp:
        storage().delete(export.file.name)
        return False
    except Exception:
        log.exception("host_export_failed", export=export.key)
        _release(export)
        return False
    return True


def _begin(export: HostExport) -> bool:
    """Take the export on under a new claim; False when somebody else has, or it is over."""
    now, claim = clock.now(), new_key()
    try:
        with transaction.atomic():
            export.move(
                "begin",
                claim=claim,
                file=f"{FOLDER}/{claim}.zip",
                due_at=now + SIGN_OF_LIFE,
                tries=export.tries + 1,
                lists=sum(len(list(part(export.host))) for part in host_exports.values()),
                lists_done=0,
                rows=0,
            )
    except (Stale, NoSuchMove):
        return False
    return True


def _write(export: HostExport) -> list[int]:
    """Write the file; returns the partnerships whose contact details stand in it. Raises GivenUp."""
    path = Path(storage().path(export.file.name))
    path.parent.mkdir(parents=True, exist_ok=True)
    contacts = list(open_contacts(export.host).values_list("pk", flat=True))
    with Archive(path) as archive:
        archive.add_text("README.txt", read_me(export))
        for label, part in host_exports.items():
            tables = list(part(export.host))
            archive.add_part(label, tables, _tick(export))
            export.lists_done += len(tables)
            _show(export)
    export.size = path.stat().st_size
    return contacts


def _tick(export: HostExport) -> Callable[[int], None]:
    def tick(rows: int) -> None:
        export.rows += rows
        _show(export)

    return tick


def _show(export: HostExport) -> None:
    """Show how far it is, which is the sign of life. Raises GivenUp when somebody else has it by now."""
    held = HostExport.objects.filter(pk=export.pk, state=HostExport.State.WORKING, claim=export.claim)
    due_at = clock.now() + SIGN_OF_LIFE
    if not held.update(rows=export.rows, lists_done=export.lists_done, due_at=due_at):
        raise GivenUp


@transaction.atomic
def _finish(export: HostExport, contacts: list[int]) -> None:
    """It is ready; archives from before are deleted, and the one who asked is told. Raises GivenUp."""
    now = clock.now()
    held = HostExport.objects.select_for_update().filter(pk=export.pk, state=HostExport.State.WORKING)
    if not held.filter(claim=export.claim).exists():
        raise GivenUp
    for older in HostExport.objects.filter(host=export.host, state=HostExport.State.READY).select_related("host"):
        _expire(older)
    due_at = now + timedelta(days=clocks.EXPORT_KEPT)
    export.move("finish", ready_at=now, due_at=due_at, size=export.size, contacts=contacts, claim="")
    emails.tell_asker_ready(export)


@transaction.atomic
def _release(export: HostExport) -> None:
    """Nobody makes it any more: it is begun anew, or given up after the third try."""
    file = export.file.name
    if not HostExport.objects.filter(pk=export.pk, claim=export.claim).exists():  # somebody else has it by now
        if file:
            storage().delete(file)
        return
    try:
        if export.tries >= MOST_TRIES or export.asked_at + GIVE_UP_AFTER <= clock.now():
            export.move("fail", due_at=None, claim="", file="")
            emails.tell_asker_failed(export)
        else:
            export.move("release", due_at=export.asked_at + GIVE_UP_AFTER, claim="", file="")
    except (Stale, NoSuchMove):
        return
    if file:
        transaction.on_commit(lambda: storage().delete(file))


def _expire(export: HostExport) -> None:
    file = export.file.name
    export.move("expire", due_at=None, file="", contacts=[])
    transaction.on_commit(lambda: storage().delete(file))


@transaction.atomic
def expire_exports_of(host: Host) -> None:
    """The host has left: what waits to be taken is deleted, and nothing more is made."""
    for export in HostExport.objects.filter(host=host, state=HostExport.State.READY).select_related("host"):
        _expire(export)
    for export in HostExport.objects.filter(host=host, state__in=HostExport.RUNNING).select_related("host"):
        file = export.file.name
        export.move("fail", due_at=None, claim="", file="")
        if file:
            transaction.on_commit(partial(storage().delete, file))


def run_export_clocks() -> None:
    """What is due? Archives to delete, workers that died, exports that nobody has begun. Harmless when run twice."""
    now = clock.now()
    due = HostExport.objects.filter(due_at__lte=now).select_related("host", "asked_by").order_by("due_at", "id")
    for export in due.filter(state=HostExport.State.READY)[:BATCH]:
        try:
            with transaction.atomic():
                _expire(export)
        except Stale:
            continue
    for export in due.filter(state__in=HostExport.RUNNING)[:BATCH]:
        _release(export)
    waiting = HostExport.objects.filter(state=HostExport.State.ASKED, state_since__lte=now - RING_AGAIN)
    for key in waiting.order_by("id").values_list("key", flat=True)[:BATCH]:
        later("partners.tasks.make_host_export", key)
    delete_ownerless_files()


def delete_ownerless_files() -> int:
    """Delete archives that belong to no export any more, because a process died in the wrong moment."""
    try:
        names = storage().listdir(FOLDER)[1]
    except FileNotFoundError:
        return 0
    files = {f"{FOLDER}/{name}" for name in names}
    ownerless = files - set(HostExport.objects.exclude(file="").values_list("file", flat=True))
    old = [name for name in ownerless if storage().get_modified_time(name) < clock.now() - SIGN_OF_LIFE]
    for name in old:
        storage().delete(name)
    return len(old)


@transaction.atomic
def note_download(export: HostExport, *, by: User) -> None:
    """Somebody takes the archive away: that, and whose contact details she has got with it, writers' and
    colleagues', is on record.
    """
    trail.record(export, "download", by=by, scope=export.host.key, person=by.pk)
    rows = Partnership.objects.filter(pk__in=export.contacts).select_related("writer")
    for partnership in rows:
        person = partnership.writer.user_id
        trail.disclose(
            partnership, what="contact", right="host_export", seen_by=by, person_id=person, scope=export.host.key
        )
    colleagues = Member.objects.filter(host=export.host, since__lte=export.ready_at)
    trail.disclose_many(
        [(member, member.user_id) for member in colleagues],
        what="contact",
        right="colleague_export",
        seen_by=by,
        scope=export.host.key,
    )


def read_me(export: HostExport) -> str:
    """The words beside the lists."""
    host = export.host
    lines = [
        _("Everything that %(host)s owns in CareerLink") % {"host": host},
        "",
        _("Made %(when)s (UTC) for %(who)s.")
        % {"when": f"{clock.now():%Y-%m-%d %H:%M}", "who": export.asked_by.name if export.asked_by else "CareerLink"},
        "",
        _("json/ has one file for each part: %(parts)s.") % {"parts": ", ".join(host_exports)},
        _("csv/ has one file for each list. Open it with a spreadsheet; the text is UTF-8."),
        _("A cell that a spreadsheet would take for a formula begins with a ' in the CSV files."),
        _("Moments are in UTC and ISO 8601. “request” and “offer” are keys that join the lists."),
        "",
        _("Not in it: other offices' records, addresses of writers with whom you have not agreed to work, mail texts."),
        _("It holds names, private notes and reasons. Keep it where only those see it who may."),
        "",
    ]
    return "\r\n".join(lines)
