"""What the page of one alumnus says: as little as helps, and how each request stands."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from careerlink.web.templatetags.web import day
from partners.models.choices import CareerStage, Language, Service
from partners.models.needs import Need
from referrals.models import Alumnus, AlumnusAddress, Candidate, Leg, Outcome, Referral

MOST = 20  # requests of one person that are listed


def facts_of(alumnus: Alumnus) -> list[tuple[str, str]]:
    """What is known of somebody, as label and words; nothing where nothing is known. One query."""
    if alumnus.is_erased:
        return []
    rows = AlumnusAddress.objects.filter(alumnus=alumnus).order_by("-is_main", "id")
    facts = [(_("E-mail"), email) for email in rows.values_list("email", flat=True)]
    facts += [
        (_("Graduated in"), str(alumnus.graduation_year or "")),
        (_("Majors"), alumnus.majors_words),
        (_("Looks for"), alumnus.occupation_words),
        (_("Career stage"), str(dict(CareerStage.choices).get(alumnus.stage, ""))),
        (_("Near"), str(alumnus.place or "")),
        (_("Language"), str(dict(Language.choices).get(alumnus.language, ""))),
        (_("In your records since"), f"{day(alumnus.made_at, alumnus.host.zone)}. {alumnus.get_source_display()}."),
        (_("Asked not to be written to"), day(alumnus.opted_out_at, alumnus.host.zone)),
    ]
    return [(label, words) for label, words in facts if words]


def referrals_of(alumnus: Alumnus) -> list[Referral]:
    """The requests of somebody, the open one first, then the newest; at most 20. One query."""
    rows = Referral.objects.filter(alumnus=alumnus).select_related("made_by").order_by("-id")[:MOST]
    found = sorted(rows, key=lambda referral: referral.state not in Referral.OPEN)
    for referral in found:
        referral.alumnus, referral.host = alumnus, alumnus.host
    return found


def legs_of(referrals: Sequence[Referral]) -> dict[int, list[Leg]]:
    """referral id → the tries with writers, the first first. One query."""
    legs: dict[int, list[Leg]] = {referral.pk: [] for referral in referrals}
    rows = Leg.objects.filter(referral__in=list(legs)).select_related("writer").order_by("id")
    for leg in rows:
        legs[leg.referral_id].append(leg)
    return legs


def wishes_of(referral: Referral) -> list[tuple[str, str]]:
    """What was asked for, as label and words."""
    rows = [
        (_("Kind of help"), str(dict(Service.choices).get(referral.service, ""))),
        (_("Where"), str(dict(Need.Where.choices).get(referral.where, ""))),
        (_("Price"), _("Only free of charge") if referral.wants_pro_bono else ""),
        (_("Consent"), day(referral.consented_at, referral.host.zone)),
        (_("After a no"), _("The next writer is asked at once") if referral.moves_on else ""),
    ]
    return [(label, words) for label, words in rows if words]


def tries_of(legs: Sequence[Leg], zone: str) -> list[dict]:
    """Each try with a writer as one line: who, how it stands, since when."""
    return [
        {
            "name": leg.writer.name,
            "slug": leg.writer.slug,
            "state": leg.get_state_display(),
            "why": leg.get_why_display(),
            "side": leg.get_side_display(),
            "day": day(leg.ended_at or leg.answered_at or leg.offered_at, zone),
        }
        for leg in reversed(legs)
    ]


def pinned_for(referral: Referral) -> list[Candidate]:
    """Writers whom people of the office put on the list, each with the reason. One query."""
    rows = Candidate.objects.filter(referral=referral, pinned_by__isnull=False)
    return list(rows.select_related("writer", "pinned_by").order_by("id"))


def earlier_of(referrals: Sequence[Referral], legs: dict[int, list[Leg]], zone: str) -> list[dict]:
    """Requests that are over, each as one line."""
    outcomes = dict(Outcome.choices)
    return [
        {
            "day": day(referral.closed_at or referral.state_since, zone),
            "state": str(outcomes.get(referral.outcome, "") or referral.get_state_display()),
            "who": ", ".join(leg.writer.name for leg in legs[referral.pk]),
        }
        for referral in referrals
    ]
