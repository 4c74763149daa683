"""What happened to an offer or between two partners, in words, from the trail."""

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit.models import Entry
from careerlink.audit.trail import entries_about
from careerlink.web.templatetags.web import day, hour, short_day
from partners.models import Engagement, Host, Kind, Offer, Partnership

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


def partnership_timeline(partnership: Partnership, engagements: Iterable[Engagement], *, zone: str) -> list[dict]:
    """What the two have agreed on, newest first."""
    agreed = _("Agreed: %(kind)s")
    items = [
        {
            "when": day(engagement.agreed_at, zone),
            "when_note": hour(engagement.agreed_at, zone),
            "title": agreed % {"kind": engagement.get_kind_display()},
            "text": "" if engagement.state == Engagement.State.AGREED else engagement.get_state_display(),
        }
        for engagement in engagements
    ]
    began = {"when": day(partnership.since, zone), "title": _("You began to work together"), "text": ""}
    return [*items, began]


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


MOVED = ("send", "queue", "accept", "decline", "withdraw", "lapse", "make_obsolete")


def _moved_words(event: str, writer: str) -> str:
    name = {"writer": writer}
    return {
        "send": _("%(writer)s offered help") % name,
        "queue": _("An offer of %(writer)s waits in line") % name,
        "accept": _("A colleague accepted the offer of %(writer)s") % name,
        "decline": _("A colleague said not now to %(writer)s") % name,
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
