"""The host writes to everybody on a shift."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from careerlink.outbox.delivery import deliver
from careerlink.web import clock
from careerlink.web.keys import new_key
from events.actions import announcements as actions
from events.actions import decide_person, seats
from events.models import Announcement
from tests import factories as make


@pytest.fixture
def coming(fair):
    """Maren is at the check-in desk and, later, at the table; Ben is at the table; Cora only asked."""
    late = {"starts_at": fair.desk.ends_at, "ends_at": fair.desk.ends_at + timedelta(hours=2)}
    fair.later = make.ShiftFactory(role=fair.table.role, **late)
    make.AssignmentFactory(shift=fair.desk, writer=fair.world.writer)
    make.AssignmentFactory(shift=fair.later, writer=fair.world.writer)
    fair.ben = make.AssignmentFactory(shift=fair.table, writer=fair.world.writer2)
    make.AssignmentFactory(shift=fair.table, state="requested")
    fair.director = fair.world.user["director"]
    return fair


def post(coming, who="director", **data):
    client = Client()
    client.force_login(coming.world.user[who])
    data = {"to": "event", "text": "Bring water.\r\nIt is hot.", **data}
    return client.post(reverse("event_messages", args=[coming.event.key]), data)


def test_the_preview_says_how_many_mails_leave_and_to_whom_and_sends_none(coming):
    page = post(coming)
    assert "2 mails leave" in page.content.decode()
    assert "Send 2 mails" in page.content.decode()
    assert "writer@demo.test" not in page.content.decode()
    assert (page.status_code, Announcement.objects.count()) == (200, 0)
    narrow = post(coming, to=f"shift-{coming.table.key}")
    assert [person.name for person in narrow.context["people"]] == ["Writer2"]
    assert narrow.context["text"] == "Bring water.\r\nIt is hot."


def test_each_gets_one_mail_of_her_own_with_her_own_shifts_however_often_it_is_clicked(coming):
    key = new_key()
    for _click in range(2):
        assert post(coming, key=key, send="1").status_code == 302
    deliver()
    assert sorted(one.to for one in mail.outbox) == [["writer2@demo.test"], ["writer@demo.test"]]
    assert [one.cc + one.bcc for one in mail.outbox] == [[], []]
    hers = next(one for one in mail.outbox if one.to == ["writer@demo.test"])
    assert hers.subject.startswith("Read this before ")
    assert hers.subject.endswith(": Fall fair")
    for words in ("Bring water.", "It is hot.", "Check-in desk", "Resume table"):
        assert words in hers.body
    assert "writer2@demo.test" not in hers.body
    page = Client()
    page.force_login(coming.director)
    listed = page.get(reverse("event_messages", args=[coming.event.key])).content.decode()
    assert "2 mails." in listed
    assert "Written by Director." in listed


def test_who_has_left_before_the_mail_does_gets_none(coming):
    post(coming, send="1", to=f"role-{coming.table.role.key}")
    seats.leave(coming.ben, by=coming.world.writer2.user)
    deliver()
    assert [one.to for one in mail.outbox if "Read this" in one.subject] == [["writer@demo.test"]]


def test_too_many_messages_in_a_day_and_nobody_to_write_to_are_said_in_words(coming):
    for number in range(6):
        actions.announce(coming.event, by=coming.director, key=new_key(), text=f"Word {number}")
    page = post(coming, send="1")
    assert page.status_code == 422
    assert "6 messages about this event in the last 24 hours. Write again tomorrow." in page.content.decode()
    empty = make.ShiftFactory(role=make.RoleFactory(event=coming.event))
    with clock.set_to(clock.now() + timedelta(days=1, minutes=1)), pytest.raises(ValidationError) as refused:
        actions.announce(coming.event, by=coming.director, key=new_key(), text="Hello", shift=empty)
    assert refused.value.messages == ["Nobody has a place there yet, so there is nobody to write to."]


def test_ten_thousand_characters_and_a_shift_of_another_host_are_refused_in_words(coming):
    assert post(coming, text="x" * 10_000).status_code == 422
    foreign = make.ShiftFactory()
    page = post(coming, to=f"shift-{foreign.key}", send="1")
    assert (page.status_code, "the plan has changed" in page.content.decode()) == (422, True)
    assert post(coming, "other").status_code == 404
    assert post(coming, "viewer").status_code == 404


def test_the_words_go_after_two_years_and_with_who_wrote_them(coming):
    actions.announce(coming.event, by=coming.director, key=new_key(), text="Bring water.")
    assert decide_person.export_words(coming.director)["written"][0]["words"] == "Bring water."
    decide_person.erase_words(coming.director)
    assert list(Announcement.objects.values_list("text", "by")) == [("", None)]
    actions.announce(coming.event, by=coming.director, key=new_key(), text="Bring tea.")
    with clock.set_to(clock.now() + timedelta(days=731)):
        assert actions.forget_announcements() == 1
    assert not Announcement.objects.exclude(text="").exists()
