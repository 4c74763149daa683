"""Whom a writer met as a volunteer: until when she takes no paid work from these people."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Max

from careerlink.audit.stamps import digests
from careerlink.web import clock
from partners.models import CoolingOff, Writer

PURPOSE = "partners.cooling_off"


def names_of(address: str) -> list[str]:
    """The digests under which the student with this address may stand in the table; new rows bear the first."""
    return digests(PURPOSE, address.strip().lower())


def keeps_distance(writer: Writer, addresses: Iterable[str], on: date) -> date | None:
    """The last day on which she keeps her distance from one of the people with these addresses, None when she
    need not on the day `on`. One query, none without addresses.
    """
    names = [name for address in addresses for name in names_of(address)]
    if not names:
        return None
    met = CoolingOff.objects.filter(writer=writer, person__in=names, until__gte=on)
    return met.aggregate(last=Max("until"))["last"]


def who_keeps_distance(writers: Iterable[int], addresses: Iterable[str], on: date) -> frozenset[int]:
    """Those of these writers (ids) who on the day `on` keep their distance from one of the people with these
    addresses. One query, none without addresses.
    """
    names = [name for address in addresses for name in names_of(address)]
    if not names:
        return frozenset()
    met = CoolingOff.objects.filter(writer__in=list(writers), person__in=names, until__gte=on)
    return frozenset(met.order_by().values_list("writer_id", flat=True))


def distances_kept(writer: Writer) -> dict:
    """From how many students she keeps her distance today, and until when at the latest. One query."""
    met = CoolingOff.objects.filter(writer=writer, until__gte=clock.today())
    found = met.aggregate(students=Count("id"), last=Max("until"))
    return {"students": found["students"], "until at the latest": found["last"]}
