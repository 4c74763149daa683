"""Who sees a request, and who may change it."""

from django.db.models import Q, QuerySet
from django.http import Http404

from careerlink.accounts.models import User
from partners.models import Host, Need, Writer
from partners.permissions.desks import get_own_writer, may_coordinate, memberships, own_writer, role_in
from partners.permissions.directory import may_look_for_hosts
from partners.permissions.hosts import may_publish
from partners.queries.classes import request_behind


def may_look_at_requests(user: User) -> bool:
    """Whether she may look at what approved hosts ask for: any writer who was neither refused nor suspended."""
    writer = own_writer(user)
    return bool(writer and may_look_for_hosts(writer))


def visible_needs(user: User) -> QuerySet[Need]:
    """Requests a person may open: all of her own hosts; open ones of approved hosts for a writer, and
    those that she made an offer for, whatever came of them; all but drafts for a moderator. What waits for a
    yes no writer sees, nor what a group asks for that nobody leads at the moment.
    """
    if not user.is_authenticated:
        return Need.objects.none()
    seen = Q(host__in=[member.host_id for member in memberships(user)])
    if user.is_staff:
        seen |= ~Q(state=Need.State.DRAFT)
    if may_look_at_requests(user):
        seen |= Q(state=Need.State.OPEN, host__state=Host.State.APPROVED, host__group__paused_at=None)
        offered = own_writer(user).offers.exclude(need=None).values("need")
        seen |= Q(pk__in=offered) & ~Q(state__in=[Need.State.DRAFT, Need.State.WAITING])
    return Need.objects.filter(seen)


def get_need_to_read(user: User, key: str) -> Need:
    """A request with its host and institution that this person may read, else 404."""
    need = visible_needs(user).select_related("host__institution").filter(key=key).first()
    if need is None:
        raise Http404
    return need


def may_edit_need(user: User, need: Need) -> bool:
    """Whether she may change this request: coordinators and managers of its host, while it is not over. What
    waits for a yes stays as it was shown to who says it.
    """
    return need.state in (Need.State.DRAFT, Need.State.OPEN) and may_coordinate(user, need.host)


def get_need_of_host(user: User, key: str) -> Need:
    """A request that a coordinator or manager of its host opens to act on, whatever its state, else 404."""
    need = get_need_to_read(user, key)
    if not may_coordinate(user, need.host):
        raise Http404
    return need


def get_need_to_edit(user: User, key: str) -> Need:
    """A draft or open request for a coordinator or manager of its host, else 404."""
    need = get_need_of_host(user, key)
    if not may_edit_need(user, need):
        raise Http404
    return need


def may_ask_writers(user: User, need: Need) -> bool:
    """Whether she may ask writers about this request: it is open, and she acts for its host, which is approved."""
    return need.state == Need.State.OPEN and may_publish(user, need.host)


def get_need_to_ask(user: User, key: str) -> Need:
    """An open request of an approved host about which its coordinator or manager asks writers, else 404. Stand-ins
    for class are sought in a way of their own.
    """
    need = get_need_of_host(user, key)
    if not may_ask_writers(user, need) or request_behind(need):
        raise Http404
    return need


def get_need_to_turn_down(user: User, key: str) -> tuple[Need, Writer]:
    """An open request that a writer says is not for her, and her profile; 404 where it is not open to her, or of a
    host that she belongs to.
    """
    writer, need = get_writer_who_looks(user), get_need_to_read(user, key)
    if need.state != Need.State.OPEN or role_in(user, need.host):
        raise Http404
    return need, writer


def get_need_behind(about: str, key: str) -> tuple[Need | None, Writer]:
    """The open request that a link in a writer's mail is about, None when it is over or not hers to answer, and her
    profile (with user), while she may log in; else 404.
    """
    writer = Writer.objects.select_related("user").filter(pk=int(about)).first()
    if writer is None or not writer.user.is_active or writer.user.is_suspended:
        raise Http404
    rows = visible_needs(writer.user).select_related("host__institution")
    need = rows.filter(key=key, state=Need.State.OPEN).first()
    return None if need is None or role_in(writer.user, need.host) else need, writer


def get_writer_who_looks(user: User) -> Writer:
    """Her own profile, for the list of open requests; 404 for who has none, was refused or is suspended."""
    if not may_look_at_requests(user):
        raise Http404
    return get_own_writer(user)
