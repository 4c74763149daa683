"""The parts of an event's pages, and of the pages about events, as tabs."""

from django.urls import reverse
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from events.models import Event, EventKind
from partners.models import Host, Writer
from partners.permissions.desks import may_coordinate, role_in


def event_tabs(event: Event, user: User, current: str = "event") -> list[dict]:
    """The pages of one event that she may open; none for who only reads it. Each part of the room adds its line."""
    if not role_in(user, event.host):
        return []
    parts = [("event", _("The event"))]
    if may_coordinate(user, event.host) and (event.is_live or event.state == Event.State.DRAFT):
        parts += [("event_plan", _("Roles and shifts"))]
        parts += [("event_standby", _("Who stands by"))] if event.is_live else []
    if event.is_live or event.state == Event.State.COMPLETED:
        parts += [("event_run_sheet", _("Run sheet"))]
        parts += [("event_check_in", _("Check-in"))] if may_coordinate(user, event.host) else []
        parts += [("event_hours", _("Hours"))]
    if event.is_live:
        parts += [("event_requests", _("Requests"))]
        parts += [("event_messages", _("Messages"))] if may_coordinate(user, event.host) else []
    if event.kind == EventKind.PODCAST:
        parts += [("event_episode", _("Podcast"))]
    elif event.kind == EventKind.BOARD:
        parts += [("event_meeting", _("Agenda and minutes"))]
    return [_tab(name, label, [event.key], current) for name, label in parts]


def host_tabs(host: Host, current: str) -> list[dict]:
    """Lists of a host's events."""
    parts = [
        ("event_list", _("To come")),
        ("event_month", _("Month")),
        ("place_requests", _("Requests")),
        ("events_over", _("Over")),
        ("event_templates", _("Templates")),
        ("venues", _("Venues")),
        ("semesters", _("Semesters")),
    ]
    return [_tab(name, label, [host.slug], current) for name, label in parts]


def writer_tabs(writer: Writer, current: str) -> list[dict]:
    """Lists of events for a writer; who is not approved yet takes nothing."""
    parts = [("writer_events", _("Your dates")), ("writer_month", _("Month"))]
    parts += [("writer_hours", _("Your hours")), ("certificates", _("Certificates"))]
    if writer.is_approved:
        parts.insert(0, ("shifts_to_take", _("What I can take")))
    return [_tab(name, label, [], current) for name, label in parts]


def _tab(name: str, label: str, args: list, current: str) -> dict:
    return {"label": label, "url": reverse(name, args=args), "current": name == current}
