"""The code on the wall: six digits, others each day, derived and never stored."""

from zoneinfo import ZoneInfo

from django.utils.crypto import salted_hmac

from careerlink.web import clock
from events import clocks
from events.models import Event, Shift


def code_of(event: Event, day) -> str:
    """The code of an event on a day where it is held; "" when it has none."""
    if not event.wall_nonce:
        return ""
    made = salted_hmac("events.wall", f"{event.key}:{event.wall_nonce}:{day.isoformat()}", algorithm="sha256")
    return f"{int.from_bytes(made.digest()[:8]) % 1_000_000:06}"


def day_of_code(event: Event):
    """Whose code the sheet shows: today's, before the event that of its day."""
    return max(clock.today(event.zone), event.starts_at.astimezone(ZoneInfo(event.zone)).date())


def code_today(event: Event) -> str:
    return code_of(event, clock.today(event.zone))


def in_groups(code: str) -> str:
    """123 456, as people read it."""
    return f"{code[:3]} {code[3:]}"


def is_near(shift: Shift) -> bool:
    """Whether the code is taken now for this shift."""
    return shift.starts_at - clocks.CODE_OPENS <= clock.now() <= shift.ends_at + clocks.CODE_CLOSES
