"""What time does to tries with writers: reminders, silence, and closed days of an office."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet, prefetch_related_objects

from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.web import clock
from partners.models import Host, Writer
from referrals import clocks
from referrals.actions import legs
from referrals.actions.holding import do_each, hold_leg
from referrals.emails import legs as emails
from referrals.models import Leg, Referral

State = Leg.State
BATCH = 200


def run_leg_clocks() -> None:
    """Ask which writers were silent, remind or go on; each in its own transaction, and harmless twice."""
    now = clock.now()
    # What came of it is asked already where a referral is further: its own clock ends it.
    rows = Leg.objects.filter(referral__state=Referral.State.WITH_WRITER).select_related("referral")
    due = rows.filter(due_at__lte=now, state__in=[State.OFFERED, State.ACCEPTED]).order_by("due_at", "id")
    do_each(due[:BATCH], end_silent)
    quiet = rows.filter(reminded_at=None, due_at__gt=now).order_by("id")
    since = now - clocks.REMIND_CONTACT
    do_each(quiet.filter(state=State.ACCEPTED, accepted_at__lte=since)[:BATCH], remind)
    asked = quiet.filter(state=State.OFFERED, offered_at__lte=now - clocks.REMIND_WRITER_SOONEST)
    do_each(_who_had_two_days(asked.select_related("referral__host")), remind)
    do_each(_with_absent_writers()[:BATCH], legs.take_from_writer)


def _with_absent_writers() -> QuerySet[Leg]:
    """Tries with writers who do not take part any more: kept out, or gone."""
    takes_part = Q(writer__state__in=[Writer.State.APPROVED, Writer.State.PAUSED], writer__user__is_active=True)
    free = Q(writer__user__suspended_until=None) | Q(writer__user__suspended_until__lte=clock.now())
    rows = Leg.objects.filter(state__in=Leg.LIVE, referral__state__in=legs.RELEASABLE)
    return rows.exclude(takes_part & free).select_related("referral").order_by("id")


def _who_had_two_days(asked: Iterable[Leg]) -> list[Leg]:
    """Those who have had two working days of their office; its closures are read once for all."""
    asked, now = list(asked), clock.now()
    prefetch_related_objects(asked, "referral__host__closures")
    return [
        leg for leg in asked if clocks.answer_due(leg.referral.host, leg.offered_at, clocks.REMIND_WRITER_DAYS) <= now
    ][:BATCH]


@transaction.atomic
def remind(leg: Leg) -> None:
    """The one reminder to answer, or to make contact; a second beat changes nothing."""
    fresh = Leg.objects.filter(pk=leg.pk, state=leg.state, reminded_at=None)
    if fresh.update(reminded_at=clock.now()):
        leg = Leg.objects.select_related("writer__user", "referral__host").get(pk=leg.pk)
        (emails.remind_writer if leg.state == State.OFFERED else emails.remind_of_contact)(leg)
        trail.record(leg, "remind", **leg.concerns())


@transaction.atomic
def end_silent(leg: Leg) -> None:
    """No answer, or no contact, in time. Raises Stale when it was put off or moved on meanwhile."""
    leg = hold_leg(leg)
    now = clock.now()
    if leg.due_at is None or leg.due_at > now:
        raise Stale(f"leg {leg.pk} was put off")
    if leg.state == State.ACCEPTED:
        leg = legs.release_leg(leg, by=None)
        emails.tell_writer_over(leg)
    else:
        leg.move("expire", due_at=None, ended_at=now)
        legs.go_on(leg.referral, by=None)
    emails.tell_alumnus_over(leg)


@transaction.atomic
def reckon_legs(host: Host) -> None:
    """Reckon anew by when writers answer, after the closures of an office have changed."""
    asked = Leg.objects.filter(referral__host=host, state=State.OFFERED).select_related("referral").order_by("id")
    for one in asked:
        try:
            leg = hold_leg(one)
        except Stale:
            continue
        due = clocks.answer_due(host, leg.offered_at)
        if Leg.objects.filter(pk=leg.pk, state=State.OFFERED).update(due_at=due):
            Referral.objects.filter(pk=leg.referral_id, state=Referral.State.WITH_WRITER).update(due_at=due)
