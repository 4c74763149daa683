"""What this room forgets by itself. Each may run twice."""

from datetime import timedelta

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web import clock
from partners import clocks
from partners.actions.board_person import forget_statements
from partners.actions.introduction_clocks import forget_contacts
from partners.actions.leaving import leave_host
from partners.actions.messages import forget_messages
from partners.models import ClassRequest, CoolingOff, DeskMail, Host, Report

REFUSED_KEPT = timedelta(days=365)  # in which an office that was refused can put it right and ask again
REPORTS_KEPT = timedelta(days=730)  # the words of a report, after it was decided
# What was told then has ended long since: an offer waits at most 14 days, and 30 closed ones.
DESK_MAILS_KEPT = timedelta(days=60)
ROOMS_KEPT = timedelta(days=30)  # after class: where it was, or the link to it
BATCH = 50
PORTION = 1000


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
    return Report.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:PORTION])).update(text="")


def forget_desk_mails() -> int:
    """Delete notes about desk mails that nothing asks for any more. Returns how many. Only the oldest rows are
    looked at, so that it costs the same however many there are.
    """
    before = clock.now() - DESK_MAILS_KEPT
    oldest = DeskMail.objects.order_by("pk").values_list("pk", "at")[:PORTION]
    return DeskMail.objects.filter(pk__in=[pk for pk, at in oldest if at < before]).delete()[0]


def forget_rooms() -> int:
    """Forget where classes were, or the link that led there. Returns how many."""
    held = ClassRequest.objects.exclude(room="").filter(ends_at__lt=clock.now() - ROOMS_KEPT)
    return ClassRequest.objects.filter(pk__in=list(held.values_list("pk", flat=True)[:PORTION])).update(room="")


def forget_cooling_off() -> int:
    """Delete who kept a distance from whom, some days after it has ended. Returns how many."""
    old = CoolingOff.objects.filter(until__lt=clock.today() - timedelta(days=clocks.COOLING_OFF_KEPT))
    return old.filter(pk__in=list(old.order_by("until", "id").values_list("pk", flat=True)[:1000])).delete()[0]


def run_retention() -> None:
    """What is old enough to be forgotten?"""
    forget_rooms()
    forget_desk_mails()
    forget_refused_hosts()
    forget_reports()
    forget_messages()
    forget_statements()
    forget_contacts()
    forget_cooling_off()
