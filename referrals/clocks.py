"""How long the clocks of this room run."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from careerlink.web.workdays import is_working_day
from partners.clocks import CLOSURE_CAP, closed_days

DRAFT = timedelta(days=14)
CONSENT = timedelta(days=14)
CHOICE = timedelta(days=14)
REMIND_AFTER = timedelta(days=7)  # once, of consent and of choice
ANSWER_DAYS = 3  # working days in which a writer answers
REMIND_WRITER_DAYS = 2  # working days, then one reminder
REMIND_WRITER_SOONEST = timedelta(days=2)  # of the calendar, which they are at the very least
CONTACT = timedelta(days=5)  # after a yes, to reach each other
REMIND_CONTACT = timedelta(days=3)  # after a yes, once
SILENCE = timedelta(days=30)  # in contact, then an early question
HOLD_DAYS = 90  # at most
QUESTIONS = (timedelta(days=14), timedelta(days=45), timedelta(days=90))  # from the yes of the writer
QUESTIONS_APART = timedelta(days=7)  # an early question is not sent so near to one of these
LAST_ANSWER = timedelta(days=104)  # from the same, then nobody told us
SAID_AGAIN = timedelta(days=1)  # within it "not yet" or "in vain" a second time says nothing new
AFTER_LAST = timedelta(days=14)  # at least, between the last question and the end
OFFICE_SETTLES = 10  # days, of the calendar of the office
MODERATOR_SETTLES = timedelta(days=20)  # after that
REOPENS = timedelta(days=30)
STATUS_LINK = timedelta(days=30)  # after closing it still opens
MOST_SHOWN, LEAST_SHOWN = 5, 3  # writers on one list
MOST_RANKED = 3
TRIES = 2  # of a writer to reach the alumnus in vain, then it is given back
LETTERS_LEAVE = timedelta(days=1)  # of an office that is gone, before its requests lose their names
KEPT = timedelta(days=730)  # after closing, then without a name
KEPT_IDLE = timedelta(days=365)  # alumni without a referral
NOTICE = timedelta(days=30)  # to the office, before
UNCONFIRMED = timedelta(hours=48)  # what somebody typed on a public page, then deleted
ASKED_TWICE = timedelta(minutes=10)  # the same within is one
IMPORT_WAITS = timedelta(days=3)  # for a person, before a list is brought in
IMPORT_READ = timedelta(hours=24)  # by workers
IMPORT_APPLIED = timedelta(hours=1)  # by a worker, or undone
IMPORT_UNDO = timedelta(hours=24)
SIGN_OF_LIFE = timedelta(minutes=5)  # of a worker
RING_AGAIN = timedelta(minutes=1)  # when no worker has begun


def days_later(host, moment: datetime, length: timedelta) -> datetime:
    """So many days on, at the same time of day where the host is, whatever its clocks did in between."""
    return (moment.astimezone(ZoneInfo(host.zone)) + length).astimezone(UTC)


def answer_due(host, moment: datetime, days: int = ANSWER_DAYS) -> datetime:
    """When a writer who is asked at `moment` has had so many working days: neither weekends, federal holidays nor
    days on which the host is closed count; closures for at most 30 days.
    """
    local, closed, stopped = moment.astimezone(ZoneInfo(host.zone)), closed_days(host), 0
    while days > 0:
        local += timedelta(days=1)
        if not is_working_day(local.date()):
            continue
        if stopped < CLOSURE_CAP and closed(local.date()):
            stopped += 1
            continue
        days -= 1
    return local.astimezone(UTC)
