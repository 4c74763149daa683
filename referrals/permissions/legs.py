"""Which tries a writer sees, and what may be done with one."""

from django.db.models import QuerySet
from django.http import Http404

from careerlink.accounts.models import User
from partners.permissions.desks import own_writer
from referrals.models import Leg, Referral
from referrals.queries.legs import ROWS, is_valid, legs_of

State, R = Leg.State, Referral.State
WORKING = (R.WITH_WRITER, R.IN_CONTACT, R.IN_SERVICE)


def visible_legs(user: User) -> QuerySet[Leg]:
    """Those with her own writer's profile."""
    writer = own_writer(user)
    return legs_of(writer) if writer else Leg.objects.none()


def get_leg(user: User, key: str) -> Leg:
    """A try with the writer whom she is, in whatever state, else 404."""
    return _found(visible_legs(user), key)


def get_leg_behind(key: str, address: str) -> Leg:
    """The try behind a link that was mailed to its writer, while that is her address, else 404."""
    rows = Leg.objects.filter(writer__user__email__iexact=address, writer__user__is_active=True)
    return _found(rows.select_related(*ROWS), key)


def _found(rows: QuerySet[Leg], key: str) -> Leg:
    found = rows.filter(key=key).first()
    if found is None:
        raise Http404
    return found


def may_answer(leg: Leg) -> bool:
    """Whether its writer may say yes or no: it waits for that, with valid consent, and she takes part."""
    return is_valid(leg) and leg.state == State.OFFERED and leg.writer.takes_part


def may_note_contact(leg: Leg) -> bool:
    """Whether one of the two may say that they are in contact, or that they could not be."""
    return is_valid(leg) and leg.state == State.ACCEPTED and leg.referral.state == R.WITH_WRITER


def may_start_service(leg: Leg) -> bool:
    """Whether one of the two may say that they work together now."""
    return is_valid(leg) and leg.state in Leg.KNOWN and leg.referral.state in (R.WITH_WRITER, R.IN_CONTACT)


def may_release(leg: Leg) -> bool:
    """Whether the yes can be given back: nobody has been asked what came of it, or it is on hold."""
    return is_valid(leg) and leg.state in Leg.KNOWN and leg.referral.state in (*WORKING, R.ON_HOLD)
