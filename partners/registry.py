"""What rooms above add to this one: filled in their `apps.ready()`, read here without knowing them."""

from collections.abc import Callable, Iterable

from careerlink.web.archives import Table
from partners.models import Host

host_exports: dict[str, Callable[[Host], Iterable[Table]]] = {}


def register_host_export(label: str, function: Callable[[Host], Iterable[Table]]) -> None:
    """Add a part to what a host takes out: `function(host)` returns its lists, with rows that are read
    when they are asked for. `label` is the name of the JSON file ("offers"); each list becomes a CSV file
    under its own name. Only the host's own: nothing of another host, nothing private of a writer's.
    """
    host_exports[label] = function
