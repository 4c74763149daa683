"""When and where something is, in words: every time with its zone, and online the reader's own as a second line."""

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from careerlink.web.templatetags.web import clock_words, day, zone_words
from events.models import Event, Shift


def span(starts_at, ends_at, zone: str) -> str:
    """Tue 12 May 2026, 2:00 pm to 4:00 pm Eastern. Over midnight, over a change of the clocks, or where one end lies in
    an hour that comes twice, both ends are told in full.
    """
    here = ZoneInfo(zone)
    first, last = starts_at.astimezone(here), ends_at.astimezone(here)
    words = {"day": day(starts_at, zone), "from": clock_words(first), "until": clock_words(last)}
    is_short = first.utcoffset() == last.utcoffset() and zone_words(first) == zone_words(last)
    if first.date() == last.date() and is_short:
        return _("%(day)s, %(from)s to %(until)s %(zone)s") % {**words, "zone": zone_words(last)}
    words |= {"zone": zone_words(first), "last": day(ends_at, zone), "last_zone": zone_words(last)}
    return _("%(day)s, %(from)s %(zone)s to %(last)s, %(until)s %(last_zone)s") % words


def when(shift: Shift, zone: str = "") -> str:
    """The time of a shift where it is held; of one online also the reader's own, when hers is another."""
    event = shift.role.event
    words = span(shift.starts_at, shift.ends_at, event.zone)
    return with_own_time(words, shift.starts_at, shift.ends_at, event.zone, zone) if event.is_online else words


def with_own_time(words: str, starts_at, ends_at, zone: str, own: str) -> str:
    """These words about a time, with the reader's own as a second line where her clocks show another one."""
    if own and any(_differs(moment, zone, own) for moment in (starts_at, ends_at)):
        words += "\n" + _("Where you are: %(when)s") % {"when": span(starts_at, ends_at, own)}
    return words


def _differs(moment, zone: str, other: str) -> bool:
    return moment.astimezone(ZoneInfo(zone)).utcoffset() != moment.astimezone(ZoneInfo(other)).utcoffset()


def where(event: Event, *, takes_part: bool) -> list[tuple[str, str]]:
    """Label and words of where it is; the link of one online only for who takes part."""
    if event.is_online:
        return [(_("Where"), event.link if takes_part and event.link else _("Online; who takes part gets the link"))]
    venue = event.venue
    if venue is None:
        return [(_("Where"), event.host.institution.name)]
    rows = [(_("Where"), ", ".join(part for part in (venue.name, venue.room, venue.address) if part))]
    if takes_part:
        rows += [(_("How to get there"), venue.directions), (_("Parking"), venue.parking)]
    return [(label, words) for label, words in rows if words]
