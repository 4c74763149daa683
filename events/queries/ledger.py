"""What the ledger of hours says: the row that counts for each place, sums, and what was to be expected."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet, Sum
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.web import clock
from events import clocks
from events.models import Assignment, HoursEntry
from partners.models import Writer

S, H = Assignment.State, HoursEntry.State
ROWS = ("place__shift__role__event__host__institution", "host__institution", "writer__user")


def newest() -> QuerySet[HoursEntry]:
    """The rows that nothing replaces."""
    return HoursEntry.objects.filter(replaced_by=None)


def entries_of_places(places: Iterable[Assignment]) -> dict[int, HoursEntry]:
    """What stands in the ledger for each of these places, under its id. One query."""
    rows = newest().filter(place__in=[place.pk for place in places])
    return {entry.place_id: entry for entry in rows}


def entry_of(place: Assignment) -> HoursEntry | None:
    return newest().filter(place=place).first()


def history_of(place: Assignment) -> list[HoursEntry]:
    """All rows about one place, the oldest first."""
    return list(HoursEntry.objects.filter(place=place).order_by("id"))


def listed_minutes(place: Assignment) -> int:
    """The minutes that go into the ledger as listed: the whole shift, or until she left; who came some minutes late
    is not docked. Real minutes: a shift over a change of the clocks has those that passed.
    """
    until = place.shift.ends_at
    if place.state == S.LEFT_EARLY and place.left_at:
        until = min(place.left_at, until)
    return max(int((until - place.shift.starts_at) / timedelta(minutes=1)), 0)


def may_be_approved(place: Assignment, entry: HoursEntry | None) -> bool:
    """Whether its hours can be approved as listed: she was there, the shift is over, nothing stands in the ledger."""
    was_there = place.state in (S.CHECKED_IN, *Assignment.WORKED)
    return was_there and place.shift.ends_at <= clock.now() and (entry is None or entry.state == H.LAPSED)


def may_be_claimed(place: Assignment, entry: HoursEntry | None) -> bool:
    """Whether its writer may claim hours: it is over, not long ago, and nobody has approved or refused any."""
    now = clock.now()
    is_open = place.state in (S.UNRECORDED, *Assignment.WORKED) and (entry is None or entry.state == H.LAPSED)
    return is_open and place.shift.ends_at <= now < place.shift.ends_at + clocks.CLAIM_WITHIN


def waiting_claims(now: datetime) -> QuerySet[HoursEntry]:
    """Claims that nobody has answered."""
    return newest().filter(state=H.CLAIMED, at__lte=now)


def hours_of_writer(writer: Writer, year: int | None) -> QuerySet[HoursEntry]:
    """What stands in the ledger about a writer, of one year or all."""
    rows = newest().filter(writer=writer).select_related(*ROWS)
    return rows.filter(on__year=year) if year else rows


def years_of_writer(writer: Writer) -> list[tuple[int, int]]:
    """(year, approved minutes), the newest first. One query."""
    rows = newest().filter(writer=writer, state=H.APPROVED).order_by()
    summed = rows.annotate(year=ExtractYear("on")).values_list("year").annotate(total=Sum("minutes"))
    return sorted(summed, reverse=True)


def claimable_of_writer(writer: Writer) -> list[Assignment]:
    """Her places of the last weeks for which she may claim hours; at most fifty."""
    now = clock.now()
    rows = Assignment.objects.filter(
        writer=writer,
        state__in=[S.UNRECORDED, *Assignment.WORKED],
        shift__ends_at__gt=now - clocks.CLAIM_WITHIN,
        shift__ends_at__lte=now,
    ).exclude(hours__replaced_by=None, hours__state__in=[H.CLAIMED, H.APPROVED, H.REFUSED, H.REVOKED])
    return list(rows.select_related("shift__role__event__host").order_by("-shift__starts_at")[:50])


def hours_words(minutes: int) -> str:
    """0 hours, 2 hours, 1 hour 30 minutes, 45 minutes."""
    hours, rest = divmod(minutes, 60)
    parts = [ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}] if hours or not rest else []
    if rest:
        parts.append(ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": rest})
    return " ".join(parts)


def words_of(entry: HoursEntry | None) -> str:
    """What stands in the ledger, in words."""
    if entry is None:
        return _("Not recorded")
    if entry.state == H.APPROVED:
        return _("%(time)s, approved") % {"time": hours_words(entry.minutes)}
    if entry.state == H.CLAIMED:
        return _("%(time)s claimed, waits for an answer") % {"time": hours_words(entry.minutes)}
    return str(entry.get_state_display())
