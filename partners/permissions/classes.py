"""Who asks for a stand-in, who reads that, and who says yes to it."""

from django.db.models import QuerySet
from django.http import Http404

from careerlink.accounts.models import User
from partners.models import ClassRequest, Host, Member
from partners.permissions.desks import get_desk, may_coordinate, memberships
from partners.queries import classes as queries


def visible_class_requests(user: User) -> QuerySet[ClassRequest]:
    """Those of her own hosts. Writers see the request behind it, the office its page of what waits for a yes."""
    if not user.is_authenticated:
        return ClassRequest.objects.none()
    return ClassRequest.objects.filter(host__in=[member.host_id for member in memberships(user)])


def get_class_request_to_read(user: User, key: str) -> ClassRequest:
    """A class with its host, request and whoever was picked, for all people of its host, else 404."""
    request = visible_class_requests(user).select_related(*queries.ROWS).filter(key=key).first()
    if request is None:
        raise Http404
    return request


def get_class_request_to_manage(user: User, key: str) -> ClassRequest:
    """A class for the coordinators and managers of its host, in whatever state, else 404."""
    request = get_class_request_to_read(user, key)
    if not may_coordinate(user, request.host):
        raise Http404
    return request


def may_pick(user: User, request: ClassRequest) -> bool:
    """Whether she may pick a stand-in now."""
    return request.may_move("fill") and request.host.is_approved and may_coordinate(user, request.host)


def may_withdraw(user: User, request: ClassRequest) -> bool:
    """Whether she may take it back."""
    return request.may_move("withdraw") and may_coordinate(user, request.host)


def get_desk_with_classes(user: User, slug: str, *, role: str = Member.Role.VIEWER) -> Host:
    """The desk of a professor or department for somebody with at least `role` there, else 404."""
    host = get_desk(user, slug, role=role)
    if not has_classes(host):
        raise Http404
    return host


def has_classes(host: Host) -> bool:
    """Whether a host teaches, so that a class of its can need somebody."""
    return host.kind == Host.HostKind.FACULTY


def may_ask_stand_in(user: User, host: Host) -> bool:
    """Whether she may ask for a stand-in; one that is asked for before the host is approved waits for that."""
    return (
        has_classes(host) and host.state in (Host.State.SUBMITTED, Host.State.APPROVED) and may_coordinate(user, host)
    )


def get_desk_to_ask_stand_in(user: User, slug: str) -> Host:
    """The desk of a professor for whoever may ask for a stand-in there, else 404."""
    host = get_desk_with_classes(user, slug, role=Member.Role.COORDINATOR)
    if not may_ask_stand_in(user, host):
        raise Http404
    return host


def get_office_to_approve(user: User, slug: str) -> Host:
    """An approved career office for those who decide there, else 404."""
    host = get_desk(user, slug, role=Member.Role.COORDINATOR)
    if host.kind != Host.HostKind.CAREER_OFFICE or not host.is_approved:
        raise Http404
    return host


def get_class_request_behind(key: str) -> ClassRequest:
    """What a mailed link is about, else 404."""
    request = ClassRequest.objects.select_related(*queries.ROWS).filter(key=key).first()
    if request is None:
        raise Http404
    return request
