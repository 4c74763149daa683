"""Who reads agenda and minutes of a board, and who writes them."""

from django.http import Http404

from careerlink.accounts.models import User
from events.models import Event, EventKind
from events.permissions.events import ROWS, get_event_to_manage, is_of_host, may_plan
from events.queries.meetings import READABLE, is_meeting, sits_on_board
from partners.models import BoardSeat
from partners.permissions.board import get_seat_to_read
from partners.permissions.desks import own_writer


def get_meeting_to_read(user: User, key: str) -> Event:
    """A board meeting for the people of its host and for who serves on the board, else 404. Members read it once it
    is not a draft any more.
    """
    event = Event.objects.select_related(*ROWS).filter(key=key, kind=EventKind.BOARD).first()
    if event is None:
        raise Http404
    if is_of_host(user, event):
        return event
    writer = own_writer(user)
    if writer is None or event.state not in READABLE or not sits_on_board(writer.pk, event):
        raise Http404
    return event


def get_meeting_to_manage(user: User, key: str) -> Event:
    """A board meeting for those who may act for its host, else 404."""
    event = get_event_to_manage(user, key)
    if not is_meeting(event):
        raise Http404
    return event


def may_write_minutes(user: User, event: Event) -> bool:
    """Whether she writes agenda and minutes and says who was there."""
    return may_plan(user, event.host)


def get_seat_with_meetings(user: User, key: str) -> BoardSeat:
    """A seat whose meetings she may look through: her own while or after she served, or one of her host's. Else 404."""
    seat = get_seat_to_read(user, key)
    declined = (BoardSeat.Reason.DECLINED, BoardSeat.Reason.NO_ANSWER, BoardSeat.Reason.WITHDRAWN)
    if seat.state == BoardSeat.State.PROPOSED or seat.reason in declined:
        raise Http404
    return seat
