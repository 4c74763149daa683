"""The calendar part of mails about places, read by a reader that knows only RFC 5545."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest

from careerlink.outbox.delivery import message_of
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import OutgoingMail
from careerlink.outbox.wire import as_bytes
from careerlink.web import clock
from events.actions import seats
from events.models import Assignment, Event, Shift
from events.queries.calendars import as_text, changes, entry_of_place
from tests import factories as make
from tests.events.reading import moment, read

How, S = Assignment.How, Assignment.State


def calendar_of(kind):
    """The calendar part of the newest mail of a kind as it goes over the wire: its method there, and what it holds."""
    mail = OutgoingMail.objects.select_related("mailbox").filter(kind=kind).latest("pk")
    said = message_from_bytes(as_bytes(message_of(mail, kinds[kind].render(mail))), policy=policy.default)
    assert said.get_content_type() == "multipart/alternative"
    parts = list(said.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", "text/calendar"]
    part = parts[-1]
    assert part.get_content_charset() == "utf-8"
    calendar = read(part.get_payload(decode=True).decode())
    (event,) = calendar.all("VEVENT")
    assert part.get_param("method") == calendar.get("METHOD")
    return calendar, event


def brief(kind):
    calendar, event = calendar_of(kind)
    return calendar.get("METHOD"), event.get("STATUS"), int(event.get("SEQUENCE")), event.get("UID")


def test_a_confirmed_place_comes_with_all_that_a_calendar_needs(fair):
    fair.desk.role.duties = "Greet; hand out badges, maps\\lists.\nSmile — été."
    fair.desk.role.save()
    fair.event.title = "Fair, “fall”; " + "long " * 18
    fair.event.save()
    place = seats.give_place(fair.desk, fair.world.writer, by=fair.world.writer.user, how=How.SELF)
    now = clock.now().replace(microsecond=0)
    with clock.set_to(now):
        calendar, event = calendar_of("place_confirmed")
    assert (calendar.get("METHOD"), event.get("STATUS"), event.get("SEQUENCE")) == ("REQUEST", "CONFIRMED", "0")
    assert event.get("UID").startswith(f"{place.key}@")
    assert event.get("SUMMARY") == f"Check-in desk, {fair.event.title}"
    assert event.get("DESCRIPTION").startswith("Greet; hand out badges, maps\\lists.\nSmile — été.\n")
    assert event.get("LOCATION") == f"{fair.venue.name}, Ballroom, 1 College Way"
    assert event.get("URL").endswith(place.get_absolute_url())
    assert (moment(calendar, event, "DTSTART"), moment(calendar, event, "DTEND")) == (
        fair.desk.starts_at,
        fair.desk.ends_at,
    )
    assert moment(calendar, event, "DTSTAMP") == now
    assert event.params("DTSTART")["TZID"] == fair.event.zone
    assert event.params("ORGANIZER")["CN"] == fair.event.host.name
    assert event.get("ATTENDEE") == f"mailto:{fair.world.writer.user.email}"
    assert event.params("ATTENDEE") == {"CN": "Maren Okafor", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}


def test_one_place_keeps_its_name_and_its_number_rises_through_all_that_happens(fair):
    world = fair.world
    fair.desk.role.is_instant = False
    fair.desk.role.save()
    place = seats.give_place(fair.desk, world.writer, by=world.user["director"], how=How.INVITED)
    told = [brief("place_invited")]
    place = seats.accept(place, by=world.writer.user)
    told.append(brief("place_confirmed"))
    seats.leave(place, by=world.writer.user)
    told.append(brief("place_given_back"))
    assert [one[:2] for one in told] == [("REQUEST", "TENTATIVE"), ("REQUEST", "CONFIRMED"), ("CANCEL", "CANCELLED")]
    numbers = [one[2] for one in told]
    assert numbers == sorted(set(numbers))
    assert len({one[3] for one in told}) == 1


@pytest.mark.parametrize("event", ["expire", "refuse", "withdraw", "call_off"])
def test_whatever_ends_a_place_raises_its_number(fair, event):
    place = make.AssignmentFactory(shift=fair.desk, state=S.REQUESTED, due_at=fair.event.closes_at)
    place.move(event, due_at=None)
    assert Assignment.objects.get(pk=place.pk).sequence == 1


def test_a_kept_seat_is_not_certain_and_waiting_is_in_no_calendar(fair):
    world = fair.world
    place = seats.give_place(fair.desk, world.writer, by=world.writer.user, how=How.SELF)
    seats.join_waiting_list(fair.desk, world.writer2, by=world.writer2.user)
    waits = OutgoingMail.objects.select_related("mailbox").get(kind="place_waits")
    assert kinds["place_waits"].render(waits).invite is None
    seats.leave(place, by=world.writer.user)
    method, status, _number, _uid = brief("place_kept")
    assert (method, status) == ("REQUEST", "TENTATIVE")


def test_people_of_the_host_get_no_calendar_of_somebody_else(fair):
    fair.desk.role.is_instant = False
    fair.desk.role.save()
    seats.give_place(fair.desk, fair.world.writer, by=fair.world.writer.user, how=How.SELF)
    mail = OutgoingMail.objects.select_related("mailbox").get(kind="place_asked_for")
    assert kinds["place_asked_for"].render(mail).invite is None


def test_the_link_of_what_is_online_is_in_the_calendar_of_who_comes_only(fair):
    Event.objects.filter(pk=fair.event.pk).update(is_online=True, venue=None, link="https://meet.example.org/x")
    place = make.AssignmentFactory(shift=fair.desk, state=S.INVITED, due_at=fair.event.closes_at)
    place.shift = Shift.objects.select_related("role__event__host__institution").get(pk=fair.desk.pk)
    assert "meet.example.org" not in as_text([entry_of_place(place, clock.now())])
    place.state = S.CONFIRMED
    (event,) = read(as_text([entry_of_place(place, clock.now())])).all("VEVENT")
    assert event.get("LOCATION") == "https://meet.example.org/x"


NIGHTS = [
    # zone, begins and ends in UTC
    ("America/New_York", "2026-03-08T05:30", "2026-03-08T08:30"),  # over the night on which clocks go forward
    ("America/New_York", "2026-03-08T07:00", "2026-03-08T07:30"),  # the first half hour after it
    ("America/New_York", "2026-03-08T06:59", "2026-03-08T07:01"),
    ("America/New_York", "2026-11-01T04:30", "2026-11-01T08:30"),  # over the night on which they go back
    ("America/New_York", "2026-11-01T05:30", "2026-11-01T06:00"),  # 1:30, the first time
    ("America/New_York", "2026-11-01T06:30", "2026-11-01T07:30"),  # 1:30, the second time
    ("America/New_York", "2026-12-31T23:00", "2027-01-01T07:00"),  # over New Year's night
    ("America/Phoenix", "2026-03-08T08:30", "2026-03-08T11:30"),
    ("America/Phoenix", "2026-11-01T08:30", "2026-11-01T09:30"),
    ("Asia/Kolkata", "2026-03-08T19:00", "2026-03-08T21:00"),
    ("Australia/Sydney", "2026-04-04T15:30", "2026-04-04T16:30"),  # summer there, and the second 2:30
    ("UTC", "2026-03-08T07:00", "2026-03-08T08:00"),
]


@pytest.mark.parametrize(("zone", "begins", "ends"), NIGHTS)
def test_a_calendar_is_right_on_the_nights_when_clocks_change(zone, begins, ends):
    starts_at, ends_at = (datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (begins, ends))
    event = make.EventFactory.build(
        zone=zone, starts_at=starts_at, ends_at=ends_at, closes_at=starts_at, host=None, venue=None, is_online=True
    )
    shift = make.ShiftFactory.build(
        role=make.RoleFactory.build(event=event, name="Desk"), starts_at=starts_at, ends_at=ends_at
    )
    event.host = make.HostFactory.build(name="Office", institution=None)
    place = Assignment(shift=shift, state=S.CONFIRMED, seat=1)
    calendar = read(as_text([entry_of_place(place, starts_at)], method="REQUEST"))
    (found,) = calendar.all("VEVENT")
    assert (moment(calendar, found, "DTSTART"), moment(calendar, found, "DTEND")) == (starts_at, ends_at)
    assert {one.get("TZID") for one in calendar.all("VTIMEZONE")} == ({zone} if zone != "UTC" else set())


def test_the_changes_of_clocks_are_those_that_the_zone_has():
    found = changes("America/New_York", 2026, 2026)
    assert found == [
        (datetime(2026, 3, 8, 7, tzinfo=UTC), timedelta(hours=-5)),
        (datetime(2026, 11, 1, 6, tzinfo=UTC), timedelta(hours=-4)),
    ]
    assert changes("America/Phoenix", 2026, 2027) == changes("Asia/Kolkata", 2026, 2027) == []
    for at, before in changes("Australia/Lord_Howe", 2026, 2026):
        assert (at - timedelta(seconds=1)).astimezone(ZoneInfo("Australia/Lord_Howe")).utcoffset() == before
