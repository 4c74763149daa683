"""How a writer comes to a place and how she gives it back: one action for her own sign-up, an invitation and an entry
by the host alike.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.web import clock
from events import clocks
from events.actions.agreed import take_over, without_agreed
from events.actions.calendars import note_told
from events.actions.locks import in_words, lock
from events.emails import places as emails
from events.models import Assignment, Shift
from events.queries.fill import free_seats
from events.queries.obstacles import Obstacle, facts_about, for_host, obstacles
from events.queries.seen import look
from events.queries.waiting import not_waited_for
from events.signals import seat_freed
from partners.actions import engagements as work
from partners.models import Writer

S, How = Assignment.State, Assignment.How


@transaction.atomic
def give_place(
    shift: Shift, writer: Writer, *, by: User | None, how: str, override: str = "", expires_at: datetime | None = None
) -> Assignment:
    """Give a writer a place in a shift, or bring her nearer to one: who signs up herself has it at once or asks for it
    where the role wants a yes first; who is invited is asked; whom the host enters has it.

    A second click changes nothing: the place that she has is returned. `override` is the host's reason for entering
    her against a rule; it is in the trail, and kept only where a rule stood in the way. `expires_at` is until when
    an invitation waits. Raises ValidationError with everything that stands in the way; its codes are those of
    `queries.obstacles`.
    """
    writer, shift = lock(writer, shift)
    seen = look(writer, shift)
    if seen.place:
        return _place(seen.place, writer, shift)
    seats = not_waited_for(shift, seen.free) if how == How.SELF and seen.somebody_waits else seen.free
    facts = without_agreed(seen.facts, shift.role.event, writer)
    found = obstacles(writer, shift, facts, free=len(seats), tags=seen.tags)
    stands = [one for one in found if not _is_passed(one, how)]
    if refused := [one for one in stands if one.is_firm or not override or how == How.SELF]:
        raise in_words(for_host(refused) if how in (How.INVITED, How.STAFF) else refused)
    override = override if stands else ""
    state = _first_state(shift, how)
    place = Assignment(shift=shift, writer=writer, state=state, how=how, made_by=by, override=override)
    place.due_at = _first_due(place, expires_at)
    place.seat = seats[0] if state == S.CONFIRMED else None
    place.save()
    with trail.together():
        trail.record(place, how, by=by, after=state, note=override, **place.concerns())
        if state == S.CONFIRMED:
            _agree(place, by=by)
        elif state == S.INVITED:
            work.note_asked(shift.role.event.host, writer, about=place)
    emails.tell_about_new_place(place)
    note_told([place])
    return place


def _place(pk: int, writer: Writer, shift: Shift) -> Assignment:
    place = Assignment.objects.get(pk=pk)
    place.writer, place.shift = writer, shift
    return place


def _is_passed(one: Obstacle, how: str) -> bool:
    """Before sign-up opens and where nobody signs up, the host may still ask or enter somebody. To answer an invitation
    there has to be time, so that nobody is invited after the cut-off. Who agreed before the event was planned is held
    by no rule that came later.
    """
    if how == How.AGREED:
        return not one.is_firm
    return how != How.SELF and one.code in ("not_open", "by_invitation")


def _first_state(shift: Shift, how: str) -> str:
    if how == How.INVITED:
        return S.INVITED
    if how == How.SELF and not shift.role.is_instant:
        return S.REQUESTED
    return S.CONFIRMED


def _first_due(place: Assignment, expires_at: datetime | None) -> datetime:
    event = place.shift.role.event
    if place.state == S.CONFIRMED:
        return place.shift.ends_at + clocks.NOT_RECORDED
    if place.state == S.INVITED:
        usual = clocks.invited_until(clock.now(), event.closes_at)
        return min(expires_at, event.closes_at) if expires_at else usual
    return event.closes_at


@transaction.atomic
def join_waiting_list(shift: Shift, writer: Writer, *, by: User) -> Assignment:
    """Wait, in order, for a seat in a shift that is full. A second click changes nothing.
    Raises ValidationError with what stands in the way; also when a seat is free.
    """
    writer, shift = lock(writer, shift)
    seen = look(writer, shift)
    if seen.place:
        return _place(seen.place, writer, shift)
    if not_waited_for(shift, seen.free):
        raise ValidationError(_("A place is free: take it."), code="free")
    if found := obstacles(writer, shift, seen.facts, free=1, tags=seen.tags):
        raise in_words(found)
    now = clock.now()
    place = Assignment(shift=shift, writer=writer, state=S.WAITLISTED, waits_since=now, made_by=by)
    place.due_at = shift.role.event.closes_at
    place.save()
    trail.record(place, "wait", by=by, after=place.state, **place.concerns())
    emails.tell_about_new_place(place)
    return place


@transaction.atomic
def accept(place: Assignment, *, by: User) -> Assignment:
    """The writer takes what she was invited to, or what was kept for her. Seat and overlap are checked again.
    A second click changes nothing. Raises ValidationError, Stale.
    """
    return _confirm(place, "accept", by=by)


@transaction.atomic
def approve(place: Assignment, *, by: User, mail_at: datetime | None = None) -> Assignment:
    """The host says yes to somebody who asked for a place; she is told at `mail_at`, by default now. A second click
    changes nothing. Raises ValidationError, Stale.
    """
    return _confirm(place, "approve", by=by, mail_at=mail_at)


def _confirm(place: Assignment, event: str, *, by: User, mail_at: datetime | None = None) -> Assignment:
    place = hold_place(place)
    if place.state in Assignment.COMING:
        return place
    if not place.may_move(event) or place.due_at <= clock.now():
        raise Stale(f"the place is {place.state}")
    shift = place.shift
    seats = [place.seat] if place.seat else free_seats(shift)
    facts = without_agreed(facts_about(place.writer), shift.role.event, place.writer)
    found = obstacles(place.writer, shift, _without(facts, shift), free=len(seats))
    if found := [one for one in found if one.is_firm]:
        raise in_words(for_host(found) if event == "approve" else found)
    was_invited = place.state == S.INVITED
    due_at = shift.ends_at + clocks.NOT_RECORDED
    with trail.together():
        place.move(event, by=by, seat=seats[0], due_at=due_at, sequence=place.sequence + 1)
        _agree(place, by=by)
    emails.tell_confirmed(place, by=by, mail_at=mail_at)
    note_told([place])
    if was_invited:
        work.note_answer(place.writer, "yes", about=place)
        emails.tell_accepted(place)
    return place


def _without(facts, shift: Shift):
    """The same facts without her place in this shift, which is the one that she takes now."""
    return type(facts)(facts.credentials, facts.tags, facts.busy, facts.places - {shift.pk})


def hold_place(place: Assignment) -> Assignment:
    """The place as it is now, its writer and shift held until the transaction ends."""
    writer, shift = lock(place.writer, place.shift)
    place = Assignment.objects.get(pk=place.pk)
    place.writer, place.shift = writer, shift
    return place


def _agree(place: Assignment, *, by: User | None) -> None:
    """Note the place as agreed work; the database keeps it from overlapping with any other. What she agreed to before
    the event was planned becomes that of her place.
    """
    if take_over(place, by=by):
        return
    event, (busy_from, busy_until) = place.shift.role.event, place.shift.busy
    work.agree(
        event.host,
        place.writer,
        event.kind,
        source=place,
        by=by,
        busy_from=busy_from,
        busy_until=busy_until,
        is_held=True,
        is_again=place.sequence > 1,  # an answer that was taken back, and is given anew
    )


@transaction.atomic
def refuse(place: Assignment, *, by: User, mail_at: datetime | None = None) -> None:
    """The host says a kind no to somebody who asked or waits; she is told at `mail_at`, by default now.
    Raises Stale, NoSuchMove.
    """
    place = hold_place(place)
    place.move("refuse", by=by, due_at=None)
    emails.tell_refused(place, mail_at=mail_at)


@transaction.atomic
def leave(place: Assignment, *, by: User | None, tell_writer: bool = True) -> Assignment:
    """Leave, from wherever she is: no to an invitation or a kept seat, back out of a request or the waiting list, or
    withdraw from a confirmed place, which is late after the cut-off. Whoever waits is next. Who is erased is not told.
    A second click changes nothing. Raises Stale when the shift has begun or it is over.
    """
    place = hold_place(place)
    shift, now = place.shift, clock.now()
    if place.state not in Assignment.LIVE:
        return place
    if shift.starts_at <= now or place.state == S.CHECKED_IN:
        raise Stale("it has begun")
    had_seat = place.seat is not None
    was_confirmed, was_invited = place.state == S.CONFIRMED, place.state == S.INVITED
    place.move(leaving_event(place), by=by, seat=None, due_at=None, sequence=place.sequence + 1)
    if was_confirmed:
        work.end_work(place, "cancel", by=by)
    if was_invited:
        work.note_answer(place.writer, "no", about=place)
    emails.tell_left(place, was_invited=was_invited, tell_writer=tell_writer)
    if had_seat:
        seat_freed.send(Assignment, shift=shift, place=place, by=by)
    return place


def leaving_event(place: Assignment) -> str:
    """By which event of the machine a writer leaves this place now."""
    if place.state == S.CONFIRMED:
        return "cancel_late" if place.shift.role.event.closes_at <= clock.now() else "cancel"
    return "decline" if place.state in (S.INVITED, S.HELD) else "withdraw"
