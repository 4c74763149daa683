"""What mails and calendars say about places is kept true: reminders planned, changes told once, after some quiet."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import F

from careerlink.web import clock
from events import clocks
from events.emails import notices, reminders
from events.models import Assignment, Event, Told
from events.queries.reminders import without_alarm
from events.queries.told import ROWS, SHOWN, due_notices, facts_of, untold

S = Assignment.State
BATCH = 500


def note_told(places: Iterable[Assignment]) -> None:
    """These places are told as they are now, by the mail that is written with it, which also plans the reminders of
    confirmed ones. Places with shift, role, event, venue, host, writer and user. One statement, none without a place
    that calendars show. To be called in the transaction that changed them; may run twice.
    """
    now = clock.now()
    shown = [place for place in places if place.state in SHOWN]
    planned_for = {place.pk: place.shift.starts_at for place in shown if place.state == S.CONFIRMED}
    rows = [Told(place=one, since=now, reminded_for=planned_for.get(one.pk), **facts_of(one)) for one in shown]
    fields = ["starts_at", "ends_at", "zone", "role", "where", "since", "notice_at", "reminded_for"]
    Told.objects.bulk_create(rows, update_conflicts=True, unique_fields=["place"], update_fields=fields)


def note_change(event: Event, shifts: Collection[int]) -> None:
    """Time, place or role of these shifts is another one: who has a place there is told after 10 minutes without a
    further change, if it is still so, and reminders are planned for the new time. Who lost her place by it was told
    already. To be called in the transaction of the change; a number of statements that does not grow with the places.
    """
    now = clock.now()
    Event.objects.filter(pk=event.pk).update(sequence=F("sequence") + 1, changed_at=now)
    rows = Told.objects.filter(place__shift__in=shifts, place__state__in=SHOWN)
    all_told = list(rows.select_related(*(f"place__{name}" for name in ROWS)))
    moved = []
    for told in all_told:
        starts_at = told.place.shift.starts_at
        told.since = now
        told.notice_at = clocks.notice_moment(now, starts_at, told.starts_at)
        if told.place.state == S.CONFIRMED and told.reminded_for != starts_at:
            told.reminded_for = starts_at  # reminders of the old time find out when they leave that it is over
            moved.append(told.place)
    Told.objects.bulk_update(all_told, ["since", "notice_at", "reminded_for"])
    reminders.plan(moved)


def run_calendar_clocks() -> None:
    """Tell what has changed where it is quiet again, note what nobody has noted, alarm moderators of late reminders.
    May run twice, and at once.
    """
    tell_changes()
    note_untold()
    alarm_moderators()


@transaction.atomic
def tell_changes() -> int:
    """One notice to each writer for whom something is different now; nothing where it ended as it began. Returns to
    how many.
    """
    changed = []
    due = list(due_notices()[:BATCH])
    unread = notices.on_their_way(due)
    for told in due:
        mine = Told.objects.filter(pk=told.pk, notice_at=told.notice_at)
        facts = facts_of(told.place)
        before = {name: getattr(told, name) for name in facts}
        is_live = told.place.state in SHOWN and told.place.shift.ends_at > clock.now()
        if not is_live or facts == before:
            mine.update(notice_at=None)
            continue
        stored = before | {name: before[name].isoformat() for name in ("starts_at", "ends_at")}
        if told.place_id in unread:  # the last one does not leave any more, this one says both
            stored = told.before
        if mine.update(notice_at=None, before=stored, notices=told.notices + 1, **facts):
            told.notices += 1
            changed.append(told)
    notices.tell_changed(changed)
    return len(changed)


@transaction.atomic
def note_untold() -> int:
    """What came about in another way than by the actions of this room: new places are noted as they are, those at
    another time as changed. Returns how many.
    """
    places = list(untold()[:BATCH])
    moved = [one for one in places if one.told_for and one.told_for != one.shift.starts_at]
    fresh = [one for one in places if one not in moved]
    reminders.plan([one for one in fresh if one.state == S.CONFIRMED])
    note_told(fresh)
    for event in {one.event for one in moved}:
        note_change(event, {one.shift_id for one in moved if one.event == event})
    return len(places)


@transaction.atomic
def alarm_moderators() -> None:
    """One mail to each moderator about reminders that were due an hour ago and neither left nor were skipped; each
    reminder once.
    """
    if late := without_alarm(clock.now()):
        reminders.alarm_moderators(late)
