"""Who sees a place, and who may change it."""

from django.db.models import Q, QuerySet
from django.http import Http404

from careerlink.accounts.models import User
from careerlink.web import clock
from events.models import Assignment, Event, Shift
from events.permissions.events import asks_writers, events_for_writer, may_plan
from events.queries.fill import with_taken
from partners.models import Host, Writer
from partners.permissions.desks import memberships, own_writer
from partners.permissions.writers import may_see_contact

ROWS = (
    "shift__role__event__host__institution",
    "shift__role__event__venue",
    "writer__user",
)
SHIFT_ROWS = ("role__event__host__institution", "role__event__venue")


def visible_places(user: User) -> QuerySet[Assignment]:
    """Places at events of her hosts, and her own as a writer."""
    if not user.is_authenticated:
        return Assignment.objects.none()
    writer = own_writer(user)
    seen = Q(shift__role__event__host__in=[member.host_id for member in memberships(user)])
    return Assignment.objects.filter(seen | Q(writer=writer) if writer else seen)


def get_place_to_read(user: User, key: str) -> Assignment:
    """A place with its shift, event and writer for its writer and the host's people, else 404."""
    place = visible_places(user).select_related(*ROWS).filter(key=key).first()
    if place is None:
        raise Http404
    return place


def get_own_place(user: User, key: str) -> Assignment:
    """A place for the writer whose it is, in whatever state, else 404."""
    place = get_place_to_read(user, key)
    if not is_own(user, place):
        raise Http404
    return place


def get_place_to_manage(user: User, key: str) -> Assignment:
    """A place for those who may act for the host, else 404."""
    place = get_place_to_read(user, key)
    if not may_plan(user, place.event.host):
        raise Http404
    return place


def is_own(user: User, place: Assignment) -> bool:
    """Whether it is her own place."""
    return place.writer.user_id == user.pk


def may_answer(user: User, place: Assignment) -> bool:
    """Whether she may say yes or no now: her own invitation or kept seat, with time left."""
    return is_own(user, place) and place.may_move("accept") and is_open_still(place)


def may_leave(user: User, place: Assignment) -> bool:
    """Whether she may give her own place back, or leave the list, before it begins."""
    before = place.state in Assignment.LIVE and place.state != Assignment.State.CHECKED_IN
    return is_own(user, place) and before and place.shift.starts_at > clock.now()


def may_decide(user: User, place: Assignment) -> bool:
    """Whether she may say yes or no for the host to somebody who asked."""
    return place.may_move("approve") and is_open_still(place) and _acts_for(user, place.event.host)


def may_refuse(user: User, place: Assignment) -> bool:
    """Whether she may say a kind no: to who asked, and to who waits."""
    return place.may_move("refuse") and is_open_still(place) and _acts_for(user, place.event.host)


def may_take_back(user: User, place: Assignment) -> bool:
    """Whether she may take an invitation back."""
    return place.may_move("take_back") and is_open_still(place) and _acts_for(user, place.event.host)


def may_call_off(user: User, place: Assignment) -> bool:
    """Whether she may call a place off that a writer has or that is kept for her, before it begins."""
    has_seat = place.state in (Assignment.State.CONFIRMED, Assignment.State.HELD)
    return has_seat and place.shift.starts_at > clock.now() and _acts_for(user, place.event.host)


def may_see_contact_at(user: User, place: Assignment) -> bool:
    """Whether she is shown how to reach the writer: those who plan, while somebody comes, where both sides have
    agreed to work together.
    """
    has_come = place.state in (*Assignment.COMING, *Assignment.AFTER)
    return has_come and _acts_for(user, place.event.host) and may_see_contact(user, place.writer, place.event.host)


def is_open_still(place: Assignment) -> bool:
    """Whether the clock of an open place still runs."""
    return place.due_at is not None and place.due_at > clock.now()


def _acts_for(user: User, host: Host) -> bool:
    return host.is_approved and may_plan(user, host)


def get_place_to_decide(user: User, key: str) -> Assignment:
    """A place for those who act for its host while that takes part, in whatever state it is by now, else 404."""
    place = get_place_to_manage(user, key)
    if not place.event.host.is_approved:
        raise Http404
    return place


def get_place_behind(key: str, address: str) -> Assignment:
    """The place that a writer's signed link opens, while that is her address; else 404."""
    place = Assignment.objects.select_related(*ROWS).filter(key=key, writer__user__email__iexact=address).first()
    if place is None or not place.writer.user.is_active:
        raise Http404
    return place


def get_writer_who_takes(user: User) -> Writer:
    """Her own profile as a writer who may take shifts, else 404."""
    writer = own_writer(user)
    if writer is None or not writer.is_approved:
        raise Http404
    return writer


def get_shift_to_fill(user: User, key: str) -> Shift:
    """A shift to come for those who may invite writers to it, else 404."""
    shift = get_shift_to_manage(user, key)
    event = shift.role.event
    if not event.host.is_approved or not event.is_live or shift.called_off_at or shift.starts_at <= clock.now():
        raise Http404
    return shift


def get_shift_to_ask(user: User, key: str) -> Shift:
    """A shift (with `taken`) to which writers may still be invited, for those who may do so, else 404."""
    shift = get_shift_to_fill(user, key)
    if not asks_writers(shift.role.event):
        raise Http404
    return shift


def may_fill(user: User, shift: Shift) -> bool:
    """Whether she may invite writers to a shift or enter one by hand."""
    event = shift.role.event
    is_to_come = event.is_live and not shift.called_off_at and shift.starts_at > clock.now()
    return is_to_come and _acts_for(user, event.host)


def get_shift_to_take(user: User, key: str) -> Shift:
    """A shift of an event that an approved writer sees, else 404; whether she can take it, `obstacles` says."""
    return _shift(events_for_writer(get_writer_who_takes(user)), key)


def find_shift_to_take(user: User, key: str) -> Shift:
    """The same without what stands around it, for an action that reads it anew once it is locked."""
    found = Shift.objects.filter(key=key, role__event__in=events_for_writer(get_writer_who_takes(user))).first()
    if found is None:
        raise Http404
    return found


def get_shift_to_manage(user: User, key: str) -> Shift:
    """A shift for those who may act for the host of its event, else 404."""
    hosts = [member.host_id for member in memberships(user)]
    shift = _shift(Event.objects.filter(host__in=hosts), key)
    if not may_plan(user, shift.role.event.host):
        raise Http404
    return shift


def _shift(events: QuerySet[Event], key: str) -> Shift:
    shift = with_taken(Shift.objects.select_related(*SHIFT_ROWS)).filter(key=key, role__event__in=events).first()
    if shift is None:
        raise Http404
    return shift
