"""The open requests of an office by whose move it is, each row in words."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careerlink.web.counts import say_count
from careerlink.web.pages import Page, keyset_page
from careerlink.web.templatetags.web import ago, due, is_due, short_day
from partners.models import Host
from partners.models.choices import Service
from referrals.models import Leg, Referral

S = Referral.State
ORDER = ("due_at", "id")  # what ends next comes first
COUNTED = 50  # then "50+"
SHORT, LONG = 8, 25  # rows of a section among the others, and alone
FIELDS = (
    "key", "state", "state_since", "words", "service", "made_at", "due_at", "ask_at", "accepted_at", "resumes_on",
    "with_moderator_since", "host_id", "alumnus__key", "alumnus__name", "alumnus__erased_at",
)  # fmt: skip
# Whose move it is → what is said above, when nothing is there, and which states those are. Each has an index.
TURNS: dict[str, tuple[Any, Any, tuple[S, ...]]] = {
    "office": (gettext_lazy("Your move"), gettext_lazy("Nothing waits for your office."), (S.DRAFT, S.DISPUTED)),
    "alumnus": (
        gettext_lazy("The alumnus's move"),
        gettext_lazy("No alumnus has to answer or choose at the moment."),
        (S.AWAITING_CONSENT, S.CHOOSING, S.ON_HOLD),
    ),
    "writer": (gettext_lazy("A writer's move"), gettext_lazy("No writer is asked at the moment."), (S.WITH_WRITER,)),
    "both": (
        gettext_lazy("In contact"),
        gettext_lazy("Nobody is in contact with a writer at the moment."),
        (S.IN_CONTACT, S.IN_SERVICE, S.OUTCOME_PENDING),
    ),
}


class Row(NamedTuple):
    """One request in a list. `when` and `note` are its next date, `next` says what happens then."""

    name: str
    url: str
    need: str
    state: str
    age: str
    when: str
    note: str
    is_due: bool
    next: str
    action: str


class Section(NamedTuple):
    """One part of the list: `so_many` is in words ("50+"), "" where it cannot be told."""

    turn: str
    title: str
    nothing: str
    so_many: str
    page: Page
    rows: list[Row]


def waiting_for(host: Host, turn: str) -> QuerySet[Referral]:
    """Open requests of an office in which this side is to do something next."""
    rows = Referral.objects.filter(host=host, state__in=TURNS[turn][2])
    return rows.select_related("alumnus").only(*FIELDS)


def sections(host: Host, turn: str = "", cursor: str = "") -> list[Section]:
    """All four parts with their first rows, or one alone, page by page. A query for each part, and one for the
    writers.
    """
    turns = [turn] if turn else list(TURNS)
    size = LONG if turn else SHORT
    pages = {one: keyset_page(waiting_for(host, one), cursor, ORDER, size, ahead=COUNTED) for one in turns}
    legs = _legs([referral for page in pages.values() for referral in page])
    return [
        Section(
            one,
            str(TURNS[one][0]),
            str(TURNS[one][1]),
            say_count(page.known, COUNTED) if page.known or not page.rows else "",
            page,
            [row_of(referral, host.zone, legs.get(referral.pk)) for referral in page],
        )
        for one, page in pages.items()
    ]


def _legs(referrals: Iterable[Referral]) -> dict[int, Leg]:
    """referral id → the try that runs, with its writer. One query."""
    found = Leg.objects.filter(referral__in=[one.pk for one in referrals], state__in=Leg.LIVE)
    return {leg.referral_id: leg for leg in found.select_related("writer")}


def row_of(referral: Referral, zone: str, leg: Leg | None) -> Row:
    """A request in words."""
    moment = next_moment(referral)
    is_ours = referral.state == S.DISPUTED and not referral.with_moderator_since
    return Row(
        name=str(referral.alumnus),
        url=reverse("alumnus", args=[referral.alumnus.key]),
        need=need_words(referral),
        state=str(referral.get_state_display()),
        age=ago(referral.made_at),
        when=short_day(moment, zone),
        note=due(moment, zone),
        is_due=is_due(moment, zone),
        next=next_words(referral, leg),
        action=_("Settle it") if is_ours else _("Open"),
    )


def need_words(referral: Referral) -> str:
    """What is needed, in one line."""
    if referral.words:
        return Truncator(" ".join(referral.words.split())).chars(120)
    return str(dict(Service.choices).get(referral.service, _("Not said yet")))


def next_moment(referral: Referral) -> datetime | None:
    """When something happens next by itself: in contact, that is the next question."""
    if referral.state in (S.IN_CONTACT, S.IN_SERVICE) and referral.ask_at and referral.due_at:
        return min(referral.ask_at, referral.due_at)
    return referral.due_at


def next_words(referral: Referral, leg: Leg | None) -> str:
    """What happens by its date, and who is to do something until then."""
    if referral.state == S.WITH_WRITER and leg is not None:
        said = _("%(writer)s said yes; they reach each other by then.") if leg.state == Leg.State.ACCEPTED else ""
        return (said or _("%(writer)s answers by then.")) % {"writer": leg.writer.name}
    if referral.state in (S.IN_CONTACT, S.IN_SERVICE) and leg is not None:
        return _("With %(writer)s. Both are asked then what came of it.") % {"writer": leg.writer.name}
    if referral.state == S.DISPUTED and referral.with_moderator_since:
        return _("CareerLink decides by then what counts.")
    said_then: dict[str, str] = {
        S.DRAFT: _("It is thrown away then."),
        S.AWAITING_CONSENT: _("Without an answer it ends then."),
        S.CHOOSING: _("Without a choice it ends then."),
        S.WITH_WRITER: _("The writer answers by then."),
        S.ON_HOLD: _("On hold; it goes on then."),
        S.IN_CONTACT: _("Both are asked then what came of it."),
        S.IN_SERVICE: _("Both are asked then what came of it."),
        S.OUTCOME_PENDING: _("The last answer is due then."),
        S.DISPUTED: _("You say by then what counts."),
    }
    return said_then.get(referral.state, "")
