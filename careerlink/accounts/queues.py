"""The moderators' queues: rooms register theirs in `apps.ready()`, the admin's first page shows them
with their clocks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from careerlink.outbox.queries import failed_mail


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


def failed_mail_queue(now: datetime) -> QueueFacts:
    """Mail that no server took; a moderator reads the server's words and sends it again."""
    found = failed_mail().order_by().aggregate(count=Count("pk"), oldest=Min("state_since"))
    url = reverse("admin:outbox_outgoingmail_changelist") + "?state__exact=failed"
    return QueueFacts(_("Mail that failed"), found["count"], found["oldest"], None, url)


register_queue("failed mail", failed_mail_queue)
