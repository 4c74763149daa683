"""From what a clock on the wall shows to moments, and back, over both nights on which clocks change."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


class Skipped(ValueError):  # noqa: N818 a fact of the calendar
    """Clocks go forward on that day and never show this time."""


def moment(day: date, at: time, zone: str) -> datetime:
    """The moment (UTC) at which clocks in `zone` show `at` on `day`. Of an hour that comes twice the first is meant.
    Raises Skipped for an hour that does not come.
    """
    local = datetime.combine(day, at, tzinfo=ZoneInfo(zone))
    found = local.astimezone(UTC)
    if found.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Skipped(f"{day} {at} {zone}")
    return found


def comes_twice(moment: datetime, zone: str) -> bool:
    """Whether clocks in `zone` show this time twice on its day."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def wall(moment: datetime, zone: str) -> datetime:
    """Day and time that clocks in `zone` show at this moment, without the zone."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def from_wall(shown: datetime, zone: str) -> datetime:
    """The moment at which clocks in `zone` show this. Raises Skipped."""
    return moment(shown.date(), shown.time(), zone)
