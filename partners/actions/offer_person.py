"""Offers in the erasure of a person."""

from django.db import transaction

from careerlink.accounts.models import User
from partners.actions.offers import discard_draft, withdraw_all
from partners.models import Offer


@transaction.atomic
def erase_offers(user: User) -> None:
    """Take back what waits, and blank the words; who offered what, when and with which end stays for
    statistics. Nobody has to answer any more what was given to her as a colleague.
    """
    rows = Offer.objects.filter(writer__user=user)
    for draft in rows.filter(state=Offer.State.DRAFT).select_related("host", "writer"):
        discard_draft(draft, by=None)
    waiting = rows.filter(state__in=[Offer.State.QUEUED, *Offer.UNDECIDED]).select_related("writer").first()
    if waiting:
        withdraw_all(waiting.writer, by=None)
    rows.update(text="", private_note="", goes_on_at=None)
    Offer.objects.filter(assignee=user).update(assignee=None)
