"""To whom a message about an event goes, and what was sent."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.web import clock
from events.models import Announcement, Assignment, Event, Role, Shift
from events.queries.words import when

MOST_A_DAY = 6
SHOWN = 50
EVERYBODY = "event"


@dataclass(frozen=True)
class Audience:
    """A choice of the form: everybody, one role, one shift. `value` is what a browser sends back."""

    value: str
    words: str
    role: Role | None = None
    shift: Shift | None = None


def audiences(event: Event) -> list[Audience]:
    """To whom one may write: everybody, each role, and each shift of a role that has several. One query."""
    rows = Shift.objects.filter(role__event=event, called_off_at=None).select_related("role__event")
    shifts = list(rows.order_by("role__order", "role", "starts_at", "id"))
    found = [Audience(EVERYBODY, _("Everybody who comes"))]
    roles = {shift.role_id: shift.role for shift in shifts}
    for role in roles.values():
        own = [shift for shift in shifts if shift.role_id == role.pk]
        found.append(Audience(f"role-{role.key}", _("Role: %(role)s") % {"role": role.name}, role=role))
        if len(own) > 1:
            words = _("Shift: %(role)s, %(when)s")
            found += [
                Audience(f"shift-{one.key}", words % {"role": role.name, "when": when(one)}, shift=one) for one in own
            ]
    return found


def readers(event: Event, role: Role | None = None, shift: Shift | None = None) -> list[User]:
    """The people with a confirmed place there, each once, by name. One query."""
    places = Assignment.objects.filter(shift__role__event=event, state__in=Assignment.COMING)
    if role:
        places = places.filter(shift__role=role)
    if shift:
        places = places.filter(shift=shift)
    people = User.objects.filter(pk__in=places.values("writer__user"), is_active=True)
    return list(people.order_by("name", "pk"))


def announcements_of(event: Event) -> QuerySet[Announcement]:
    """What was sent about an event, the newest first; at most fifty."""
    rows = Announcement.objects.filter(event=event).select_related("by", "role", "shift__role__event")
    return rows.order_by("-at", "-id")[:SHOWN]


def audience_words(one: Announcement) -> str:
    """To whom it went."""
    if one.shift:
        return f"{one.shift.role.name}, {when(one.shift)}"
    return one.role.name if one.role else _("Everybody who comes")


def written_today(event: Event) -> int:
    """How many messages about an event were sent in the last 24 hours. One query."""
    return Announcement.objects.filter(event=event, at__gt=clock.now() - timedelta(hours=24)).count()
