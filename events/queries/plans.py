"""What a host plans with: its places and patterns; and the plan of an event without its day, from which a copy and a
template are made. Nobody's place is in it.

Its shape, as JSON: `facts` (kind, title, words, description, is_online, link, competencies), `venue` (its id or
None), `zone`, `begins` and `ends`, `opens` and `closes` (or None), and `roles` (name, duties, least, most, credential,
is_instant, tags, shifts). A point of time is a pair: days after the event's day, and "HH:MM" as clocks show it there.
"""

from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from careerlink.web.templatetags.web import clock_words, day
from events.models import Event, EventTemplate, Role, Venue
from events.queries.moments import Skipped, moment, wall
from partners.models import Host

FACTS = ("kind", "title", "words", "description", "is_online", "link", "competencies")
ROLE_FACTS = ("name", "duties", "least", "most", "credential", "is_instant")


def venues_of(host: Host) -> QuerySet[Venue]:
    """Where a host holds events, by name."""
    return Venue.objects.filter(host=host)


def templates_of(host: Host) -> QuerySet[EventTemplate]:
    """The patterns that a host keeps, by name."""
    return EventTemplate.objects.filter(host=host)


def plan_of(event: Event) -> dict:
    """The plan of an event that has a day; roles and shifts that were called off are left out. Four queries."""
    zone = event.zone
    first = wall(event.starts_at, zone).date()

    def point(at: datetime | None) -> list | None:
        if at is None:
            return None
        shown = wall(at, zone)
        return [(shown.date() - first).days, f"{shown:%H:%M}"]

    roles = event.roles.prefetch_related("shifts", "tags").order_by("order", "pk")
    return {
        "facts": {name: getattr(event, name) for name in FACTS},
        "venue": event.venue_id,
        "zone": zone,
        "begins": point(event.starts_at),
        "ends": point(event.ends_at),
        "opens": point(event.opens_at),
        "closes": point(event.closes_at),
        "roles": [found for role in roles if (found := _role(role, point))["shifts"] or not role.shifts.all()],
    }


def _role(role: Role, point) -> dict:
    shifts = [shift for shift in role.shifts.all() if not shift.called_off_at]
    return {
        **{name: getattr(role, name) for name in ROLE_FACTS},
        "tags": [[tag.vocabulary, tag.code] for tag in role.tags.all()],
        "shifts": [[point(shift.starts_at), point(shift.ends_at)] for shift in shifts],
    }


def times_on(plan: dict, on: date) -> dict:
    """The moments of a plan when the event is on this day: starts_at, ends_at, opens_at, closes_at, and its roles with
    `shifts` as pairs of moments. All times stay what clocks show, whatever the season.

    Raises ValidationError in words when clocks skip one of the times on that day.
    """
    zone = plan["zone"]

    def at(point: list | None) -> datetime | None:
        if point is None:
            return None
        shown = time.fromisoformat(point[1])
        try:
            return moment(on + timedelta(days=point[0]), shown, zone)
        except Skipped:
            words = {"day": day(on + timedelta(days=point[0])), "time": clock_words(shown)}
            raise ValidationError(
                _("Clocks go forward on %(day)s and skip %(time)s. Choose another day.") % words, code="skipped"
            ) from None

    return {
        "starts_at": at(plan["begins"]),
        "ends_at": at(plan["ends"]),
        "opens_at": at(plan["opens"]),
        "closes_at": at(plan["closes"]),
        "roles": [
            {**role, "shifts": [(at(first), at(last)) for first, last in role["shifts"]]} for role in plan["roles"]
        ],
    }
