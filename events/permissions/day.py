"""Who runs the day of an event, who sees its sheet, and who speaks for hours."""

from django.db.models import QuerySet
from django.http import Http404

from careerlink.accounts.models import User
from events.models import Assignment, Event, HoursEntry
from events.permissions.events import get_event_of_host, get_event_to_manage, may_plan
from events.permissions.places import get_own_place, get_place_to_manage, is_own
from events.queries.day import ON_THE_DAY
from events.queries.ledger import ROWS
from partners.models import Host, Writer
from partners.permissions.desks import memberships, own_writer
from partners.queries.campus import is_paused

# An event that has a day: held, over or called off after its sheet was printed.
HELD = (*Event.LIVE, Event.State.COMPLETED)


def get_event_with_sheet(user: User, key: str) -> Event:
    """An event with a day, for all people of its host, else 404."""
    return _with_day(get_event_of_host(user, key))


def get_event_to_check_in(user: User, key: str) -> Event:
    """An event with a day, for those who may act for its host, else 404."""
    return _with_day(get_event_to_manage(user, key))


def _with_day(event: Event) -> Event:
    if event.state not in HELD:
        raise Http404
    return event


def may_run(user: User, event: Event) -> bool:
    """Whether she may check in, record and approve: coordinators and managers of a host that takes part."""
    return event.host.is_approved and may_plan(user, event.host)


def may_see_phones(event: Event) -> bool:
    """Whether telephone numbers of writers stand on the sheet: as on the pages of who works together, while the host
    takes part and no student group pauses. Each writer shows hers only while she takes part.
    """
    host = event.host
    return host.is_approved and not host.is_of_students and not is_paused(host)


def place_on_the_day(event: Event, key: str) -> Assignment:
    """One of the places that the lists of this event's day show, else 404."""
    rows = Assignment.objects.select_related("shift__role__event__host", "writer__user")
    place = rows.filter(key=key, shift__role__event=event, state__in=ON_THE_DAY).first()
    if place is None:
        raise Http404
    return place


def get_place_to_record(user: User, key: str) -> Assignment:
    """A place of a day, for those who may say how it was, else 404."""
    place = get_place_to_manage(user, key)
    if place.state not in ON_THE_DAY or not may_run(user, place.event):
        raise Http404
    return place


def get_own_place_of_day(user: User, key: str) -> Assignment:
    """Her own place on a day, or one in which somebody stood in for her, else 404."""
    place = get_own_place(user, key)
    if place.state not in (*ON_THE_DAY, Assignment.State.SWAPPED):
        raise Http404
    return place


def stand_ins_of(host: Host, place: Assignment) -> QuerySet[Writer]:
    """Whom the host may note as a stand-in: writers it works with who take part, but for herself."""
    rows = Writer.objects.filter(partnerships__host=host, state=Writer.State.APPROVED, user__is_active=True)
    return rows.exclude(pk=place.writer_id).order_by("name")


def visible_entries(user: User) -> QuerySet[HoursEntry]:
    """Rows of the ledger that stand: of her hosts, and her own."""
    if not user.is_authenticated:
        return HoursEntry.objects.none()
    rows = HoursEntry.objects.filter(replaced_by=None).select_related(*ROWS, "place__writer")
    seen = rows.filter(host__in=[member.host_id for member in memberships(user)])
    writer = own_writer(user)
    return seen | rows.filter(writer=writer) if writer else seen


def get_entry_to_answer(user: User, key: str) -> HoursEntry:
    """A row of the ledger that stands, for those who approve hours of its host, else 404."""
    entry = visible_entries(user).filter(key=key).first()
    if entry is None or not may_run(user, entry.place.event):
        raise Http404
    return entry


def day_page(user: User, place: Assignment) -> str:
    """The name of the page about the day of a place, for its writer or for who runs the event; "" for others."""
    if is_own(user, place):
        return "place_day" if place.state in (*ON_THE_DAY, Assignment.State.SWAPPED) else ""
    return "place_record" if place.state in ON_THE_DAY and may_run(user, place.event) else ""
