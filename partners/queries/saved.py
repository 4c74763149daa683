"""Private notes about those who are kept in mind."""

from partners.models import Host, SavedHost, SavedWriter, Writer


def note_about_writer(host: Host, writer: Writer) -> str:
    """The office's note about a writer, "" when there is none."""
    return SavedWriter.objects.filter(host=host, writer=writer).values_list("note", flat=True).first() or ""


def note_about_host(writer: Writer, host: Host) -> str:
    """Her note about a host, "" when there is none."""
    return SavedHost.objects.filter(writer=writer, host=host).values_list("note", flat=True).first() or ""
