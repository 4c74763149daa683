"""How long the clocks of this room run."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DRAFT_AFTER_DAY = timedelta(days=30)  # a draft whose day has passed, then thrown away
DRAFT_WITHOUT_DAY = timedelta(days=90)
EVENT_SETTLES = timedelta(days=3)  # after its end; the last place is settled by then
CUT_OFF = timedelta(hours=24)  # before the start, where the host says nothing else
INVITATION = timedelta(days=7)  # to answer, at the latest until the cut-off
HOLD = timedelta(hours=24)  # a freed seat is kept, or a quarter of the time to the cut-off
NOT_RECORDED = timedelta(hours=48)  # after the end, then nobody knows
COMPLETES = timedelta(hours=24)  # after the end of who was checked in
CONTEST = timedelta(days=7)  # in which a writer can say that she was there, and then the host answers
SLIP = timedelta(minutes=30)  # before the letter about it leaves: a slip of the thumb is put right unread
CHECK_IN_OPENS = timedelta(hours=3)  # before the first shift
CODE_OPENS = timedelta(minutes=45)  # before a shift: the code on the wall is taken
CODE_CLOSES = timedelta(hours=1)  # after it
CODE_TRIES = 8  # wrong codes for one place, then somebody at the desk checks her in
CLAIM_WITHIN = timedelta(days=60)  # after the shift: hours can be claimed
CLAIM = timedelta(days=30)  # in which the host answers a claim; a reminder at half time
RUN_SHEET_HOUR = 18  # of the evening before, where the event is
STAND_IN = timedelta(hours=24)  # one who is asked to stand in, or a quarter of the time left
STANDBY = timedelta(minutes=30)  # a batch of people who stand by, or a quarter of the time left
AT_LEAST = timedelta(minutes=5)  # that everybody has who is asked at short notice


def hold_until(now: datetime, cut_off: datetime) -> datetime:
    """Until when a freed seat is kept: a day, or a quarter of the time left to the cut-off if that is less."""
    return now + min(HOLD, (cut_off - now) / 4)


def invited_until(now: datetime, closes_at: datetime) -> datetime:
    """Until when an invitation waits where the host says nothing else: seven days, at the latest the end of sign-up."""
    return min(now + INVITATION, closes_at)


def answer_until(now: datetime, starts_at: datetime, usual: timedelta) -> datetime:
    """Until when an answer is waited for before the next are asked: `usual`, or a quarter of the time left, never
    less than five minutes and never past the start.
    """
    return min(now + max(min(usual, (starts_at - now) / 4), AT_LEAST), starts_at)


def draft_due(starts_at: datetime | None, made_at: datetime) -> datetime:
    """When a draft is thrown away."""
    return starts_at + DRAFT_AFTER_DAY if starts_at else made_at + DRAFT_WITHOUT_DAY


# --- Reminders, notices, calendars -----------------------------------------------------------------------------------

WEEK, TWO_DAYS, MORNING = "week", "two_days", "morning"
REMINDED_DAYS = timedelta(days=7)
REMINDED_HOURS = timedelta(hours=48)
MORNING_HOUR = time(8)  # where the event is
MORNING_LATEST = timedelta(hours=2)  # before the start, where that is earlier
WEEK_HOLDS = timedelta(days=2)  # so long after its moment a reminder of the week before still makes sense
REMINDER_LATE = timedelta(hours=1)  # then moderators are alarmed
QUIET = timedelta(minutes=10)  # without a further change, then people are told what is different now
AT_ONCE = timedelta(hours=2)  # so shortly before the start there is no time to wait for quiet
CANCELLED_SHOWN = timedelta(days=30)  # so long a calendar shows what was called off
PAST_SHOWN = timedelta(days=90)


def reminder_moments(starts_at: datetime, zone: str) -> dict[str, datetime]:
    """When (UTC) one is reminded of what begins then: seven days before at the same hour of the clocks there, 48 hours
    before, and at 8 on its morning there, or two hours before where that is earlier.
    """
    start = starts_at.astimezone(ZoneInfo(zone))
    week = (start - REMINDED_DAYS).replace(fold=0)  # days of the calendar: 167 or 169 hours where clocks change
    morning = datetime.combine(start.date(), MORNING_HOUR, tzinfo=start.tzinfo)
    return {
        WEEK: week.astimezone(UTC),
        TWO_DAYS: (starts_at - REMINDED_HOURS).astimezone(UTC),
        MORNING: min(morning.astimezone(UTC), (starts_at - MORNING_LATEST).astimezone(UTC)),
    }


def reminder_holds_until(which: str, starts_at: datetime, zone: str) -> datetime:
    """Until when a reminder that could not leave in time still makes sense: the next one says more."""
    moments = reminder_moments(starts_at, zone)
    if which == WEEK:
        return min(moments[WEEK] + WEEK_HOLDS, moments[TWO_DAYS])
    return moments[MORNING] if which == TWO_DAYS else starts_at


def notice_moment(now: datetime, *starts: datetime) -> datetime:
    """When people are told of a change: after 10 minutes of quiet, at once shortly before the start, be it the old one
    or the new.
    """
    return now if any(start - now < AT_ONCE for start in starts) else now + QUIET


def usual_cut_off(starts_at: datetime, now: datetime) -> datetime:
    """Until when people sign up where nobody says anything else: the day before, or the start when that is past."""
    return starts_at - CUT_OFF if starts_at - CUT_OFF > now else starts_at
