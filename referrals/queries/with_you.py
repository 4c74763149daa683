"""The writer who said yes, as the alumnus reads it on the status page."""

from referrals.models import Leg, Referral
from referrals.queries.legs import ROWS, shows_contact


def known_leg(referral: Referral) -> Leg | None:
    """The try with the writer who said yes, with everything about it; None when nobody has. One query."""
    return Leg.objects.filter(referral=referral, state__in=Leg.KNOWN).select_related(*ROWS).first()


def facts_of(leg: Leg) -> dict | None:
    """Who it is and how to reach them; None when nothing may be shown any more."""
    if not shows_contact(leg):
        return None
    return {
        "leg": leg,
        "writer": leg.writer,
        "email": leg.writer.user.email,
    }
