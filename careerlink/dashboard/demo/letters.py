"""The mail of the story so far: what writers were told of requests, and the weekly mail of Tuesday."""

from datetime import datetime, timedelta

from careerlink.accounts.models import User
from careerlink.outbox import tasks
from careerlink.outbox.actions import mailbox_for
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions.suggestions import suggest_needs
from partners.actions.weekly import write_request_mails
from partners.models import Writer

SUGGESTED = timedelta(days=18)


def send_letters() -> None:
    """Let what was due leave when it was due: on the first Thursday, the Tuesday after, and yesterday at noon in
    New York. One writer wants everything on Tuesday.
    """
    noon = (clock.now() - SUGGESTED).replace(hour=17, minute=0)
    patient = User.objects.get(email="writer@demo.test")
    mailbox_for(patient.email, user_id=patient.pk).choices.create(group="suggestions", pace="weekly")
    _sweep(noon - timedelta(minutes=40), write_request_mails)  # reckons everybody's first Thursday
    thursday = min(Writer.objects.filter(state="approved").values_list("next_requests_at", flat=True))
    _sweep(thursday, write_request_mails)
    _sweep(thursday + timedelta(minutes=20))
    digests = OutgoingMail.objects.filter(kind="digest", state="waiting", send_after__lt=clock.now())
    for moment in sorted(set(digests.values_list("send_after", flat=True))):
        _sweep(moment)
    yesterday = (clock.now() - timedelta(days=1)).replace(hour=17, minute=0)
    _sweep(yesterday, suggest_needs)
    _sweep(yesterday + timedelta(minutes=20))


def _sweep(moment: datetime, strike=tasks.sweep) -> None:
    with clock.set_to(moment):
        strike()
