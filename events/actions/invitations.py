"""The host asks writers for a shift, takes a question back, and is reminded of who asked it."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F, Value

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.web import clock
from events.actions.seats import give_place, hold_place
from events.emails import places as emails
from events.models import Assignment, Shift
from partners.actions import engagements as work
from partners.models import Writer

S, How = Assignment.State, Assignment.How


@transaction.atomic
def invite_writers(
    shift: Shift, writers: Iterable[Writer], *, by: User, expires_at: datetime | None = None
) -> list[Assignment]:
    """Ask these writers for a shift, each with one mail; all of them or none. A second click asks nobody twice.

    `expires_at` is until when they may answer, at the latest the cut-off. Raises ValidationError with the name of each
    who cannot be asked, and why.
    """
    held = list(Writer.objects.select_for_update().filter(pk__in=[one.pk for one in writers]).order_by("pk"))
    places, problems = [], []
    for writer in held:
        try:
            places.append(give_place(shift, writer, by=by, how=How.INVITED, expires_at=expires_at))
        except ValidationError as error:
            said = " ".join(error.messages)
            problems.append(ValidationError("%(name)s: %(why)s", params={"name": writer.name, "why": said}))
    if problems:
        raise ValidationError(problems)
    return places


@transaction.atomic
def take_back(place: Assignment, *, by: User) -> None:
    """Take an invitation back before it is answered; she is told. Raises Stale, NoSuchMove."""
    place = hold_place(place)
    place.move("take_back", by=by, due_at=None, sequence=place.sequence + 1)
    work.note_moot(place)
    emails.tell_taken_back(place)


def remind_of_requests() -> None:
    """Remind the host, once, of each request whose time is half over. Harmless when run twice."""
    now = clock.now()
    left = ExpressionWrapper(F("due_at") - Value(now), output_field=DurationField())
    gone = ExpressionWrapper(Value(now) - F("state_since"), output_field=DurationField())
    rows = Assignment.objects.filter(state=S.REQUESTED, reminded_at=None, due_at__gt=now)
    for place in rows.annotate(left=left, gone=gone).filter(left__lte=F("gone")).select_related(*emails.ROWS):
        _remind(place, now)


@transaction.atomic
def _remind(place: Assignment, now: datetime) -> None:
    mine = Assignment.objects.filter(pk=place.pk, state=S.REQUESTED, reminded_at=None)
    if mine.update(reminded_at=now):
        trail.record(place, "remind", by=None, after=place.state, **place.concerns())
        emails.remind_of_request(place)
