"""Shifts that are near and not full are suggested at once to writers whom they fit; all others wait for the weekly
mail.
"""

from django.db import transaction

from careerlink.web import clock
from events.emails.suggestions import suggest_shift_to
from events.models import Shift
from events.queries.fitting import shifts_to_take
from events.queries.suggested import suggested_for
from partners.queries.weekly import AHEAD

MOST = 20  # writers who are told of one shift
BATCH = 20


def suggest_shifts() -> int:
    """Write the mails about shifts that begin within 72 hours, once for each; returns how many writers were thought
    of. May run twice.
    """
    rows = shifts_to_take().filter(suggested_at=None, starts_at__lte=clock.now() + AHEAD)
    return sum(map(_suggest, rows.order_by("starts_at", "pk")[:BATCH]))


@transaction.atomic
def _suggest(shift: Shift) -> int:
    if not Shift.objects.filter(pk=shift.pk, suggested_at=None).update(suggested_at=clock.now()):
        return 0
    writers = [one.writer for one in suggested_for(shift, most=MOST)]
    suggest_shift_to(shift, writers)
    return len(writers)
