"""Some cannot come: a seat kept for the next in line, a place swapped, a stand-in asked, people who stand by asked."""

from collections.abc import Callable, Iterator

from django.core.exceptions import ValidationError

from careerlink.audit.machines import Stale
from careerlink.web import clock
from events.actions import searches, seats, stand_ins, standby
from events.models import Assignment, Event, Shift
from events.queries.fill import free_seats
from partners.models import Writer

S, How = Assignment.State, Assignment.How


def fall_back(story) -> None:
    """To be told when the events are planned and filled."""
    fair, tonight = story.events["Winter job fair"], story.events["Pitch evening"]
    crowd = _crowd(story)
    with clock.set_to(story.ago(1.5)):
        for writer in crowd[:5]:
            standby.stand_by(fair, writer, by=writer.user)
            standby.stand_by(tonight, writer, by=writer.user)
    shifts = list(Shift.objects.filter(role__event=fair).select_related("role").order_by("starts_at", "pk"))
    with clock.set_to(story.ago(0.5)):
        _wait_in_line(shifts, crowd)
        held = list(_held_by_writers(shifts))
        _swap(held, crowd)
        _ask_stand_in(held, crowd)
    with clock.set_to(story.ago(0.02)):
        _withdraw_late(tonight)


def _crowd(story) -> list[Writer]:
    """Approved writers, those of the demonstration's log-ins first."""
    first = ("writer@demo.test", "writer2@demo.test")
    rows = [one for one in story.writers.values() if one.state == Writer.State.APPROVED]
    return sorted(rows, key=lambda one: one.user.email not in first)


def _some(crowd: list[Writer], act: Callable[[Writer], object]) -> Iterator[object]:
    """What comes of it for each of those for whom nothing stands in the way."""
    for writer in crowd:
        try:
            yield act(writer)
        except (ValidationError, Stale):
            continue


def _wait_in_line(shifts: list[Shift], crowd: list[Writer]) -> None:
    """Fill a shift, let three wait, and let one leave: her seat is kept for the first of them."""
    shift = next(shift for shift in shifts if shift.role.is_instant)
    for _seat in free_seats(shift):
        next(_some(crowd[8:], lambda one: _take(shift, one)), None)
    waiting = _some(crowd, lambda one: seats.join_waiting_list(shift, one, by=one.user))
    for _n in range(3):
        next(waiting, None)
    leaves = Assignment.objects.filter(shift=shift, state=S.CONFIRMED).select_related("writer__user").first()
    if leaves:
        seats.leave(leaves, by=leaves.writer.user)


def _take(shift: Shift, writer: Writer) -> Assignment:
    """A place that she did not have before."""
    if Assignment.objects.filter(shift=shift, writer=writer, state__in=Assignment.LIVE).exists():
        raise Stale("she has one")
    return seats.give_place(shift, writer, by=writer.user, how=How.SELF)


def _held_by_writers(shifts: list[Shift]) -> Iterator[Assignment]:
    """Confirmed places of the fair, one a shift, the later shifts first."""
    for shift in reversed(shifts):
        rows = Assignment.objects.filter(shift=shift, state=S.CONFIRMED, shift__role__is_instant=True)
        place = rows.select_related("writer__user", "shift__role__event").order_by("pk").first()
        if place:
            yield place


def _swap(held: list[Assignment], crowd: list[Writer]) -> None:
    """One names somebody, who says yes."""
    if not held:
        return
    place = held.pop(0)

    def swap(writer: Writer) -> object:
        search = stand_ins.name_stand_in(place, writer, by=place.writer.user)
        return searches.say_yes(search, writer, by=writer.user)

    next(_some(crowd[6:], swap), None)


def _ask_stand_in(held: list[Assignment], crowd: list[Writer]) -> None:
    """Another one's stand-in has not answered yet."""
    if not held:
        return
    place = held.pop(0)
    next(_some(crowd, lambda one: stand_ins.name_stand_in(place, one, by=place.writer.user)), None)


def _withdraw_late(tonight: Event) -> None:
    """Half an hour ago somebody gave a place of this evening back, and people who stand by are asked."""
    rows = Assignment.objects.filter(shift__role__event=tonight, state=S.CONFIRMED).select_related("writer__user")
    if place := rows.order_by("pk").first():
        seats.leave(place, by=place.writer.user)
