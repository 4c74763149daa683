"""Events with their roles, shifts and places where they are held, in what a host takes out."""

from collections.abc import Callable, Iterable

from careerlink.web.archives import Table
from events.models import Event, EventTag, EventTemplate, Role, RoleTag, Shift, Venue
from partners.models import Host
from partners.queries.host_exports.columns import display, get, name_of, table


def events(host: Host) -> Iterable[Table]:
    yield table(
        "venues",
        Venue.objects.filter(host=host),
        {name: get(name) for name in ("name", "room", "address", "directions", "parking", "zone", "travel_minutes")},
    )
    yield table(
        "events",
        Event.objects.filter(host=host).select_related("venue", "coordinator", "made_by"),
        {
            "event": get("key"),
            "kind": display("kind"),
            "title": get("title"),
            "description": get("description"),
            "majors": get("words"),
            "competencies": lambda event: " ".join(map(str, event.competencies)),
            "place": lambda event: str(event.venue or ""),
            "online": get("is_online"),
            "link": get("link"),
            "zone": get("zone"),
            "begins": get("starts_at"),
            "ends": get("ends_at"),
            "sign_up_from": get("opens_at"),
            "sign_up_until": get("closes_at"),
            "state": display("state"),
            "why_called_off": get("called_off_why"),
            "coordinator": lambda event: name_of(event.coordinator),
            "made_by": lambda event: name_of(event.made_by),
            "made_at": get("made_at"),
            "published_at": get("published_at"),
        },
    )
    yield table(
        "event_codes",
        EventTag.objects.filter(event__host=host).select_related("event"),
        {"event": lambda tag: tag.event.key, "vocabulary": get("vocabulary"), "code": get("code")},
    )
    yield table(
        "event_templates",
        EventTemplate.objects.filter(host=host).select_related("made_by"),
        {
            "name": get("name"),
            "kind": display("kind"),
            "roles": lambda template: ", ".join(role["name"] for role in template.plan["roles"]),
            "made_by": lambda template: name_of(template.made_by),
            "made_at": get("made_at"),
        },
    )


def plans(host: Host) -> Iterable[Table]:
    yield table(
        "roles",
        Role.objects.filter(event__host=host).select_related("event"),
        {
            "role": get("key"),
            "event": lambda role: role.event.key,
            "name": get("name"),
            "duties": get("duties"),
            "at_least": get("least"),
            "at_most": get("most"),
            "credential": get("credential"),
            "sign_up_is_enough": get("is_instant"),
        },
    )
    yield table(
        "role_codes",
        RoleTag.objects.filter(role__event__host=host).select_related("role"),
        {"role": lambda tag: tag.role.key, "vocabulary": get("vocabulary"), "code": get("code")},
    )
    yield table(
        "shifts",
        Shift.objects.filter(role__event__host=host).select_related("role"),
        {
            "shift": get("key"),
            "role": lambda shift: shift.role.key,
            "from": get("starts_at"),
            "until": get("ends_at"),
            "called_off_at": get("called_off_at"),
        },
    )


PARTS: dict[str, Callable[[Host], Iterable[Table]]] = {"events": events, "event_plans": plans}
