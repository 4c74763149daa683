"""What calendars are given: iCalendar objects (RFC 5545, RFC 5546), for a mail or for somebody's own calendar."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from events.models import Assignment, Event
from events.queries.words import span, where

S = Assignment.State
PRODUCT = "-//CareerLink//Events//EN"
REFRESH = timedelta(hours=1)


@dataclass(frozen=True)
class Entry:
    """One line of a calendar. `status` is TENTATIVE, CONFIRMED or CANCELLED; `sequence` rises with each change;
    `organizer` is whose event it is, in words.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    summary: str
    place: str
    description: str
    url: str
    organizer: str
    status: str
    sequence: int
    changed_at: datetime


@dataclass(frozen=True)
class Guest:
    """Who is asked to come, in a mail to herself."""

    address: str
    name: str
    status: str  # PARTSTAT of RFC 5545


def status_of(place: Assignment) -> str:
    """How a calendar shows a place: "" for one that it never shows."""
    if place.state == S.WAITLISTED:
        return ""
    if place.state in Assignment.MAYBE:
        return "TENTATIVE"
    return "CONFIRMED" if place.state in (*Assignment.COMING, *Assignment.AFTER) else "CANCELLED"


def entry_of_place(place: Assignment, changed_at: datetime) -> Entry:
    """A writer's place, with shift, role, event, venue, host and college. No query."""
    event, shift, role = place.event, place.shift, place.shift.role
    status, names = status_of(place), {"role": role.name, "event": event.title}
    is_coming = place.state in Assignment.COMING
    title = _("Not confirmed yet: %(role)s, %(event)s") if status == "TENTATIVE" else _("%(role)s, %(event)s")
    rows = where(event, takes_part=is_coming)
    told = [role.duties, span(shift.starts_at, shift.ends_at, event.zone)]
    told += [f"{label}: {words}" for label, words in rows[1:]]
    address = settings.SITE_URL + place.get_absolute_url()
    return Entry(
        uid=_uid(place.key),
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        zone=event.zone,
        summary=title % names,
        place=rows[0][1] if rows else "",
        description="\n".join([*filter(None, told), _("Your place, and what to do when you cannot come:"), address]),
        url=address,
        organizer=event.host.name,
        status=status,
        sequence=place.sequence,
        changed_at=max(changed_at, place.state_since),
    )


def entry_of_event(event: Event) -> Entry:
    """An event for the people who hold it, with venue, host and college. No query."""
    rows = where(event, takes_part=True)
    address = settings.SITE_URL + event.get_absolute_url()
    return Entry(
        uid=_uid(event.key),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=event.zone,
        summary=event.title,
        place=rows[0][1] if rows else "",
        description="\n".join([span(event.starts_at, event.ends_at, event.zone), address]),
        url=address,
        organizer=event.host.name,
        status="CANCELLED" if event.state == Event.State.CANCELLED else "CONFIRMED",
        sequence=event.sequence,
        changed_at=max(event.changed_at, event.state_since),
    )


def _uid(key: str) -> str:
    return f"{key}@{urlsplit(settings.SITE_URL).hostname}"


def method_of(entry: Entry) -> str:
    """What a mail with this entry does in a calendar (RFC 5546)."""
    return "CANCEL" if entry.status == "CANCELLED" else "REQUEST"


def as_text(
    entries: Sequence[Entry], *, stamp: datetime | None = None, method: str = "", guest: Guest | None = None, name=""
) -> str:
    """The iCalendar object with these entries, its lines folded and ended as RFC 5545 has it.

    `method` and `guest` are for mails, where `stamp` is the moment of writing; without it each entry bears the moment
    of its last change, so that the same entries are the same text. `name` is what a calendar program calls it.
    """
    import icalendar  # noqa: PLC0415 5 MB that only who writes a calendar loads

    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    if method:
        calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
    for zone, years in sorted(_years(entries).items()):
        calendar.add_component(_zone(icalendar, zone, min(years) - 1, max(years) + 1))
    for entry in entries:
        calendar.add_component(_event(icalendar, entry, stamp or entry.changed_at, guest))
    return calendar.to_ical().decode()


def _years(entries: Iterable[Entry]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for entry in entries:
        if entry.zone != "UTC":
            found.setdefault(entry.zone, set()).update((entry.starts_at.year, entry.ends_at.year))
    return found


def _event(icalendar, entry: Entry, stamp: datetime, guest: Guest | None):
    found = icalendar.Event()
    found.add("uid", entry.uid)
    found.add("sequence", entry.sequence)
    found.add("dtstamp", stamp.astimezone(UTC))
    found.add("last-modified", entry.changed_at.astimezone(UTC))
    found.add("dtstart", _local(entry.starts_at, entry.zone))
    found.add("dtend", _local(entry.ends_at, entry.zone))
    found.add("summary", entry.summary)
    if entry.place:
        found.add("location", entry.place)
    found.add("description", entry.description)
    found.add("url", entry.url)
    found.add("status", entry.status)
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    found.add("organizer", f"mailto:{sender}", parameters={"cn": _plain(entry.organizer)})
    if guest:
        asked = {"cn": _plain(guest.name), "partstat": guest.status, "rsvp": "FALSE"}
        found.add("attendee", f"mailto:{guest.address}", parameters=asked)
    return found


def _local(moment: datetime, zone: str) -> datetime:
    """The moment as clocks there show it. An hour that comes twice is told in UTC the second time: by its name it would
    be the first (RFC 5545 3.3.5).
    """
    local = moment.astimezone(ZoneInfo(zone))
    return moment.astimezone(UTC) if local.fold else local


def _plain(name: str) -> str:
    """A name as a parameter can carry it: quotation marks and line ends cannot stand there."""
    return " ".join(name.replace('"', "'").split())


# --- Time zones --------------------------------------------------------------------------------------------


def _zone(icalendar, zone: str, first: int, last: int):
    """VTIMEZONE with each change of the clocks from the first year through the last, written out one by one."""
    found = icalendar.Timezone()
    found.add("tzid", zone)
    here = ZoneInfo(zone)
    begin = datetime(first, 1, 1, tzinfo=here)
    for moment, before in [(begin.astimezone(UTC), begin.utcoffset()), *changes(zone, first, last)]:
        after = moment.astimezone(here)
        part = icalendar.TimezoneDaylight() if after.dst() else icalendar.TimezoneStandard()
        # The moment as clocks showed it before they changed (RFC 5545 3.6.5).
        part.add("dtstart", (moment + before).replace(tzinfo=None))
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after.utcoffset())
        part.add("tzname", after.tzname())
        found.add_component(part)
    return found


@lru_cache(maxsize=256)
def changes(zone: str, first: int, last: int) -> list[tuple[datetime, timedelta]]:
    """Each moment (UTC) from the first year through the last at which the clocks of a zone change, with what they
    were ahead of UTC before it.
    """
    here, found = ZoneInfo(zone), []
    day, until = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    while day < until:
        following = day + timedelta(days=1)
        before, after = (moment.astimezone(here).utcoffset() for moment in (day, following))
        if before != after:
            low, high = day, following
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                low, high = (middle, high) if middle.astimezone(here).utcoffset() == before else (low, middle)
            found.append((high, before))
        day = following
    return found
