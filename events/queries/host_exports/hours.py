"""The ledger of hours in what a host takes out: every row, with the one that it replaces."""

from collections.abc import Callable, Iterable

from careerlink.web.archives import Table
from events.models import HoursEntry
from partners.models import Host
from partners.queries.host_exports.columns import display, get, table


def hours(host: Host) -> Iterable[Table]:
    rows = HoursEntry.objects.filter(host=host)
    yield table(
        "hours",
        rows.select_related("place__shift__role__event", "writer", "replaces"),
        {
            "entry": get("key"),
            "place": lambda entry: entry.place.key,
            "event": lambda entry: entry.place.event.title,
            "role": lambda entry: entry.place.shift.role.name,
            "writer": lambda entry: entry.writer.name,
            "day": get("on"),
            "minutes": get("minutes"),
            "state": display("state"),
            "replaces": lambda entry: entry.replaces.key if entry.replaces else "",
            "words": get("words"),
            "at": get("at"),
        },
    )


PARTS: dict[str, Callable[[Host], Iterable[Table]]] = {"hours": hours}
