"""Who may put her name down for a college, and who may ask a writer in."""

from django.http import Http404

from careerlink.accounts.models import User
from careerlink.taxonomy.models import Institution
from partners.models import Host, WaitingName, Writer, WriterInvitation
from partners.permissions.desks import get_own_writer

LARGEST_UNITID = 999_999_999  # so that no address asks for more than the database holds


def get_waiting_writer(user: User) -> Writer:
    """Her own profile, for the pages about colleges that are not here yet; else 404."""
    writer = get_own_writer(user)
    if writer.state in (Writer.State.REFUSED, Writer.State.SUSPENDED):
        raise Http404
    return writer


def get_college_for_letter(writer: Writer, unitid: int) -> Institution:
    """A college for which this writer has put her name down, else 404."""
    if unitid > LARGEST_UNITID:
        raise Http404
    name = WaitingName.objects.filter(writer=writer, institution=unitid).select_related("institution").first()
    if name is None:
        raise Http404
    return name.institution


def get_writer_invitation_of(host: Host, key: str) -> WriterInvitation:
    """An invitation to a writer by a host that was already opened by its coordinator, else 404."""
    found = WriterInvitation.objects.filter(host=host, key=key).select_related("host").first()
    if found is None:
        raise Http404
    return found


def get_writer_invitation_behind(key: str) -> WriterInvitation:
    """The invitation that a signed link opens; the link is the right to see it. Else 404."""
    found = WriterInvitation.objects.filter(key=key).select_related("host__institution", "by").first()
    if found is None:
        raise Http404
    return found
