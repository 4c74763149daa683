"""The figures of the semester's page. What nobody knows stays unknown; nothing is reckoned from what was not said."""

from collections.abc import Iterable
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from careerlink.web.templatetags.web import day
from events.models import Feedback, Term
from events.queries.approved import approved_minutes
from events.queries.ledger import hours_words
from events.queries.rates import Rate, rate_for, value_in_cents
from events.queries.semester import rows
from events.registry import Figure, Row, figures
from partners.clocks import open_time

DAY_SECONDS = 24 * 60 * 60
FEWEST_ANSWERS = 3  # of fewer, single ones could be told


def figures_of(term: Term) -> list[Figure]:
    """All figures of a semester as they are now, those of rooms above behind those of this one."""
    return [figure for function in figures.values() for figure in function(term)]


def campus_figures(term: Term) -> Iterable[Figure]:
    """Events, helpers, hours with their value, offers, seats, introductions, who would come again. Eleven queries."""
    yield Figure("events", _("Events held"), str(rows.events_held(term).count()))
    worked = list(rows.worked(term).values_list("pk", "writer"))
    yield Figure(
        "helpers",
        _("Writers who helped"),
        str(len({writer for _place, writer in worked})),
        ngettext("in %(n)s place", "in %(n)s places", len(worked)) % {"n": len(worked)},
    )
    unknown = rows.unknown(term).count()
    note = _("Nobody said whether somebody came. They count nowhere else.") if unknown else ""
    yield Figure("unknown", _("Places not recorded"), str(unknown), note)
    yield from _hours(term, [place for place, _writer in worked])
    yield from _offers(term)
    yield Figure("seats", _("Writers on the Career Services Board"), str(rows.seats(term).count()))
    yield Figure("introductions", _("Employers introduced"), str(rows.introductions(term).count()))
    yield _again(term)


def _again(term: Term) -> Figure:
    """How many writers would come again: a share, and only when no single answer can be read off it."""
    answers = list(rows.answers(term).values_list("answer", flat=True))
    if len(answers) < FEWEST_ANSWERS:
        return Figure("again", _("Writers who would come again"), "", _("Fewer than three have answered."))
    words = {"yes": answers.count(Feedback.Answer.YES), "of": len(answers)}
    return Figure("again", _("Writers who would come again"), _("%(yes)s of %(of)s who answered") % words)


def _hours(term: Term, places: list[int]) -> Iterable[Figure]:
    minutes = approved_minutes(places)
    total, open_places = sum(minutes.values()), len(places) - len(minutes)
    note = ngettext(
        "of %(n)s place they are not approved yet", "of %(n)s places they are not approved yet", open_places
    )
    yield Figure("hours", _("Hours approved"), hours_words(total), note % {"n": open_places} if open_places else "")
    rate = rate_for(term.host, term.ends_on.year)
    value = value_in_cents(total, rate) / 100
    yield Figure("value", _("What these hours are worth"), f"${value:,.0f}", rate_words(rate))


def rate_words(rate: Rate) -> str:
    """$33.10 an hour (2025, Alabama); source."""
    words = {"rate": f"${rate.cents / 100:.2f}", "year": rate.year, "source": rate.source}
    if rate.is_own:
        return _("at %(rate)s an hour, your own figure for %(year)s. Source: %(source)s") % words
    if rate.is_nation:
        return _("at %(rate)s an hour, average of the whole country in %(year)s. Source: %(source)s") % words
    return _("at %(rate)s an hour, average of your state in %(year)s. Source: %(source)s") % words


def _offers(term: Term) -> Iterable[Figure]:
    answered = list(rows.offers_answered(term).values_list("sent_at", "decided_at"))
    lapsed = rows.offers_lapsed(term).count()
    note = _("%(n)s ended without an answer") % {"n": lapsed} if lapsed else ""
    yield Figure("offers", _("Offers answered"), str(len(answered)), note)
    days = [open_time(term.host, sent, decided).total_seconds() / DAY_SECONDS for sent, decided in answered if sent]
    value = f"{median(days):.1f}" if days else ""
    yield Figure(
        "days", _("Days until your answer, middle value"), value, _("Days on which you were closed do not count.")
    )


# --- What each is made of, one line a row -------------------------------------------------------------------


def event_row(event) -> Row:
    return Row(event.title, day(event.starts_at, event.zone), event.get_absolute_url())


def place_row(place) -> Row:
    event = place.event
    words = {"role": place.shift.role.name, "event": event.title, "day": day(place.shift.starts_at, event.zone)}
    return Row(place.writer.name, _("%(role)s, %(event)s, %(day)s") % words, place.get_absolute_url())


def offer_row(offer) -> Row:
    words = {"kind": offer.get_kind_display(), "day": day(offer.state_since, offer.host.zone)}
    text = _("%(kind)s. %(state)s, %(day)s") % {**words, "state": offer.get_state_display()}
    return Row(offer.writer.name, text, offer.get_absolute_url())


def seat_row(seat) -> Row:
    return Row(seat.writer.name, f"{day(seat.starts_on)} – {day(seat.ends_on)}", seat.get_absolute_url())


def introduction_row(found) -> Row:
    return Row(found.organization, day(found.introduced_at, found.host.zone), found.get_absolute_url())


PLACE_ROWS = ("writer", "shift__role__event")

# code → title, rows with what a line of them needs, line
ROWS = {
    "events": (gettext_lazy("Events held"), rows.events_held, event_row),
    "helpers": (
        gettext_lazy("Who helped"),
        lambda term: rows.worked(term).select_related(*PLACE_ROWS),
        place_row,
    ),
    "unknown": (
        gettext_lazy("Places not recorded"),
        lambda term: rows.unknown(term).select_related(*PLACE_ROWS),
        place_row,
    ),
    "hours": (
        gettext_lazy("Hours approved"),
        lambda term: rows.approved(term).select_related(*PLACE_ROWS),
        place_row,
    ),
    "value": (
        gettext_lazy("What these hours are made of"),
        lambda term: rows.approved(term).select_related(*PLACE_ROWS),
        place_row,
    ),
    "offers": (
        gettext_lazy("Offers answered"),
        lambda term: rows.offers_answered(term).select_related("writer", "host"),
        offer_row,
    ),
    "days": (
        gettext_lazy("Offers answered"),
        lambda term: rows.offers_answered(term).select_related("writer", "host"),
        offer_row,
    ),
    "seats": (gettext_lazy("On the board"), lambda term: rows.seats(term).select_related("writer"), seat_row),
    "introductions": (
        gettext_lazy("Employers introduced"),
        lambda term: rows.introductions(term).select_related("host"),
        introduction_row,
    ),
}
