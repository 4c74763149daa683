"""Somebody is sought for a seat: who is asked, one or a few at a time, and what comes of a yes, a no and silence."""

from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import F, Q

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.web import clock
from events import clocks
from events.actions.calendars import note_told
from events.actions.locks import in_words, lock, lock_shift
from events.emails import places as place_emails
from events.emails import searches as emails
from events.models import Assignment, Search, Shift
from events.queries import searches as queries
from events.queries.fill import free_seats
from partners.actions import engagements as work
from partners.models import Asked, Writer

BATCH = 3  # people who stand by, asked at once
S, How = Search.State, Search.How


def hold_search(search: Search, writer: Writer | None = None) -> tuple[Search, Writer | None]:
    """The search as it is now, its shift (and before it the writer) held until the transaction ends."""
    if writer is None:
        shift = lock_shift(search.shift)
    else:
        writer, shift = lock(writer, search.shift)
    search = Search.objects.select_related("place__writer__user", "found__user").get(pk=search.pk)
    search.shift = search.place.shift = shift
    return search, writer


def is_over(search: Search) -> bool:
    """Whether nobody is needed any more, whatever was found. To be called with the shift held."""
    shift = search.shift
    if shift.called_off_at or not shift.event.is_live or shift.starts_at <= clock.now():
        return True
    if search.is_for_place:
        return search.place.state != Assignment.State.CONFIRMED
    return not free_seats(shift)


def ask_next(search: Search) -> list[Writer]:
    """Ask the next one, or the next few who stand by; returns whom. When nobody is left, the writer hears that the
    place is still hers, or the host that nobody stands by any more. To be called with the shift held.
    """
    one_by_one = search.how == How.ONE_BY_ONE
    writers = list(islice(queries.candidates(search), 1 if one_by_one else BATCH))
    starts_at = search.shift.starts_at
    if not writers:
        _nobody_left(search)
        return []
    usual = clocks.STAND_IN if one_by_one else clocks.STANDBY
    _wait(search, clocks.answer_until(clock.now(), starts_at, usual))
    ask(search, writers)
    return writers


def ask(search: Search, writers: list[Writer]) -> None:
    """Write to these, and note that they were asked."""
    for writer in writers:
        work.note_asked(search.event.host, writer, about=search)
    emails.ask(search, writers)


def _wait(search: Search, due_at) -> None:
    Search.objects.filter(pk=search.pk).update(due_at=due_at)
    search.due_at = due_at


def _nobody_left(search: Search) -> None:
    if search.is_for_place:
        close(search, "end")
        emails.tell_still_hers(search)
        return
    _wait(search, search.shift.starts_at)
    if search.told_at is None:
        search.told_at = clock.now()
        search.save(update_fields=["told_at"])
        emails.tell_nobody_left(search)


def close(search: Search, event: str, *, by: User | None = None) -> None:
    """End a search, and tell those who were asked and have not said no: they need not answer any more."""
    search.move(event, by=by, due_at=None)
    emails.tell_settled(search)
    work.note_moot(search)


@transaction.atomic
def say_yes(search: Search, writer: Writer, *, by: User) -> Assignment | None:
    """She who was asked takes the seat; the first yes has it. For somebody else's place where the role wants a yes
    first, the host is asked whether that is well: then nothing changes hands yet, and None is returned.

    A second click changes nothing. Raises Stale when it is settled or has begun, ValidationError with what stands in
    the way.
    """
    search, writer = hold_search(search, writer)
    if search.found_id == writer.pk and search.state == S.AGREED:
        return None
    seated = Assignment.objects.filter(shift=search.shift, writer=writer, state__in=Assignment.COMING).first()
    if seated and seated.replaces_id:
        return seated
    if search.state != S.OPEN or is_over(search) or not queries.was_asked(search, writer):
        raise Stale("it is settled")
    _refuse_obstacles(writer, search.shift)
    work.note_answer(writer, Asked.Answer.YES, about=search)
    if search.is_for_place and not search.shift.role.is_instant:
        search.move("agree", by=by, found=writer, due_at=search.shift.starts_at)
        emails.ask_host(search)
        return None
    return hand_over(search, writer, by=by) if search.is_for_place else _seat_from_standby(search, writer, by=by)


@transaction.atomic
def say_no(search: Search, writer: Writer, *, by: User) -> None:
    """She cannot; the next is asked when nobody else may still answer. A second click changes nothing."""
    search, writer = hold_search(search, writer)
    unanswered = queries.asked_for(search).filter(answer=Asked.Answer.NONE)
    if not unanswered.filter(writer=writer).exists():
        return
    work.note_answer(writer, Asked.Answer.NO, about=search)
    if search.state != S.OPEN or unanswered.exclude(writer=writer).exists() or is_over(search):
        return
    if search.how == How.NAMED:
        close(search, "end", by=by)
        emails.tell_still_hers(search)
    else:
        ask_next(search)


