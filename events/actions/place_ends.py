"""How places end that nobody gave back: the host calls one off, or one of both sides takes no part any more."""

from django.db import transaction
from django.db.models import Q, QuerySet

from careerlink.accounts.models import User
from careerlink.audit.machines import Stale
from careerlink.web import clock
from events.actions.calling_off import call_off_place
from events.actions.seats import hold_place, leave
from events.models import Assignment
from events.signals import seat_freed
from partners.models import Host, Writer

S = Assignment.State


@transaction.atomic
def call_off(place: Assignment, *, by: User | None) -> bool:
    """The host calls a place off: she is told at once, her time is free, and the seat goes to whoever waits while the
    event goes on. False when it was over already.
    """
    place = hold_place(place)
    if not place.may_move("call_off"):
        return False
    had_seat = place.seat is not None
    call_off_place(place, by=by)
    if had_seat:
        seat_freed.send(Assignment, shift=place.shift, place=place, by=by)
    return True


@transaction.atomic
def end_places_of_writer(writer: Writer, *, tell_writer: bool = True) -> int:
    """She takes no part any more: what is ahead of her ends, seats go on to whoever waits, hosts hear of confirmed
    places. What is running or over stays as it is. Returns how many.
    """
    rows = Assignment.objects.filter(writer=writer, state__in=Assignment.LIVE, shift__starts_at__gt=clock.now())
    count = 0
    for place in rows.exclude(state=S.CHECKED_IN).select_related("writer", "shift").order_by("shift", "pk"):
        try:
            leave(place, by=None, tell_writer=tell_writer)
        except Stale:
            continue
        count += 1
    return count


@transaction.atomic
def end_places_of_host(host: Host) -> int:
    """A host takes no part for a while: what waits ends, and confirmed places before which it is not back. Each writer
    is told. Returns how many. All persons are held before the first shift is.
    """
    rows = _open_at(host)
    list(Writer.objects.select_for_update().filter(pk__in=rows.order_by().values("writer")).order_by("pk"))
    return sum(call_off(place, by=None) for place in rows.select_related("writer", "shift").order_by("shift", "pk"))


def _open_at(host: Host) -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(shift__role__event__host=host, shift__starts_at__gt=clock.now())
    open_states = Q(state__in=[*Assignment.WAITING, S.HELD])
    if host.state == Host.State.SUSPENDED:
        open_states |= Q(state=S.CONFIRMED, shift__starts_at__lt=host.suspended_until)
    return rows.filter(open_states)
