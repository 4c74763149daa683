"""What this room forgets by itself. Each may run twice."""

from datetime import timedelta

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web import clock
from partners.actions.leaving import leave_host
from partners.models import Host, Report

REFUSED_KEPT = timedelta(days=365)  # in which an office that was refused can put it right and ask again
REPORTS_KEPT = timedelta(days=730)  # the words of a report, after it was decided
BATCH = 50


def forget_refused_hosts() -> int:
    """Let those go that were refused long ago and never asked again. Returns how many."""
    old = Host.objects.filter(state=Host.State.REFUSED, state_since__lt=clock.now() - REFUSED_KEPT)
    count = 0
    for host in old.order_by("state_since", "id")[:BATCH]:
        try:
            leave_host(host, by=None)
        except (Stale, NoSuchMove):
            continue
        count += 1
    return count


def forget_reports() -> int:
    """Blank the words of old reports; what they were about and what came of them stays. Returns how many."""
    decided = Report.objects.exclude(state=Report.State.SUBMITTED).exclude(text="")
    old = decided.filter(reviewed_at__lt=clock.now() - REPORTS_KEPT)
    return Report.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:1000])).update(text="")


def run_retention() -> None:
    """What is old enough to be forgotten?"""
    forget_refused_hosts()
    forget_reports()
