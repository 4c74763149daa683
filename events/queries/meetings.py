"""Board meetings: who could be there, who was, and what members may read."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from events.models import Attendance, Event, EventKind, Meeting
from partners.models import BoardSeat, Host

MOST = 50
READABLE = (*Event.LIVE, Event.State.COMPLETED)


@dataclass(frozen=True)
class Seated:
    """Somebody of the roster, and whether she was there ("" when nobody said)."""

    seat: BoardSeat
    answer: str
    words: str


def is_meeting(event: Event) -> bool:
    return event.kind == EventKind.BOARD


def roster(event: Event) -> list[BoardSeat]:
    """Who served on the board on the day of the meeting, or serves now while it has none, by name. One query."""
    rows = BoardSeat.objects.filter(host=event.host_id).select_related("writer__user")
    serving = Q(state=BoardSeat.State.SERVING)
    if event.starts_at:
        day = event.starts_at.date()
        served = Q(state=BoardSeat.State.ENDED, ended_at__gt=event.starts_at, starts_on__lte=day)
        was_seated = ~Q(reason__in=[BoardSeat.Reason.DECLINED, BoardSeat.Reason.NO_ANSWER, BoardSeat.Reason.WITHDRAWN])
        serving = serving & Q(starts_on__lte=day + timedelta(days=1)) | served & was_seated
    return list(rows.filter(serving).order_by("writer__name", "pk"))


def attendance_of(event: Event) -> list[Seated]:
    """The roster with what was said of each. Two queries."""
    said = {one.seat_id: one for one in Attendance.objects.filter(meeting__event=event)}
    return [
        Seated(seat, said[seat.pk].answer, str(said[seat.pk].get_answer_display()))
        if seat.pk in said
        else Seated(seat, "", "")
        for seat in roster(event)
    ]


def sits_on_board(writer_id: int, event: Event) -> bool:
    """Whether she reads agenda and minutes: she serves on the board now, or did on the day. One query."""
    rows = BoardSeat.objects.filter(host=event.host_id, writer=writer_id)
    served = Q(state=BoardSeat.State.ENDED, ended_at__gt=event.starts_at) if event.starts_at else Q(pk=None)
    seated = rows.filter(Q(state=BoardSeat.State.SERVING) | served)
    declined = (BoardSeat.Reason.DECLINED, BoardSeat.Reason.NO_ANSWER, BoardSeat.Reason.WITHDRAWN)
    return seated.exclude(reason__in=declined).exists()


def meetings_of(host: Host) -> list[Event]:
    """Meetings of a board that members may know of, the newest first, with their meeting where there is one."""
    rows = Event.objects.filter(host=host, kind=EventKind.BOARD, state__in=READABLE).select_related("meeting")
    return list(rows.order_by("-starts_at", "-pk")[:MOST])


def presence_of(seat: BoardSeat) -> tuple[int, int]:
    """At how many meetings she was, of how many at which it was noted. One query."""
    answers = list(Attendance.objects.filter(seat=seat).values_list("answer", flat=True))
    return sum(answer == Attendance.Answer.PRESENT for answer in answers), len(answers)


def meeting_of(event: Event) -> Meeting:
    """What belongs to a meeting as it is, or as it would begin. One query."""
    found = Meeting.objects.filter(event=event).select_related("minutes_by").first() or Meeting(event=event)
    found.event = event
    return found
