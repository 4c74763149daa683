"""Who says what came of a referral: either side by a private link or its own page; whoever settles and closes it."""

from django.http import Http404

from careerlink.accounts.models import User
from careerlink.web import clock
from careerlink.web.models import SignedLink
from partners.permissions.desks import get_own_writer
from referrals import clocks
from referrals.models import Leg, Referral
from referrals.permissions.desk import get_referral_to_move
from referrals.permissions.links import opens_status, readable
from referrals.queries.outcomes import reopens_until

ROWS = ("host__institution", "alumnus__place")
State = Referral.State


def get_referral_behind(link: SignedLink) -> Referral | None:
    """The referral that a link of the alumnus opens. None when it opens no more: it ended long ago or without a
    word to say, the address is not hers any more, or she asked for new links since.
    """
    referral = readable().filter(key=link.about, alumnus__addresses__email=link.address).first()
    if referral is None or not opens_status(referral, link) or not _still_opens(referral):
        return None
    return referral


def get_leg_behind(link: SignedLink) -> Leg | None:
    """The try that a link of the writer opens, None when it opens no more."""
    leg = _legs().filter(key=link.about).first()
    if leg is None or not _still_opens(leg.referral):
        return None
    person = leg.writer.user
    return leg if person.is_active and person.email.lower() == link.address else None


def get_leg_to_tell(user: User, key: str) -> Leg:
    """A writer's own try that had a yes, while consent is valid or shortly after it closed, else 404."""
    leg = _legs().filter(key=key, writer=get_own_writer(user)).first()
    if leg is None or not _still_opens(leg.referral):
        raise Http404
    return leg


def _legs():
    rows = Leg.objects.filter(accepted_at__isnull=False)
    return rows.select_related("writer__user", "consent", *(f"referral__{name}" for name in ROWS))


def _still_opens(referral: Referral) -> bool:
    """With valid consent, and for 30 days after it was closed."""
    if referral.state == State.CLOSED and referral.closed_at is not None:
        return referral.closed_at + clocks.STATUS_LINK >= clock.now()
    return referral.has_consent


# --- The office ------------------------------------------------------------------------------------------------


def get_referral_to_close(user: User, key: str) -> Referral:
    """One that she may close, or that is closed and she looks at, else 404."""
    found = get_referral_to_move(user, key)
    if found.state != State.CLOSED and (not found.may_move("close") or found.state == State.DISPUTED):
        raise Http404
    return found


def get_referral_to_reopen(user: User, key: str) -> Referral:
    """A closed one that may still be opened again, else 404."""
    found = get_referral_to_move(user, key)
    if reopens_until(found) is None:
        raise Http404
    return found


def get_referral_to_settle(user: User, key: str) -> Referral:
    """One that the two sides told differently and her office has time to settle, else 404."""
    found = get_referral_to_move(user, key)
    if found.state != State.DISPUTED or found.with_moderator_since:
        raise Http404
    return found
