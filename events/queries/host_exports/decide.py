"""Messages, answers, podcasts and board meetings of a host, in what it takes out."""

from collections.abc import Callable, Iterable

from careerlink.web.archives import Table
from events.models import AgreedWriter, Announcement, AnsweredPlace, Attendance, Episode, Meeting, Release
from partners.models import Host
from partners.queries.host_exports.columns import display, get, name_of, table


def event_messages(host: Host) -> Iterable[Table]:
    rows = Announcement.objects.filter(event__host=host)
    yield table(
        "event_messages",
        rows.select_related("event", "role", "shift__role", "by"),
        {
            "event": lambda one: one.event.title,
            "role": lambda one: one.shift.role.name if one.shift else one.role.name if one.role else "",
            "words": get("text"),
            "mails": get("mails"),
            "written_by": lambda one: name_of(one.by),
            "at": get("at"),
        },
    )
    answered = AnsweredPlace.objects.filter(answering__host=host)
    yield table(
        "requests_answered_together",
        answered.select_related("answering__by", "place__writer", "place__shift__role__event"),
        {
            "event": lambda one: one.place.event.title,
            "role": lambda one: one.place.shift.role.name,
            "writer": lambda one: one.place.writer.name,
            "answer": lambda one: one.answering.get_answer_display(),
            "answered_by": lambda one: name_of(one.answering.by),
            "at": lambda one: one.answering.at,
            "taken_back": get("is_undone"),
        },
    )
    agreed = AgreedWriter.objects.filter(event__host=host).select_related("event", "writer")
    yield table(
        "agreed_before_planned",
        agreed,
        {"event": lambda one: one.event.title, "writer": lambda one: one.writer.name, "at": get("at")},
    )


def podcasts(host: Host) -> Iterable[Table]:
    yield table(
        "podcasts",
        Episode.objects.filter(event__host=host).select_related("event"),
        {
            "event": lambda one: one.event.title,
            "state": display("state"),
            "terms": get("terms"),
            "recorded_at": get("recorded_at"),
            "published_at": get("published_at"),
            "link": get("link"),
            "transcript": get("transcript"),
        },
    )
    yield table(
        "podcast_releases",
        Release.objects.filter(episode__event__host=host).select_related("episode__event", "writer"),
        {
            "event": lambda one: one.episode.event.title,
            "guest": lambda one: one.writer.name,
            "how": display("how"),
            "terms": get("terms"),
            "signature": get("signature"),
            "signed_at": get("signed_at"),
        },
    )


def board_meetings(host: Host) -> Iterable[Table]:
    yield table(
        "board_meetings",
        Meeting.objects.filter(event__host=host).select_related("event", "minutes_by"),
        {
            "event": lambda one: one.event.title,
            "on": lambda one: one.event.starts_at,
            "agenda": get("agenda"),
            "minutes": get("minutes"),
            "minutes_at": get("minutes_at"),
            "minutes_by": lambda one: name_of(one.minutes_by),
        },
    )
    yield table(
        "board_attendance",
        Attendance.objects.filter(meeting__event__host=host).select_related("meeting__event", "seat__writer"),
        {
            "event": lambda one: one.meeting.event.title,
            "member": lambda one: one.seat.writer.name,
            "answer": display("answer"),
        },
    )


PARTS: dict[str, Callable[[Host], Iterable[Table]]] = {
    "event_messages": event_messages,
    "podcasts": podcasts,
    "board_meetings": board_meetings,
}
