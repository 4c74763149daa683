"""For whom somebody was sought at short notice, and who was asked, in what a host takes out."""

from collections.abc import Callable, Iterable

from careerlink.web.archives import Table
from events.models import Search
from partners.models import Asked, Host
from partners.queries.host_exports.columns import display, get, table


def searches(host: Host) -> Iterable[Table]:
    rows = Search.objects.filter(shift__role__event__host=host)
    yield table(
        "stand_ins",
        rows.select_related("shift__role__event", "place__writer", "found"),
        {
            "search": get("key"),
            "event": lambda search: search.event.key,
            "shift": lambda search: search.shift.key,
            "for": lambda search: search.place.writer.name,
            "how": display("how"),
            "state": display("state"),
            "since": get("made_at"),
            "found": lambda search: search.found.name if search.found else "",
        },
    )
    keys = dict(rows.values_list("pk", "key"))
    asked = Asked.objects.filter(host=host, label=Search._meta.label_lower).select_related("writer")
    yield table(
        "stand_ins_asked",
        asked,
        {
            "search": lambda one: keys.get(one.about_id, ""),
            "writer": lambda one: one.writer.name,
            "asked": get("at"),
            "answer": display("answer"),
            "answered": get("answered_at"),
        },
    )


PARTS: dict[str, Callable[[Host], Iterable[Table]]] = {"stand_ins": searches}
