"""What a student group takes out of its messages with writers."""

from collections.abc import Callable, Iterable

from careerlink.web.archives import Table
from partners.models import Host, Message
from partners.queries.host_exports.columns import display, get, name_of, table


def messages(host: Host) -> Iterable[Table]:
    yield table(
        "messages",
        Message.objects.filter(partnership__host=host).select_related("partnership__writer", "by"),
        {
            "writer": lambda one: one.partnership.writer.name,
            "side": display("side"),
            "by": lambda one: name_of(one.by) if one.side == Message.Side.GROUP else "",
            "text": get("text"),
            "at": get("at"),
        },
    )


PARTS: dict[str, Callable[[Host], Iterable[Table]]] = {"messages": messages}
