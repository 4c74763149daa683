"""Where a request stands, what happened and who saw what, as the alumnus reads it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from careerlink.accounts import disclosures
from careerlink.audit import trail
from careerlink.audit.models import Disclosure, Entry
from careerlink.audit.trail import label_of
from careerlink.web.templatetags.web import day, when
from referrals.models import Leg, Referral
from referrals.queries.outcomes import how_it_ended, reopens_until

State, L = Referral.State, Leg.State
MOST_LINES = 60


@dataclass(frozen=True)
class Standing:
    """A heading and a sentence: where it stands, and what happens next by when."""

    title: str
    text: str


def legs_of(referral: Referral) -> list[Leg]:
    """The tries of a request with their writers, in their order. One query."""
    found = list(Leg.objects.filter(referral=referral).select_related("writer__user").order_by("id"))
    for leg in found:
        leg.referral = referral
    return found


def live_of(legs: Iterable[Leg]) -> Leg | None:
    """The try that runs."""
    return next((leg for leg in legs if leg.state in Leg.LIVE), None)


def standing(referral: Referral, legs: Iterable[Leg] = ()) -> Standing:
    """In words that do not sting. No query."""
    live, host = live_of(legs), referral.host
    names = {
        "writer": live.writer.name if live else "",
        "office": host.name,
        "due": when(referral.due_at, host.zone),
        "day": day(referral.due_at, host.zone),
        "answer": when(live.due_at, host.zone) if live else "",
        "resumes": day(referral.resumes_on),
        "ask": day(referral.ask_at, host.zone),
        "outcome": referral.get_outcome_display(),
        "reopens": day(reopens_until(referral), host.zone),
        "how": how_it_ended(referral) if referral.state == State.CLOSED else "",
    }
    if referral.state == State.WITH_WRITER and live and live.state in Leg.KNOWN:
        return Standing(
            _("%(writer)s said yes") % names,
            _("You both know how to reach each other. Get in touch by %(answer)s.") % names,
        )
    title, text = _words(State.ENTERED_IN_ERROR if referral.disowned_at else referral.state)
    if names["reopens"]:
        text += " " + _("You can open it again until %(reopens)s.")
    return Standing(title % names, text % names)


def _words(state: str) -> tuple[str, str]:
    words: dict[str, tuple[str, str]] = {
        State.CHOOSING: (
            _("You choose whom we ask"),
            _("Nobody is being asked at the moment. Choose below by %(day)s, or let it rest until a day."),
        ),
        State.WITH_WRITER: (
            _("We asked %(writer)s"),
            _("%(writer)s has until %(answer)s to say yes or no, and does not know who you are. You hear at once."),
        ),
        State.IN_CONTACT: (_("You and %(writer)s are in contact"), _("On %(ask)s we ask you both what came of it.")),
        State.IN_SERVICE: (_("You and %(writer)s work together"), _("On %(ask)s we ask you both what came of it.")),
        State.ON_HOLD: (_("It rests until %(resumes)s"), _("Then it goes on by itself. You can go on sooner.")),
        State.OUTCOME_PENDING: (
            _("We would like to know what came of it"),
            _("One answer is enough. Without one it ends on %(day)s."),
        ),
        State.DISPUTED: (
            _("A person looks at what came of it"),
            _("By %(day)s it is done; you need not do anything."),
        ),
        State.CLOSED: (_("It has ended: %(outcome)s"), "%(how)s"),
        State.CONSENT_REVOKED: (
            _("You took your consent back"),
            _("No writer sees anything about you here any more. You can ask %(office)s for help at any time."),
        ),
        State.CONSENT_REFUSED: (_("You said no, thank you"), _("Nobody was asked, and nobody saw anything.")),
        State.CONSENT_EXPIRED: (
            _("It has ended by itself"),
            _("Nobody was asked, and nobody saw anything. You can ask %(office)s for help at any time."),
        ),
        State.ENTERED_IN_ERROR: (
            _("This was entered by mistake"),
            _("Nothing more about it goes to this address, and no writer sees anything."),
        ),
    }
    return words.get(state, (_("It has not begun yet"), _("You get a mail as soon as there is something to do.")))


# --- What happened ------------------------------------------------------------------------------------------


def timeline(referral: Referral, legs: Iterable[Leg]) -> list[dict]:
    """What happened, newest first, for the component. One query."""
    by_pk = {leg.pk: leg for leg in legs}
    entries = trail.entries_about(referral, *by_pk.values()).order_by("-at", "-id")[:MOST_LINES]
    lines = [_line(entry, by_pk, referral) for entry in entries]
    return [line for line in lines if line]


def _line(entry: Entry, legs: dict[int, Leg], referral: Referral) -> dict | None:
    if entry.label == label_of(Leg):
        title = _leg_words(entry.event) % {"writer": legs[entry.about_id].writer.name}
    else:
        title = _referral_words(entry.event) % {"office": referral.host.name}
    return {"when": day(entry.at, referral.host.zone), "title": title} if title else None


def _leg_words(event: str) -> str:
    return {
        "offer": _("%(writer)s was asked"),
        "accept": _("%(writer)s said yes"),
        "decline": _("%(writer)s could not take it on"),
        "expire": _("%(writer)s did not answer in time"),
        "contact": _("You and %(writer)s got in contact"),
        "release": _("%(writer)s is free again"),
        "drop": _("%(writer)s need not answer any more"),
        "end": _("Done with %(writer)s"),
    }.get(event, "")


def _referral_words(event: str) -> str:
    return {
        "ask_consent": _("You were asked whether you would like help"),
        "consent": _("You signed"),
        "refuse": _("You said no, thank you"),
        "expire": _("It ended without an answer"),
        "choose": _("You made your choice"),
        "pin": _("%(office)s suggested a writer"),
        "draw": _("A list of writers was drawn"),
        "remind": _("You were reminded"),
        "start_service": _("You began to work together"),
        "hold": _("It was put on hold"),
        "resume": _("It went on"),
        "resume_contact": _("It went on"),
        "ask_outcome": _("We began to ask what came of it"),
        "dispute": _("A person was asked to look at what came of it"),
        "close": _("It ended"),
        "reopen": _("It was opened again"),
        "revoke": _("Consent was taken back"),
        "enter_error": _("It was noted as a mistake"),
        "new_link": _("A new link was made, and the old one stopped"),
    }.get(event, "")


# --- Who saw what -------------------------------------------------------------------------------------------


def seen_by(referral: Referral, legs: Iterable[Leg]) -> list[dict]:
    """Who was shown something about her, when and by which rule, newest first. At most three queries."""
    about = Q(label=label_of(Referral), about_id=referral.pk)
    about |= Q(label=label_of(Leg), about_id__in=[leg.pk for leg in legs])
    rows = Disclosure.objects.filter(about, person=trail.BY_LINK.pk).order_by("-at", "-id")[:MOST_LINES]
    return [
        {"when": day(one.at, referral.host.zone), "title": one.who, "text": f"{one.what}: {one.why}"}
        for one in disclosures.in_words(rows)
    ]
