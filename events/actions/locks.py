"""Who holds what while places change hands: the person first, then the shift, everywhere in this order. On SQLite the
transaction itself is the lock (IMMEDIATE).
"""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from events.models import Shift
from events.queries.obstacles import Obstacle
from events.queries.seen import with_what_stands_by
from partners.models import Writer

ROWS = ("role__event__host", "role__event__venue")


def lock(writer: Writer, shift: Shift) -> tuple[Writer, Shift]:
    """Hold both until the transaction ends, and return them as they are now; the shift with role, event, venue and
    host. Raises the tables' DoesNotExist when they are gone.
    """
    held = Writer.objects.select_for_update().values_list("pk", flat=True).get(pk=writer.pk)
    return Writer.objects.select_related("user").get(pk=held), lock_shift(shift)


def lock_shift(shift: Shift) -> Shift:
    """Hold a shift alone: for what changes places of nobody's time (the waiting list moves, an answer is refused)."""
    held = Shift.objects.select_for_update().values_list("pk", flat=True).get(pk=shift.pk)
    return with_what_stands_by(Shift.objects.select_related(*ROWS)).get(pk=held)


def in_words(obstacles: Sequence[Obstacle]) -> ValidationError:
    """What stands in the way, as the error that a form shows."""
    return ValidationError([ValidationError(capfirst(one.words) + ".", code=one.code) for one in obstacles])
