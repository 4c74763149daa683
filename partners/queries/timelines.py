"""What happened to an offer or between two partners, in words, from the trail."""

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit.models import Entry
from careerlink.audit.trail import entries_about
from careerlink.web.templatetags.web import day, hour, short_day
from partners.models import Engagement, Host, Introduction, Kind, Offer, Partnership

# What stays with the host.
HOSTS_OWN = ("set_aside", "hand_over")


def offer_timeline(offer: Offer, *, zone: str, for_host: bool) -> list[dict]:
    """What happened to an offer, newest first, below what comes next. The writer is not shown what the
    host does among its own people, nor reasons.
    """
    entries = [entry for entry in entries_about(offer) if for_host or entry.event not in HOSTS_OWN]
    names = _names(entries, but=offer.writer.user_id) if for_host else {}
    items = [_item(entry, _words(entry.event, offer, for_host), names, zone) for entry in entries]
    if offer.due_at and offer.state != Offer.State.DRAFT:
        comes = _("You answer by then, or it ends") if for_host else _("You hear by then, whatever happens")
        items.insert(0, {"when": day(offer.due_at, zone), "title": comes, "to_come": True})
    return [item for item in items if item["title"]]


def introduction_timeline(introduction: Introduction, *, zone: str, for_host: bool) -> list[dict]:
    """What happened to an introduction, newest first, below what comes next."""
    entries = list(entries_about(introduction))
    agreed = introduction.host_agreed_by
    names = {agreed.pk: str(agreed)} if for_host and agreed else {}
    said = _introduction_words(introduction, for_host)
    items = [_item(entry, said.get(entry.event, ""), names, zone) for entry in entries]
    if introduction.due_at and introduction.state in Introduction.WAITING:
        comes = _("You both answer by then, or it ends") if for_host else _("You hear by then, whatever happens")
        items.insert(0, {"when": day(introduction.due_at, zone), "title": comes, "to_come": True})
    return [item for item in items if item["title"]]


def _introduction_words(introduction: Introduction, for_host: bool) -> dict[str, str]:
    office, writer = introduction.host.name, introduction.writer.name
    by_host = introduction.declined_by_side == Introduction.Side.HOST
    if for_host:
        said = {
            "propose": _("%(writer)s proposed it") % {"writer": writer},
            "host_agrees": _("You said yes"),
            "decline": _("You said: not now") if by_host else _("The employer does not want it now"),
            "withdraw": _("It was taken back"),
        }
    else:
        said = {
            "draft": _("%(office)s took up your offer") % {"office": office},
            "propose": _("You proposed it; both were asked"),
            "host_agrees": _("%(office)s said yes") % {"office": office},
            "decline": _("%(office)s cannot take it up now") % {"office": office}
            if by_host
            else _("The employer does not want it now"),
            "withdraw": _("It was taken back"),
            "discard": _("Thrown away"),
        }
    return said | {
        "contact_agrees": _("The employer said yes"),
        "introduce": _("Both have said yes: introduced"),
        "remind": _("The employer was reminded"),
        "ask": _("The office was asked what came of it"),
        "note_results": _("What came of it was noted"),
        "lapse": _("No answer in time"),
        "close": _("Done"),
        "forget_contact": _("The contact asked to be taken out"),
    }


def chain_steps(offers: Iterable[Offer], current: Offer, *, zone: str) -> list[dict]:
    """The doors of one campus at which an offer has been, the newest first, as its writer sees them."""
    return [
        {
            "when": day(step.due_at if step.is_open else step.state_since, zone),
            "when_note": _("you hear by then") if step.is_open else "",
            "title": step.host.name,
            "text": step.get_state_display(),
            "url": "" if step.pk == current.pk else step.get_absolute_url(),
            "to_come": step.is_open,
        }
        for step in reversed(list(offers))
    ]


def partnership_timeline(partnership: Partnership, engagements: Iterable[Engagement], *, zone: str) -> list[dict]:
    """What the two have agreed on, newest first."""
    agreed = _("Agreed: %(kind)s")
    items = [
        {
            "when": day(engagement.agreed_at, zone),
            "when_note": hour(engagement.agreed_at, zone),
            "title": agreed % {"kind": engagement.get_kind_display()},
            "text": _engagement_words(engagement),
        }
        for engagement in engagements
    ]
    began = {"when": day(partnership.since, zone), "title": _("You began to work together"), "text": ""}
    return [*items, began]


