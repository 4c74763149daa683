"""Requests of alumni that a writer was asked about, in the export and the erasure of that writer."""

from contextlib import suppress

from django.db import transaction

from careerlink.accounts.models import User
from careerlink.audit.machines import NoSuchMove, Stale
from referrals.actions.legs import RELEASABLE, take_from_writer
from referrals.models import Leg


def export_legs(user: User) -> list[dict]:
    """When she was asked, by which office, and what she said; whom it was about belongs to the alumni."""
    rows = Leg.objects.filter(writer__user=user).select_related("referral__host__institution").order_by("id")
    return [
        {
            "asked for": str(leg.referral.host),
            "on": leg.offered_at,
            "state": str(leg.get_state_display()),
            "you answered": leg.answered_at,
            "your reason": str(leg.get_why_display()),
            "in contact since": leg.contacted_at,
            "over since": leg.ended_at,
            "what you said came of it": [
                answer.answer for answer in leg.answers.all() if answer.side == answer.Side.WRITER
            ],
        }
        for leg in rows.prefetch_related("answers")
    ]


@transaction.atomic
def erase_legs(user: User) -> None:
    """What waits for her or goes on is somebody else's from now on; what is over stays for statistics, without her
    name. May run twice.
    """
    found = Leg.objects.filter(writer__user=user, state__in=Leg.LIVE, referral__state__in=RELEASABLE)
    for leg in found.select_related("referral").order_by("id"):
        with suppress(Stale, NoSuchMove):  # somebody was quicker
            take_from_writer(leg)
