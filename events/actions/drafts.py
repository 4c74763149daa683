"""What was agreed becomes an event: a draft of the right kind, day and host, with the writer in it; her place when the
host shows it.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.audit.trail import label_of
from careerlink.web import clock
from careerlink.web.later import later
from events.actions.events import make_event
from events.actions.seats import give_place
from events.models import AgreedWriter, Assignment, Event, EventKind, Role, Shift
from events.queries.defaults import usual_roles
from partners.actions import classes
from partners.models import ClassRequest, Engagement, Host, Need, Offer, Writer
from partners.queries.classes import request_behind

KINDS = frozenset(kind for kind in EventKind.values if kind != EventKind.BOARD)
LEFT = (Assignment.State.CANCELLED_BY_VOLUNTEER, Assignment.State.CANCELLED_LATE)
# Hour at which a draft begins where only the day is known, and how many hours it lasts; the host looks at both.
USUAL = {
    EventKind.JOB_FAIR: (10, 5),
    EventKind.MOCK_INTERVIEWS: (13, 3),
    EventKind.RESUME_CLINIC: (13, 3),
    EventKind.CLASS_VISIT: (11, 1),
}
USUAL_ELSE = (16, 2)
BATCH = 100


@transaction.atomic
def draft_from_offer(offer: Offer, engagement: Engagement, *, by: User | None) -> Event | None:
    """An offer was accepted: draft the event that it is for, or add the writer to the one that is there. None for what
    is no event, and for a class, which `draft_from_class()` drafts.
    """
    if offer.kind not in KINDS or request_behind(offer.need) is not None:
        return None
    need, host = offer.need, engagement.host
    starts_at, ends_at = _usual_times(offer.kind, need, host)
    event = _draft(
        need or offer,
        host,
        by=by,
        kind=offer.kind,
        title=_title(offer, need),
        description=need.details if need else "",
        starts_at=starts_at,
        ends_at=ends_at,
        heads=need.how_many if need else 1,
        is_online=bool(need and need.where == Need.Where.ONLINE),
    )
    _join(event, engagement, by=by)
    return event


@transaction.atomic
def draft_from_class(request: ClassRequest, engagement: Engagement, *, by: User | None) -> Event:
    """A stand-in for class was picked: draft the visit, with its times."""
    event = _draft(
        request,
        engagement.host,
        by=by,
        kind=EventKind.CLASS_VISIT,
        title=_("Class: %(course)s") % {"course": request.course},
        description="",
        starts_at=request.starts_at,
        ends_at=request.ends_at,
        heads=1,
        is_online=request.need.where == Need.Where.ONLINE,
    )
    _join(event, engagement, by=by)
    return event


def _title(offer: Offer, need: Need | None) -> str:
    kind = EventKind(offer.kind).label
    return f"{kind}: {need.words}"[:120] if need and need.words else str(kind)


def _usual_times(kind: str, need: Need | None, host: Host) -> tuple[datetime | None, datetime | None]:
    """A guess for the day of the request, which the host looks at; none without a day to come."""
    if need is None or need.needed_on is None or need.needed_on <= clock.today(host.zone):
        return None, None
    first, hours = USUAL.get(EventKind(kind), USUAL_ELSE)
    starts_at = datetime.combine(need.needed_on, time(first), tzinfo=ZoneInfo(host.zone)).astimezone(ZoneInfo("UTC"))
    return starts_at, starts_at + timedelta(hours=hours)


def _draft(source: models.Model, host: Host, *, by: User | None, kind: str, title: str, heads: int, **facts) -> Event:
    """The event of this source, made when there is none that could still be held."""
    Host.objects.select_for_update().get(pk=host.pk)
    label = label_of(source)
    found = Event.objects.filter(source_label=label, source_id=source.pk).select_related("host").first()
    if found and (found.state == Event.State.DRAFT or found.is_live):
        return found
    if found:  # called off or thrown away: what is agreed now is for another one
        Event.objects.filter(pk=found.pk).update(source_label="", source_id=None)
    roles = None
    if not facts["starts_at"]:  # the first of the usual roles, whose shift the host adds
        now = clock.now()
        roles = [{**usual_roles(kind, now, now + timedelta(hours=2))[0], "shifts": ()}]
    event = make_event(
        host, by=by, kind=kind, title=title[:120], zone=host.zone, roles=roles, source_label=label, source_id=source.pk,
        **facts,
    )  # fmt: skip
    _make_room(event, max(1, heads))
    return event


def _make_room(event: Event, heads: int) -> None:
    """Let the first role have so many seats that `heads` people find one."""
    most = dict(Role.objects.filter(event=event).order_by("order", "id").values_list("pk", "most"))
    if most and (missing := heads - sum(most.values())) > 0:
        first = next(iter(most))
        Role.objects.filter(pk=first).update(most=most[first] + missing)


def _join(event: Event, engagement: Engagement, *, by: User | None) -> None:
    """Note who agreed; a draft has a seat for each, and at an event that is shown already she has her place at once."""
    source = {"source_label": engagement.source_label, "source_id": engagement.source_id}
    AgreedWriter.objects.get_or_create(**source, defaults={"event": event, "writer": engagement.writer})
    if event.is_live:
        seat_agreed(event, by=by)
        return
    agreed = AgreedWriter.objects.filter(event=event).count()
    _make_room(event, agreed)


@transaction.atomic
def seat_agreed(event: Event, *, by: User | None) -> int:
    """The event is shown: who agreed to it has her place, in the first shift where there is one for her. Returns how
    many; whoever finds none stays agreed, and the host's page says so. May run twice.
    """
    waiting = list(AgreedWriter.objects.filter(event=event, place=None).order_by("writer"))
    if not waiting:
        return 0
    writers = {
        one.pk: one
        for one in Writer.objects.select_for_update().filter(pk__in=[row.writer_id for row in waiting]).order_by("pk")
    }
    rows = Shift.objects.filter(role__event=event, called_off_at=None, starts_at__gt=clock.now())
    shifts = list(rows.select_related("role__event__host", "role__event__venue").order_by("role__order", "starts_at"))
    return sum(_seat(writers[row.writer_id], shifts, by) for row in waiting)


def _seat(writer: Writer, shifts: list[Shift], by: User | None) -> bool:
    for shift in shifts:
        try:
            give_place(shift, writer, by=by, how=Assignment.How.AGREED)
        except ValidationError:
            continue
        return True
    return False


def lose_agreed(engagement: Engagement) -> None:
    """What was agreed is over before she had a place: the draft loses her. Of a class that she has left by her place,
    another stand-in is sought as soon as this has been written.
    """
    source = {"source_label": engagement.source_label, "source_id": engagement.source_id}
    AgreedWriter.objects.filter(**source, place=None).delete()
    if engagement.source_label == label_of(Assignment):
        later("events.tasks.run_clocks")


def seek_stand_ins() -> None:
    """What is due? Classes whose stand-in gave her place back: others are sought, or the professor is told."""
    filled = ClassRequest.objects.filter(state=ClassRequest.State.FILLED, starts_at__gt=clock.now())
    events = Event.objects.filter(source_label=label_of(ClassRequest), source_id__in=filled.values("pk"))
    left = Assignment.objects.filter(state__in=LEFT, shift__role__event__in=events).select_related(
        "shift__role__event", "writer"
    )
    for place in left.order_by("pk")[:BATCH]:
        request = filled.select_related("host__institution", "need", "picked").get(pk=place.event.source_id)
        if request.picked is None or request.picked.writer_id != place.writer_id:
            continue
        if request.state_since > place.state_since:  # she was picked again after she had left
            continue
        try:
            with transaction.atomic():
                classes.seek_again(request)
        except (Stale, NoSuchMove):
            continue
