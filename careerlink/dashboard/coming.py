"""Events on the desk of a host: what comes next, and where somebody is still missing."""

from datetime import timedelta

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.dashboard.lines import Line
from careerlink.web import clock
from events.models import Assignment, Event, Shift
from events.queries.event_rows import EventRow, rows_of
from partners.models import Host

SOON = timedelta(days=14)
MOST = 4


def next_events(host: Host) -> list[EventRow]:
    """The next events of a host, drafts that have a day too, and how full they are. One query, three with some."""
    states = [*Event.LIVE, Event.State.DRAFT]
    rows = Event.objects.filter(host=host, state__in=states, ends_at__gt=clock.now()).select_related("venue")
    found = list(rows.order_by("starts_at", "pk")[:MOST])
    return rows_of(found) if found else []


def event_lines(host: Host, coming: list[EventRow]) -> list[Line]:
    """What there is to do about events: people missing in the next two weeks, drafts to publish. One query when
    something is coming.
    """
    if not coming:
        return []
    return [*_missing(host), *_drafts(coming)]


def _missing(host: Host) -> list[Line]:
    now = clock.now()
    shifts = Shift.objects.filter(
        role__event__host=host,
        role__event__state__in=Event.LIVE,
        role__least__gt=0,
        called_off_at=None,
        starts_at__gt=now,
        starts_at__lt=now + SOON,
    )
    shifts = shifts.annotate(coming=Count("places", filter=Q(places__state__in=Assignment.COMING)))
    rows = shifts.filter(coming__lt=F("role__least")).order_by("starts_at", "pk")
    columns = (
        "role__event__key",
        "role__event__title",
        "role__event__starts_at",
        "role__name",
        "role__least",
        "coming",
    )
    found: dict[str, tuple] = {}
    for key, title, starts_at, role, least, number in rows.values_list(*columns):
        _title, _begins, missing, roles = found.get(key, (title, starts_at, 0, []))
        found[key] = (title, starts_at, missing + least - number, [*roles, role])
    return [_line(key, *facts) for key, facts in found.items()]


def _line(key: str, title: str, starts_at, missing: int, roles: list[str]) -> Line:
    words = ngettext("%(n)s person is missing: %(event)s", "%(n)s people are missing: %(event)s", missing)
    return Line(
        words % {"n": missing, "event": title},
        _("Nobody yet, or too few: %(roles)s.") % {"roles": ", ".join(dict.fromkeys(roles))},
        reverse("event", args=[key]),
        _("Invite somebody"),
        starts_at,
    )


def _drafts(coming: list[EventRow]) -> list[Line]:
    return [
        Line(
            _("Publish your event: %(event)s") % {"event": row.title},
            _("Nobody sees it until you publish it."),
            row.url,
            _("Look and publish"),
            row.starts_at,
        )
        for row in coming
        if row.state == Event.State.DRAFT
    ]
