"""Whether a writer can be asked at this moment, whatever was true when the list was drawn."""

from careerlink.web import clock
from partners.matching import NeedFacts
from partners.matching.hard import hard_failures
from partners.models import Kind, Need
from partners.queries.cooling_off import keeps_distance
from partners.queries.facts import writer_facts
from referrals.models import AlumnusAddress, Candidate, Referral
from referrals.queries.fitting import may_be_asked, refused_by


def can_be_asked(referral: Referral, candidate: Candidate) -> bool:
    """Whether no hard rule speaks against asking this writer for this alumnus (with place) now: she takes part, is not
    away, has room and a way to meet, and has not met the alumnus as a volunteer lately. Five queries.
    """
    writer = candidate.writer
    if candidate.met or not may_be_asked(referral).filter(pk=writer.pk).exists() or writer.pk in refused_by(referral):
        return False
    addresses = AlumnusAddress.objects.filter(alumnus=referral.alumnus_id).values_list("email", flat=True)
    if keeps_distance(writer, addresses, clock.today(referral.host.zone)):
        return False
    return not hard_failures(_need(referral), writer_facts([writer])[writer.pk])


def _need(referral: Referral) -> NeedFacts:
    place = referral.alumnus.place
    return NeedFacts(
        kind=Kind.ALUMNI,
        is_referral=True,
        on_campus=referral.where != Need.Where.ONLINE,
        online=referral.where != Need.Where.CAMPUS,
        needed_on=clock.today(referral.host.zone),
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
    )
