"""Who sees an event, and who may plan it."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from careerlink.accounts.models import User
from careerlink.web import clock
from events.models import Assignment, Event, EventKind, EventTemplate, Role, Shift, StandbyName, Venue
from partners.models import Host, Member, Writer
from partners.permissions.desks import get_desk, may_coordinate, memberships, own_writer

ROWS = ("host__institution", "venue", "coordinator")

OPEN_TO_ALL = Q(state=Event.State.PUBLISHED, host__state=Host.State.APPROVED, host__group__paused_at=None)


def visible_events(user: User) -> QuerySet[Event]:
    """What is published by hosts that take part, for everybody; those of her own hosts; for a writer whatever she
    has or had a place at.
    """
    seen = OPEN_TO_ALL
    if not user.is_authenticated:
        return Event.objects.filter(seen)
    if hosts := [member.host_id for member in memberships(user)]:
        seen |= Q(host__in=hosts)
    writer = own_writer(user)
    if writer is not None:
        seen |= _seen_by(writer)
    return Event.objects.filter(seen)


def events_for_writer(writer: Writer) -> QuerySet[Event]:
    """Those that she sees as a writer, whatever hosts she belongs to."""
    return Event.objects.filter(_seen_by(writer))


def _seen_by(writer: Writer) -> Q:
    places = Assignment.objects.filter(writer=writer).values("shift__role__event")
    seen = Q(pk__in=places) & ~Q(state=Event.State.DRAFT)
    if writer.is_approved:
        seen |= OPEN_TO_ALL
    return seen


def get_event_to_read(user: User, key: str) -> Event:
    """An event with host, venue and coordinator, and whether the latter may act for the host (`coordinator_acts`), for
    whoever sees it, else 404.
    """
    acts = Member.objects.acting().filter(user=OuterRef("coordinator"), host=OuterRef("host"))
    rows = visible_events(user).select_related(*ROWS).annotate(coordinator_acts=Exists(acts))
    event = rows.filter(key=key).first()
    if event is None:
        raise Http404
    return event


def get_event_of_host(user: User, key: str) -> Event:
    """An event for all people of its host, else 404."""
    event = get_event_to_read(user, key)
    if not is_of_host(user, event):
        raise Http404
    return event


def get_event_to_manage(user: User, key: str) -> Event:
    """An event for those who may act for its host, in whatever state, else 404."""
    event = get_event_of_host(user, key)
    if not may_plan(user, event.host):
        raise Http404
    return event


def is_of_host(user: User, event: Event) -> bool:
    """Whether she looks at it as one of the host's people."""
    return any(member.host_id == event.host_id for member in memberships(user))


def get_desk_of_events(user: User, slug: str) -> Host:
    """A host for all its people, else 404."""
    return get_desk(user, slug)


def get_desk_to_plan(user: User, slug: str) -> Host:
    """A host for those who may plan its events, else 404."""
    return get_desk(user, slug, role=Member.Role.COORDINATOR)


def get_event_to_plan(user: User, key: str) -> Event:
    """An event whose plan may still be changed, for those who may act for its host, else 404."""
    event = get_event_to_manage(user, key)
    if event.state != Event.State.DRAFT and not event.is_live:
        raise Http404
    return event


def get_role_to_change(user: User, key: str) -> Role:
    """A role of an event that is not over, with event and host, for those who may plan it, else 404."""
    role = Role.objects.select_related(*(f"event__{row}" for row in ROWS)).filter(key=key).first()
    if role is None:
        raise Http404
    role.event = get_event_to_plan(user, role.event.key)
    return role


def get_template_to_use(user: User, key: str) -> EventTemplate:
    """A template of a host for those who may plan its events, else 404."""
    template = EventTemplate.objects.select_related("host__institution").filter(key=key).first()
    if template is None or not may_plan(user, template.host):
        raise Http404
    return template


def get_venue_to_change(user: User, key: str) -> Venue:
    """A venue of a host for those who may plan its events, else 404."""
    venue = Venue.objects.select_related("host__institution").filter(key=key).first()
    if venue is None or not may_plan(user, venue.host):
        raise Http404
    return venue


def may_plan(user: User, host: Host) -> bool:
    """Whether she may plan events of the host: its coordinators and managers."""
    return may_coordinate(user, host)


def asks_writers(event: Event) -> bool:
    """Whether writers may still be sought for an event; who meets as a board is known without."""
    is_to_come = event.is_live and event.closes_at > clock.now()
    return is_to_come and event.kind != EventKind.BOARD and event.host.is_approved


def allowed(user: User, event: Event) -> dict[str, bool]:
    """What she may do with the event now, for the buttons of its page."""
    plans = may_plan(user, event.host)
    is_open = event.state == Event.State.DRAFT or event.is_live
    return {
        "may_plan": plans and is_open,
        "may_take": event.takes_signups and _is_approved_writer(user),
        "may_stand_by": event.is_live and event.starts_at > clock.now() and _is_approved_writer(user) and not plans,
        "may_show": plans and is_open and event.host.is_approved,
        "may_ask": plans and asks_writers(event),
        "may_fill": plans and event.is_live and event.host.is_approved and event.ends_at > clock.now(),
        "may_cancel": plans and event.is_live and event.ends_at > clock.now(),
        "may_discard": plans and event.state == Event.State.DRAFT,
        "may_copy": plans and event.starts_at is not None,
    }


def stands_by(writer: Writer, event: Event) -> bool:
    """Whether she may be asked at short notice there. One query."""
    return StandbyName.objects.filter(event=event, writer=writer).exists()


def people_to_tell(event: Event, *, role: Role | None = None, shift: Shift | None = None) -> int:
    """How many people have a live place at the event, or in one role or shift of it. One query."""
    rows = Assignment.objects.filter(shift__role__event=event, state__in=Assignment.LIVE)
    if role:
        rows = rows.filter(shift__role=role)
    if shift:
        rows = rows.filter(shift=shift)
    return rows.count()


def _is_approved_writer(user: User) -> bool:
    writer = own_writer(user)
    return writer is not None and writer.is_approved
