"""What happened to the request of an alumnus, in words, from the trail."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit.models import Entry
from careerlink.audit.trail import entries_about, label_of
from careerlink.web.templatetags.web import day, hour
from referrals.models import Leg, Outcome, Referral
from referrals.queries.pipeline import next_moment, next_words

Item = tuple[datetime, int, dict]


def referral_timeline(referral: Referral, legs: Sequence[Leg], *, zone: str) -> list[dict]:
    """What happened to a request and to each try with a writer, newest first, below what comes next. For the office:
    its own people are named. Two queries.
    """
    entries = list(entries_about(referral, *legs))
    writers = {leg.writer.user_id for leg in legs}
    names = _names(entries, but=writers)
    of_leg, said, said_of_leg = {leg.pk: leg for leg in legs}, _words(), _leg_words()
    items: list[Item] = [_began(referral, zone)]
    items += [(leg.offered_at, 0, _item(leg.offered_at, zone, _asked(leg))) for leg in legs]
    for entry in entries:
        leg = of_leg.get(entry.about_id) if entry.label == label_of(Leg) else None
        if leg is not None:
            title = said_of_leg.get(entry.event, "") % {"name": leg.writer.name}
            text = _why(entry)
        else:
            title, text = said.get(entry.event, ""), _outcome(entry) or names.get(entry.by or 0, "")
        if title:
            items.append((entry.at, entry.pk, _item(entry.at, zone, title, text)))
    items.sort(key=lambda item: item[:2], reverse=True)
    return [*_to_come(referral, legs, zone), *(item for _at, _pk, item in items)]


def _began(referral: Referral, zone: str) -> Item:
    said = {
        Referral.Origin.PHONE: _("Entered by your office"),
        Referral.Origin.SELF: _("Asked on your help page"),
        Referral.Origin.BULK: _("Invited with others"),
    }
    maker = str(referral.made_by) if referral.made_by else ""
    title = said.get(Referral.Origin(referral.origin), "")
    return referral.made_at, -1, _item(referral.made_at, zone, title, maker)


def _asked(leg: Leg) -> str:
    return _("%(name)s was asked") % {"name": leg.writer.name}


def _to_come(referral: Referral, legs: Sequence[Leg], zone: str) -> list[dict]:
    moment = next_moment(referral)
    if moment is None:
        return []
    live = next((leg for leg in legs if leg.state in Leg.LIVE), None)
    return [{"when": day(moment, zone), "title": next_words(referral, live), "to_come": True}]


def _item(at: datetime, zone: str, title: str, text: str = "") -> dict:
    return {"when": day(at, zone), "when_note": hour(at, zone), "title": title, "text": text}


def _names(entries: Iterable[Entry], *, but: set[int]) -> dict[int, str]:
    people = {entry.by for entry in entries if entry.by} - but
    return {user.pk: str(user) for user in User.objects.filter(pk__in=people)} if people else {}


def _why(entry: Entry) -> str:
    return str(dict(Leg.Why.choices).get(entry.reason, "")) if entry.reason else ""


def _outcome(entry: Entry) -> str:
    return str(dict(Outcome.choices).get(entry.reason, "")) if entry.event == "close" else ""


def _words() -> dict[str, str]:
    return {
        "ask_consent": _("Asked for consent by mail"),
        "remind": _("Reminded by mail"),
        "discard": _("Thrown away"),
        "consent": _("Consent signed"),
        "refuse": _("Said no, thank you"),
        "expire": _("No answer in time"),
        "choose_again": _("Another writer may be chosen"),
        "lose_writer": _("Another writer may be chosen"),
        "make_contact": _("In contact with the writer"),
        "start_service": _("They work together"),
        "hold": _("Put on hold"),
        "resume": _("It goes on"),
        "resume_contact": _("It goes on with the writer"),
        "ask_outcome": _("Finding out what came of it"),
        "dispute": _("The two sides told it differently"),
        "close": _("Closed"),
        "reopen": _("Opened again"),
        "revoke": _("Consent taken back"),
        "enter_error": _("Noted as entered by mistake"),
        "pin": _("A writer was put on the list"),
        "choose": _("Writers were chosen"),
        "draw": _("A list of writers was drawn"),
        "new_link": _("Asked for a new private link"),
        "not_me": _("Said that this was not meant for them"),
        "question": _("Both were asked what came of it"),
        "pass_on": _("CareerLink was asked to decide"),
    }


def _leg_words() -> dict[str, str]:
    return {
        "accept": _("%(name)s said yes"),
        "decline": _("%(name)s said no"),
        "expire": _("%(name)s did not answer in time"),
        "contact": _("%(name)s and the alumnus reached each other"),
        "try": _("%(name)s tried to reach the alumnus"),
        "release": _("%(name)s is free again"),
        "drop": _("%(name)s is no longer needed"),
        "end": _("Done with %(name)s"),
    }
