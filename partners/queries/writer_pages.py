"""What stands on a writer's page, put into words once in Python."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.taxonomy.distance import miles_between
from careerlink.web import clock
from careerlink.web.templatetags.web import day
from partners.matching import fit
from partners.models import Engagement, Host, Need, Vocabulary, Writer
from partners.queries.facts import facts_of
from partners.queries.reasons import reason_words
from partners.queries.writers import Sheet, sheet, shown_passport

MOST_FIELDS = 8  # of whom she helps; a list that is longer is not read

MOST_NEEDS = 20  # open requests that are compared


class Why(NamedTuple):
    """How a writer fits one request: `reasons` are pairs of (speaks for her, sentence)."""

    need: Need
    is_possible: bool
    reasons: list[tuple[bool, str]]


def writer_page(writer: Writer) -> dict:
    """The page as anybody sees it. Two queries."""
    short = sheet(writer)
    return _both(writer, short) | {"where": where(writer)}


def desk_page(writer: Writer, host: Host) -> dict:
    """The page as the people of one host see it. At most four queries."""
    short = sheet(writer, host)
    return _both(writer, short) | {
        "where": where(writer, host),
        "timeline": timeline(short),
        "why": why(writer, host),
        "note": short.note,
        "is_saved": short.note is not None,
        "partner_key": short.partner_key,
        "partner_since": short.partner_since,
    }


def _both(writer: Writer, short: Sheet) -> dict:
    return {
        "credentials": shown_passport(writer, short),
        "prices": prices(writer, short),
        "prices_changed_at": short.prices_changed_at,
        "glance": glance(writer, short),
        "phrases": short.phrases,
        "is_away": writer.state == Writer.State.PAUSED,
    }


def prices(writer: Writer, short: Sheet) -> list[dict]:
    """What she asks for, dearest last; what is free on a campus stands first."""
    rows = [{"what": _("Anything on your campus"), "whom": _("Students and staff"), "price": _("Free")}]
    if writer.is_pro_bono:
        rows.append({"what": _("Work with alumni"), "whom": _("Alumni"), "price": _("Free")})
    for price in short.prices:
        dollars = f"${price.dollars:,}" if price.dollars else _("Free")
        rows.append({"what": price.what, "whom": _("Alumni"), "price": dollars})
    return rows


def glance(writer: Writer, short: Sheet) -> list[tuple[str, str]]:
    """The short facts beside the page, without those that she has not given."""
    rows = [
        (_("Helps with"), ", ".join(short.helps[:MOST_FIELDS])),
        (_("Does"), ", ".join(short.titles[Vocabulary.SERVICE])),
        (_("For"), ", ".join(short.titles[Vocabulary.STAGE])),
        (_("Languages"), ", ".join(short.titles[Vocabulary.LANGUAGE])),
        (_("Has time"), has_time(writer)),
        (_("Takes on"), takes_on(writer)),
        (_("Meets"), meets(writer)),
    ]
    return [row for row in rows if row[1]]


def has_time(writer: Writer) -> str:
    """When she has time: "Evenings, from Mon 4 May"."""
    when = str(writer.get_availability_display())
    if writer.free_from and writer.free_from > clock.today():
        return _("%(when)s, from %(day)s") % {"when": when, "day": day(writer.free_from)}
    return when


def takes_on(writer: Writer) -> str:
    """How much she takes on at once, as she says in her profile: "Up to 3 commitments at the same time"."""
    words = ngettext("%(n)s commitment at the same time", "Up to %(n)s commitments at the same time", writer.cap)
    return words % {"n": writer.cap}


def meets(writer: Writer) -> str:
    """How she can be met: "up to 25 miles away, and online"."""
    miles = writer.travel_miles
    away = ngettext("Up to %(n)s mile away", "Up to %(n)s miles away", miles) % {"n": miles} if miles else ""
    if away and writer.is_online:
        return _("%(away)s, and online") % {"away": away}
    return away or _("Online")


def where(writer: Writer, host: Host | None = None) -> str:
    """Her town and, for a host, how far it is from its campus."""
    if writer.place is None:
        return _("Online") if writer.is_online else ""
    town = f"{writer.place.city}, {writer.place.state}"
    if host is None or writer.latitude is None:
        return town
    college = host.institution
    miles = round(miles_between(college.latitude, college.longitude, writer.latitude, writer.longitude))
    away = ngettext("%(n)s mile from campus", "%(n)s miles from campus", miles) % {"n": miles}
    return f"{town}, {away}" if miles else _("%(town)s, near campus") % {"town": town}


def why(writer: Writer, host: Host) -> Why | None:
    """How she fits the open request of the host that she fits best, None when it has none. Two queries."""
    needs = Need.objects.filter(host=host, state=Need.State.OPEN, needed_on__gte=clock.today(host.zone))
    asked = list(needs.order_by("needed_on", "id")[:MOST_NEEDS])
    if not asked:
        return None
    for need in asked:
        need.host = host
    wanted, mine = facts_of(asked, [writer])
    fits = {pk: fit(facts, mine[writer.pk]) for pk, facts in wanted.items()}
    best = max(asked, key=lambda need: (fits[need.pk].is_possible, fits[need.pk].score))
    found = fits[best.pk]
    said = [(one.is_for, reason_words(one, words=best.words)) for one in (*found.hard, *found.reasons)]
    return Why(best, found.is_possible, [pair for pair in dict.fromkeys(said) if pair[1]])


def timeline(short: Sheet) -> list[dict]:
    """What the host and she did together, newest first; it ends with how it began."""
    now = clock.now()
    words = dict(Engagement.State.choices)
    items = [
        {
            "when": day(one.at),
            "title": one.kind,
            "text": str(words.get(one.state, "")),
            "to_come": one.at > now and one.state == Engagement.State.AGREED,
        }
        for one in short.together
    ]
    if short.partner_since:
        items.append({"when": day(short.partner_since), "title": _("You began working together"), "text": ""})
    return items
