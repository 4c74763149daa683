"""Reads about offers: how many wait, who decides, how quick a host usually is."""

from collections.abc import Iterable

from django.db.models import Count

from partners.models import Host, Offer


def undecided_counts(hosts: Iterable[Host]) -> dict[int, int]:
    """How many offers wait for an answer, by the id of the host; hosts with none are left out. One query."""
    found = Offer.objects.filter(host__in=list(hosts), state__in=Offer.UNDECIDED)
    return dict(found.values_list("host_id").annotate(Count("id")))
