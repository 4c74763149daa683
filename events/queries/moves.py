"""A change of time, place or role before it is made: what it changes, who is told, and who cannot come any more."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b

from django.utils.translation import gettext as _

from careerlink.web import clock
from careerlink.web.templatetags.web import when as moment_words
from events.models import Assignment, Event, Role, Shift, Venue
from events.queries.moments import from_wall, wall
from events.queries.words import span
from partners.models import Engagement

S = Assignment.State
Times = tuple[datetime, datetime]


@dataclass(frozen=True)
class Change:
    """What is to become of an event: `facts` are fields of it that differ, `times` new times of shifts by id, `names`
    new names of roles by id.
    """

    event: Event
    facts: dict = field(default_factory=dict)
    times: dict[int, Times] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)

    @property
    def place_changes(self) -> bool:
        return bool({"venue", "is_online", "link"} & set(self.facts))

    @property
    def what(self) -> set[str]:
        """Of what people are told: "time", "place", "role"."""
        found = {"time"} if self.times or {"starts_at", "ends_at", "zone"} & set(self.facts) else set()
        return found | ({"place"} if self.place_changes else set()) | ({"role"} if self.names else set())

    def busy(self, shift: Shift) -> Times:
        """From when until when the shift keeps a person busy afterwards."""
        first, last = self.times.get(shift.pk, (shift.starts_at, shift.ends_at))
        venue: Venue | None = self.facts.get("venue", self.event.venue)
        is_online = self.facts.get("is_online", self.event.is_online)
        way = timedelta(minutes=venue.travel_minutes if venue and not is_online else 0)
        return first - way, last + way

    def concerns(self, shift: Shift) -> bool:
        """Whether who has a place in this shift has to know."""
        return shift.pk in self.times or shift.role_id in self.names or self.place_changes


@dataclass(frozen=True)
class Clash:
    """Somebody who has agreed to be elsewhere at the new time; `words` say when."""

    place: Assignment
    words: str


@dataclass(frozen=True)
class Look:
    """What is shown before a change is made. `seen` stands for exactly this: it differs as soon as anything does."""

    change: Change
    lines: list[tuple[str, str, str]]  # what, before, after
    told: list[Assignment]
    clashes: list[Clash]
    seen: str

    @property
    def stay(self) -> list[Assignment]:
        """Who keeps a place."""
        gone = {clash.place.pk for clash in self.clashes}
        return [place for place in self.told if place.pk not in gone]


def move_along(event: Event, starts_at: datetime, zone: str) -> dict[int, Times]:
    """New times of all shifts when the event begins at another time: each keeps its distance from the beginning as
    clocks show it. One query. Raises moments.Skipped.
    """
    by = wall(starts_at, zone) - wall(event.starts_at, event.zone)

    def moved(at: datetime) -> datetime:
        return from_wall(wall(at, event.zone) + by, zone)

    shifts = Shift.objects.filter(role__event=event, called_off_at=None)
    found = {shift.pk: (moved(shift.starts_at), moved(shift.ends_at)) for shift in shifts}
    old = {shift.pk: (shift.starts_at, shift.ends_at) for shift in shifts}
    return {pk: times for pk, times in found.items() if times != old[pk]}


def shifts_of(event: Event) -> list[Shift]:
    """The shifts of an event that are not called off, with their roles. One query."""
    rows = Shift.objects.filter(role__event=event, called_off_at=None).select_related("role")
    return list(rows.order_by("starts_at", "pk"))


def people_in(shifts: Iterable[Shift]) -> list[Assignment]:
    """Live places in these shifts, with writer, role and event. One query."""
    rows = Assignment.objects.filter(shift__in=[shift.pk for shift in shifts], state__in=Assignment.LIVE)
    rows = rows.select_related("writer__user", "shift__role__event__host", "shift__role__event__venue")
    return list(rows.order_by("shift__starts_at", "pk"))


def look_at(change: Change, places: list[Assignment] | None = None) -> Look:
    """What would become of it now. `places`, when they are held already, else they are read; three queries."""
    shifts = shifts_of(change.event)
    concerned = [shift for shift in shifts if change.concerns(shift)]
    ids = {shift.pk for shift in concerned}
    if places is None:
        places = people_in(concerned)
    told = [place for place in places if place.shift_id in ids]
    clashes = _clashes(change, told)
    lines = [*_facts(change), *_times(change, concerned), *_names(change)]
    return Look(change, lines, told, clashes, _seen(change, concerned, told, clashes))


def _clashes(change: Change, told: list[Assignment]) -> list[Clash]:
    """Confirmed people whose time is taken then, by other work or by another place at the same event. One query."""
    confirmed = [place for place in told if place.state == S.CONFIRMED]
    if not confirmed or not ("time" in change.what or "place" in change.what):
        return []
    own = {place.pk for place in confirmed}
    rows = Engagement.objects.filter(
        writer__in={place.writer_id for place in confirmed},
        state=Engagement.State.AGREED,
        busy_until__gt=clock.now(),
    )
    taken: dict[int, list[Times]] = {}
    for writer, first, last, label, source in rows.values_list(
        "writer", "busy_from", "busy_until", "source_label", "source_id"
    ):
        if first and not (label == "events.assignment" and source in own):
            taken.setdefault(writer, []).append((first, last))
    found = []
    for place in confirmed:
        first, last = change.busy(place.shift)
        busy = taken.setdefault(place.writer_id, [])
        other = next((times for times in busy if times[0] < last and times[1] > first), None)
        if other:
            when = moment_words(other[0], change.facts.get("zone", change.event.zone))
            found.append(Clash(place, _("has agreed to be elsewhere from %(when)s") % {"when": when}))
        else:
            busy.append((first, last))
    return found


def _facts(change: Change) -> list[tuple[str, str, str]]:
    event, facts = change.event, change.facts
    lines = []
    if {"starts_at", "ends_at", "zone"} & set(facts) and event.starts_at:
        new = [facts.get(name, getattr(event, name)) for name in ("starts_at", "ends_at", "zone")]
        lines.append((str(event), span(event.starts_at, event.ends_at, event.zone), span(*new)))
    if change.place_changes:
        after = (
            facts.get("venue", event.venue),
            facts.get("is_online", event.is_online),
            facts.get("link", event.link),
        )
        lines.append((_("Where"), _place(event.venue, event.is_online, event.link), _place(*after)))
    return lines


def _place(venue: Venue | None, is_online: bool, link: str) -> str:
    if is_online:
        return _("Online: %(link)s") % {"link": link} if link else _("Online")
    return str(venue) if venue else _("On campus")


def _times(change: Change, shifts: list[Shift]) -> list[tuple[str, str, str]]:
    before, after = change.event.zone, change.facts.get("zone", change.event.zone)
    return [
        (shift.role.name, span(shift.starts_at, shift.ends_at, before), span(*change.times[shift.pk], after))
        for shift in shifts
        if shift.pk in change.times
    ]


def _names(change: Change) -> list[tuple[str, str, str]]:
    rows = Role.objects.filter(pk__in=change.names) if change.names else []
    return [(_("Role"), role.name, change.names[role.pk]) for role in rows]


def _seen(change: Change, shifts: list[Shift], told: list[Assignment], clashes: list[Clash]) -> str:
    """A digest of all that was shown."""
    facts = sorted((name, f"{getattr(value, 'pk', '')} {value}") for name, value in change.facts.items())
    event = [(name, str(getattr(change.event, name))) for name, _words in facts]
    parts = [
        facts,
        event,
        sorted((pk, *map(str, times)) for pk, times in change.times.items()),
        sorted(change.names.items()),
        [(shift.pk, str(shift.starts_at), str(shift.ends_at), shift.role.name) for shift in shifts],
        [(place.pk, place.state, place.sequence) for place in told],
        [(clash.place.pk, clash.words) for clash in clashes],
    ]
    return blake2b(repr(parts).encode(), digest_size=12).hexdigest()
