"""Who sees a host, who may change it, and who may offer it help."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse

from careerlink.accounts.models import User
from partners.models import Closure, Host, Member, Writer
from partners.permissions.desks import get_desk, may_coordinate, may_manage, memberships, own_writer, role_in
from partners.permissions.directory import may_look_for_hosts
from partners.queries.campus import is_paused


def visible_hosts(user: User) -> QuerySet[Host]:
    """Hosts whose page a person may open: her own in any state, approved ones for a writer who may
    look at the directory (not a group that nobody leads at the moment), all for a moderator.
    """
    if not user.is_authenticated:
        return Host.objects.none()
    if user.is_staff:
        return Host.objects.all()
    mine = Q(pk__in=[member.host_id for member in memberships(user)])
    writer = own_writer(user)
    if writer and may_look_for_hosts(writer):
        return Host.objects.filter(mine | Q(state=Host.State.APPROVED, group__paused_at=None))
    return Host.objects.filter(mine)


def get_host_to_read(user: User, slug: str) -> Host:
    """A host with its institution whose public facts this person may read, else 404."""
    for member in memberships(user):
        if member.host.slug == slug:
            return member.host
    host = visible_hosts(user).select_related("institution").filter(slug=slug).first()
    if host is None:
        raise Http404
    return host


def get_host_with_rules(slug: str) -> Host:
    """An approved host with its institution, whose rules everybody may read, else 404."""
    host = Host.objects.approved().select_related("institution").filter(slug=slug).first()
    if host is None:
        raise Http404
    return host


def get_host_to_ask(user: User, slug: str) -> Host:
    """An approved host that somebody of the same college may ask for an invitation, else 404."""
    host = Host.objects.approved().select_related("institution").filter(slug=slug).first()
    if host is None or role_in(user, host):
        raise Http404
    return host


def get_desk_to_manage(user: User, slug: str) -> Host:
    """The host under `/desk/<slug>/` for one of its managers, else 404."""
    return get_desk(user, slug, role=Member.Role.MANAGER)


def get_desk_to_coordinate(user: User, slug: str) -> Host:
    """The host under `/desk/<slug>/` for a coordinator or manager, else 404."""
    return get_desk(user, slug, role=Member.Role.COORDINATOR)


def get_desk_to_invite(user: User, slug: str) -> Host:
    """An approved host under `/desk/<slug>/` whose manager asks a colleague in, else 404."""
    host = get_desk_to_manage(user, slug)
    if not may_invite_colleague(user, host):
        raise Http404
    return host


def get_desk_to_invite_writers(user: User, slug: str) -> Host:
    """An approved host under `/desk/<slug>/` for those who write to writers there, else 404."""
    host = get_desk_to_coordinate(user, slug)
    if not may_invite_writer(user, host):
        raise Http404
    return host


def get_closure_to_remove(host: Host, key: str) -> Closure:
    """A closure of a host that was already opened by its manager, else 404."""
    closure = Closure.objects.filter(host=host, key=key).select_related("host").first()
    if closure is None:
        raise Http404
    return closure


def may_publish(user: User, host: Host) -> bool:
    """Whether she may show requests of this host to writers: it must be approved."""
    return host.is_approved and may_coordinate(user, host)


def may_invite_writer(user: User, host: Host) -> bool:
    """Whether she may write to a writer she knows; a host that is not approved contacts nobody."""
    return host.is_approved and may_coordinate(user, host)


def may_invite_colleague(user: User, host: Host) -> bool:
    """Whether she may ask a colleague in. A host that is not approved contacts nobody."""
    return host.is_approved and may_manage(user, host)


def may_offer(user: User, host: Host) -> bool:
    """Whether she may offer this host her help: an approved writer who is not paused and not one of its people,
    and a host that does not pause either.
    """
    writer = own_writer(user)
    may = writer and writer.state == Writer.State.APPROVED and host.is_approved and not role_in(user, host)
    return bool(may) and not is_paused(host)


def host_url(user: User, host: Host) -> str:
    """The address of a host's page for those who may open it, else "". No query beyond memberships and profile,
    one more for a student group.
    """
    writer = own_writer(user)
    sees = user.is_staff or bool(role_in(user, host))
    if not sees and writer and may_look_for_hosts(writer) and host.is_approved:
        sees = not is_paused(host)
    return reverse("host_page", args=[host.slug]) if sees else ""
