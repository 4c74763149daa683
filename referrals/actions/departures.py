"""An office is gone for good: its requests end, and its records of alumni go with it."""

from contextlib import suppress

from django.db import transaction

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web import clock
from partners.models import Host
from referrals import clocks
from referrals.actions import consent, imports
from referrals.actions.erasing import anonymize_referral
from referrals.models import (
    AlumniImport,
    Alumnus,
    AlumnusAddress,
    AlumnusTag,
    ErasedAddress,
    FreeService,
    HelpRequest,
    HelpSettings,
    Outcome,
    Referral,
)

State = Referral.State
PORTION = 2000
BATCH = 200


@transaction.atomic
def end_requests_of(host: Host) -> None:
    """What is open ends, kindly, and its public page, its own help and waiting lists are gone."""
    for referral in Referral.objects.filter(host=host, state__in=Referral.OPEN).order_by("id"):
        with suppress(Stale, NoSuchMove):  # she was quicker
            _end(referral)
    for one in AlumniImport.objects.filter(host=host).select_related("host"):
        if one.may_move("discard"):
            imports.discard(one, by=None)
    for table in (HelpSettings, FreeService, HelpRequest, ErasedAddress):
        table.objects.filter(host=host).delete()


def _end(referral: Referral) -> None:
    if referral.state == State.DRAFT:
        consent.discard(referral, by=None)
    elif referral.state == State.AWAITING_CONSENT:
        consent.expire(referral)
    else:
        consent.close(referral, outcome=Outcome.NO_CAPACITY, settled=Referral.Settled.OFFICE, by=None)


def forget_alumni_of_the_gone() -> int:
    """Delete records of offices that are gone, and take the names out of their referrals when the letters that tell of
    the end have had a day to leave, some at a time. Returns how many. May run twice.
    """
    gone = Referral.objects.filter(host__state=Host.State.LEFT, anonymized_at=None).exclude(state__in=Referral.OPEN)
    gone = gone.filter(state_since__lte=clock.now() - clocks.LETTERS_LEAVE)
    for referral in gone.select_related("host").order_by("id")[:BATCH]:
        anonymize_referral(referral)
    rows = Alumnus.objects.filter(host__state=Host.State.LEFT, erased_at=None, referrals=None).order_by("id")
    ids = list(rows.values_list("pk", flat=True)[:PORTION])
    if not ids:
        return 0
    with transaction.atomic():
        AlumnusAddress.objects.filter(alumnus__in=ids).delete()
        AlumnusTag.objects.filter(alumnus__in=ids).delete()
        Alumnus.objects.filter(pk__in=ids).delete()
    return len(ids)
