"""The matcher's worker keeps whom it would suggest for each open request. No web process imports it."""

from collections.abc import Iterable

from django.db import transaction

from careerlink.web import clock
from partners.matching import Fit, WriterFacts
from partners.models import Need, Suggestion
from partners.queries.matcher import best_for, needs_to_rank
from partners.queries.suggested import rows_to_keep

BATCH = 100  # requests that are ranked at a time


def rank_needs(needs: Iterable[int]) -> int:
    """Find the best writers for these requests (ids) anew, and keep them; returns for how many. May run twice."""
    found = best_for(needs)
    for need, pairs in found.items():
        _keep(need, pairs)
    return len(found)


def rank_all_needs() -> int:
    """The same for every open request: writers change, and months fade. What was kept about others is forgotten, so
    that one that is opened again is not read off an empty list.
    """
    Suggestion.objects.exclude(need__state=Need.State.OPEN).delete()
    Need.objects.exclude(state=Need.State.OPEN).exclude(ranked_at=None).update(ranked_at=None)
    ids = needs_to_rank()
    return sum(rank_needs(ids[start : start + BATCH]) for start in range(0, len(ids), BATCH))


@transaction.atomic
def _keep(need: int, pairs: list[tuple[WriterFacts, Fit]]) -> None:
    if not Need.objects.filter(pk=need, state=Need.State.OPEN).update(ranked_at=clock.now()):
        return
    Suggestion.objects.filter(need=need).delete()
    Suggestion.objects.bulk_create(Suggestion(need_id=need, **row) for row in rows_to_keep(pairs))
