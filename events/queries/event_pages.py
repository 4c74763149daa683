"""What stands on the pages of one event: its roles with their shifts, and how full they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.web import clock
from careerlink.web.templatetags.web import short_day
from events.models import Assignment, Event, Role, Shift
from events.queries.event_rows import hours_and_zone
from events.queries.fill import Fill, fill_of_shifts
from events.queries.sign_up import Choice, choices
from partners.models import Writer

MOST_SQUARES = 20


@dataclass(frozen=True)
class ShiftRow:
    """One shift as a page shows it. `squares` are class names of seats; `place` is the reader's own live place,
    `choice` what she can do there; `people` are the places of whoever comes or came, for the host.
    """

    shift: Shift
    day: str
    hours: str
    fill: Fill
    squares: list[str]
    words: str
    place: Assignment | None = None
    choice: Choice | None = None
    people: Sequence[Assignment] = ()

    @property
    def is_to_come(self) -> bool:
        """Whether somebody may still be asked to it."""
        return not self.shift.called_off_at and self.shift.starts_at > clock.now()


@dataclass(frozen=True)
class RoleRow:
    role: Role
    shifts: list[ShiftRow]
    asks: str


@dataclass(frozen=True)
class EventPlan:
    """Roles in their order. `taken` of `seats` places have somebody or are kept."""

    roles: list[RoleRow]
    taken: int
    seats: int

    @property
    def words(self) -> str:
        words = {"taken": self.taken, "seats": self.seats}
        return ngettext("%(taken)s of %(seats)s place taken", "%(taken)s of %(seats)s places taken", self.seats) % words

    @property
    def has_reader(self) -> bool:
        """Whether the reader is expected in one of the shifts."""
        return any(row.place and row.place.state in Assignment.COMING for row in self.shifts)

    @property
    def shifts(self) -> list[ShiftRow]:
        """All shifts by time, whatever the role."""
        rows = [row for role in self.roles for row in role.shifts]
        return sorted(rows, key=lambda row: (row.shift.starts_at, row.shift.role.order, row.shift.pk))


def event_plan(event: Event, writer: Writer | None = None, *, with_people: bool = False) -> EventPlan:
    """The plan of an event as it stands. Three queries; with people one more; for a writer one more, and at most
    three while she can sign up.
    """
    roles = list(Role.objects.filter(event=event).order_by("order", "pk"))
    by_id = {role.pk: role for role in roles}
    shifts = list(Shift.objects.filter(role__event=event).order_by("starts_at", "pk"))
    for shift in shifts:
        shift.role = by_id[shift.role_id]
        shift.role.event = event
    live = [shift for shift in shifts if not shift.called_off_at]
    fills = fill_of_shifts(shifts)
    own = {}
    if writer is not None:
        places = Assignment.objects.filter(writer=writer, shift__in=shifts, state__in=Assignment.LIVE)
        own = {place.shift_id: place for place in places}
    people: dict[int, list[Assignment]] = {}
    if with_people:
        for place in _people(shifts):
            people.setdefault(place.shift_id, []).append(place)
    may = choices(writer, event, fills, live)
    rows = [
        RoleRow(
            role,
            [
                _row(shift, fills[shift.pk], own.get(shift.pk), may.get(shift.pk), people.get(shift.pk, ()))
                for shift in shifts
                if shift.role_id == role.pk
            ],
            _asks(role),
        )
        for role in roles
    ]
    taken = sum(fills[shift.pk].most - fills[shift.pk].free for shift in live)
    return EventPlan(rows, taken, sum(shift.role.most for shift in live))


def _people(shifts: list[Shift]) -> QuerySet[Assignment]:
    """Whoever has a seat or had one on the day, by name."""
    rows = Assignment.objects.filter(shift__in=shifts, state__in=[*Assignment.SEATED, *Assignment.AFTER])
    return rows.select_related("writer").order_by("writer__name", "pk")


def _row(
    shift: Shift, fill: Fill, place: Assignment | None, choice: Choice | None, people: Sequence[Assignment]
) -> ShiftRow:
    event = shift.role.event
    hours, zone = hours_and_zone(shift.starts_at, shift.ends_at, event.zone)
    return ShiftRow(
        shift,
        day=f"{short_day(shift.starts_at, event.zone)}, {zone}",
        hours=hours,
        fill=fill,
        squares=_squares(fill, place),
        words=_words(shift, fill),
        place=place,
        choice=choice,
        people=people,
    )


def _squares(fill: Fill, place: Assignment | None) -> list[str]:
    if fill.most > MOST_SQUARES:
        return []
    mine = int(place is not None and place.seat is not None)
    own_held = mine and place.state == Assignment.State.HELD
    coming, held = fill.coming - (mine and not own_held), fill.held - own_held
    found = ["mine"] * mine + ["on"] * coming + ["held"] * held
    return [*found, *[""] * (fill.most - len(found))]


def _words(shift: Shift, fill: Fill) -> str:
    if shift.called_off_at:
        return _("Called off")
    numbers = {"taken": fill.coming, "most": fill.most}
    parts = [_("Full") if fill.coming >= fill.most else _("%(taken)s of %(most)s taken") % numbers]
    if fill.held:
        parts.append(_("%(n)s kept for someone") % {"n": fill.held})
    if fill.invited:
        parts.append(_("%(n)s invited") % {"n": fill.invited})
    if fill.requested:
        parts.append(_("%(n)s asked for it") % {"n": fill.requested})
    if fill.waiting:
        parts.append(_("%(n)s waiting") % {"n": fill.waiting})
    return ", ".join(parts)


def _asks(role: Role) -> str:
    """What a role asks for, in a sentence; "" when nothing."""
    parts = []
    if role.credential:
        parts.append(_("Asks for %(credential)s.") % {"credential": role.credential})
    if not role.is_instant:
        parts.append(_("The host says yes first."))
    return " ".join(parts)
