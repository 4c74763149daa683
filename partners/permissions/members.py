"""Who may change the people of a host."""

from django.http import Http404

from careerlink.accounts.models import User
from partners.models import Host, Invitation, Member


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
