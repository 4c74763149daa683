"""What time does to stand-ins for class: no yes in time, nobody found in time. Each may run twice."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web import clock
from partners import clocks
from partners.actions.classes import end_need
from partners.actions.offers import lock_host
from partners.actions.suggestions import suggest_need
from partners.emails import classes as emails
from partners.emails import classes_yes as emails_yes
from partners.models import ClassRequest
from partners.queries import classes as queries

BATCH = 100
State = ClassRequest.State


def run_class_clocks() -> None:
    """What is due? Classes without a yes, classes without anybody, alarms, and what nobody was asked for yet."""
    rows, now = ClassRequest.objects.select_related(*queries.ROWS), clock.now()
    _each(rows.filter(state=State.WAITING_FOR_APPROVAL, due_at__lte=now), close_class)
    _each(rows.filter(state__in=[State.OPEN, State.OFFERED], due_at__lte=now), give_up_class)
    alarm_moderators(now)
    unasked = rows.filter(state__in=[State.OPEN, State.OFFERED], need__state="open", need__suggested_at=None)
    _each(unasked, lambda request: suggest_need(request.need_id))


@transaction.atomic
def close_class(request: ClassRequest) -> None:
    """Nobody said yes in time: the professor is told while there is still time for another plan."""
    lock_host(request.host)
    request.move("close", due_at=None)
    end_need(request, "expire", by=None)
    emails.tell_professor_closed(request)


@transaction.atomic
def give_up_class(request: ClassRequest) -> None:
    """Nobody was picked in time: the professor is told and given a class plan, who offered is told kindly."""
    lock_host(request.host)
    request.move("not_fill", due_at=None)
    end_need(request, "expire", by=None)
    emails.tell_professor_not_filled(request)


@transaction.atomic
def alarm_moderators(now: datetime) -> int:
    """One mail to each moderator about what has waited a day for a yes, or half of the time where that is less;
    each class once. Returns how many.
    """
    soon = Q(made_at__lte=now - clocks.CLASS_YES_PATIENCE) | Q(due_at__lte=now + clocks.CLASS_YES_PATIENCE)
    waiting = ClassRequest.objects.filter(soon, state=State.WAITING_FOR_APPROVAL, alarmed_at=None)
    due = [one for one in waiting.select_related(*queries.ROWS).order_by("due_at")[:BATCH] if _is_overdue(one, now)]
    fresh = [one for one in due if waiting.filter(pk=one.pk).update(alarmed_at=now)]
    if fresh:
        emails_yes.alarm_moderators(fresh, at=now)
    return len(fresh)


def _is_overdue(request: ClassRequest, now: datetime) -> bool:
    half = request.made_at + (request.due_at - request.made_at) / 2
    return now >= min(request.made_at + clocks.CLASS_YES_PATIENCE, half)


def _each(due: QuerySet[ClassRequest], action: Callable[[ClassRequest], object]) -> None:
    for request in due.order_by("due_at", "id")[:BATCH]:
        try:
            action(request)
        except (Stale, NoSuchMove):  # somebody was quicker
            continue
