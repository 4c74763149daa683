"""The matcher's worker keeps whom it would suggest for each shift. No web process imports it."""

from collections.abc import Iterable

from django.db import transaction

from careerlink.web import clock
from events.models import Shift, ShiftSuggestion
from events.queries.matcher import best_for, shifts_to_rank
from partners.matching import Fit, WriterFacts
from partners.queries.suggested import rows_to_keep

BATCH = 100  # shifts that are ranked at a time


def rank_shifts(shifts: Iterable[int]) -> int:
    """Find the best writers for these shifts (ids) anew, and keep them; returns for how many. May run twice."""
    found = best_for(shifts)
    for shift, pairs in found.items():
        _keep(shift, pairs)
    return len(found)


def rank_event(event: int) -> int:
    """The same for all shifts of an event (id) to which writers may be invited."""
    return rank_shifts(Shift.objects.filter(role__event=event).values_list("pk", flat=True))


def rank_all_shifts() -> int:
    """The same for every shift that is to be filled: writers change, and months fade. What was kept about others is
    forgotten, so that a seat that comes free is not read off an empty list.
    """
    ids = shifts_to_rank()
    ShiftSuggestion.objects.exclude(shift__in=ids).delete()
    Shift.objects.exclude(ranked_at=None).exclude(pk__in=ids).update(ranked_at=None)
    return sum(rank_shifts(ids[start : start + BATCH]) for start in range(0, len(ids), BATCH))


@transaction.atomic
def _keep(shift: int, pairs: list[tuple[WriterFacts, Fit]]) -> None:
    if not Shift.objects.filter(pk=shift, called_off_at=None).update(ranked_at=clock.now()):
        return
    ShiftSuggestion.objects.filter(shift=shift).delete()
    ShiftSuggestion.objects.bulk_create(ShiftSuggestion(shift_id=shift, **row) for row in rows_to_keep(pairs))
