"""How long the clocks of this room run, in days, and how a host's closures stop them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from careerlink.web import clock

OFFER_DRAFT = 30  # then thrown away
OFFER_QUEUED = 14  # in line behind the budget, then lapsed without counting against the host
OFFER_ANSWER = 14  # sent or seen, then lapsed
OFFER_REMINDERS = (5, 10)  # days after it was sent
OFFER_LATER = 3  # off the list of the host; the clock runs on
HOST_LEAVING = 30  # in which a host that leaves can come back
EXPORT_KEPT = 7  # the archive of a host waits to be taken, then its file is deleted
CLOSURE_CAP = 30  # closed days that stop a clock; after these it runs on


def due_after(host, moment: datetime, days: int) -> datetime:
    """When a clock of `days` that starts at `moment` has run out for `host`.

    Days are those of the host's calendar, so the time of day stays the same over daylight-saving
    changes; days on which the host is closed do not count, up to `CLOSURE_CAP` of them.
    """
    local = moment.astimezone(ZoneInfo(host.zone))
    closed = closed_days(host)
    day, left, stopped = local.date(), days, 0
    while left:
        day += timedelta(days=1)
        if stopped < CLOSURE_CAP and closed(day):
            stopped += 1
        else:
            left -= 1
    return datetime.combine(day, local.time(), tzinfo=local.tzinfo).astimezone(UTC)


def answer_due(host, moment: datetime, days: int, need=None) -> datetime:
    """By when an offer that waits from `moment` on is answered: after `days`, and for a request not after
    its own day.
    """
    due = due_after(host, moment, days)
    return min(due, end_of_day(host, need.needed_on)) if need else due


def end_of_day(host, day: date) -> datetime:
    """The last minute of a day where the host is."""
    return datetime.combine(day, time(23, 59), tzinfo=ZoneInfo(host.zone)).astimezone(UTC)


def closed_days(host):
    """A question about one day: is the host closed? Its closures are read once, or not at all when prefetched."""
    spans = [(closure.starts_on, closure.ends_on) for closure in host.closures.all()]
    return lambda day: any(first <= day <= last for first, last in spans)


def back_on(host) -> date | None:
    """The day from which a host takes new offers again, None when it does now: it is closed, or has
    said that it has no capacity.
    """
    today = day = clock.today(host.zone)
    if host.no_capacity_until and host.no_capacity_until >= day:
        day = host.no_capacity_until + timedelta(days=1)
    closed = closed_days(host)
    while closed(day):
        day += timedelta(days=1)
    return day if day != today else None
