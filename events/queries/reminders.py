"""Reminders: which there are for a place, and which should have left."""

from datetime import datetime, timedelta

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from careerlink.accounts.queues import QueueFacts
from careerlink.outbox.copies import Copy, Recipient
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from events import clocks
from events.models import Assignment

KIND = "place_reminder"
State = OutgoingMail.State
LOOKS_BACK = timedelta(days=14)


def copies_of(place: Assignment) -> list[Copy]:
    """The reminders of a confirmed place: seven days before, 48 hours before and on the morning, as far as that lies
    ahead. One time has its own rows, so that a place that moves and comes back has them once. With shift, event, host
    and user. No query.
    """
    user, starts_at, now = place.writer.user, place.shift.starts_at, clock.now()
    return [
        Copy(
            f"{KIND}:{which}:{place.key}:{starts_at:%Y%m%dT%H%M%S}",
            Recipient(user.email, user.pk, user.zone),
            place,
            place.event.host.key,
            {"which": which, "starts_at": starts_at.isoformat()},
            send_after=at,
            kind=KIND,
        )
        for which, at in clocks.reminder_moments(starts_at, place.event.zone).items()
        if now < at
    ]


def overdue(now: datetime) -> QuerySet[OutgoingMail]:
    """Reminders that were due an hour ago or more, and have neither left nor been skipped. By an index."""
    unsettled = [State.WAITING, State.CLAIMED, State.FAILED]
    due = {"due_at__gt": now - LOOKS_BACK, "due_at__lte": now - clocks.REMINDER_LATE}
    return OutgoingMail.objects.filter(kind=KIND, state__in=unsettled, **due)


def without_alarm(now: datetime) -> list[OutgoingMail]:
    """Those of them that no moderator was told of yet, the longest overdue first. At most two queries."""
    late = list(overdue(now).order_by("due_at", "pk")[:200])
    if not late:
        return []
    alarms = OutgoingMail.objects.filter(kind="reminder_alarm", due_at__gt=now - LOOKS_BACK)
    known = {pk for context in alarms.values_list("context", flat=True) for pk in context["about"]}
    return [mail for mail in late if mail.pk not in known]


def queue(now: datetime) -> QueueFacts:
    """How it stands on the moderators' first page."""
    found = overdue(now).aggregate(count=Count("pk"), oldest=Min("due_at"))
    url = reverse("admin:outbox_outgoingmail_changelist") + f"?kind__exact={KIND}"
    return QueueFacts(_("Reminders that have not left"), found["count"], found["oldest"], found["oldest"], url)
