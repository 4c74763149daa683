"""One referral at a time: whoever changes one holds its row first, so that two clicks come one after the other."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from careerlink.audit.machines import NoSuchMove, Stale
from referrals.models import Leg, Referral

Row = TypeVar("Row", Leg, Referral)
ROWS = ("host__institution", "alumnus__place")


def hold(referral: Referral) -> Referral:
    """The row as it is now, held until the end of the transaction, with host and alumnus.

    On SQLite a transaction that writes is alone by itself.
    """
    rows = Referral.objects.select_for_update(of=("self",)).select_related(*ROWS)
    return rows.get(pk=referral.pk)


def hold_leg(leg: Leg) -> Leg:
    """A try with one writer as it is now, with its referral held. Raises Stale when the referral has moved on so far
    that nobody may be asked, or shown anything, any more.
    """
    referral = hold(leg.referral)
    found = Leg.objects.select_related("writer__user").get(pk=leg.pk)
    found.referral = referral
    if not referral.has_consent:
        raise Stale(f"referral {referral.pk} goes on no more")
    return found


def live_leg(referral: Referral) -> Leg | None:
    """The try that runs, if one does. One query."""
    found = referral.legs.filter(state__in=Leg.LIVE).select_related("writer__user").first()
    if found is not None:
        found.referral = referral
    return found


def do_each(rows: Iterable[Row], act: Callable[[Row], object]) -> None:
    """What time does to each of these, one after the other; who has moved on meanwhile is left out."""
    for row in rows:
        try:
            act(row)
        except (Stale, NoSuchMove):
            continue  # somebody was quicker
