"""Who sees an offer, who answers it, who takes it back; and who sees a partnership."""

from django.db.models import Q, QuerySet
from django.http import Http404

from careerlink.accounts.models import User
from careerlink.web import clock
from partners.models import Host, Member, Offer, Partnership
from partners.permissions.desks import RANK, get_desk, may_coordinate, memberships, own_writer, role_in

# What the host never sees: it was not sent.
PRIVATE = (Offer.State.DRAFT, Offer.State.DISCARDED)
ROWS = ("host__institution", "writer__user", "writer__place", "need", "assignee", "decided_by")


def visible_offers(user: User) -> QuerySet[Offer]:
    """Her own offers as a writer, and those that reached a host of hers."""
    if not user.is_authenticated:
        return Offer.objects.none()
    writer = own_writer(user)
    seen = Q(host__in=[member.host_id for member in memberships(user)]) & ~Q(state__in=PRIVATE)
    return Offer.objects.filter(seen | Q(writer=writer) if writer else seen)


def visible_partnerships(user: User) -> QuerySet[Partnership]:
    """Those of her hosts and her own as a writer."""
    if not user.is_authenticated:
        return Partnership.objects.none()
    writer = own_writer(user)
    seen = Q(host__in=[member.host_id for member in memberships(user)])
    return Partnership.objects.filter(seen | Q(writer=writer) if writer else seen)


def is_own_offer(user: User, offer: Offer) -> bool:
    """Whether she is the writer who made it."""
    return offer.writer.user_id == user.pk


def may_answer(user: User, offer: Offer) -> bool:
    """Whether she may accept, decline, set aside or hand over: coordinators and managers of an approved
    host, while the offer waits.
    """
    return offer.may_move("decline") and offer.host.is_approved and may_coordinate(user, offer.host)


def may_withdraw(user: User, offer: Offer) -> bool:
    """Whether she may take it back: her own, and not answered yet."""
    return is_own_offer(user, offer) and offer.may_move("withdraw")


def get_offer_to_read(user: User, key: str) -> Offer:
    """An offer with both sides and its request, for its writer and all people of its host, else 404."""
    offer = visible_offers(user).select_related(*ROWS).filter(key=key).first()
    if offer is None:
        raise Http404
    return offer


def get_offer_to_answer(user: User, key: str) -> Offer:
    """An offer for those who decide at its host, in whatever state it is by now, else 404."""
    offer = get_offer_to_read(user, key)
    if not offer.host.is_approved or not may_coordinate(user, offer.host) or offer.state in PRIVATE:
        raise Http404
    return offer


def get_own_offer(user: User, key: str) -> Offer:
    """An offer for the writer who made it, in whatever state, else 404."""
    offer = get_offer_to_read(user, key)
    if not is_own_offer(user, offer):
        raise Http404
    return offer


def get_desk_to_decide(user: User, slug: str) -> Host:
    """An approved host for those who decide there, else 404."""
    host = get_desk(user, slug, role=Member.Role.COORDINATOR)
    if not host.is_approved:
        raise Http404
    return host


def may_decide(user: User, host: Host) -> bool:
    """Whether she answers offers of this host."""
    return host.is_approved and may_coordinate(user, host)


def colleagues_who_decide(host: Host) -> QuerySet[User]:
    """People of a host to whom an offer can be handed over, by name."""
    roles = [role for role, rank in RANK.items() if rank >= RANK[Member.Role.COORDINATOR]]
    running = Member.objects.filter(host=host, ended_at=None, role__in=roles)
    is_free = Q(suspended_until=None) | Q(suspended_until__lte=clock.now())
    return User.objects.filter(is_free, pk__in=running.values("user"), is_active=True).order_by("name", "id")


def get_partnership_to_read(user: User, key: str) -> Partnership:
    """A partnership for both of its sides, else 404."""
    rows = visible_partnerships(user).select_related("host__institution", "writer__user", "writer__place", "pledge")
    partnership = rows.filter(key=key).first()
    if partnership is None:
        raise Http404
    return partnership


def is_writers_side(user: User, partnership: Partnership) -> bool:
    """Whether she looks at it as the writer; otherwise as one of the host's people."""
    return partnership.writer.user_id == user.pk and not role_in(user, partnership.host)


def may_see_contacts(user: User, partnership: Partnership) -> bool:
    """Whether the two sides are shown how to reach each other: both still take part."""
    return partnership.host.is_approved and partnership.writer.takes_part
