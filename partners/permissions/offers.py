"""Who sees an offer, who answers it, who takes it back; who sees a partnership and ends what was agreed."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.http import Http404

from careerlink.accounts.models import User
from careerlink.web import clock
from partners import clocks
from partners.models import Engagement, Host, Member, Offer, Partnership
from partners.permissions.desks import RANK, get_desk, may_coordinate, memberships, own_writer, role_in
from partners.queries.campus import is_paused

# What the host never sees: it was not sent.
PRIVATE = (Offer.State.DRAFT, Offer.State.DISCARDED)
ROWS = ("host__institution", "writer__user", "writer__place", "need", "assignee", "decided_by", "parent__host")


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


def may_pass_on(user: User, offer: Offer) -> bool:
    """Whether she may pass it to another host of the campus: it is before hers, and has not come far yet."""
    return may_answer(user, offer) and offer.may_move("redirect") and offer.hops < Offer.MOST_HOPS


def may_take_further(user: User, offer: Offer) -> bool:
    """Whether she may say that it goes on: her own, she was asked, has not answered, and it is not long ago."""
    asked = offer.cascade_asked_at
    is_asked = asked and offer.may_cascade is None and offer.state in Offer.NOT_TAKEN_UP
    return bool(is_asked and is_own_offer(user, offer) and clock.now() - asked < timedelta(days=clocks.OFFER_GO_ON))


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


def get_offer_to_pass_on(user: User, key: str) -> Offer:
    """An offer for those who decide at its host while it can be passed on, else 404."""
    offer = get_offer_to_answer(user, key)
    if not may_pass_on(user, offer):
        raise Http404
    return offer


def get_desk_to_decide(user: User, slug: str) -> Host:
    """An approved host for those who decide there, else 404."""
    host = get_desk(user, slug, role=Member.Role.COORDINATOR)
    if not host.is_approved:
        raise Http404
    return host


def get_decider_behind(about: str) -> Member:
    """The membership (with host and user) for which a link in a mail opens the decisions of a host, while she
    decides there and may log in, and the host may answer; else 404.
    """
    host, _colon, person = about.partition(":")
    rows = Member.objects.filter(host__key=host, user=int(person), ended_at=None).select_related(
        "host__institution", "user"
    )
    member = rows.first()
    if member is None or RANK[member.role] < RANK[Member.Role.COORDINATOR] or not member.host.is_approved:
        raise Http404
    if not member.user.is_active or member.user.is_suspended:
        raise Http404
    return member


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
    rows = visible_partnerships(user).select_related(
        "host__institution", "host__group", "writer__user", "writer__place", "pledge"
    )
    partnership = rows.filter(key=key).first()
    if partnership is None:
        raise Http404
    return partnership


def is_writers_side(user: User, partnership: Partnership) -> bool:
    """Whether she looks at it as the writer; otherwise as one of the host's people."""
    return partnership.writer.user_id == user.pk and not role_in(user, partnership.host)


def may_see_contacts(user: User, partnership: Partnership) -> bool:
    """Whether the two sides are shown how to reach each other: both still take part, and no student group
    pauses.
    """
    takes_part = partnership.host.is_approved and partnership.writer.takes_part
    return takes_part and not is_paused(partnership.host)


def may_finish(user: User, engagement: Engagement) -> bool:
    """Whether she may say that agreed work is done: coordinators and managers of the host."""
    return _may_end(engagement, "finish") and _acts_for_host(user, engagement)


def may_call_off(user: User, engagement: Engagement) -> bool:
    """Whether she may call agreed work off: those who decide at the host, and the writer."""
    return _may_end(engagement, "cancel") and (_acts_for_host(user, engagement) or _is_its_writer(user, engagement))


def _may_end(engagement: Engagement, event: str) -> bool:
    """A place at an event ends on its own page, as seats on a board and introductions do."""
    is_ours = engagement.source_label.startswith("partners.")
    return is_ours and engagement.kind not in Engagement.ENDS_ELSEWHERE and engagement.may_move(event)


def get_engagement_to_finish(user: User, key: str) -> Engagement:
    """Agreed work for those who decide at its host, in whatever state it is by now, else 404."""
    engagement = _engagement(key)
    if not _acts_for_host(user, engagement):
        raise Http404
    return engagement


def get_engagement_to_call_off(user: User, key: str) -> Engagement:
    """The same for the writer, too, else 404."""
    engagement = _engagement(key)
    if not _acts_for_host(user, engagement) and not _is_its_writer(user, engagement):
        raise Http404
    return engagement


def _acts_for_host(user: User, engagement: Engagement) -> bool:
    """Both ends send mail to the other side: a host that was suspended writes to nobody, one that leaves may."""
    host = engagement.host
    return host.state in (Host.State.APPROVED, Host.State.LEAVING) and may_coordinate(user, host)


def _is_its_writer(user: User, engagement: Engagement) -> bool:
    return engagement.writer.user_id == user.pk and engagement.writer.takes_part


def _engagement(key: str) -> Engagement:
    rows = Engagement.objects.exclude(kind__in=Engagement.ENDS_ELSEWHERE)
    rows = rows.filter(key=key, source_label__startswith="partners.")  # that of rooms above ends there
    engagement = rows.select_related("host__institution", "writer__user").first()
    if engagement is None:
        raise Http404
    return engagement
