"""Who sees an introduction, who answers it, who takes it back, and when addresses are shown."""

from django.db.models import Q, QuerySet
from django.http import Http404

from careerlink.accounts.models import User
from partners.models import Host, Introduction
from partners.permissions.desks import may_coordinate, memberships, own_writer
from partners.permissions.hosts import get_host_to_read, may_offer
from partners.permissions.offers import colleagues_who_decide
from partners.queries.introductions import MADE, UNSEEN, readable


def visible_introductions(user: User) -> QuerySet[Introduction]:
    """Her own as a writer, and those that reached a host of hers."""
    if not user.is_authenticated:
        return Introduction.objects.none()
    writer = own_writer(user)
    seen = Q(host__in=[member.host_id for member in memberships(user)]) & ~Q(state__in=UNSEEN)
    return readable().filter(seen | Q(writer=writer) if writer else seen)


def is_own_introduction(user: User, introduction: Introduction) -> bool:
    """Whether she is the writer who proposed it."""
    return introduction.writer.user_id == user.pk


def may_introduce(user: User, host: Host) -> bool:
    """Whether she may propose an employer to this host: whoever may offer it her help."""
    return may_offer(user, host)


def may_answer_introduction(user: User, introduction: Introduction) -> bool:
    """Whether she may say yes or no for the host: it is approved, she decides there, and it waits for it."""
    waits = introduction.state in Introduction.FOR_HOST
    return waits and introduction.host.is_approved and may_coordinate(user, introduction.host)


def may_note_results(user: User, introduction: Introduction) -> bool:
    """Whether she may say what came of it: it was made, and she decides at its host."""
    return introduction.state in MADE and introduction.host.is_approved and may_coordinate(user, introduction.host)


def may_withdraw_introduction(user: User, introduction: Introduction) -> bool:
    """Whether she may take it back or throw it away: her own, and not over."""
    is_open = introduction.may_move("withdraw") or introduction.may_move("discard")
    return is_own_introduction(user, introduction) and is_open


def shows_contact(introduction: Introduction) -> bool:
    """Whether the people of the host are shown how to reach the contact: both sides have said yes, the host takes
    part, and she was not taken out.
    """
    made = introduction.state in MADE and introduction.host.is_approved
    return made and bool(introduction.contact_email)


def shows_host(introduction: Introduction) -> bool:
    """Whether the contact is shown how to reach the host: both have said yes, and it takes part."""
    return shows_contact(introduction)


def get_introduction_to_read(user: User, key: str) -> Introduction:
    """An introduction with both sides, for its writer and all people of its host, else 404."""
    found = visible_introductions(user).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def get_introduction_to_answer(user: User, key: str) -> Introduction:
    """An introduction for those who decide at its host, in whatever state it is by now, else 404."""
    found = get_introduction_to_read(user, key)
    if not found.host.is_approved or not may_coordinate(user, found.host) or found.state in UNSEEN:
        raise Http404
    return found


def get_own_introduction(user: User, key: str) -> Introduction:
    """An introduction for the writer who proposed it, in whatever state, else 404."""
    found = get_introduction_to_read(user, key)
    if not is_own_introduction(user, found):
        raise Http404
    return found


def get_draft_to_fill(user: User, key: str) -> Introduction:
    """Her own draft, which she may send now, else 404."""
    found = get_own_introduction(user, key)
    if found.state != Introduction.State.DRAFT:
        raise Http404
    return found


def get_host_to_introduce_to(user: User, slug: str) -> Host:
    """A host to which this writer may propose an employer, else 404."""
    host = get_host_to_read(user, slug)
    if not may_introduce(user, host):
        raise Http404
    return host


def get_introduction_behind(key: str, address: str) -> Introduction:
    """The introduction that a contact's signed link opens, while it still names her; else 404."""
    rows = readable().filter(key=key, contact_email=address)
    found = rows.exclude(state__in=UNSEEN).first()
    if found is None:
        raise Http404
    return found


def get_introduction_to_note(key: str, address: str) -> tuple[Introduction, User]:
    """The introduction of a link that asks what came of it, and the person whose link it is while she decides at
    its host; else 404.
    """
    found = readable().filter(key=key, state__in=MADE).first()
    if found is None or not found.host.is_approved:
        raise Http404
    person = colleagues_who_decide(found.host).filter(email__iexact=address).first()
    if person is None:
        raise Http404
    return found, person
