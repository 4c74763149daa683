"""The part of an alumnus's own page that is about the writer who said yes.

The view of that page asks `act(request, referral)` on POST, and redirects to itself when that is true; it draws
`referrals/legs/with_you.html` with `with_you=show(referral)` where that is not None.
"""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from careerlink.audit.machines import NoSuchMove, Stale
from referrals.actions import legs as actions
from referrals.models import Leg, Referral
from referrals.permissions import legs as doors
from referrals.queries import with_you as queries


def show(referral: Referral) -> dict | None:
    """What the template takes, None when nobody has said yes; that the contact was shown is written down."""
    leg = queries.known_leg(referral)
    facts = queries.facts_of(leg) if leg else None
    if not facts:
        return None
    actions.note_writer_shown(leg)
    return {
        **facts,
        "may_note_contact": doors.may_note_contact(leg),
        "may_start_service": doors.may_start_service(leg),
        "may_leave": doors.may_release(leg),
    }


def act(request: HttpRequest, referral: Referral) -> bool:
    """Carry out one of the buttons of the template (`with_writer`, beside the key of the try in `with`); false when
    none of them was pressed. What has moved on meanwhile is said in a message.
    """
    pressed = request.POST.get("with_writer", "")
    if pressed not in BUTTONS:
        return False
    leg = queries.known_leg(referral)
    try:
        if leg is None or leg.key != request.POST.get("with"):
            raise Stale("another writer is asked by now")
        messages.success(request, BUTTONS[pressed](leg))
    except (Stale, NoSuchMove):
        messages.info(request, _("It had moved on in the meantime. Here is how it stands."))
    return True


def _reached(leg: Leg) -> str:
    actions.note_contact(leg, by=None)
    return _("Thank you. We are glad.")


def _together(leg: Leg) -> str:
    actions.start_service(leg, by=None)
    return _("Thank you. We are glad.")


def _not_heard(leg: Leg) -> str:
    actions.leave_leg(leg, was_reached=False)
    return _("Thank you for telling us. It goes on without this writer.")


def _other(leg: Leg) -> str:
    actions.leave_leg(leg, was_reached=True)
    return _("That is fine. It goes on without this writer.")


BUTTONS = {"reached": _reached, "together": _together, "not_heard": _not_heard, "other": _other}
