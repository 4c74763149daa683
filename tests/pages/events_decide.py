"""Requests answered together, messages to whoever comes, podcasts and board meetings."""

from datetime import timedelta

from django.core.files.base import ContentFile

from careerlink.web import clock
from events.models import Announcement, AnsweredPlace, Answering, Attendance, EventKind, Meeting, Release
from partners.models import BoardSeat
from tests import factories as make
from tests.pages.kinds import ACTING, OFFICE, Action, Page, key_of, office

GUEST, MEMBER = frozenset({"writer"}), frozenset({"writer"})


def fill(world) -> None:
    asked = make.RoleFactory(event=world.event, name="Photo corner", is_instant=False, most=1)
    world.asked_shift = make.ShiftFactory(role=asked, starts_at=world.event.ends_at)
    world.asked_place = make.AssignmentFactory(shift=world.asked_shift, writer=world.writer2, state="requested")
    now = clock.now()
    world.answering = Answering.objects.create(
        host=world.office,
        event=world.event,
        answer="decline",
        by=world.user["staff"],
        leaves_at=now + timedelta(days=1),
    )
    refused = make.AssignmentFactory(shift=world.asked_shift, state="refused")
    AnsweredPlace.objects.create(answering=world.answering, place=refused)
    Announcement.objects.create(event=world.event, text="Bring water.", mails=1, by=world.user["staff"])
    recording = make.EventFactory(host=world.office, kind=EventKind.PODCAST, title="Careers aloud")
    world.recording = recording
    mikes = make.ShiftFactory(role=make.RoleFactory(event=recording, name="Guest"))
    world.guest = make.AssignmentFactory(shift=mikes, writer=world.writer, work=False)
    world.paper_guest = make.AssignmentFactory(shift=mikes, writer=world.writer2, work=False)
    world.episode = make.EpisodeFactory(event=recording)
    paper = Release(episode=world.episode, writer=world.writer2, how="paper", terms="Yes.", content_type="image/jpeg")
    paper.file.save("releases/paper.jpg", ContentFile(b"\xff\xd8\xff"), save=False)
    paper.save()
    world.board_event = make.EventFactory(
        host=world.office, kind=EventKind.BOARD, title="Fall meeting", starts_at=now - timedelta(hours=3)
    )
    seat = BoardSeat.objects.filter(host=world.office, writer=world.writer, state="serving").first()
    world.board_member = seat or make.BoardSeatFactory(host=world.office, writer=world.writer)
    meeting = Meeting(event=world.board_event, agenda="1. The fair", minutes="Fine.", minutes_at=now)
    meeting.content_type = "image/jpeg"
    meeting.file.save("minutes/paper.jpg", ContentFile(b"\xff\xd8\xff"), save=False)
    meeting.save()
    Attendance.objects.create(meeting=meeting, seat=world.board_member, answer="present")


def more_requests(world, rows):
    for _row in range(rows):
        writer = make.WriterFactory(verified=True)
        make.FeeFactory(writer=writer)
        place = make.AssignmentFactory(shift=world.asked_shift, writer=writer, state="requested")
        AnsweredPlace.objects.create(answering=world.answering, place=place)


def more_messages(world, rows):
    for _row in range(rows):
        Announcement.objects.create(event=world.event, shift=world.asked_shift, text="More", by=world.user["staff"])


def more_guests(world, rows):
    shift = make.ShiftFactory(role=make.RoleFactory(event=world.recording, most=9))
    for _row in range(rows):
        place = make.AssignmentFactory(shift=shift)
        Release.objects.create(episode=world.episode, writer=place.writer, how="signed", terms="Yes", signature="Me")


def more_members(world, rows):
    for _row in range(rows):
        seat = make.BoardSeatFactory(host=world.office, board=False)
        Attendance.objects.create(meeting=world.board_event.meeting, seat=seat, answer="excused")
        make.EventFactory(host=world.office, kind=EventKind.BOARD)


PAGES: list[Page] = [
    Page("event_requests", OFFICE, key_of("event"), queries=14, rows=more_requests),
    Page("place_requests", OFFICE, office, queries=13, rows=more_requests),
    Page("answering", OFFICE, key_of("answering"), queries=4, rows=more_requests),
    Page("event_messages", ACTING, key_of("event"), queries=5, rows=more_messages),
    Page("event_episode", OFFICE, key_of("recording"), queries=6, rows=more_guests),
    Page("episode_terms", ACTING, key_of("recording")),
    Page("place_release", ACTING | GUEST, key_of("guest"), label="release_asked"),
    Page("place_release", ACTING | {"writer2"}, key_of("paper_guest"), who="writer2", label="release_on_paper"),
    Page("place_release_file", ACTING | {"writer2"}, key_of("paper_guest"), axe=False),
    Page("event_meeting", OFFICE | MEMBER, key_of("board_event"), queries=6, rows=more_members),
    Page("event_meeting", OFFICE | MEMBER, key_of("board_event"), who="writer", label="event_meeting_member"),
    Page("meeting_agenda", ACTING, key_of("board_event")),
    Page("meeting_attendance", ACTING, key_of("board_event"), queries=5, rows=more_members),
    Page("meeting_minutes", ACTING, key_of("board_event")),
    Page("meeting_file", OFFICE | MEMBER, key_of("board_event"), axe=False),
    Page("board_meetings", OFFICE | MEMBER, key_of("board_member"), who="writer", queries=5, rows=more_members),
]
PUBLIC: list[str] = []
ACTIONS: list[Action] = [
    Action("answering_undo", ACTING, key_of("answering")),
    Action("episode_recorded", ACTING, key_of("recording")),
    Action("episode_out", ACTING, key_of("recording")),
    Action("place_release_back", ACTING | GUEST, key_of("guest")),
]
