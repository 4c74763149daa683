"""One reminder of consent and one of the choice, after seven days; silence ends both on the fourteenth."""

from django.db import transaction
from django.db.models import Q

from careerlink.audit import trail
from careerlink.web import clock
from referrals import clocks
from referrals.actions.drawing import draw_list
from referrals.emails import consent as emails
from referrals.models import Referral

State = Referral.State
BATCH = 200
WAITS = (State.AWAITING_CONSENT, State.CHOOSING)


def run_reminder_clocks() -> None:
    """Ask who has not answered for seven days, and remind once; each in its own transaction, and harmless twice."""
    now = clock.now()
    due = Referral.objects.filter(state__in=WAITS, reminded_at=None, due_at__gt=now)
    due = due.filter(Q(alumnus__opted_out_at=None) | Q(origin=Referral.Origin.SELF))
    due = due.filter(state_since__lte=now - clocks.REMIND_AFTER).select_related("host", "alumnus__place")
    for referral in due.order_by("due_at", "id")[:BATCH]:
        remind(referral)


@transaction.atomic
def remind(referral: Referral) -> None:
    """Remind her, with a list of who fits now. Who was reminded or has moved on is left alone."""
    still = Referral.objects.filter(pk=referral.pk, state=referral.state, reminded_at=None)
    if not still.update(reminded_at=clock.now()):
        return
    trail.record(referral, "remind", **referral.concerns())
    draw_list(referral)
    if referral.state == State.AWAITING_CONSENT:
        emails.remind_of_consent(referral)
    else:
        emails.remind_of_choice(referral)
