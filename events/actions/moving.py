"""Time, place and role of what people were told already: changed in one transaction, after who is told and who cannot
come any more was looked at.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.web import clock
from events import clocks
from events.actions import plans
from events.actions.calling_off import call_off_place, hold_people
from events.actions.events import tag_event
from events.actions.plans import judge_times, keep_venue, lock_event, rank_anew
from events.actions.podcasts import follow_event
from events.actions.searches import follow_shift
from events.models import Assignment, Event, Role, Shift
from events.queries.moves import Change, Look, look_at, shifts_of
from events.signals import event_changed, seat_freed
from partners.actions import engagements as work

S = Assignment.State


class LookAgain(Exception):  # noqa: N818 it is a question back
    """What was looked at is not how it stands now; `look` is."""

    def __init__(self, look: Look):
        super().__init__("look again")
        self.look = look


@transaction.atomic
def change_event(change: Change, *, by: User, seen: str = "") -> Look:
    """Make a change of an event, its shifts' times or its roles' names. Who has a place keeps it at the new time and
    place, and is told; who has agreed to be elsewhere then loses it, and is told. Returns what was done.

    `seen` is the digest of the Look that a person has confirmed; raises LookAgain when people are concerned and it is
    not how things stand now, ValidationError in words for what cannot be, Stale when the event is over.
    """
    event = change.event
    places = hold_people(shifts_of(event))
    held = lock_event(event)
    if any(_now(held, name) != _now(event, name) for name in ("state", *change.facts)):
        raise Stale("somebody else has changed the event")
    look = look_at(change, places)
    if look.told and look.seen != seen:
        raise LookAgain(look)
    _judge(change)
    for clash in look.clashes:
        call_off_place(clash.place, by=by, reason="moved")
    _save_event(change, by=by)
    for pk, (first, last) in change.times.items():
        follow_shift(pk, first)
        Shift.objects.filter(pk=pk).update(starts_at=first, ends_at=last)
    for pk, name in change.names.items():
        _rename(pk, name)
    _move_places(change, look.stay, by=by)
    if change.times or change.names:
        trail.record(event, "move", by=by, fields=sorted(change.what), scope=event.host.key)
    if change.facts or change.times:
        rank_anew(event)
    if look.stay:
        shifts = sorted({place.shift_id for place in look.stay})
        event_changed.send(Event, event=event, shifts=shifts, fields=sorted(change.what), by=by)
    for clash in look.clashes:
        seat_freed.send(Assignment, shift=clash.place.shift, place=clash.place, by=by)
    return look


@transaction.atomic
def change_role(
    role: Role, change: Change, *, by: User, codes: Iterable[tuple[str, str]], seen: str = "", **facts: object
) -> None:
    """Change a role; when its name changes, which is what people were told, as `change_event()` does.
    Raises what the two raise.
    """
    change_event(change, by=by, seen=seen)
    plans.change_role(role, by=by, codes=codes, **facts)


def _now(event: Event, name: str) -> object:
    return getattr(event, f"{name}_id" if name in ("venue", "coordinator") else name)


def _judge(change: Change) -> None:
    event, now = change.event, clock.now()
    if event.is_live and event.starts_at <= now and change.what:
        raise ValidationError(_("It has begun: time, place and roles stay as they are."))
    starts_at = change.facts.get("starts_at", event.starts_at)
    if event.is_live and "starts_at" in change.facts and starts_at <= now:
        raise ValidationError(_("This time is past. Choose one to come."))
    old = {shift.pk: shift for shift in shifts_of(event)}
    after = Event(
        state=event.state,
        starts_at=starts_at,
        ends_at=change.facts.get("ends_at", event.ends_at),
    )
    for pk, (first, last) in change.times.items():
        if pk not in old:
            raise Stale("the shift was called off")
        judge_times(after, first, last)


def _save_event(change: Change, *, by: User) -> None:
    """Write the fields of the event; the cut-off moves along unless it is given, and the clocks with it."""
    event, facts = change.event, dict(change.facts)
    if not facts:
        return
    if facts.get("starts_at") and "closes_at" not in facts:
        facts["closes_at"] = _cut_off(event, facts["starts_at"])
    if facts.get("venue"):
        keep_venue(facts["venue"], by=by)
    for name, value in facts.items():
        setattr(event, name, value)
    if event.state == Event.State.DRAFT:
        event.due_at = clocks.draft_due(event.starts_at, event.made_at)
    elif event.ends_at:
        event.due_at = event.ends_at + clocks.EVENT_SETTLES
    event.validate_constraints()
    event.save(update_fields=[*facts, "due_at"])
    if "words" in facts:
        tag_event(event)
    if "ends_at" in facts:
        follow_event(event)
    if "closes_at" in facts:
        waiting = Assignment.objects.filter(shift__role__event=event)
        waiting.filter(state__in=[S.REQUESTED, S.WAITLISTED]).update(due_at=event.closes_at)
        waiting.filter(state__in=[S.INVITED, S.HELD], due_at__gt=event.closes_at).update(due_at=event.closes_at)
    trail.record(event, "change", by=by, fields=list(facts), scope=event.host.key)


def _cut_off(event: Event, starts_at: datetime) -> datetime:
    """Until when people sign up when the event begins then: as long before as they could; the usual at first."""
    if not event.closes_at:
        return clocks.usual_cut_off(starts_at, clock.now())
    moved = min(starts_at - (event.starts_at - event.closes_at), starts_at)
    return max(moved, min(clock.now(), starts_at)) if event.is_live else moved


def _rename(pk: int, name: str) -> None:
    role = Role.objects.get(pk=pk)
    role.name = name
    role.validate_constraints()
    role.save(update_fields=["name"])


def _move_places(change: Change, places: list[Assignment], *, by: User) -> None:
    """Agreed work moves along. In the order in which nobody stands in her own way: forwards from the last, backwards
    from the first. Calendars learn of it by a higher sequence.
    """
    forwards = any(times[0] > place.shift.starts_at for place in places if (times := change.times.get(place.shift_id)))
    for place in sorted(places, key=lambda one: one.shift.starts_at, reverse=forwards):
        busy_from, busy_until = change.busy(place.shift)
        if place.state == S.CONFIRMED:
            work.move_work(place, busy_from=busy_from, busy_until=busy_until, by=by)
        if place.shift_id in change.times:
            place.shift.starts_at, place.shift.ends_at = change.times[place.shift_id]
            if place.state in Assignment.COMING:
                due_at = place.shift.ends_at + clocks.NOT_RECORDED
                Assignment.objects.filter(pk=place.pk).update(due_at=due_at)
        place.sequence += 1
    ids = [place.pk for place in places]
    if change.what:
        Assignment.objects.filter(pk__in=ids).update(sequence=F("sequence") + 1)
