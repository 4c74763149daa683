"""Which records of an office leave soon."""

from datetime import date

from django.db.models import Min, QuerySet

from partners.models import Host
from referrals.models import Alumnus, Referral


def leaving_alumni(host: Host) -> QuerySet[Alumnus]:
    """Alumni whose day was told to the office."""
    return Alumnus.objects.filter(host=host, leaves_on__isnull=False, erased_at=None)


def leaving_referrals(host: Host) -> QuerySet[Referral]:
    """Referrals whose day was told to the office."""
    return Referral.objects.filter(host=host, leaves_on__isnull=False, anonymized_at=None)


def leaving_counts(host: Host) -> tuple[int, int, date | None]:
    """How many alumni and how many referrals leave, and the first day on which one does. Four queries."""
    alumni, referrals = leaving_alumni(host), leaving_referrals(host)
    firsts = [rows.aggregate(first=Min("leaves_on"))["first"] for rows in (alumni, referrals)]
    return alumni.count(), referrals.count(), min((first for first in firsts if first), default=None)
