"""Alumni and their referrals in what an office takes out."""

from collections.abc import Callable, Iterable

from careerlink.web.archives import Table
from partners.models import Host
from partners.queries.host_exports.columns import display, get, name_of, table
from referrals.models import (
    Alumnus,
    AlumnusAddress,
    AlumnusTag,
    BulkInvite,
    BulkInvitee,
    Consent,
    CounselParagraph,
    FreeService,
    HelpSettings,
    Leg,
    OutcomeAnswer,
    Referral,
)


def alumni(host: Host) -> Iterable[Table]:
    rows = Alumnus.objects.filter(host=host, erased_at=None)
    columns = {
        "alumnus": get("key"),
        "name": get("name"),
        "graduation_year": get("graduation_year"),
        "majors": get("majors_words"),
        "job_looked_for": get("occupation_words"),
        "career_stage": display("stage"),
        "language": display("language"),
        "zip": lambda one: one.place_id or "",
        "came_from": display("source"),
        "since": get("made_at"),
        "wants_no_letters_since": get("opted_out_at"),
    }
    yield table("alumni", rows, columns)
    addresses = AlumnusAddress.objects.filter(alumnus__in=rows.order_by()).select_related("alumnus")
    hers = {"alumnus": lambda one: one.alumnus.key}
    yield table("alumni_addresses", addresses, {**hers, "email": get("email"), "is_main": get("is_main")})
    tags = AlumnusTag.objects.filter(alumnus__in=rows.order_by()).select_related("alumnus")
    yield table("alumni_codes", tags, {**hers, "vocabulary": get("vocabulary"), "code": get("code")})


def referrals(host: Host) -> Iterable[Table]:
    rows = Referral.objects.filter(host=host)
    columns = {
        "referral": get("key"),
        "alumnus": lambda one: "" if one.anonymized_at else one.alumnus.key,
        "how": display("origin"),
        "state": display("state"),
        "needs": get("words"),
        "made_at": get("made_at"),
        "made_by": lambda one: name_of(one.made_by),
        "consented_at": get("consented_at"),
        "accepted_at": get("accepted_at"),
        "outcome": display("outcome"),
        "settled": display("settled_as"),
        "closed_at": get("closed_at"),
    }
    yield table("referrals", rows.select_related("alumnus", "made_by"), columns)
    legs = Leg.objects.filter(referral__host=host).select_related("referral", "writer")
    columns = {
        "referral": lambda leg: leg.referral.key,
        "writer": lambda leg: leg.writer.name,
        "state": display("state"),
        "asked_at": get("offered_at"),
        "answered_at": get("answered_at"),
        "contacted_at": get("contacted_at"),
        "ended_at": get("ended_at"),
        "why": display("why"),
    }
    yield table("referral_writers", legs, columns)
    consents = Consent.objects.filter(referral__host=host).select_related("referral", "text", "counsel")
    columns = {
        "referral": lambda one: one.referral.key,
        "text": lambda one: str(one.text),
        "paragraph": lambda one: one.counsel.version if one.counsel else "",
        "signed_as": get("signature"),
        "at": get("at"),
        "revoked_at": get("revoked_at"),
    }
    yield table("referral_consents", consents, columns)
    answers = OutcomeAnswer.objects.filter(leg__referral__host=host).select_related("leg__referral", "leg__writer")
    columns = {
        "referral": lambda one: one.leg.referral.key,
        "writer": lambda one: one.leg.writer.name,
        "said_by": display("side"),
        "answer": get("answer"),
        "at": get("at"),
    }
    yield table("referral_outcomes", answers, columns)


def invitations(host: Host) -> Iterable[Table]:
    rows = BulkInvite.objects.filter(host=host).select_related("made_by")
    columns = {
        "invitation": get("key"),
        "state": display("state"),
        "majors": get("majors"),
        "from_year": get("year_from"),
        "until_year": get("year_to"),
        "made_at": get("made_at"),
        "made_by": lambda one: name_of(one.made_by),
    }
    yield table("alumni_invitations", rows, columns)
    people = BulkInvitee.objects.filter(invite__host=host, alumnus__erased_at=None)
    columns = {
        "invitation": lambda one: one.invite.key,
        "alumnus": lambda one: one.alumnus.key,
        "at": get("at"),
        "left_out": display("left_out"),
    }
    yield table("alumni_invited", people.select_related("invite", "alumnus"), columns)


def office(host: Host) -> Iterable[Table]:
    settings = HelpSettings.objects.filter(host=host)
    columns = {
        "on_the_public_page": get("is_public"),
        "years": get("own_years"),
        "whom_we_help": get("who_we_help"),
        "invitations_a_day": get("mails_a_day"),
    }
    yield table("help", settings, columns)
    services = FreeService.objects.filter(host=host)
    columns = {"what": get("title"), "words": get("words"), "page": get("url"), "within_years": get("within_years")}
    yield table("free_services", services, columns)
    paragraphs = CounselParagraph.objects.filter(host=host).select_related("by")
    columns = {"version": get("version"), "text": get("body"), "at": get("at"), "by": lambda one: name_of(one.by)}
    yield table("consent_paragraphs", paragraphs, columns)


PARTS: dict[str, Callable[[Host], Iterable[Table]]] = {
    "alumni": alumni,
    "referrals": referrals,
    "invitations": invitations,
    "help": office,
}
