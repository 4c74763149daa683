"""All that is held about one alumnus, for herself: who saw what, and everything else."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from careerlink.accounts.disclosures import Shown, in_words
from careerlink.audit.models import Disclosure, Entry
from careerlink.audit.trail import BY_LINK, label_of
from careerlink.outbox.models import OutgoingMail
from careerlink.taxonomy.queries.matches import matches_of
from partners.models.choices import Service
from referrals.models import Alumnus, Candidate, Consent, Leg, OutcomeAnswer, Referral
from referrals.models.referrals import Outcome

LAST = 1000  # lines of the trail


def everything_about(alumnus: Alumnus) -> dict[str, Any]:
    """The parts of her export by their headings, for a page and for JSON. A fixed number of queries."""
    referrals = list(alumnus.referrals.select_related("host").order_by("id"))
    legs = list(Leg.objects.filter(referral__in=referrals).select_related("writer").order_by("id"))
    return {
        _("You"): _record(alumnus),
        _("Your requests"): [_referral(referral, legs) for referral in referrals],
        _("What you signed"): _consents(referrals),
        _("Writers that you were shown"): _shown(referrals),
        _("What was said to come of it"): _answers(legs),
        _("Letters to you"): _letters(alumnus),
        _("Who saw what, and when"): [
            {"when": one.at, "what": one.what, "seen by": one.who, "why": one.why} for one in disclosed(alumnus, legs)
        ],
        _("What happened"): [
            {"when": entry.at, "what": entry.event, "from": entry.before, "to": entry.after}
            for entry in trail_of(alumnus, referrals, legs)[:LAST]
        ],
    }


def disclosures_of(alumnus: Alumnus, legs: list[Leg] | None = None) -> QuerySet[Disclosure]:
    """What of her was shown to whom, newest first."""
    if legs is None:
        legs = list(Leg.objects.filter(referral__alumnus=alumnus))
    about = Q(label=label_of(Leg), about_id__in=[leg.pk for leg in legs])
    rows = Disclosure.objects.filter(about | Q(label=label_of(Alumnus), about_id=alumnus.pk))
    return rows.exclude(seen_by=BY_LINK.pk)  # what she was shown herself, of a writer


def disclosed(alumnus: Alumnus, legs: list[Leg] | None = None) -> list[Shown]:
    """The same in words."""
    return in_words(disclosures_of(alumnus, legs))


def trail_of(alumnus: Alumnus, referrals: list[Referral], legs: list[Leg]) -> QuerySet[Entry]:
    """The entries about her record, her requests and the tries, newest first."""
    about = Q(label=label_of(Alumnus), about_id=alumnus.pk)
    about |= Q(label=label_of(Referral), about_id__in=[referral.pk for referral in referrals])
    about |= Q(label=label_of(Leg), about_id__in=[leg.pk for leg in legs])
    return Entry.objects.filter(about).order_by("-id")


def _record(alumnus: Alumnus) -> dict:
    tags = list(alumnus.tags.order_by("vocabulary", "code"))
    named = {
        vocabulary: [
            str(match) for match in matches_of(vocabulary, [tag.code for tag in tags if tag.vocabulary == vocabulary])
        ]
        for vocabulary in sorted({tag.vocabulary for tag in tags})
    }
    return {
        "office": str(alumnus.host),
        "name": alumnus.name,
        "addresses": list(alumnus.addresses.order_by("-is_main", "id").values_list("email", flat=True)),
        "graduation year": alumnus.graduation_year,
        "majors": alumnus.majors_words,
        "job looked for": alumnus.occupation_words,
        "codes": named,
        "career stage": str(alumnus.get_stage_display()),
        "language": str(alumnus.get_language_display()),
        "ZIP code": alumnus.place_id or "",
        "came from": str(alumnus.get_source_display()),
        "since": alumnus.made_at,
        "wants no letters since": alumnus.opted_out_at,
    }


def _referral(referral: Referral, legs: list[Leg]) -> dict:
    return {
        "since": referral.made_at,
        "state": str(referral.get_state_display()),
        "what you need": referral.words,
        "kind of help": str(dict(Service.choices).get(referral.service, "")),
        "closed": referral.closed_at,
        "what came of it": str(referral.get_outcome_display()) if referral.outcome else "",
        "writers asked": [
            {"writer": leg.writer.name, "asked": leg.offered_at, "state": str(leg.get_state_display())}
            for leg in legs
            if leg.referral_id == referral.pk
        ],
    }


def _consents(referrals: list[Referral]) -> list[dict]:
    rows = Consent.objects.filter(referral__in=referrals).select_related("text", "counsel").order_by("id")
    return [
        {
            "text": str(one.text),
            "paragraph of the office": one.counsel.version if one.counsel else "",
            "signed as": one.signature,
            "also shown": ", ".join(one.shares),
            "when": one.at,
            "taken back": one.revoked_at,
        }
        for one in rows
    ]


def _shown(referrals: list[Referral]) -> list[dict]:
    rows = (
        Candidate.objects.filter(referral__in=referrals)
        .select_related("writer")
        .order_by("referral", "draw", "position")
    )
    return [{"writer": one.writer.name, "place": one.position, "your choice": one.rank, "when": one.at} for one in rows]


def _answers(legs: list[Leg]) -> list[dict]:
    rows = OutcomeAnswer.objects.filter(leg__in=legs).order_by("at", "id")
    words = dict(Outcome.choices)
    return [
        {"who": str(one.get_side_display()), "said": str(words.get(one.answer, _("Too early to say"))), "when": one.at}
        for one in rows
    ]


def _letters(alumnus: Alumnus) -> list[dict]:
    addresses = list(alumnus.addresses.values_list("email", flat=True))
    rows = OutgoingMail.objects.filter(mailbox__address__in=addresses, scope=alumnus.host.key)
    rows = rows.select_related("mailbox").order_by("-made_at", "-id").defer("text", "html", "secret")
    return [
        {"to": row.mailbox.address, "subject": row.subject, "written": row.made_at, "sent": row.sent_at} for row in rows
    ]
