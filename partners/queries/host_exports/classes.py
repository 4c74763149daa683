"""The stand-ins that a host asked for, in what it takes out."""

from collections.abc import Callable, Iterable

from careerlink.web.archives import Table
from partners.models import ClassRequest, Host
from partners.queries.host_exports.columns import display, get, name_of, table


def stand_ins(host: Host) -> Iterable[Table]:
    rows = ClassRequest.objects.filter(host=host)
    yield table(
        "stand_ins",
        rows.select_related("need", "made_by", "approved_by", "picked__writer"),
        {
            "course": get("course"),
            "students": get("size"),
            "request": lambda one: one.need.key,
            "from": get("starts_at"),
            "until": get("ends_at"),
            "room": get("room"),
            "wishes": get("wishes"),
            "state": display("state"),
            "decide_by": get("decide_by"),
            "approved_at": get("approved_at"),
            "approved_by": lambda one: name_of(one.approved_by),
            "why_not": get("refusal"),
            "stand_in": lambda one: one.picked.writer.name if one.picked else "",
            "asked_by": lambda one: name_of(one.made_by),
            "asked_at": get("made_at"),
        },
    )


PARTS: dict[str, Callable[[Host], Iterable[Table]]] = {"stand_ins": stand_ins}
