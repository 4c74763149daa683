"""The moderators' queues: rooms register theirs in `apps.ready()`, the admin's first page shows them
with their clocks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class QueueFacts:
    """How a queue stands. `oldest` is since when the longest-waiting thing waits, `due` by when the
    most urgent must be answered (aware moments or None), `url` where it is worked off.
    """

    title: str
    count: int
    oldest: datetime | None
    due: datetime | None
    url: str

    def is_late(self, now: datetime) -> bool:
        return self.due is not None and self.due < now


queues: dict[str, Callable[[datetime], QueueFacts]] = {}


def register_queue(label: str, function: Callable[[datetime], QueueFacts]) -> None:
    """Add a queue under a short name ("hosts"); `function(now)` says how it stands."""
    queues[label] = function
