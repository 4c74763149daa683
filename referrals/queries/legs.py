"""Tries with writers as the writer reads them: the need without a name, and after a yes whom it is about."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careerlink.audit.trail import label_of
from careerlink.web.templatetags.web import day, hour, short_day
from partners.models import Engagement, Need, Writer
from partners.models.choices import CareerStage, Language, Service
from referrals.models import AlumnusAddress, Consent, Leg, Referral
from referrals.queries.masking import masked

State, R = Leg.State, Referral.State
ROWS = ("writer__user", "consent", "referral__host__institution", "referral__alumnus__place")
# What an alumnus may have ticked to be shown to a writer who said yes, beside name and e-mail address.
EXTRAS = {
    Consent.Share.YEAR: gettext_lazy("Graduated"),
    Consent.Share.PLACE: gettext_lazy("Town"),
    Consent.Share.LANGUAGE: gettext_lazy("Language"),
}
GOING_ON: dict[str, Any] = {
    R.IN_CONTACT: gettext_lazy("You are in contact."),
    R.IN_SERVICE: gettext_lazy("You work together."),
    R.OUTCOME_PENDING: gettext_lazy("Both of you are asked what came of it."),
    R.DISPUTED: gettext_lazy("Both of you have said what came of it, and a person looks at it."),
}
OVER: dict[str, Any] = {
    State.DECLINED: gettext_lazy("You said no. Thank you for saying so."),
    State.EXPIRED: gettext_lazy("There was no answer in time, and somebody else was asked."),
    State.OBSOLETE: gettext_lazy("It is no longer needed."),
    State.RELEASED: gettext_lazy("It was given back."),
    State.ENDED: gettext_lazy("It is done. Thank you."),
}
WHERE: dict[str, Any] = {
    Need.Where.CAMPUS: gettext_lazy("In person"),
    Need.Where.ONLINE: gettext_lazy("Online"),
    Need.Where.EITHER: gettext_lazy("In person or online"),
}


def legs_of(writer: Writer) -> QuerySet[Leg]:
    """All tries with a writer, with referral, office, alumnus and consent."""
    return Leg.objects.filter(writer=writer).select_related(*ROWS)


def live_legs(writer: Writer, most: int = 50) -> list[Leg]:
    """What waits for a writer's answer or goes on, while consent is valid: the nearest deadline first. One query."""
    rows = legs_of(writer).filter(state__in=Leg.LIVE, consent__revoked_at=None, referral__state__in=Referral.CONSENTED)
    return list(rows.order_by("due_at", "id")[:most])


def past_legs(writer: Writer) -> QuerySet[Leg]:
    """What is over. Nothing of whom it was about is read from these."""
    return Leg.objects.filter(writer=writer).exclude(state__in=Leg.LIVE).select_related("referral__host__institution")


def is_valid(leg: Leg) -> bool:
    """Whether the writer may see anything of it: it is going on, and so is the consent. No query with `ROWS`."""
    return leg.state in Leg.LIVE and leg.referral.has_consent and leg.consent.revoked_at is None


def shows_contact(leg: Leg) -> bool:
    """Whether she is shown whom it is about: only after her yes, while consent is valid and she takes part."""
    is_there = not leg.referral.alumnus.is_erased
    return is_valid(leg) and leg.state in Leg.KNOWN and leg.writer.takes_part and is_there


# --- The need ------------------------------------------------------------------------------------------------------


def title_of(leg: Leg) -> str:
    """What it is about in a few words that name nobody: "Resumes, English"."""
    alumnus = leg.referral.alumnus
    parts = [_service(leg.referral), masked(alumnus.majors_words, alumnus) if is_valid(leg) else ""]
    return ", ".join(part for part in parts if part)


def need_rows(leg: Leg, *, is_known: bool = False) -> list[tuple[str, str]]:
    """The need as a writer reads it who is asked: never a name, an address or a telephone number. Who knows whom it is
    about (`is_known`) reads the words as they were written.
    """
    referral, alumnus = leg.referral, leg.referral.alumnus
    clean = (lambda words, _alumnus: words) if is_known else masked
    price = _("Only free of charge") if referral.wants_pro_bono else _("You agree on it with each other")
    rows = [
        (_("Kind of help"), _service(referral)),
        (_("In their own words"), clean(referral.words, alumnus)),
        (_("Majors"), clean(alumnus.majors_words, alumnus)),
        (_("Job wanted"), clean(alumnus.occupation_words, alumnus)),
        (_("Career stage"), dict(CareerStage.choices).get(alumnus.stage, "")),
        (_("Where"), WHERE.get(referral.where, "")),
        (_("Price"), price),
    ]
    return [(str(label), str(value)) for label, value in rows if value]


