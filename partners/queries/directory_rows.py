"""What a row of a directory says, in words, so that its template asks nothing."""

from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.web import clock
from partners.models import Host, Writer
from partners.queries.directory import Found

EXPIRES_SOON = 60  # days


@dataclass(frozen=True)
class Mark:
    """A badge: tone, icon and word."""

    tone: str
    icon: str
    text: str


@dataclass(frozen=True)
class WriterRow:
    """One writer in the directory as an office reads her. No contact details."""

    slug: str
    name: str
    url: str
    photo_url: str
    headline: str
    helps: str
    marks: tuple[Mark, ...]
    place: str
    fees: str
    free: str
    is_saved: bool
    note: str


def writer_row(found: Found, host: Host) -> WriterRow:
    """The row of one writer for the people of `host`."""
    writer = found.writer
    return WriterRow(
        slug=writer.slug,
        name=writer.name,
        url=reverse("desk_writer", args=[host.slug, writer.slug]),
        photo_url=writer.photo_url,
        headline=writer.headline,
        helps=", ".join(found.phrases),
        marks=_marks(writer),
        place=place_words(found.miles, writer),
        fees=_fees(writer, found.prices),
        free=free_words(writer),
        is_saved=writer.note is not None,
        note=writer.note or "",
    )


def _marks(writer: Writer) -> tuple[Mark, ...]:
    marks = [credential_mark(writer)]
    if writer.knows_us:
        marks.append(Mark("ok", "check", _("Knows your campus")))
    return tuple(marks)


def credential_mark(writer: Writer) -> Mark:
    """Whether a credential of hers was checked and for how long it still holds."""
    if not writer.is_verified:
        return Mark("", "information-circle", _("Credential not checked"))
    days = (writer.verified_until - clock.today()).days
    if days > EXPIRES_SOON:
        return Mark("ok", "check-badge", _("Credential checked"))
    words = ngettext("Credential runs out in %(n)s day", "Credential runs out in %(n)s days", days) % {"n": days}
    return Mark("wait", "clock", words if days else _("Credential runs out today"))


def place_words(miles: float | None, writer: Writer) -> str:
    """How far she is, and whether she comes or works online."""
    if miles is None:
        return _("Online") if writer.is_online else _("Place not said")
    away = miles_words(miles)
    if round(miles) > writer.travel_miles:
        far = {"away": away, "travels": intcomma(writer.travel_miles)}
        if writer.is_online:
            return _("Online (%(away)s away)") % far
        return _("%(away)s away, travels up to %(travels)s") % far
    return _("%(away)s, and online") % {"away": away} if writer.is_online else away


def miles_words(miles: float) -> str:
    """A distance as a row says it, in whole miles: "12 miles", "Under a mile"."""
    whole = round(miles)
    if whole < 1:
        return _("Under a mile")
    return ngettext("%(n)s mile", "%(n)s miles", whole) % {"n": intcomma(whole)}


def _fees(writer: Writer, prices: list[int]) -> str:
    if writer.is_pro_bono:
        return _("Free on campus and for alumni")
    if not prices:
        return _("Free on campus. Private fees not said")
    low, high = (f"${intcomma(price)}" for price in (min(prices), max(prices)))
    if low == high:
        return _("Free on campus. Privately %(price)s") % {"price": low}
    return _("Free on campus. Privately %(low)s to %(high)s") % {"low": low, "high": high}


def free_words(writer: Writer) -> str:
    """When she has time, or until when she is paused."""
    today = clock.today()
    if writer.state == Writer.State.PAUSED and writer.paused_until and writer.paused_until >= today:
        return _("Paused until %(day)s") % {"day": date_format(writer.paused_until, "D j M")}
    if writer.free_from and writer.free_from > today:
        return _("Free from %(day)s") % {"day": date_format(writer.free_from, "D j M")}
    if writer.availability == Writer.Availability.ANY:
        return _("Free now")
    return _("Free now: %(when)s") % {"when": str(writer.get_availability_display()).lower()}
