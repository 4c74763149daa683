"""Who came to what, in what a host takes out: names and times, no address of a writer."""

from collections.abc import Callable, Iterable

from careerlink.web.archives import Table
from events.models import Assignment, StandbyName
from partners.models import Host
from partners.queries.host_exports.columns import display, get, name_of, table


def places(host: Host) -> Iterable[Table]:
    rows = Assignment.objects.filter(shift__role__event__host=host)
    yield table(
        "places",
        rows.select_related("shift__role__event", "writer", "made_by"),
        {
            "place": get("key"),
            "event": lambda place: place.event.key,
            "shift": lambda place: place.shift.key,
            "role": lambda place: place.shift.role.name,
            "from": lambda place: place.shift.starts_at,
            "until": lambda place: place.shift.ends_at,
            "writer": lambda place: place.writer.name,
            "state": display("state"),
            "since": get("state_since"),
            "how": display("how"),
            "against_a_rule_because": get("override"),
            "came": get("checked_in_at"),
            "left": get("left_at"),
            "entered_by": lambda place: name_of(place.made_by) if place.how in ("staff", "invited") else "",
        },
    )
    standby = StandbyName.objects.filter(event__host=host).select_related("event", "writer")
    yield table(
        "standby",
        standby,
        {"event": lambda one: one.event.key, "writer": lambda one: one.writer.name, "since": get("at")},
    )


PARTS: dict[str, Callable[[Host], Iterable[Table]]] = {"places": places}
