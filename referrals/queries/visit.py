"""What an alumnus reads before signing and choosing."""

from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from careerlink.accounts.models import LegalText
from careerlink.accounts.queries import text_in_force
from partners.models import Host, Need, Service
from referrals import clocks
from referrals.models import Alumnus, Consent, CounselParagraph, FreeService, HelpSettings, Referral
from referrals.queries.choice import Shown, open_list, shown
from referrals.queries.masking import masked
from referrals.queries.outcomes import free_help

Row = tuple[str, str]


@dataclass(frozen=True)
class Visit:
    """One page: who asked, what is free, what is shown to whom, the text to sign, and the writers."""

    text: LegalText | None
    counsel: CounselParagraph | None
    services: list[FreeService]
    when_asked: list[Row]
    after_yes: list[Row]
    extras: list[Row]
    writers: list[Shown]


def visit_of(referral: Referral, address: str) -> Visit:
    """What stands on the page of a request (with host, its help settings, and alumnus). Six queries."""
    return Visit(
        text=text_in_force(LegalText.Slug.CONSENT),
        counsel=counsel_in_force(referral.host),
        services=free_help(referral),
        when_asked=facts_when_asked(referral),
        after_yes=[(_("Your name"), referral.alumnus.name), (_("Your e-mail address"), address)],
        extras=extras_of(referral.alumnus),
        writers=writers_of(referral),
    )


def counsel_in_force(host: Host) -> CounselParagraph | None:
    """The paragraph of the host's counsel, None without one or when the newest is empty. One query."""
    newest = CounselParagraph.objects.filter(host=host).order_by("-version").first()
    return newest if newest is not None and newest.body.strip() else None


def help_of(host: Host) -> HelpSettings | None:
    """The help settings of a host that came with it, None where there are none."""
    try:
        return host.help_settings
    except ObjectDoesNotExist:
        return None


def facts_when_asked(referral: Referral) -> list[Row]:
    """What a writer reads when asked, without name and address: label and value, as far as known. No query."""
    alumnus = referral.alumnus
    services, places = dict(Service.choices), dict(Need.Where.choices)
    meets = _("In person or online") if referral.where == Need.Where.EITHER else places.get(referral.where, "")
    meets = _("In person") if referral.where == Need.Where.CAMPUS else meets
    rows = [
        (_("What you need"), masked(referral.words, alumnus)),
        (_("Kind of help"), str(services.get(referral.service, ""))),
        (_("Your majors"), masked(alumnus.majors_words, alumnus)),
        (_("The job you look for"), masked(alumnus.occupation_words, alumnus)),
        (_("Career stage"), str(alumnus.get_stage_display())),
        (_("How to meet"), str(meets)),
        (_("What it may cost"), _("Only free of charge") if referral.wants_pro_bono else ""),
    ]
    return [row for row in rows if row[1]]


def extras_of(alumnus: Alumnus) -> list[Row]:
    """What may be shown besides where she ticks it: code and words, as far as known."""
    place = f"{alumnus.place.city}, {alumnus.place.state}" if alumnus.place else ""
    known = {
        Consent.Share.YEAR: str(alumnus.graduation_year or ""),
        Consent.Share.PLACE: place,
        Consent.Share.LANGUAGE: str(alumnus.get_language_display()),
    }
    return [(share.value, f"{share.label}: {known[share]}") for share in Consent.Share if known[share]]


def writers_of(referral: Referral) -> list[Shown]:
    """Those of the newest list who can still be asked, in its order. Three queries, one when there are none."""
    candidates = open_list(referral)
    return shown(referral, candidates) if candidates else []


def few_words(writers: list[Shown]) -> str:
    """A plain word when there are fewer than three to choose from, "" otherwise."""
    if not writers:
        return _("Nobody fits at the moment. You can sign now and look here again: we draw a new list when you ask.")
    if len(writers) == 1:
        return _("Only one writer fits at the moment.")
    if len(writers) < clocks.LEAST_SHOWN:
        return _("Only two writers fit at the moment.")
    return ""