def _service(referral: Referral) -> str:
    return str(dict(Service.choices).get(referral.service, _("Help from a writer")))


# --- Whom it is about ----------------------------------------------------------------------------------------------


def contact_of(leg: Leg) -> dict:
    """How to reach the alumnus: name, address and of the rest what was ticked. Only with `shows_contact`; one query."""
    alumnus = leg.referral.alumnus
    addresses = AlumnusAddress.objects.filter(alumnus=alumnus).order_by("-is_main", "id")
    place = alumnus.place
    extras = {
        Consent.Share.YEAR: str(alumnus.graduation_year or ""),
        Consent.Share.PLACE: f"{place.city}, {place.state}" if place else "",
        Consent.Share.LANGUAGE: str(dict(Language.choices).get(alumnus.language, "")),
    }
    more = [(str(EXTRAS[code]), extras[code]) for code in EXTRAS if code in leg.consent.shares and extras[code]]
    email = addresses.values_list("email", flat=True).first() or ""
    return {"name": alumnus.name, "email": email, "more": more}


def contact_rows(leg: Leg) -> list[tuple[str, str]]:
    """The same as rows of a letter; empty where she is not shown whom it is about."""
    if not shows_contact(leg):
        return []
    found = contact_of(leg)
    return [(_("Who"), found["name"]), (_("E-mail"), found["email"]), *found["more"]]


def waits_for_writer(leg: Leg) -> bool:
    """Whether its writer has something to do by a day: to answer, or to make contact."""
    return leg.state == State.OFFERED or (leg.state == State.ACCEPTED and leg.referral.state == R.WITH_WRITER)


def row_of(leg: Leg) -> dict:
    """A line of the writer's list. It names nobody: each look at a name is written down, on the page of its own."""
    waits = waits_for_writer(leg)
    office = f"{leg.referral.host.name}, {leg.referral.host.institution.name}"
    moment = leg.due_at if waits else leg.contacted_at or leg.accepted_at
    return {
        "leg": leg,
        "when": short_day(moment),
        "when_note": (_("answer by") if leg.state == State.OFFERED else _("make contact by")) if waits else _("since"),
        "title": title_of(leg),
        "text": f"{office}. {standing(leg)}",
    }


def standing(leg: Leg) -> str:
    """How it stands, in a sentence for its writer."""
    zone = leg.referral.host.zone
    if not is_valid(leg):
        return str(OVER.get(leg.state, _("It is over. Nothing of whom it was about is shown any more.")))
    if leg.state == State.OFFERED:
        moment = {"day": day(leg.due_at, zone), "hour": hour(leg.due_at, zone)}
        return _("You have until %(day)s, %(hour)s. Yes and no each take one click.") % moment
    if leg.referral.state == R.ON_HOLD:
        return _("On hold until %(day)s.") % {"day": day(leg.referral.resumes_on)}
    if leg.referral.state == R.WITH_WRITER:
        return _("You said yes. Make contact by %(day)s.") % {"day": day(leg.due_at, zone)}
    return str(GOING_ON[leg.referral.state])


def why_groups(leg: Leg) -> list[tuple[str, list[tuple[str, str]]]]:
    """The reasons of a no, first those that lie with the writer, then those that lie with the request. Whom it is about
    is known only after a yes.
    """
    reasons = [(code, str(label)) for code, label in Leg.Why.choices if leg.accepted_at or code != Leg.Why.KNOWS]
    own = [pair for pair in reasons if pair[0] not in Leg.OF_REQUEST]
    return [(_("It is me"), own), (_("It is the request"), [pair for pair in reasons if pair not in own])]


def pages_of_work(work: Collection[Engagement], *, as_writer: bool) -> dict[int, str]:
    """id of agreed work with an alumnus → the page of it: the writer's, or that of the alumnus for the office. One
    query, none without.
    """
    own = {one.source_id: one.pk for one in work if one.source_label == label_of(Leg)}
    if not own:
        return {}
    rows = Leg.objects.filter(pk__in=own).values_list("pk", "key", "referral__alumnus__key")
    return {
        own[pk]: reverse("leg", args=[key]) if as_writer else reverse("alumnus", args=[alumnus])
        for pk, key, alumnus in rows
    }
