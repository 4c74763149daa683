"""What this room forgets by itself, after it has told the office. Each may run twice."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.web import clock
from partners.models import Host
from referrals import clocks
from referrals.actions import departures
from referrals.actions.erasing import anonymize_referral
from referrals.emails import retention as emails
from referrals.models import Alumnus, AlumnusAddress, AlumnusTag, Referral

PORTION = 2000
BATCH = 200


def run_retention() -> None:
    """What is old enough to be forgotten, or to be announced to its office?"""
    announce(old_referrals)
    announce(idle_alumni)
    forget_referrals()
    forget_idle_alumni()
    departures.forget_alumni_of_the_gone()


def old_referrals(at: datetime) -> QuerySet[Referral]:
    """Referrals that will have ended 24 months before a moment."""
    ended = Referral.objects.exclude(state__in=Referral.OPEN).filter(anonymized_at=None)
    return ended.filter(state_since__lte=at - clocks.KEPT)


def idle_alumni(at: datetime) -> QuerySet[Alumnus]:
    """Alumni who never had a referral, and will have been here for 12 months at a moment."""
    idle = Alumnus.objects.filter(erased_at=None, idle_since__lte=at - clocks.KEPT_IDLE)
    return idle.filter(~Exists(Referral.objects.filter(alumnus=OuterRef("pk"))))


def announce(old: Callable[[datetime], QuerySet]) -> int:
    """Tell each office, in one letter a day, from when on these are gone: 30 days from now. Returns how many."""
    leaves = clock.today() + clocks.NOTICE
    rows = old(clock.now() + clocks.NOTICE).filter(leaves_on=None)
    hosts = list(rows.order_by("host").values_list("host", flat=True).distinct()[:BATCH])
    count = 0
    for host in Host.objects.filter(pk__in=hosts).select_related("institution"):
        ids = list(rows.filter(host=host).values_list("pk", flat=True)[:PORTION])
        with transaction.atomic():
            told = rows.model.objects.filter(pk__in=ids, leaves_on=None).update(leaves_on=leaves)
            if told:
                emails.tell_office_what_leaves(host, leaves)
        count += told
    return count


def forget_referrals() -> int:
    """Make those anonymous whose day has come. Returns how many."""
    due = old_referrals(clock.now()).filter(leaves_on__lte=clock.today()).select_related("host")
    count = 0
    for referral in due.order_by("leaves_on", "pk")[:BATCH]:
        anonymize_referral(referral)
        count += 1
    return count


def forget_idle_alumni() -> int:
    """Delete the records of those whose day has come. Returns how many."""
    due = idle_alumni(clock.now()).filter(leaves_on__lte=clock.today())
    ids = list(due.order_by("pk").values_list("pk", flat=True)[:PORTION])
    with transaction.atomic():
        AlumnusAddress.objects.filter(alumnus__in=ids).delete()
        AlumnusTag.objects.filter(alumnus__in=ids).delete()
        return Alumnus.objects.filter(pk__in=ids).delete()[0]


@transaction.atomic
def keep_longer(host: Host, *, by: User) -> int:
    """The office keeps those alumni who would leave for another year: their clock begins anew. Returns how many."""
    rows = Alumnus.objects.filter(host=host, leaves_on__isnull=False, erased_at=None, idle_since__isnull=False)
    kept = rows.update(idle_since=clock.now(), leaves_on=None)
    trail.record(host, "keep_alumni", by=by, scope=host.key)
    return kept
