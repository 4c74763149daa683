"""Keeping somebody in mind, with a note that nobody else sees."""

from django.db import transaction

from careerlink.accounts.models import User
from careerlink.web import clock
from partners.models import Host, SavedHost, SavedWriter, Writer


@transaction.atomic
def save_writer(host: Host, writer: Writer, *, by: User) -> None:
    """Keep a writer in mind for the whole office; a second time changes nothing."""
    SavedWriter.objects.get_or_create(host=host, writer=writer, defaults={"by": by, "at": clock.now()})


@transaction.atomic
def unsave_writer(host: Host, writer: Writer, *, by: User) -> None:
    """Forget her again, with the note."""
    SavedWriter.objects.filter(host=host, writer=writer).delete()


@transaction.atomic
def note_writer(host: Host, writer: Writer, *, by: User, note: str) -> None:
    """Write the office's private note about a writer; she is kept in mind from then on."""
    SavedWriter.objects.update_or_create(
        host=host, writer=writer, defaults={"note": note, "by": by}, create_defaults={"note": note, "by": by}
    )


@transaction.atomic
def save_host(writer: Writer, host: Host) -> None:
    """Keep a host in mind; a second time changes nothing."""
    SavedHost.objects.get_or_create(writer=writer, host=host)


@transaction.atomic
def unsave_host(writer: Writer, host: Host) -> None:
    """Forget it again, with the note."""
    SavedHost.objects.filter(writer=writer, host=host).delete()


@transaction.atomic
def note_host(writer: Writer, host: Host, *, note: str) -> None:
    """Write her own private note about a host; it is kept in mind from then on."""
    SavedHost.objects.update_or_create(writer=writer, host=host, defaults={"note": note})
