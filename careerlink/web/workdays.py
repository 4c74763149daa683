"""Working days: Monday to Friday without the federal holidays of the United States (5 U.S.C. 6103)."""

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether offices are open on that day."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


def add_working_days(moment: datetime, n: int, zone: str) -> datetime:
    """The same time of day `n` working days later as the people in `zone` (an IANA name) count them.

    The first day counted is the first working day after `moment`, so that what comes in on a Friday or
    on a weekend and may take two working days is due on Tuesday. Keeps the zone of `moment` (aware).
    """
    local = moment.astimezone(ZoneInfo(zone))
    while n > 0:
        local += timedelta(days=1)
        if is_working_day(local.date()):
            n -= 1
    return local.astimezone(moment.tzinfo)


def half_of_working_days(moment: datetime, n: int, zone: str) -> datetime:
    """When half of `n` working days after `moment` are over."""
    before = add_working_days(moment, n // 2, zone)
    if n % 2 == 0:
        return before
    return before + (add_working_days(moment, n // 2 + 1, zone) - before) / 2


@cache
def _holidays(year: int) -> frozenset[date]:
    # Imported when first needed: it costs 20 MB and 0.2 s, and most processes never ask.
    from holidays.countries.united_states import UnitedStates  # noqa: PLC0415

    return frozenset(UnitedStates(years=year))
