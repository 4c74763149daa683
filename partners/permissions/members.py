"""Who may change the people of a host."""

from django.http import Http404

from careerlink.accounts.models import User
from partners.models import Host, Invitation, Member
from partners.permissions.desks import get_desk, may_coordinate, memberships


def get_member_to_manage(host: Host, key: str) -> Member:
    """A running member of a host that was already opened by its manager, else 404."""
    member = Member.objects.filter(host=host, key=key, ended_at=None).select_related("user", "host").first()
    if member is None:
        raise Http404
    return member


def get_own_membership(user: User, host: Host) -> Member:
    """Her own running membership of a host, else 404."""
    member = Member.objects.filter(host=host, user=user, ended_at=None).select_related("user", "host").first()
    if member is None:
        raise Http404
    return member


def get_invitation_to_manage(host: Host, key: str) -> Invitation:
    """An invitation of a host that was already opened by its manager, else 404."""
    invitation = Invitation.objects.filter(host=host, key=key).select_related("host").first()
    if invitation is None:
        raise Http404
    return invitation


def get_invitation_behind(key: str) -> Invitation:
    """The invitation that a signed link opens; the link is the right to see it. Else 404."""
    found = Invitation.objects.filter(key=key).select_related("host__institution", "invited_by").first()
    if found is None:
        raise Http404
    return found


def get_group_to_manage(user: User, slug: str) -> Host:
    """The student group under `/desk/<slug>/` for one of its managers, in whatever state, else 404."""
    host = get_desk(user, slug, role=Member.Role.MANAGER)
    if not host.is_of_students:
        raise Http404
    return host


def get_group_to_lead(user: User, slug: str) -> Host:
    """The same while it is approved: its managers say who leads it, and ask others in."""
    host = get_group_to_manage(user, slug)
    if not host.is_approved:
        raise Http404
    return host


def get_manager_of_group(host: Host, key: str) -> Member:
    """A running manager of a student group that was already opened by one of its managers, else 404."""
    member = get_member_to_manage(host, key)
    if member.role != Member.Role.MANAGER:
        raise Http404
    return member


def get_group_to_bring_back(user: User, slug: str) -> Host:
    """A student group that pauses, for those who decide in an approved career office of its college and for
    moderators, else 404.
    """
    rows = Host.objects.approved().filter(group__paused_at__isnull=False).select_related("institution")
    host = rows.filter(slug=slug).first() if user.is_authenticated else None
    offices = (member.host for member in memberships(user) if member.host.kind == Host.HostKind.CAREER_OFFICE)
    if host is None or not (
        user.is_staff
        or any(
            office.institution_id == host.institution_id and office.is_approved and may_coordinate(user, office)
            for office in offices
        )
    ):
        raise Http404
    return host
