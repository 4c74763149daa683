"""Hours and days as the reader of a mail has them. All pure; right on the nights when clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from careerlink.outbox.models import Mailbox

DIGEST_WEEKDAY = 1  # Tuesday: Mondays are full, and there are days left to act on it
DIGEST_HOUR = 8
IN_GOOD_TIME = timedelta(minutes=10)  # so long before it leaves, a digest takes nothing in any more


def zone_of(box: Mailbox) -> ZoneInfo:
    """The reader's zone, New York where it names none that exists."""
    try:
        return ZoneInfo(box.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("America/New_York")


def local_day(box: Mailbox, now: datetime) -> date:
    """The calendar day that the reader has at `now` (aware)."""
    return now.astimezone(zone_of(box)).date()


def quiet_until(box: Mailbox, now: datetime) -> datetime | None:
    """The moment (UTC) when the quiet hours end in which `now` lies; None outside of them.

    An hour that the change to summer time leaves out ends with the gap; of an hour that comes twice the
    first counts, so that nothing is held an hour too long.
    """
    begin, end, local = box.quiet_from, box.quiet_until, now.astimezone(zone_of(box))
    is_quiet = begin <= local.hour < end if begin < end else begin != end and not end <= local.hour < begin
    if not is_quiet:
        return None
    return _moment(local.date() + timedelta(days=local.hour >= end), end, box)


def next_digest(box: Mailbox, now: datetime) -> datetime:
    """When (UTC) the next weekly mail that still takes something in leaves: a Tuesday at 8 where the reader is."""
    today = local_day(box, now)
    first = today + timedelta(days=(DIGEST_WEEKDAY - today.weekday()) % 7)
    moment = _moment(first, DIGEST_HOUR, box)
    return moment if moment - IN_GOOD_TIME > now else _moment(first + timedelta(days=7), DIGEST_HOUR, box)


def tomorrow_morning(box: Mailbox, now: datetime) -> datetime:
    """8 o'clock (UTC) of the reader's next day."""
    return _moment(local_day(box, now) + timedelta(days=1), DIGEST_HOUR, box)


def _moment(day: date, hour: int, box: Mailbox) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=zone_of(box)).astimezone(UTC)
