"""A month as a calendar and as an agenda."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from careerlink.web import clock
from events.models import Assignment, Event, Shift
from events.queries.event_rows import TONES, hours
from partners.models import Host, Partnership, Writer

YEARS = 5  # around today in which there are pages
MOST = 300  # things in one month
SUNDAY = 6


@dataclass(frozen=True)
class Item:
    """Something on one day: `note` says when and in which state."""

    on: date
    title: str
    url: str
    note: str
    tone: str
    starts_at: datetime


@dataclass(frozen=True)
class Day:
    on: date
    is_inside: bool
    is_today: bool
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """Weeks from Sunday to Saturday; `agenda` has the days on which there is something."""

    first: date
    title: str
    weeks: list[list[Day]]
    agenda: list[Day]
    before: str
    after: str

    @property
    def weekdays(self) -> list[tuple[str, str]]:
        """Short and whole names of the weekdays, Sunday first."""
        order = [SUNDAY, *range(6)]
        return [(str(WEEKDAYS_ABBR[day]), str(WEEKDAYS[day])) for day in order]


def month_of(words: str, zone: str) -> date:
    """The first day of the month that an address names ("2027-05"); the present one for anything else."""
    today = clock.today(zone)
    try:
        found = datetime.strptime(words[:7], "%Y-%m").date()  # noqa: DTZ007 a month has no zone
    except ValueError:
        return today.replace(day=1)
    return found if abs(found.year - today.year) <= YEARS else today.replace(day=1)


def month_for_host(host: Host, first: date) -> Month:
    """Everything that a host holds in a month, drafts too. One query."""
    begin, end = _bounds(first, host.zone)
    rows = Event.objects.filter(host=host, starts_at__gte=begin, starts_at__lt=end).exclude(state=Event.State.DISCARDED)
    return _month(first, host.zone, [_event(event) for event in rows.order_by("starts_at", "pk")[:MOST]])


def month_for_writer(writer: Writer, first: date, zone: str) -> Month:
    """A writer's own shifts in a month, and what the hosts that she works with have published. Two queries."""
    begin, end = _bounds(first, zone)
    own = [
        _shift(place) for place in _places(writer).filter(shift__starts_at__gte=begin, shift__starts_at__lt=end)[:MOST]
    ]
    hosts = Host.objects.taking_part().filter(pk__in=Partnership.objects.filter(writer=writer).values("host"))
    published = Event.objects.filter(
        host__in=hosts,
        state=Event.State.PUBLISHED,
        starts_at__gte=begin,
        starts_at__lt=end,
    )
    there = {item.url for item in own}
    others = [_event(event) for event in published.order_by("starts_at", "pk")[:MOST]]
    return _month(first, zone, [*own, *(item for item in others if item.url not in there)])


def agenda_for_writer(writer: Writer) -> list[Day]:
    """All shifts to come of a writer, day by day. One query."""
    rows = _places(writer).filter(shift__ends_at__gt=clock.now())
    return _days([_shift(place) for place in rows[:MOST]])


def _places(writer: Writer):
    rows = Assignment.objects.filter(Q(state__in=Assignment.LIVE), writer=writer)
    return rows.select_related("shift__role__event__host").order_by("shift__starts_at", "pk")


def _event(event: Event) -> Item:
    note = hours(event.starts_at, event.ends_at, event.zone)
    if event.state != Event.State.PUBLISHED:
        note = f"{note}. {event.get_state_display()}"
    on = event.starts_at.astimezone(ZoneInfo(event.zone)).date()
    url = reverse("event", args=[event.key])
    return Item(on, event.title, url, note, TONES.get(event.state, ""), event.starts_at)


def _shift(place: Assignment) -> Item:
    shift: Shift = place.shift
    event = shift.role.event
    words = {"hours": hours(shift.starts_at, shift.ends_at, event.zone), "state": place.get_state_display()}
    return Item(
        on=shift.starts_at.astimezone(ZoneInfo(event.zone)).date(),
        title=_("%(role)s, %(event)s") % {"role": shift.role.name, "event": event.title},
        url=place.get_absolute_url(),
        note=_("%(hours)s. %(state)s") % words,
        tone="done" if place.state in Assignment.COMING else "wait",
        starts_at=shift.starts_at,
    )


def _bounds(first: date, zone: str) -> tuple[datetime, datetime]:
    """From when until when a month lasts in a zone."""
    here = ZoneInfo(zone)
    return (
        datetime.combine(first, time(0), tzinfo=here),
        datetime.combine(_next(first), time(0), tzinfo=here),
    )


def _next(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _days(items: Iterable[Item]) -> list[Day]:
    found: dict[date, list[Item]] = {}
    for item in sorted(items, key=lambda one: one.starts_at):
        found.setdefault(item.on, []).append(item)
    return [Day(on, is_inside=True, is_today=False, items=those) for on, those in sorted(found.items())]


def _month(first: date, zone: str, items: list[Item]) -> Month:
    agenda, today = _days(items), clock.today(zone)
    by_day = {day.on: day.items for day in agenda}
    weeks = [
        [
            Day(on, on.month == first.month, on == today, by_day.get(on, []) if on.month == first.month else [])
            for on in week
        ]
        for week in calendar.Calendar(SUNDAY).monthdatescalendar(first.year, first.month)
    ]
    before = (first - timedelta(days=1)).replace(day=1)
    return Month(first, date_format(first, "F Y"), weeks, agenda, f"{before:%Y-%m}", f"{_next(first):%Y-%m}")
