"""What the two sides told differently, and who settles it: the office on its desk, then the moderators."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, F, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.accounts.queues import QueueFacts
from partners.models import Host
from partners.registry import Line
from referrals.models import Referral

DISPUTED = Referral.State.DISPUTED


def waiting_to_settle(now: datetime) -> QuerySet[Referral]:
    """Those that an office has still time to settle, as the desk mail asks for them."""
    rows = Referral.objects.filter(state=DISPUTED, with_moderator_since=None, due_at__gt=now)
    rows = rows.annotate(desk=F("host_id"), since=F("state_since"), ends=F("due_at"))
    return rows.select_related("alumnus")


def settle_lines(hosts: Collection[Host], now: datetime) -> list[Line]:
    """What waits for the people of these hosts. One query; none without a career office among them."""
    offices = [host.pk for host in hosts if host.kind == Host.HostKind.CAREER_OFFICE]
    if not offices:
        return []
    rows = waiting_to_settle(now).filter(host__in=offices).order_by("due_at", "id")
    return [
        Line(
            host_id=one.host_id,
            title=_("Told differently: %(name)s") % {"name": one.alumnus},
            sentence=_("The two sides said different things about how it went. You say what counts."),
            deadline=one.due_at,
            url=reverse("referral_settle", args=[one.key]),
        )
        for one in rows
    ]


def settle_words(count: int) -> str:
    return ngettext("%(n)s outcome", "%(n)s outcomes", count) % {"n": count}


def settle_button(count: int) -> str:
    return ngettext("Settle this outcome", "Settle %(n)s outcomes", count) % {"n": count}


# --- The moderators --------------------------------------------------------------------------------------------


def with_moderators() -> QuerySet[Referral]:
    """Those that an office did not settle in its time."""
    return Referral.objects.filter(state=DISPUTED, with_moderator_since__isnull=False)


def moderators_queue(now: datetime) -> QueueFacts:
    """Outcomes that no office settled."""
    found = with_moderators().aggregate(count=Count("pk"), oldest=Min("with_moderator_since"), due=Min("due_at"))
    url = reverse("admin:referrals_referral_changelist") + "?state__exact=disputed"
    return QueueFacts(_("Outcomes told differently"), found["count"], found["oldest"], found["due"], url)