def _engagement_words(engagement: Engagement) -> str:
    """How it ended, and which rule both acknowledged with it; what is still open stands above with both."""
    if engagement.state == Engagement.State.AGREED:
        return ""
    said = [f"{engagement.get_state_display()}."]
    if engagement.rules:
        words = _("Both acknowledged: no gifts, no referral fees (version %(n)s).")
        said.append(words % {"n": engagement.rules.version})
    return " ".join(said)


def moved_without_you(host: Host, user: User, *, zone: str, most: int = 5) -> list[dict]:
    """The newest things that others or the clock did with offers at a host, in words. One query."""
    offers = Offer.objects.filter(pk=OuterRef("about_id"))
    entries = Entry.objects.filter(scope=host.key, label="partners.offer", event__in=MOVED)
    entries = entries.exclude(by=user.pk).annotate(
        writer=Subquery(offers.values("writer__name")),
        kind=Subquery(offers.values("kind")),
    )
    kinds = dict(Kind.choices)
    return [
        {
            "when": short_day(entry.at, zone),
            "when_note": hour(entry.at, zone),
            "title": _moved_words(entry.event, entry.writer),
            "text": str(kinds.get(entry.kind, "")),
        }
        for entry in entries.order_by("-id")[:most]
    ]


MOVED = ("send", "queue", "accept", "decline", "redirect", "withdraw", "lapse", "make_obsolete")


def _moved_words(event: str, writer: str) -> str:
    name = {"writer": writer}
    return {
        "send": _("%(writer)s offered help") % name,
        "queue": _("An offer of %(writer)s waits in line") % name,
        "accept": _("A colleague accepted the offer of %(writer)s") % name,
        "decline": _("A colleague said not now to %(writer)s") % name,
        "redirect": _("A colleague passed the offer of %(writer)s on") % name,
        "withdraw": _("%(writer)s took an offer back") % name,
        "lapse": _("The offer of %(writer)s ended without an answer") % name,
        "make_obsolete": _("The offer of %(writer)s is no longer needed") % name,
    }.get(event, "")


def _words(event: str, offer: Offer, for_host: bool) -> str:
    office, name = offer.host.name, offer.writer.name
    if for_host:
        said = {
            "send": _("%(writer)s offered it") % {"writer": name},
            "queue": _("It waited in line"),
            "see": _("Opened"),
            "remind": _("You were reminded of it"),
            "accept": _("Accepted"),
            "decline": _("Answered: not now"),
            "withdraw": _("%(writer)s took it back") % {"writer": name},
            "set_aside": _("Set aside for later"),
            "hand_over": _("Given to somebody to answer"),
            "redirect": _("Passed on"),
        }
    else:
        said = {
            "draft": _("You wrote it"),
            "send": _("It went to %(office)s") % {"office": office},
            "queue": _("It went in line"),
            "see": _("%(office)s opened it") % {"office": office},
            "remind": _("We reminded %(office)s") % {"office": office},
            "accept": _("%(office)s accepted") % {"office": office},
            "decline": _("%(office)s cannot take it up now") % {"office": office},
            "withdraw": _("You took it back"),
            "discard": _("Thrown away"),
            "redirect": _("%(office)s passed it on") % {"office": office},
            "take_further": _("You said that it goes on"),
        }
    said |= {"lapse": _("No answer in time"), "make_obsolete": _("The request is over")}
    return said.get(event, "")


def _names(entries: list[Entry], *, but: int) -> dict[int, str]:
    """Who did it, for the host's own people; the writer is named by the sentence itself."""
    people = {entry.by for entry in entries if entry.by and entry.by != but}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=people)}


def _item(entry: Entry, title: str, names: dict[int, str], zone: str) -> dict:
    return {
        "when": day(entry.at, zone),
        "when_note": hour(entry.at, zone),
        "title": title,
        "text": names.get(entry.by, ""),
    }
