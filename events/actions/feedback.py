"""What both sides thought of it: asked once the day is over, by a link that needs no log-in."""

from datetime import timedelta

from django.db import transaction

from careerlink.audit import trail
from careerlink.web import clock
from events.emails import feedback as emails
from events.models import Assignment, Feedback

S = Assignment.State
ASKED_AFTER = timedelta(hours=2)  # after the end
ASKED_UNTIL = timedelta(days=14)  # what is older was long forgotten


@transaction.atomic
def give_feedback(place: Assignment, side: str, *, answer: str, comment: str = "") -> Feedback:
    """Note what one side says; a second time changes what she said before."""
    given, _made = Feedback.objects.update_or_create(
        place=place, side=side, defaults={"answer": answer, "comment": comment, "at": clock.now()}
    )
    trail.record(given, "answer", scope=place.event.host.key, person=place.writer.user_id)
    return given


def ask_for_feedback() -> None:
    """Ask both sides of each place that was worked, once it is over; a second beat asks nobody again."""
    now = clock.now()
    rows = Assignment.objects.filter(state__in=Assignment.WORKED, feedback_asked_at=None)
    rows = rows.filter(shift__ends_at__lte=now - ASKED_AFTER, shift__ends_at__gt=now - ASKED_UNTIL)
    for place in rows.select_related(*emails.ROWS).order_by("shift__ends_at", "pk"):
        _ask(place)


@transaction.atomic
def _ask(place: Assignment) -> None:
    fresh = Assignment.objects.filter(pk=place.pk, state__in=Assignment.WORKED, feedback_asked_at=None)
    if fresh.update(feedback_asked_at=clock.now()):
        emails.ask_both(place)
