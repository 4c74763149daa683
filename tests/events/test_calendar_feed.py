"""A person's own calendar at its secret address."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from careerlink.web import clock
from events import tasks
from events.actions import feeds, seats
from events.actions.calling_off import cancel_event
from events.models import Assignment, CalendarFeed, Event, Told
from events.queries.feeds import address_of
from tests import factories as make
from tests.events.reading import moment, read
from tests.queries import count_queries

How, S = Assignment.How, Assignment.State


@pytest.fixture
def feed(fair):
    return feeds.turn_on(fair.world.writer.user)


def fetch(feed, **headers):
    return Client().get(address_of(feed).partition("://")[2].partition("/")[2].join(["/", ""]), headers=headers)


def events_of(feed):
    response = fetch(feed)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return {event.get("SUMMARY"): event for event in read(response.content.decode()).all("VEVENT")}


def test_it_is_turned_on_by_one_click_changed_and_turned_off(fair, client):
    client.force_login(fair.world.writer.user)
    assert "Turn it on" in client.get(reverse("calendar")).content.decode()
    client.post(reverse("calendar_on"))
    client.post(reverse("calendar_on"))
    first = address_of(CalendarFeed.objects.get())
    page = client.get(reverse("calendar")).content.decode()
    assert first in page
    assert CalendarFeed.objects.get().nonce not in first
    client.post(reverse("calendar_reset"))
    second = CalendarFeed.objects.get()
    assert address_of(second) != first
    path = first.partition("://")[2].partition("/")[2]
    assert [Client().get(f"/{path}").status_code, fetch(second).status_code] == [404, 200]
    client.post(reverse("calendar_off"))
    assert fetch(second).status_code == 404


@pytest.mark.parametrize(
    ("state", "status", "title"),
    [
        ("invited", "TENTATIVE", "Not confirmed yet: Resume table, Fall fair"),
        ("requested", "TENTATIVE", "Not confirmed yet: Resume table, Fall fair"),
        ("held", "TENTATIVE", "Not confirmed yet: Resume table, Fall fair"),
        ("confirmed", "CONFIRMED", "Resume table, Fall fair"),
        ("completed", "CONFIRMED", "Resume table, Fall fair"),
        ("waitlisted", None, None),
        ("cancelled_by_host", None, None),  # it was never in a calendar
    ],
)
def test_it_says_how_certain_a_place_is(fair, feed, state, status, title):
    make.AssignmentFactory(shift=fair.table, writer=fair.world.writer, state=state)
    assert {name: one.get("STATUS") for name, one in events_of(feed).items()} == ({title: status} if title else {})


def test_what_she_gave_back_stands_there_as_called_off_for_thirty_days(fair, feed):
    place = seats.give_place(fair.table, fair.world.writer, by=fair.world.writer.user, how=How.SELF)
    before = events_of(feed)["Resume table, Fall fair"]
    seats.leave(place, by=fair.world.writer.user)
    now = clock.now()
    after = events_of(feed)["Resume table, Fall fair"]
    assert (before.get("UID"), before.get("SEQUENCE"), before.get("STATUS")) == (after.get("UID"), "0", "CONFIRMED")
    assert (after.get("SEQUENCE"), after.get("STATUS")) == ("1", "CANCELLED")
    shown = {}
    for days in (29, 31):
        with clock.set_to(now + timedelta(days=days)):
            shown[days] = len(events_of(feed))
    assert shown == {29: 1, 31: 0}


def test_it_holds_nobody_elses_places_nor_names(fair, feed):
    make.AssignmentFactory(shift=fair.table, writer=fair.world.writer2)
    make.AssignmentFactory(shift=fair.table, writer=fair.world.writer)
    text = fetch(feed).content.decode()
    assert text.count("BEGIN:VEVENT") == 1
    for name in (fair.world.writer2.name, fair.world.writer2.user.email, fair.event.coordinator.name, "ATTENDEE"):
        assert name not in text


def test_who_plans_events_of_a_host_finds_them_there_as_long_as_she_does(fair):
    make.EventFactory(host=fair.world.office, title="Not shown yet", draft=True)
    make.EventFactory(host=fair.world.rival, title="Of the rival")
    director, viewer = (feeds.turn_on(fair.world.user[who]) for who in ("director", "viewer"))
    assert (list(events_of(director)), list(events_of(viewer))) == (["Fall fair"], [])
    before = events_of(director)["Fall fair"]
    cancel_event(Event.objects.get(pk=fair.event.pk), by=fair.world.user["director"])
    after = events_of(director)["Fall fair"]
    assert (after.get("STATUS"), after.get("UID")) == ("CANCELLED", before.get("UID"))
    assert int(after.get("SEQUENCE")) > int(before.get("SEQUENCE"))
    fair.world.user["director"].memberships.update(ended_at=clock.now(), gets_decisions=False)
    assert events_of(director) == {}


def test_a_program_that_has_it_already_gets_nothing_until_something_changes(fair, feed):
    place = seats.give_place(fair.table, fair.world.writer, by=fair.world.writer.user, how=How.SELF)
    with clock.set_to(clock.now() + timedelta(hours=1)):
        first = fetch(feed)
    with clock.set_to(clock.now() + timedelta(hours=2)):
        again = fetch(feed, if_none_match=first["ETag"])
        assert (again.status_code, again.content) == (304, b"")
        seats.leave(place, by=fair.world.writer.user)
        changed = fetch(feed, if_none_match=first["ETag"])
    assert (changed.status_code, changed["Last-Modified"] != first["Last-Modified"]) == (200, True)
    assert "no-store" in first["Cache-Control"]
    assert first["Referrer-Policy"] == "no-referrer"


def test_a_guessed_address_is_like_any_page_that_is_not_there_and_cannot_be_guessed_on(fair, feed):
    good = address_of(feed).rsplit("/", 2)[1]
    guesses = ["x", "A" * 43, good[:-1] + ("A" if good[-1] != "A" else "B"), good.swapcase(), "é" * 43, "a" * 5000]
    answers = {(one.status_code, len(one.content)) for one in (_at(guess) for guess in guesses)}
    with count_queries() as n:
        _at("B" * 43)
    assert (len(answers), {status for status, _length in answers}, n()) == (1, {404}, 0)
    assert [_at("C" * 43).status_code for _try in range(30)][-1] == 429
    assert fetch(feed).status_code == 200  # who knows the address is let in from there all the same


def _at(token):
    return Client().get(f"/calendar/{token}/places.ics")


def test_who_is_no_longer_let_in_has_no_calendar_and_erasure_leaves_nothing(fair, feed):
    make.AssignmentFactory(shift=fair.table, writer=fair.world.writer)
    tasks.run_clocks()
    user = fair.world.writer.user
    assert feeds.export_calendar(user) == [{"own calendar since": feed.made_at}]
    user.is_active = False
    user.save()
    assert fetch(feed).status_code == 404
    feeds.erase_calendar(user)
    assert (CalendarFeed.objects.exists(), Told.objects.exists()) == (False, False)


def test_however_many_places_there_are_it_asks_three_questions_and_has_each_zone_once(fair, feed):
    for zone in ("America/New_York", "America/Phoenix", "America/New_York"):
        shift = make.ShiftFactory(role__event__zone=zone)
        make.AssignmentFactory(shift=shift, writer=fair.world.writer, state=S.REQUESTED)
    with count_queries() as n:
        response = fetch(feed)
    calendar = read(response.content.decode())
    assert n() == 3, n.listing()
    assert sorted(one.get("TZID") for one in calendar.all("VTIMEZONE")) == ["America/New_York", "America/Phoenix"]
    begins = {moment(calendar, event, "DTSTART") for event in calendar.all("VEVENT")}
    assert begins == set(Assignment.objects.values_list("shift__starts_at", flat=True))