def _refuse_obstacles(writer: Writer, shift: Shift) -> None:
    if found := queries.obstacles_at_short_notice(writer, shift):
        raise in_words(found)


def hand_over(search: Search, writer: Writer, *, by: User) -> Assignment:
    """The swap, all in this transaction: the first gives her seat up and the stand-in has the same one. To be called
    with writer and shift held. Raises Stale when the first has no place any more, ValidationError.
    """
    place = search.place
    if place.state != Assignment.State.CONFIRMED or search.shift.starts_at <= clock.now():
        raise Stale("the place has moved on")
    _refuse_obstacles(writer, search.shift)
    seat = place.seat
    place.move("swap", by=by, seat=None, due_at=None, sequence=place.sequence + 1)
    work.end_work(place, "cancel", by=by)
    taken = _seat(search, writer, seat, how=Assignment.How.STAND_IN, by=by)
    search.found = writer
    search.save(update_fields=["found"])
    close(search, "fill", by=by)
    emails.tell_swapped(place, taken)
    return taken


def _seat_from_standby(search: Search, writer: Writer, *, by: User) -> Assignment:
    """She has one of the empty seats; when it was the last that is sought for, the search is over."""
    taken = _seat(search, writer, free_seats(search.shift)[0], how=Assignment.How.STANDBY, by=by)
    search.seats -= 1
    if search.seats:
        search.save(update_fields=["seats"])
    else:
        search.seats, search.found = 1, writer
        search.save(update_fields=["seats", "found"])
        close(search, "fill", by=by)
    emails.tell_somebody_comes(taken)
    return taken


def _seat(search: Search, writer: Writer, seat: int, *, how: str, by: User) -> Assignment:
    """Confirm her in this seat; that she waited for one in the shift is over with it."""
    shift = search.shift
    waits = Assignment.objects.filter(shift=shift, writer=writer, state__in=Assignment.WAITING).first()
    if waits:
        waits.shift = shift
        work.note_answer(writer, Asked.Answer.YES, about=waits)
        waits.move("decline" if waits.state == Assignment.State.INVITED else "withdraw", by=by, due_at=None)
    place = Assignment(shift=shift, writer=writer, state=Assignment.State.CONFIRMED, seat=seat, how=how, made_by=by)
    place.replaces = search.place if search.is_for_place else queries.without_stand_in(search)
    place.due_at = shift.ends_at + clocks.NOT_RECORDED
    place.save()
    trail.record(place, how, by=by, after=place.state, **place.concerns())
    busy_from, busy_until = shift.busy
    event = shift.event
    work.agree(event.host, writer, event.kind, source=place, by=by, busy_from=busy_from, busy_until=busy_until)
    place_emails.tell_confirmed(place, by=by)
    note_told([place])
    return place


def run_search_clocks() -> None:
    """Ask the next where somebody is silent, and end what has begun, each in its own transaction."""
    for search in queries.due():
        step(search)


@transaction.atomic
def step(search: Search) -> None:
    """What is due in one search now. Changes nothing when it has moved on."""
    search, _nobody = hold_search(search)
    if search.state not in Search.GOING_ON:
        return
    if is_over(search):
        if _has_begun(search):
            search.move("end", due_at=None)
        else:
            close(search, "fill" if search.how == How.STANDBY else "end")
    elif search.due_at <= clock.now() and search.state == S.OPEN and search.how != How.NAMED:
        ask_next(search)


def follow_shift(shift_id: int, starts_at: datetime) -> None:
    """The shift will begin at another time: what would have waited until its start, or past the new one, waits until
    that. To be called with the shift held, before it moves.
    """
    going_on = Search.objects.filter(shift=shift_id, state__in=Search.GOING_ON)
    until_start = Q(due_at=F("shift__starts_at")) | Q(due_at__gt=starts_at)
    going_on.filter(until_start).update(due_at=starts_at)


def _has_begun(search: Search) -> bool:
    return search.shift.starts_at <= clock.now()


def end_for(place: Assignment, *, by: User | None) -> None:
    """The place is given up: a stand-in for it is no longer sought. To be called with the shift held."""
    search = queries.going_on_for(place)
    if search is None:
        return
    if place.state == Assignment.State.CANCELLED_LATE:
        search.move("end", by=by, due_at=None)
        if not search.shift.role.is_instant:  # elsewhere who was asked is asked anew, with who stands by
            emails.tell_settled(search, but=queries.standby_of(search.event))
        work.note_moot(search)
    else:
        close(search, "end", by=by)
