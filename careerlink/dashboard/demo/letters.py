"""The mail of the story so far: suggestions to writers, and the weekly mail of those who got several."""

from datetime import datetime, timedelta

from careerlink.outbox import tasks
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions.suggestions import suggest_needs

SUGGESTED = timedelta(days=9)


def send_letters() -> None:
    """Let what was due leave when it was due: at noon in New York, nine days ago, and on the Tuesday after."""
    noon = (clock.now() - SUGGESTED).replace(hour=17, minute=0)
    _sweep(noon - timedelta(minutes=30), suggest_needs)
    _sweep(noon)
    digests = OutgoingMail.objects.filter(kind="digest", state="waiting", send_after__lt=clock.now())
    for moment in sorted(set(digests.values_list("send_after", flat=True))):
        _sweep(moment)


def _sweep(moment: datetime, strike=tasks.sweep) -> None:
    with clock.set_to(moment):
        strike()
