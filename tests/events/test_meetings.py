"""Board meetings: agenda, who was there, minutes."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from careerlink.outbox.delivery import deliver
from careerlink.web import clock
from events.actions import decide_person, meetings
from events.models import Attendance, Event, EventKind, Meeting
from events.queries import meetings as queries
from events.signals import event_shown
from partners.models import BoardSeat
from tests import factories as make
from tests.web.test_files import PLAIN_PDF


@pytest.fixture
def board(world):
    """Maren serves and Ben does not; the board meets in three weeks."""
    world.event = make.EventFactory(host=world.office, kind=EventKind.BOARD, title="Fall meeting")
    world.seat = make.BoardSeatFactory(host=world.office, writer=world.writer)
    make.BoardSeatFactory(host=world.office, writer=world.writer2, invited=True)
    world.director = world.user["director"]
    return world


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def see(board, who):
    return client_of(board.user[who]).get(reverse("event_meeting", args=[board.event.key]))


def test_members_read_agenda_and_minutes_and_nobody_else_does(board):
    meetings.set_agenda(board.event, by=board.director, agenda="1. The fair")
    meetings.keep_minutes(board.event, by=board.director, minutes="We liked the fair.")
    page = see(board, "writer").content.decode()
    assert ("1. The fair" in page, "We liked the fair." in page) == (True, True)
    assert [see(board, who).status_code for who in ("viewer", "writer2", "other", "professor")] == [200, 404, 404, 404]
    Event.objects.update(state=Event.State.DRAFT)
    assert (see(board, "writer").status_code, see(board, "viewer").status_code) == (404, 200)


def test_members_are_told_when_it_is_published_and_when_the_minutes_are_there_once(board):
    meetings.set_agenda(board.event, by=board.director, agenda="1. The fair")
    for _time in range(2):
        event_shown.send(Event, event=board.event, by=board.director)
        meetings.keep_minutes(board.event, by=board.director, minutes="We liked it.")
    deliver()
    assert [one.to for one in mail.outbox] == [["writer@demo.test"]] * 2
    called, kept = sorted(mail.outbox, key=lambda one: one.subject)
    assert called.subject.startswith("Keep ")
    assert "1. The fair" in called.body
    assert kept.subject.startswith("Read the minutes of ")


def test_attendance_is_of_the_roster_and_not_before_the_meeting_has_begun(board):
    with pytest.raises(ValidationError):
        meetings.note_attendance(board.event, {board.seat.pk: "present"}, by=board.director)
    foreign = make.BoardSeatFactory(host=board.rival)
    with clock.set_to(board.event.starts_at + timedelta(hours=1)):
        client = client_of(board.director)
        address = reverse("meeting_attendance", args=[board.event.key])
        client.post(address, {f"seat-{board.seat.pk}": "present", f"seat-{foreign.pk}": "present"})
        assert list(Attendance.objects.values_list("seat", "answer")) == [(board.seat.pk, "present")]
        assert queries.presence_of(board.seat) == (1, 1)
        page = client_of(board.user["writer"]).get(reverse("board_meetings", args=[board.seat.key]))
        assert "You were at 1 of 1." in page.content.decode()
        assert decide_person.export_words(board.user["writer"])["board meetings"][0]["you"] == "Was there"
        client.post(address, {f"seat-{board.seat.pk}": ""})  # what was said is taken back
        assert not Attendance.objects.exists()
        assert client.post(address, {f"seat-{board.seat.pk}": "sleeping"}).status_code == 422


def test_minutes_are_text_or_a_file_behind_a_door_and_a_new_file_takes_the_place_of_the_old(board):
    client, address = client_of(board.director), reverse("meeting_minutes", args=[board.event.key])
    page = client.post(address, {"minutes": ""})
    assert (page.status_code, "Write the minutes, or add a file." in page.content.decode()) == (422, True)
    assert client.post(address, {"minutes": "", "file": SimpleUploadedFile("x.pdf", b"x")}).status_code == 422
    client.post(address, {"minutes": "", "file": SimpleUploadedFile("x.pdf", PLAIN_PDF)})
    first = Meeting.objects.get().file.name
    door = reverse("meeting_file", args=[board.event.key])
    assert b"".join(client_of(board.user["writer"]).get(door)) == PLAIN_PDF
    assert client_of(board.user["writer2"]).get(door).status_code == 404
    client.post(address, {"minutes": "And words.", "file": SimpleUploadedFile("y.pdf", PLAIN_PDF)})
    meeting = Meeting.objects.get()
    assert (meeting.minutes, meeting.file.name != first) == ("And words.", True)
    client.post(address, {"minutes": "Only words.", "drop_file": "on"})
    assert (Meeting.objects.get().file.name, client.get(door).status_code) == ("", 404)


def test_who_has_left_the_board_reads_what_was_before(board):
    after = make.EventFactory(host=board.office, kind=EventKind.BOARD, title="Winter meeting",
                              starts_at=board.event.starts_at + timedelta(days=60))  # fmt: skip
    with clock.set_to(board.event.ends_at + timedelta(days=1)):
        BoardSeat.objects.filter(pk=board.seat.pk).update(
            state="ended", reason="resigned", due_at=None, ended_at=clock.now()
        )
        page = client_of(board.user["writer"]).get(reverse("board_meetings", args=[board.seat.key])).content.decode()
        assert ("Fall meeting" in page, "Winter meeting" in page) == (True, False)
        assert see(board, "writer").status_code == 200
        assert client_of(board.user["writer"]).get(reverse("event_meeting", args=[after.key])).status_code == 404
        assert [one.seat for one in queries.attendance_of(board.event)] == [board.seat]
