"""Who looks around in the directories, and who keeps whom in mind."""

from django.db.models import Q, QuerySet
from django.http import Http404

from careerlink.accounts.models import User
from careerlink.web import clock
from partners.models import Host, Member, Writer
from partners.permissions.desks import get_desk, get_own_writer

MAY_LOOK_HOST = (Host.State.SUBMITTED, Host.State.APPROVED)
MAY_LOOK_WRITER = (Writer.State.DRAFT, Writer.State.SUBMITTED, Writer.State.NEEDS_INFORMATION)


def may_look_for_writers(host: Host) -> bool:
    """Whether people of a host see the directory: approved ones, and those who wait, to look around."""
    return host.state in MAY_LOOK_HOST


def may_look_for_hosts(writer: Writer) -> bool:
    """Whether a writer sees the directory of hosts: when approved, and to look around before."""
    return writer.is_approved or writer.state in MAY_LOOK_WRITER


def listed_writers(host: Host) -> QuerySet[Writer]:
    """The writers in the directory that the people of `host` see: approved, paused ones included,
    without anybody who is suspended, locked or gone.
    """
    if not may_look_for_writers(host):
        return Writer.objects.none()
    return Writer.objects.approved().filter(~Q(user__in=kept_out()))


def kept_out() -> QuerySet[User]:
    """People who are suspended, locked or gone. They are few and found by an index, so that lists leave them
    out at once instead of looking at each writer's person.
    """
    return User.objects.filter(Q(is_active=False) | Q(suspended_until__gt=clock.now()))


def listed_hosts(writer: Writer) -> QuerySet[Host]:
    """The hosts in the directory that a writer sees: all that are approved."""
    return Host.objects.taking_part() if may_look_for_hosts(writer) else Host.objects.none()


def get_desk_to_save(user: User, slug: str) -> Host:
    """The host for which a coordinator or manager keeps writers in mind, else 404."""
    host = get_desk(user, slug, role=Member.Role.COORDINATOR)
    if not may_look_for_writers(host):
        raise Http404
    return host


def get_writer_to_save(host: Host, slug: str) -> Writer:
    """A writer of the directory that `host` sees, else 404."""
    return _first_or_404(listed_writers(host).filter(slug=slug))


def get_own_writer_to_save(user: User) -> Writer:
    """Her own profile, when she sees the directory and so may keep hosts in mind, else 404."""
    writer = get_own_writer(user)
    if not may_look_for_hosts(writer):
        raise Http404
    return writer


def get_host_to_save(writer: Writer, slug: str) -> Host:
    """A host of the directory that `writer` sees, else 404."""
    return _first_or_404(listed_hosts(writer).filter(slug=slug).select_related("institution"))


def _first_or_404(rows: QuerySet):
    found = rows.first()
    if found is None:
        raise Http404
    return found
