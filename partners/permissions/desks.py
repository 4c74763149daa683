"""For whom a person acts: her memberships of hosts, and her own writer's desk."""

from django.db.models import F
from django.http import Http404

from careerlink.accounts.models import User
from partners.models import Host, Member, Writer
from partners.registry import beside_host

# What each role may do, widest first.
RANK: dict[str, int] = {Member.Role.VIEWER: 1, Member.Role.COORDINATOR: 2, Member.Role.MANAGER: 3}


def memberships(user: User) -> list[Member]:
    """All running memberships of a person with host, institution and what rooms above keep beside a host, each with
    the id of her own writer's `profile` (None without one); one query, kept on the user object.
    """
    if not user.is_authenticated:
        return []
    if not hasattr(user, "_memberships"):
        beside = [f"host__{name}" for name in beside_host]
        rows = Member.objects.filter(user=user, ended_at=None).select_related("host__institution", *beside)
        rows = rows.annotate(profile=F("user__writer"))
        user._memberships = list(rows.order_by("since", "id"))
    return user._memberships


def role_in(user: User, host: Host) -> str:
    """The role of a person in a host, "" when she has none."""
    return next((member.role for member in memberships(user) if member.host_id == host.pk), "")


def may_coordinate(user: User, host: Host) -> bool:
    """Whether she may act for the host: publish requests, decide offers, write to writers."""
    return RANK.get(role_in(user, host), 0) >= RANK[Member.Role.COORDINATOR]


def may_manage(user: User, host: Host) -> bool:
    """Whether she may change the host itself and its people."""
    return role_in(user, host) == Member.Role.MANAGER


def get_desk(user: User, slug: str, *, role: str = Member.Role.VIEWER) -> Host:
    """The host under `/desk/<slug>/` for somebody who has at least `role` there, else 404.

    The host is loaded with its institution and may be of any state: people of a host that is not
    approved may finish its own pages. What contacts anybody asks `host.is_approved` as well.
    """
    for member in memberships(user):
        if member.host.slug == slug and RANK[member.role] >= RANK[role]:
            return member.host
    raise Http404


def own_writer(user: User) -> Writer | None:
    """The writer's profile of a person, None when she has none; one query, kept on the user object, and none for
    people of a host who are no writers, whose memberships were read already.
    """
    if not user.is_authenticated:
        return None
    if not hasattr(user, "_own_writer"):
        known = getattr(user, "_memberships", ())
        if known and known[0].profile is None:
            return None
        user._own_writer = Writer.objects.filter(user=user).select_related("place").first()
    return user._own_writer


def get_own_writer(user: User) -> Writer:
    """Her own writer's profile in whatever state, else 404."""
    writer = own_writer(user)
    if writer is None:
        raise Http404
    return writer
