"""The moderators' queues: rooms register theirs in `apps.ready()`, the admin's first page shows them
with their clocks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from careerlink.accounts.queries import erasures_asked
from careerlink.audit.models import Check
from careerlink.audit.verify import UNSEALED_FOR, waits_unsealed
from careerlink.outbox.queries import failed_mail

ERASED_WITHIN = timedelta(days=30)


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


def erasures_queue(now: datetime) -> QueueFacts:
    """People who asked to be erased; they were told that it takes at most 30 days."""
    found = erasures_asked().aggregate(count=Count("about_id", distinct=True), oldest=Min("at"))
    due = found["oldest"] and found["oldest"] + ERASED_WITHIN
    url = reverse("admin:accounts_user_changelist") + "?asks=erasure"
    return QueueFacts(_("People to erase"), found["count"], found["oldest"], due, url)


def trail_queue(now: datetime) -> QueueFacts:
    """Whether the trail is whole, and sealed; nothing else about it waits for anybody."""
    check = Check.objects.filter(pk=1).first()
    unsealed, since = waits_unsealed(now)
    broken_since = check.broken_since if check else None
    oldest = min(filter(None, (broken_since, since)), default=None)
    number = unsealed + (len(check.findings) if check else 0)
    url = reverse("admin:audit_check_changelist")
    return QueueFacts(_("The trail: bent or not sealed"), number, oldest, oldest and oldest + UNSEALED_FOR, url)


register_queue("trail", trail_queue)
register_queue("failed mail", failed_mail_queue)
register_queue("erasures", erasures_queue)
