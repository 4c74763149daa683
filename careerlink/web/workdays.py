"""Working days: Monday to Friday."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5


def add_working_days(moment: datetime, n: int, zone: str) -> datetime:
    """The same time of day `n` working days later as the people in `zone` (an IANA name) count them."""
    local = moment.astimezone(ZoneInfo(zone))
    while n > 0:
        local += timedelta(days=1)
        if local.weekday() < SATURDAY:
            n -= 1
    return local.astimezone(moment.tzinfo)
