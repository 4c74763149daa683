"""The waiting list: a free seat is kept for the first in line who can take it, then for the next."""

from django.db import transaction

from careerlink.web import clock
from events import clocks
from events.actions.calendars import note_told
from events.actions.locks import lock_shift
from events.emails import waiting as emails
from events.models import Assignment, Shift
from events.queries.fill import free_seats
from events.queries.waiting import fitting, shifts_to_look_at


@transaction.atomic
def move_up(shift: Shift) -> list[Assignment]:
    """Keep each free seat for somebody who waits, in order; returns for whom. She is written to at once and has a day,
    or a quarter of the time left to the cut-off. Who cannot take it now stays in line. After the cut-off nobody moves.

    Holds the shift alone: a kept seat takes nobody's time before she says yes, when overlap is looked at again.
    """
    shift, now = lock_shift(shift), clock.now()
    closes_at = shift.role.event.closes_at
    if closes_at is None or closes_at <= now:
        return []
    kept = []
    for seat, place in zip(free_seats(shift), fitting(shift), strict=False):
        due_at = clocks.hold_until(now, closes_at)
        place.move("hold", seat=seat, due_at=due_at, sequence=place.sequence + 1)
        emails.tell_kept(place)
        kept.append(place)
    note_told(kept)
    return kept


def run_waiting_clocks() -> None:
    """Ask again where a seat is free and somebody waits: more seats were added, or what stood in the way is gone."""
    for shift in shifts_to_look_at():
        move_up(shift)
