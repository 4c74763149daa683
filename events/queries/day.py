"""Reads about the day of an event: its shifts in the order of time, and how each place stands in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from careerlink.web import clock
from careerlink.web.templatetags.web import clock_words
from events import clocks
from events.models import Assignment, Event, HoursEntry, Shift
from events.queries.ledger import hours_words, listed_minutes, may_be_approved, words_of
from events.queries.words import span

S = Assignment.State
ON_THE_DAY = (*Assignment.COMING, *Assignment.AFTER)
# The tone of each state for its badge.
TONES: dict[str, str] = {
    S.CHECKED_IN: "done", S.COMPLETED: "done", S.LEFT_EARLY: "done", S.NO_SHOW: "stop", S.HOST_NO_SHOW: "stop",
}  # fmt: skip


@dataclass
class Row:
    """One place on the lists of the day. `late` is since how many minutes somebody who is not here is awaited."""

    place: Assignment
    words: str
    tone: str
    late: int = 0
    entry: HoursEntry | None = None
    phone: str = ""
    can_check_in: bool = False
    can_record: bool = False
    can_approve: bool = False
    may_leave: bool = False
    listed: str = ""
    hours: str = ""


@dataclass
class Block:
    """One shift with whoever comes or came, by name. `missing` is how many heads its role lacks until it is over."""

    shift: Shift
    times: str
    missing: int = 0
    rows: list[Row] = field(default_factory=list)


def check_in_opens(event: Event) -> datetime:
    """From when on people are checked in: some hours before it begins."""
    return event.starts_at - clocks.CHECK_IN_OPENS


def places_of_day(event: Event) -> QuerySet[Assignment]:
    """Whoever comes or came, with writer and shift, by shift and name."""
    rows = Assignment.objects.filter(shift__role__event=event, state__in=ON_THE_DAY)
    return rows.select_related("shift__role", "writer").order_by("writer__name", "pk")


def blocks_of(event: Event, places: Iterable[Assignment], entries: dict[int, HoursEntry] | None = None) -> list[Block]:
    """All shifts of an event in the order of time, with their rows. One query, for the shifts."""
    shifts = Shift.objects.filter(role__event=event, called_off_at=None).select_related("role")
    blocks = {
        shift.pk: Block(shift, times_of(shift, event)) for shift in shifts.order_by("starts_at", "role__order", "pk")
    }
    now = clock.now()
    for place in places:
        if (block := blocks.get(place.shift_id)) is None:
            continue
        place.shift = block.shift
        place.shift.role.event = event
        block.rows.append(_row(place, (entries or {}).get(place.pk), now, event))
    for block in blocks.values():
        if block.shift.ends_at > now:
            coming = sum(row.place.state in Assignment.COMING for row in block.rows)
            block.missing = max(block.shift.role.least - coming, 0)
    return list(blocks.values())


def _row(place: Assignment, entry: HoursEntry | None, now: datetime, event: Event) -> Row:
    began = place.shift.starts_at <= now
    late = int((now - place.shift.starts_at) / timedelta(minutes=1)) if place.state == S.CONFIRMED and began else 0
    return Row(
        place=place,
        words=state_words(place, event),
        tone=TONES.get(place.state, ""),
        late=late if now < place.shift.ends_at else 0,
        entry=entry,
        can_check_in=place.state == S.CONFIRMED and check_in_opens(event) <= now,
        can_record=began,
        can_approve=may_be_approved(place, entry),
        may_leave=place.shift.starts_at < now < place.shift.ends_at,
        listed=hours_words(listed_minutes(place)),
        hours=words_of(entry),
    )


def state_words(place: Assignment, event: Event) -> str:
    """Here since 9:41 am; left at 11:05 am; not here yet."""
    here = ZoneInfo(event.zone)
    if place.state == S.CHECKED_IN and place.checked_in_at:
        return _("Here since %(hour)s") % {"hour": clock_words(place.checked_in_at.astimezone(here))}
    if place.state == S.LEFT_EARLY and place.left_at:
        return _("Left at %(hour)s") % {"hour": clock_words(place.left_at.astimezone(here))}
    if place.state == S.CONFIRMED:
        return _("Not here yet") if place.shift.ends_at > clock.now() else _("Not recorded yet")
    return str(place.get_state_display())


def times_of(shift: Shift, event: Event) -> str:
    """10:00 am to 12:00 noon on the day of the event; in full on another day, or where the clocks change."""
    here = ZoneInfo(event.zone)
    first, last, begins = (moment.astimezone(here) for moment in (shift.starts_at, shift.ends_at, event.starts_at))
    if first.date() == last.date() == begins.date() and first.utcoffset() == last.utcoffset():
        return _("%(from)s to %(until)s") % {"from": clock_words(first), "until": clock_words(last)}
    return span(shift.starts_at, shift.ends_at, event.zone)


def may_contest(place: Assignment) -> bool:
    """Whether its writer can still say that she was there."""
    is_open = place.state == S.NO_SHOW and place.contested_at is None
    return is_open and clock.now() < place.state_since + clocks.CONTEST


def may_miss_host(place: Assignment) -> bool:
    """Whether its writer can say that nobody of the host was there: from the beginning until 7 days after the end."""
    if place.state not in (S.CONFIRMED, S.NO_SHOW, S.UNRECORDED):
        return False
    return place.shift.starts_at <= clock.now() < place.shift.ends_at + clocks.CONTEST


def open_contests(now: datetime) -> QuerySet[Assignment]:
    """Protests that no host has answered in time."""
    rows = Assignment.objects.filter(state=S.NO_SHOW, contest_settled_at=None)
    return rows.filter(contested_at__lte=now - clocks.CONTEST)


def contest_until(place: Assignment) -> datetime:
    """Until when its writer can say that she was there."""
    return place.state_since + clocks.CONTEST


def fill_phones(blocks: Iterable[Block]) -> list[Assignment]:
    """Write telephone numbers into the rows of writers who come and take part; returns whose are shown. No query."""
    shown = []
    for row in (row for block in blocks for row in block.rows):
        if row.place.state in Assignment.COMING and row.place.writer.phone and row.place.writer.takes_part:
            row.phone = row.place.writer.phone
            shown.append(row.place)
    return shown


def standby_names(event: Event) -> list[str]:
    """Who may be asked at short notice, by name. One query."""
    return list(event.standby.order_by("writer__name").values_list("writer__name", flat=True))


def to_approve(blocks: Iterable[Block]) -> list[Row]:
    """Rows whose hours can be approved as listed. No query."""
    return [row for block in blocks for row in block.rows if row.can_approve]


def contests_of(blocks: Iterable[Block]) -> list[Row]:
    """Rows whose writers say that they were there, and that wait for the host. No query."""
    rows = [row for block in blocks for row in block.rows if row.place.state == S.NO_SHOW]
    return [row for row in rows if row.place.contested_at and not row.place.contest_settled_at]


def near_places(writer, now: datetime) -> list[Assignment]:
    """Her places around this hour at events that have a code on the wall."""
    rows = Assignment.objects.filter(
        writer=writer,
        state__in=Assignment.COMING,
        shift__starts_at__lte=now + clocks.CODE_OPENS,
        shift__ends_at__gte=now - clocks.CODE_CLOSES,
    ).exclude(shift__role__event__wall_nonce="")
    return list(
        rows.select_related("shift__role__event__host", "shift__role__event__venue", "writer").order_by(
            "shift__starts_at"
        )
    )


def next_run_sheets(now: datetime) -> list[tuple[Event, datetime]]:
    """Events whose run sheet leaves within a day, with the moment: 6 pm of the evening before, where it is held."""
    soon = Event.objects.filter(state__in=Event.LIVE, starts_at__gt=now, starts_at__lte=now + timedelta(days=3))
    planned = []
    for event in soon.select_related("host__institution").order_by("starts_at", "pk"):
        leaves = run_sheet_leaves(event)
        if leaves <= now + timedelta(days=1):
            planned.append((event, leaves))
    return planned


def run_sheet_leaves(event: Event) -> datetime:
    """6 pm of the day before, where the event is held."""
    here = ZoneInfo(event.zone)
    before = event.starts_at.astimezone(here) - timedelta(days=1)
    return before.replace(hour=clocks.RUN_SHEET_HOUR, minute=0, second=0, microsecond=0)
