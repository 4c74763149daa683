"""What moderators do, and the clocks that make sure that nobody waits for them in silence."""

from datetime import timedelta

from careerlink.web import clock
from careerlink.web.workdays import add_working_days
from partners.models import Host
from partners.models.approval import Reviewed

ANSWER_DAYS = 2  # working days
URGENT_HOURS = 4
REVIEW_ZONE = "America/New_York"  # whose working days moderators keep


def stamp_submission(thing: Reviewed, *, hours: int | None = None, days: int = ANSWER_DAYS) -> None:
    """Start the clock of something that a moderator decides on, in the transaction that submits it.

    The applicant can be told `thing.answer_by` at once: `days` working days ahead in the host's own
    zone, or `hours` for what cannot wait.
    """
    now = clock.now()
    zone = thing.zone if isinstance(thing, Host) else REVIEW_ZONE
    thing.submitted_at = now
    thing.answer_by = now + timedelta(hours=hours) if hours else add_working_days(now, days, zone)
    thing.alarmed_at = thing.delay_told_at = None
    thing.save(update_fields=["submitted_at", "answer_by", "alarmed_at", "delay_told_at"])
