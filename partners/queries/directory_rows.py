"""What a row of a directory says, in words, so that its template asks nothing."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from careerlink.web import clock
from partners.models import Host, Writer
from partners.queries.directory import Found

EXPIRES_SOON = 60  # days
WHEN = Writer.Availability.choices


class Texts(dict):
    """What gettext says, asked once a page for each text: a page of rows says the same few words hundreds of times.

    Functions take its look-up under the name `_`, so that their texts are found for translation.
    """

    def __missing__(self, text: str) -> str:
        self[text] = gettext(text)
        return self[text]


class Mark(NamedTuple):
    """A badge: tone, icon and word."""

    tone: str
    icon: str
    text: str


class WriterRow(NamedTuple):
    """One writer in the directory as an office reads her. No contact details."""

    name: str
    url: str
    keep_url: str
    photo_url: str
    headline: str
    helps: str
    marks: tuple[Mark, ...]
    place: str
    fees: str
    free: str
    is_saved: bool
    note: str


def writer_rows(found: Iterable[Found], host: Host) -> list[WriterRow]:
    """The rows of a page for the people of `host`."""
    base, today = reverse("desk_writers", args=[host.slug]), clock.today()
    texts, when = Texts().__getitem__, {value: str(label).lower() for value, label in WHEN}
    return [_row(texts, when, one, f"{base}{one.writer.slug}/", today) for one in found]


def _row(_: Callable[[str], str], when: dict[str, str], found: Found, url: str, today: date) -> WriterRow:
    writer = found.writer
    helps = _("Helps best with %(helps)s") % {"helps": ", ".join(found.phrases)} if found.phrases else ""
    return WriterRow(
        name=writer.name,
        url=url,
        keep_url=url,
        photo_url=writer.photo_url,
        headline=writer.headline,
        helps=helps,
        marks=_marks(_, found, today),
        place=place_words(_, found.miles, writer),
        fees=_fees(_, writer, found.prices),
        free=free_words(_, when, writer, today),
        is_saved=found.note is not None,
        note=found.note or "",
    )


def _marks(_: Callable[[str], str], found: Found, today: date) -> tuple[Mark, ...]:
    marks = [credential_mark(_, found.writer, today)]
    if found.knows_us:
        marks.append(Mark("ok", "check", _("Knows your campus")))
    return tuple(marks)


def credential_mark(_: Callable[[str], str], writer: Writer, today: date) -> Mark:
    """Whether a credential of hers was checked and for how long it still holds."""
    if writer.verified_until is None or writer.verified_until < today:
        return Mark("", "information-circle", _("Credential not checked"))
    days = (writer.verified_until - today).days
    if days > EXPIRES_SOON:
        return Mark("ok", "check-badge", _("Credential checked"))
    words = ngettext("Credential runs out in %(n)s day", "Credential runs out in %(n)s days", days) % {"n": days}
    return Mark("wait", "clock", words if days else _("Credential runs out today"))


def place_words(_: Callable[[str], str], miles: float | None, writer: Writer) -> str:
    """How far she is, and whether she comes or works online."""
    if miles is None:
        return _("Online") if writer.is_online else _("Place not said")
    away = miles_words(miles)
    if round(miles) > writer.travel_miles:
        far = {"away": away, "travels": f"{writer.travel_miles:,}"}
        if writer.is_online:
            return _("Online (%(away)s away)") % far
        return _("%(away)s away, travels up to %(travels)s") % far
    return _("%(away)s, and online") % {"away": away} if writer.is_online else away


def miles_words(miles: float) -> str:
    """A distance as a row says it, in whole miles: "12 miles", "Under a mile"."""
    whole = round(miles)
    if whole < 1:
        return gettext("Under a mile")
    return ngettext("%(n)s mile", "%(n)s miles", whole) % {"n": f"{whole:,}"}


def _fees(_: Callable[[str], str], writer: Writer, prices: list[int]) -> str:
    if writer.is_pro_bono:
        return _("Free on campus and for alumni")
    if not prices:
        return _("Free on campus. Private fees not said")
    low, high = (f"${price:,}" for price in (min(prices), max(prices)))
    if low == high:
        return _("Free on campus. Privately %(price)s") % {"price": low}
    return _("Free on campus. Privately %(low)s to %(high)s") % {"low": low, "high": high}


def free_words(_: Callable[[str], str], when: dict[str, str], writer: Writer, today: date) -> str:
    """When she has time, or until when she is paused."""
    if writer.state == Writer.State.PAUSED and writer.paused_until and writer.paused_until >= today:
        return _("Paused until %(day)s") % {"day": date_format(writer.paused_until, "D j M")}
    if writer.free_from and writer.free_from > today:
        return _("Free from %(day)s") % {"day": date_format(writer.free_from, "D j M")}
    if writer.availability == Writer.Availability.ANY:
        return _("Free now")
    return _("Free now: %(when)s") % {"when": when[writer.availability]}
