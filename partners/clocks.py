"""How long the clocks of this room run, in days where nothing else is said, and how a host's closures stop them."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from careerlink.web import clock

OFFER_DRAFT = 30  # then thrown away
OFFER_QUEUED = 14  # in line behind the budget, then lapsed without counting against the host
OFFER_ANSWER = 14  # sent or seen, then lapsed
OFFER_REMINDERS = (5, 10)  # days after it was sent
OFFER_GO_ON = 30  # after its end in which she can say that it goes on to groups of the same campus
OFFER_LATER = 3  # off the list of the host; the clock runs on
BOARD_INVITATION = 30  # days in which a writer answers whether she sits on a board
BOARD_INVITATION_REMINDER = 15  # days after she was invited
BOARD_RENEWAL = 60  # days before the end of a term, when she is asked whether she stays
BOARD_RENEWAL_REMINDER = 21  # days before the end, when she has not answered
BOARD_STATEMENT = 30  # days after a term begins, when the statement of that year is asked for; all others in January
BOARD_STATEMENT_REMINDER = 14  # days after it was asked for
BOARD_BREAK = 365  # days off the board after which terms are counted from the first again
INTRODUCTION_DRAFT = 30  # after an accepted offer; then thrown away
INTRODUCTION_ANSWER = 14  # for the host and for the contact
INTRODUCTION_REMINDER = 7  # one to each of them
INTRODUCTION_ASKED = (30, 90)  # days after it was made: what came of it?
INTRODUCTION_CLOSES = 104  # when nobody said
CONTACT_KEPT = 90  # of an introduction that came to nothing: then what names the contact is blanked
CONTACT_KEPT_CLOSED = 730  # of one that was made and is done
HOST_LEAVING = 30  # in which a host that leaves can come back
HOST_LEAVING_REMINDER = 7  # days before they are over
EXPORT_KEPT = 7  # the archive of a host waits to be taken, then its file is deleted
CLASS_YES_PATIENCE = timedelta(hours=24)  # a stand-in waits for a yes; then a moderator is alarmed
CLASS_YES_BEFORE = timedelta(hours=12)  # before class; without a yes by then it is closed
CLASS_DECIDED_BEFORE = timedelta(hours=2)  # before class, at the very least
CLASS_LEAST_AHEAD = timedelta(hours=3)  # before class; what comes later cannot be found any more
CLASS_LEAST_OPEN = timedelta(hours=1)  # in which writers can volunteer
CLASS_DECIDED_AT = time(12)  # on the day before class
ASKED_ANSWER = timedelta(days=5)  # for a writer who is asked about a request; then the next may be asked
ASKED_AT_LEAST = timedelta(hours=24)  # before the day begins; what is nearer may be answered until its end
COOLING_OFF_MONTHS = 6  # no paid work between a writer and a student whom she met as a volunteer
COOLING_OFF_KEPT = 30  # days after that in which the row is still there
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


def distance_until(met_on: date) -> date:
    """The last day on which a writer keeps her distance from a student whom she met on `met_on`: the same day
    six months later, or the last of that month.
    """
    years, month = divmod(met_on.month - 1 + COOLING_OFF_MONTHS, 12)
    year, month = met_on.year + years, month + 1
    return date(year, month, min(met_on.day, calendar.monthrange(year, month)[1]))


def end_of_day(host, day: date) -> datetime:
    """The last minute of a day where the host is."""
    return datetime.combine(day, time(23, 59), tzinfo=ZoneInfo(host.zone)).astimezone(UTC)


def closed_days(host):
    """A question about one day: is the host closed? Its closures are read once, or not at all when prefetched."""
    spans = [(closure.starts_on, closure.ends_on) for closure in host.closures.all()]
    return lambda day: any(first <= day <= last for first, last in spans)


def open_time(host, start: datetime, end: datetime) -> timedelta:
    """How long a host had from `start` to `end`: days on which it was closed do not count, up to `CLOSURE_CAP`."""
    zone = ZoneInfo(host.zone)
    first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    closed = closed_days(host)
    stopped = sum(closed(first + timedelta(days=number)) for number in range(1, (last - first).days + 1))
    return max(end - start - timedelta(days=min(stopped, CLOSURE_CAP)), timedelta())


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
