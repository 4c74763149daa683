"""Requests that are due soon are suggested at once to writers whom they fit; all others wait for the weekly mail."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from careerlink.web import clock
from partners.actions.classes_asked import ask_for_class
from partners.emails.needs import suggest_need_to
from partners.models import Host, Need
from partners.queries.classes import request_behind
from partners.queries.suggestions import writers_to_tell
from partners.queries.weekly import AHEAD

TIME_TO_CORRECT = timedelta(minutes=10)  # in which an office may put right what we made of its words
BATCH = 20


@transaction.atomic
def suggest_need(need_id: int) -> int:
    """Write the mails about one request that is due within 72 hours, once; returns how many. What was corrected
    since is suggested anew, and nobody is told twice. For a class that needs a stand-in the best are asked at once,
    however far ahead it is.
    """
    now = clock.now()
    fresh = Need.objects.filter(_is_due(now), pk=need_id, state=Need.State.OPEN, suggested_at=None)
    fresh = fresh.exclude(host__group__paused_at__isnull=False)
    if not fresh.update(suggested_at=now):
        return 0
    need = Need.objects.select_related("host__institution").get(pk=need_id)
    if request := request_behind(need):
        return ask_for_class(request)
    writers = writers_to_tell(need)
    suggest_need_to(need, writers, send_after=now + TIME_TO_CORRECT)
    return len(writers)


def _is_due(now: datetime) -> Q:
    """What does not wait for the weekly mail."""
    return Q(needed_on__lte=(now + AHEAD).date()) | Q(class_request__isnull=False)


def suggest_needs() -> int:
    """What the doorbell did not ring for, and what has come near: open requests that nobody was told of yet."""
    waiting = Need.objects.filter(
        _is_due(clock.now()),
        state=Need.State.OPEN,
        suggested_at=None,
        needed_on__gt=clock.today(),
        host__state=Host.State.APPROVED,
        host__group__paused_at=None,
    )
    ids = list(waiting.order_by("needed_on", "id").values_list("pk", flat=True)[:BATCH])
    return sum(suggest_need(pk) for pk in ids)
