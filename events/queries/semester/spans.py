"""The days of a semester as moments, where the host is."""

from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from events.models import Term


class Span(NamedTuple):
    """Half-open: from `first`, before `until`."""

    first: datetime
    until: datetime


def span_of(term: Term) -> Span:
    """From midnight of the first day to midnight after the last, on the host's clocks."""
    zone = ZoneInfo(term.host.zone)
    return Span(
        datetime.combine(term.starts_on, time(), tzinfo=zone),
        datetime.combine(term.ends_on + timedelta(days=1), time(), tzinfo=zone),
    )
