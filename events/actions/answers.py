"""Requests for places answered together, and the answer taken back before its mails leave."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.outbox.actions import cancel_mail
from careerlink.web import clock
from events.actions.calendars import note_told
from events.actions.seats import approve, hold_place, refuse
from events.emails.places import planned_answer
from events.models import AnsweredPlace, Answering, Assignment, Event
from events.signals import seat_freed
from partners.actions import engagements as work
from partners.models import Host

TAKE_BACK = timedelta(minutes=10)
KEPT = timedelta(days=30)
BATCH = 500
S = Assignment.State


@dataclass(frozen=True)
class Outcome:
    """What became of one request; `problem` is a sentence when it was left out."""

    place: Assignment
    problem: str = ""


def answer_requests(
    host: Host, places: Iterable[Assignment], answer: str, *, by: User, key: str, event: Event | None = None
) -> tuple[Answering, list[Outcome]]:
    """Accept or decline these requests, each in a transaction of its own: one that has moved on, or for which there is
    no seat or time any more, does not stop the others. Their mails leave ten minutes later.

    `key` names this answer: a second click with it changes nothing and returns the first with no outcomes. Raises
    ValidationError when the key is that of another host's.
    """
    now = clock.now()
    facts = {"host": host, "event": event, "answer": answer, "by": by, "at": now, "leaves_at": now + TAKE_BACK}
    try:
        answering, is_new = Answering.objects.get_or_create(key=key, host=host, defaults=facts)
    except IntegrityError as error:
        raise ValidationError(_("Look at the requests anew and answer them then.")) from error
    if not is_new:
        return answering, []
    trail.record(answering, answer, by=by, scope=host.key)
    ordered = sorted(places, key=lambda place: (place.state_since, place.pk))
    return answering, [_answer(answering, place, by=by) for place in ordered]


def _answer(answering: Answering, place: Assignment, *, by: User) -> Outcome:
    act = approve if answering.answer == Answering.Answer.ACCEPT else refuse
    try:
        with transaction.atomic():
            if hold_place(place).state != S.REQUESTED:
                raise Stale("it was answered by somebody else")
            act(place, by=by, mail_at=answering.leaves_at)
            AnsweredPlace.objects.create(answering=answering, place=place)
    except (Stale, NoSuchMove):
        return Outcome(place, _("It had moved on in the meantime."))
    except ValidationError as error:
        return Outcome(place, " ".join(error.messages))
    return Outcome(place)


def take_back(answering: Answering, *, by: User) -> list[Outcome]:
    """Let everything be as it was before the answer: the requests wait again and nobody gets mail. What has moved on
    is left out. A second click changes nothing. Raises Stale when the mails have left.
    """
    if answering.undone_at is not None:
        return []
    if not answering.can_be_undone:
        raise Stale("the mails have left")
    rows = answering.rows.filter(is_undone=False).select_related("place__writer", "place__shift").order_by("id")
    outcomes = [_take_back(answering, row, by=by) for row in rows]
    if any(not outcome.problem for outcome in outcomes):
        answering.undone_at = clock.now()
        Answering.objects.filter(pk=answering.pk, undone_at=None).update(undone_at=answering.undone_at)
        trail.record(answering, "take_back", by=by, scope=answering.host.key)
    return outcomes


def _take_back(answering: Answering, row: AnsweredPlace, *, by: User) -> Outcome:
    try:
        with transaction.atomic():
            _restore(row.place, by=by)
            AnsweredPlace.objects.filter(pk=row.pk).update(is_undone=True)
    except (Stale, NoSuchMove):
        return Outcome(row.place, _("It had moved on in the meantime."))
    except ValidationError as error:
        return Outcome(row.place, " ".join(error.messages))
    return Outcome(row.place)


def _restore(place: Assignment, *, by: User) -> None:
    place = hold_place(place)
    event, was_confirmed = place.event, place.state == S.CONFIRMED
    if event.closes_at <= clock.now() or not event.is_live:
        raise ValidationError(_("Sign-up has ended, so that it cannot wait any more."))
    live = Assignment.objects.filter(shift=place.shift, writer=place.writer, state__in=Assignment.LIVE)
    if live.exclude(pk=place.pk).exists():
        raise Stale("she has asked anew")
    letter = planned_answer(place)
    if letter is None:
        raise Stale("the mail has left")
    cancel_mail(letter, by=by, why="the answer was taken back")
    place.move("undo", by=by, seat=None, due_at=event.closes_at, sequence=place.sequence + 1)
    note_told([place])
    if was_confirmed:
        work.end_work(place, "cancel", by=by)
        seat_freed.send(Assignment, shift=place.shift, place=place, by=by)


def forget_answerings() -> int:
    """Delete which requests were answered together, a month later; what became of each stays. Returns how many."""
    old = Answering.objects.filter(at__lt=clock.now() - KEPT).order_by("at")
    return Answering.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:BATCH])).delete()[0]
