"""Once a week a writer is told of requests and events that fit her; less often when nothing is heard of her. Which of
them each is told of is shared out among all whose hour has come: only the matcher's worker writes these mails.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from careerlink.web import clock
from careerlink.web.later import later
from partners.emails.weekly import send_request_mails
from partners.models import Writer
from partners.queries.batch import Batch
from partners.queries.weekly import Pool, next_slot, writers_due

PORTION = 200  # writers in one transaction
MOST_PORTIONS = 25  # of one strike of the clock: the next goes on


def ring_for_request_mails() -> int:
    """Let the matcher's worker write the mails of those whose hour has come, if anybody's has."""
    if not writers_due(clock.now()).exists():
        return 0
    later("partners.tasks.rank_for_request_mails")
    return 1


def write_request_mails() -> int:
    """Write the mails of those whose hour has come; returns how many. May run twice, and many at once: a portion
    is its own transaction, and whoever was looked at gets her next hour in it.
    """
    now, written = clock.now(), 0
    if not writers_due(now).exists():
        return 0
    struck = writers_due(now).exclude(next_requests_at=None)
    pool = Batch(struck[: PORTION * MOST_PORTIONS], seed=clock.today().toordinal())
    for _portion in range(MOST_PORTIONS):
        more = _write(pool, now)
        if more is None:
            break
        written += more
    return written


@transaction.atomic
def _write(pool: Pool, now: datetime) -> int | None:
    """Write the mails of one portion. Returns how many, None when nobody is due. Who was never reckoned only gets
    her first hour.
    """
    due = writers_due(now).select_for_update(of=("self",), skip_locked=True, no_key=True)
    writers = list(due[:PORTION])
    if not writers:
        return None
    struck = [writer for writer in writers if writer.next_requests_at is not None]
    found = pool.best_for(struck) if struck else {}
    for writer in struck:
        if writer.was_heard:
            writer.requests_unheard = 0
    told = [writer for writer in struck if not found[writer.pk].is_empty]
    send_request_mails((writer, found[writer.pk]) for writer in told)
    for writer in told:
        writer.requests_mailed_at = now
        writer.requests_unheard = min(writer.requests_unheard + 1, 1000)
    _note(writers, now)
    return len(told)


def _note(writers: Iterable[Writer], now: datetime) -> None:
    writers = list(writers)
    for writer in writers:
        writer.next_requests_at = next_slot(writer.user.zone, now, writer.requests_unheard)
    Writer.objects.bulk_update(writers, ["next_requests_at", "requests_mailed_at", "requests_unheard"])
