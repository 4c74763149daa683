"""Who lets a host stop using CareerLink, and who brings it back."""

from django.http import Http404

from careerlink.accounts.models import User
from partners.models import Host, Member
from partners.permissions.desks import get_desk, may_coordinate, may_manage
from partners.queries.leaving import has_manager


def may_leave(user: User, host: Host) -> bool:
    """Whether she may end its use: managers, but not while moderators keep it suspended."""
    can = host.may_move("leave") or (host.may_move("give_up") and host.state != Host.State.SUSPENDED)
    return can and may_manage(user, host)


def may_come_back(user: User, host: Host) -> bool:
    """Whether she may take its leaving back: managers, within the time."""
    return host.may_move("come_back") and may_manage(user, host)


def may_take_over(user: User, host: Host) -> bool:
    """Whether she may become its manager: a coordinator, where no manager is left."""
    return may_coordinate(user, host) and not has_manager(host)


def get_desk_to_end(user: User, slug: str) -> Host:
    """The host under `/desk/<slug>/` for a manager, or for a coordinator when no manager is left; else 404."""
    host = get_desk(user, slug, role=Member.Role.COORDINATOR)
    if not may_manage(user, host) and not may_take_over(user, host):
        raise Http404
    return host
