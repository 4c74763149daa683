"""The day itself: who is here, who left early, who did not come; and what is put right afterwards."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.web import clock
from careerlink.web.templatetags.web import when
from events import clocks
from events.actions.hours import follow_place
from events.actions.locks import in_words, lock_shift
from events.actions.seats import hold_place
from events.emails import day as emails
from events.models import Assignment
from events.queries.day import check_in_opens
from events.queries.fill import free_seats
from events.queries.obstacles import Obstacle
from partners.actions import engagements as work
from partners.models import Writer

S = Assignment.State
# event of the machine → whether the work was done; who is unknown is not held to have been away.
RECORDS = {"complete": True, "leave_early": True, "no_show": False, "clear": True}
LEADS_TO = {"complete": S.COMPLETED, "leave_early": S.LEFT_EARLY, "no_show": S.NO_SHOW, "clear": S.UNRECORDED}


@transaction.atomic
def check_in(place: Assignment, *, by: User) -> Assignment:
    """She is here. A second tap changes nothing. Raises ValidationError before check-in opens, Stale, NoSuchMove."""
    place = hold_place(place)
    if place.state == S.CHECKED_IN:
        return place
    opens = check_in_opens(place.event)
    now = clock.now()
    if now < opens:
        raise ValidationError(_("Check-in opens on %(when)s.") % {"when": when(opens, place.event.zone)}, code="early")
    due_at = max(place.shift.ends_at + clocks.COMPLETES, now)
    place.move("check_in", by=by, checked_in_at=now, due_at=due_at)
    _clear_replaced(place, by=by)
    return place


@transaction.atomic
def take_back_check_in(place: Assignment, *, by: User) -> Assignment:
    """It was the wrong line: she is not here. A second tap changes nothing. Raises Stale, NoSuchMove."""
    place = hold_place(place)
    if place.state == S.CONFIRMED:
        return place
    due_at = max(place.shift.ends_at + clocks.NOT_RECORDED, clock.now())
    place.move("take_back_check_in", by=by, checked_in_at=None, due_at=due_at)
    return place


@transaction.atomic
def record(place: Assignment, event: str, *, by: User, left_at: datetime | None = None, words: str = "") -> Assignment:
    """Say how it was, at first or to put it right: "complete", "leave_early" (`left_at`, by default now), "no_show",
    or "clear" when nobody knows after all. Work, hours and a protest of the writer follow. The same again changes
    nothing. Raises ValidationError, Stale, NoSuchMove.
    """
    place = hold_place(place)
    now, shift, before = clock.now(), place.shift, place.state
    if event == "leave_early":
        left_at = _judge_left(place, left_at or now)
    if before == LEADS_TO[event] and left_at == (place.left_at if event == "leave_early" else None):
        return place
    if shift.starts_at > now:
        raise ValidationError(_("It has not begun yet."), code="early")
    if before == LEADS_TO[event]:  # only the moment of leaving is put right
        Assignment.objects.filter(pk=place.pk).update(left_at=left_at)
        place.left_at = left_at
        trail.record(place, "left_at", by=by, note=words, fields=["left_at"], **place.concerns())
    else:
        place.move(event, by=by, note=words, **_values(place, event, left_at))
        work.settle_work(place, is_done=RECORDS[event], by=by)
    follow_place(place, by=by)
    if place.state in Assignment.WORKED:
        _clear_replaced(place, by=by)
    emails.tell_recorded(place, before)
    return place


def _judge_left(place: Assignment, left_at: datetime) -> datetime:
    shift = place.shift
    if left_at > clock.now():
        raise ValidationError({"left_at": _("That is still to come.")})
    if left_at >= shift.ends_at:
        raise ValidationError({"left_at": _("The shift was over by then: choose “Was there”.")})
    if left_at <= shift.starts_at:
        raise ValidationError({"left_at": _("The shift had not begun by then.")})
    return left_at


def _values(place: Assignment, event: str, left_at: datetime | None) -> dict:
    values: dict = {"seat": None, "due_at": None, "left_at": left_at}
    if event == "no_show":
        values |= {"contested_at": None, "contest": "", "contest_settled_at": None}
    elif place.contested_at and not place.contest_settled_at:
        values["contest_settled_at"] = clock.now()
    return values


def _clear_replaced(place: Assignment, *, by: User | None) -> None:
    """Somebody stood in: whoever was noted as missing is no longer."""
    before = place.replaces
    if before is None or before.state != S.NO_SHOW:
        return
    before.shift = place.shift
    before.move("clear", by=by)
    work.settle_work(before, is_done=True, by=by)
    emails.tell_recorded(before, S.NO_SHOW)


@transaction.atomic
def let_stand_in(place: Assignment, stand_in: Writer, *, by: User) -> Assignment:
    """Somebody else came in her stead and is here now: the stand-in has the place, and nobody is held to have been
    missing. Raises ValidationError with what stands in the way, Stale, NoSuchMove.
    """
    list(Writer.objects.select_for_update().filter(pk__in=[place.writer_id, stand_in.pk]).order_by("pk"))
    shift = lock_shift(place.shift)
    place = Assignment.objects.select_related("writer__user").get(pk=place.pk)
    place.shift, now = shift, clock.now()
    if place.state not in (S.CONFIRMED, S.NO_SHOW):
        raise Stale(f"the place is {place.state}")
    if shift.starts_at > now:
        raise ValidationError(_("It has not begun yet."), code="early")
    if Assignment.objects.filter(shift=shift, writer=stand_in, state__in=(*Assignment.LIVE, *Assignment.WORKED)):
        raise in_words([Obstacle("twice", _("the stand-in has a place in this shift"), is_firm=True)])
    seat = place.seat
    if place.state == S.CONFIRMED:
        place.move("swap", by=by, seat=None, due_at=None, sequence=place.sequence + 1)
        work.settle_work(place, is_done=False, by=by)
        emails.tell_stood_in_for(place)
    free = [seat] if seat else free_seats(shift)
    if not free:
        raise in_words([Obstacle("full", _("full"), is_firm=True)])
    new = Assignment(shift=shift, writer=stand_in, state=S.CONFIRMED, how=Assignment.How.STAND_IN, made_by=by)
    new.seat, new.replaces, new.due_at = free[0], place, max(shift.ends_at + clocks.NOT_RECORDED, now)
    new.save()
    trail.record(new, new.how, by=by, after=new.state, **new.concerns())
    event, (busy_from, busy_until) = shift.role.event, shift.busy
    work.agree(event.host, stand_in, event.kind, source=new, by=by, busy_from=busy_from, busy_until=busy_until)
    return check_in(new, by=by)
