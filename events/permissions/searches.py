"""Who sees that somebody is sought for a seat, who answers, and who may say that she stands by."""

from django.http import Http404

from careerlink.accounts.models import User
from careerlink.audit.trail import label_of
from events.models import Assignment, Event, Search
from events.permissions.events import get_event_to_manage, is_of_host, may_plan, visible_events
from events.permissions.places import get_own_place
from events.queries.searches import ROWS, was_asked
from partners.models import Asked, Writer
from partners.permissions.desks import own_writer


def get_search_to_read(user: User, key: str) -> Search:
    """A search for the host's people and for whoever was asked, else 404."""
    search = Search.objects.select_related(*ROWS).filter(key=key).first()
    if search is None or not (is_of_host(user, search.event) or _writer_asked(user, search)):
        raise Http404
    search.place.shift = search.shift
    return search


def get_search_to_answer(user: User, key: str) -> tuple[Search, Writer]:
    """A search and the writer, for whom was asked in it, else 404."""
    search = get_search_to_read(user, key)
    writer = _writer_asked(user, search)
    if writer is None:
        raise Http404
    return search, writer


def get_search_to_decide(user: User, key: str) -> Search:
    """A search for those who may act for the host, else 404."""
    search = get_search_to_read(user, key)
    if not may_plan(user, search.event.host):
        raise Http404
    return search


def get_search_behind(about: str) -> tuple[Search, Writer]:
    """The search and the writer that a link in a mail is about, else 404."""
    key, _colon, number = about.partition(":")
    search = Search.objects.select_related(*ROWS).filter(key=key).first()
    asked = Asked.objects.filter(label=Search._meta.label_lower, about_id=search.pk) if search else None
    row = asked.select_related("writer__user").filter(writer=int(number)).first() if asked is not None else None
    if row is None:
        raise Http404
    search.place.shift = search.shift
    return search, row.writer


def answer_of(search: Search, writer: Writer) -> str:
    """What she said to being asked: "yes", "no" or nothing yet; "moot" when nobody needs her answer any more."""
    asked = Asked.objects.filter(writer=writer, label=label_of(search), about_id=search.pk)
    return asked.values_list("answer", flat=True).first() or ""


def _writer_asked(user: User, search: Search) -> Writer | None:
    writer = own_writer(user)
    return writer if writer is not None and was_asked(search, writer) else None


def get_place_that_cannot(user: User, key: str) -> Assignment:
    """Her own place, whatever became of it, else 404."""
    return get_own_place(user, key)


def may_be_replaced(place: Assignment) -> bool:
    """Whether a stand-in can be sought for this place: it is confirmed."""
    return place.state == Assignment.State.CONFIRMED


def get_event_to_stand_by(user: User, key: str) -> tuple[Event, Writer]:
    """An event that is not over, for an approved writer who sees it, else 404."""
    writer = own_writer(user)
    event = visible_events(user).select_related("host").filter(key=key, state__in=Event.LIVE).first()
    if event is None or writer is None or not writer.is_approved:
        raise Http404
    return event, writer


def get_event_with_standby(user: User, key: str) -> Event:
    """An event whose standby list she may change for the host, else 404."""
    return get_event_to_manage(user, key)
