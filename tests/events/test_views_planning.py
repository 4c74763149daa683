"""The pages on which a host plans: what is typed wrong is said at its field, and nothing is half done."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from careerlink.web import clock
from events.models import Event, Role, Shift, Venue
from events.queries.moments import wall
from tests import factories as make
from tests.reading import words_of


@pytest.fixture
def director(world):
    client = Client()
    client.force_login(world.user["director"])
    return client


def typed(**more):
    """A fair as the form has it."""
    return {
        "kind": "job_fair", "title": "Fair", "day": "in six weeks", "times": "10 am to 3 pm", "where": "new",
        "place": "Student Union", "room": "", "address": "", "link": "", "words": "", "description": "",
        "opens_on": "", "closes_on": "", "zone": "America/New_York", **more,
    }  # fmt: skip


def errors(response) -> dict:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"times": "3 pm to 10 am"}, "times", "It must end after it begins, on the same day."),
        ({"times": "10 am"}, "times", "Write it such as 10:00 am to 3:00 pm."),
        ({"times": "7 to 9"}, "times", "Say am or pm."),
        ({"day": "14 March 2027", "times": "2:30 am to 5 am"}, "times", "skip this time"),
        ({"day": "1 May 2026"}, "day", "This is past"),
        ({"place": ""}, "place", "Say what the place is called."),
        ({"title": "x" * 10_000}, "title", "120 characters at most"),
        ({"closes_on": "in eight weeks"}, "closes_on", "at the latest when the event begins"),
        ({"opens_on": "in six weeks"}, "opens_on", "Sign-up must begin before it ends"),
        ({"kind": "party"}, "kind", "Choose"),
        ({"where": "999999"}, "where", "Choose"),
        ({"link": "javascript:alert(1)"}, "link", "address"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(world, director, more, field, words):
    response = director.post("/desk/oxbow-career/events/new/", typed(**more))
    assert response.status_code == 422
    assert words in " ".join(errors(response)[field])
    assert (Event.objects.count(), Venue.objects.count()) == (0, 0)


def test_an_hour_that_comes_twice_is_the_first_and_that_is_said(world, director):
    data = typed(day="7 November 2027", times="1:30 am to 5 am")
    page = director.post("/desk/oxbow-career/events/new/", data, follow=True)
    assert "1:30 am comes twice on that day; we took the first." in words_of(page)
    assert Event.objects.get().starts_at.hour == 5  # daylight time, UTC-4


def test_another_hosts_place_is_none_of_the_choices(world, director):
    foreign = make.VenueFactory(host=world.rival)
    response = director.post("/desk/oxbow-career/events/new/", typed(where=str(foreign.pk)))
    assert list(errors(response)) == ["where"]


def test_a_new_place_is_kept_when_the_change_is_made_and_not_before(fair, director):
    make.AssignmentFactory(shift=fair.desk, writer=fair.world.writer)
    event, address = fair.event, f"/events/{fair.event.key}/edit/"
    form = director.get(address).context["form"]
    data = {name: value for name in form.fields if (value := form[name].value())} | {"where": "new", "place": "Union"}
    look = director.post(address, data).context["look"]
    assert Venue.objects.count() == 1
    assert director.post(address, {**data, "seen": look.seen}).status_code == 302
    event.refresh_from_db()
    assert (event.venue.name, Venue.objects.count()) == ("Union", 2)


def test_a_place_that_is_there_is_not_written_down_twice_and_nothing_typed_is_lost(world, director):
    there = make.VenueFactory(host=world.office, name="Student Union", room="", address="1 High Street")
    new, venue = "/desk/oxbow-career/events/new/", "/desk/oxbow-career/events/places/new/"
    assert list(errors(director.post(new, typed(place="student union", address="2 Low Street")))) == ["place"]
    assert director.post(new, typed(place="Student Union", address="1 High Street")).status_code == 302
    assert Event.objects.get().venue == there
    data = {"name": "student union", "address": "2 Low Street", "zone": world.office.zone, "travel_minutes": "0"}
    refused = director.post(venue, data)
    assert (refused.status_code, errors(refused)) == (
        422,
        {"__all__": ["You have a venue of this name and room already."]},
    )
    assert Venue.objects.get().address == "1 High Street"


def test_a_change_is_looked_at_and_then_made(fair, director):
    make.AssignmentFactory(shift=fair.desk, writer=fair.world.writer)
    event, address = fair.event, f"/events/{fair.event.key}/edit/"
    day = wall(event.starts_at, event.zone).date()
    data = typed(
        title=event.title, where=str(fair.venue.pk), place="", day=str(day), times="8 am to 9 am", shifts_move="on"
    )
    page = director.post(address, data)
    assert page.status_code == 200
    assert "Nothing has changed yet." in words_of(page)
    assert "Maren Okafor" in words_of(page)
    look = page.context["look"]
    stale = director.post(address, {**data, "seen": "something else"})
    assert stale.status_code == 409
    assert Event.objects.get().starts_at == event.starts_at
    assert director.post(address, {**data, "seen": look.seen}).status_code == 302
    assert wall(Event.objects.get().starts_at, event.zone).hour == 8


def test_a_chosen_end_of_sign_up_is_shown_moves_along_and_is_taken_back(fair, director):
    event, address = fair.event, f"/events/{fair.event.key}/edit/"
    day = wall(event.starts_at, event.zone).date()

    def edit(**more):
        form = director.get(address).context["form"]
        said = {name: value for name in form.fields if (value := form[name].value())}
        assert director.post(address, {**said, "shifts_move": "on", **more}).status_code == 302
        event.refresh_from_db()
        return director.get(address).context["form"]["closes_on"].value()

    assert edit() is None  # the usual one, which nobody chose
    assert edit(closes_on=str(day - timedelta(days=3))) == day - timedelta(days=3)
    assert wall(event.closes_at, event.zone) == datetime.combine(day - timedelta(days=2), time(0))
    assert edit(day=str(day - timedelta(days=7))) == day - timedelta(days=10)
    assert edit(closes_on="") is None
    assert event.closes_at == event.starts_at - timedelta(hours=24)


def test_tomorrow_is_tomorrow_where_it_is_held(fair, director):
    evening = datetime(2027, 3, 1, 21, tzinfo=ZoneInfo("America/New_York"))
    with clock.set_to(evening):
        client = Client()
        client.force_login(fair.world.user["director"])
        address = f"/events/{fair.event.key}/again/"
        assert client.post(address, {"day": "2027-03-01"}).status_code == 422
        assert client.post(address, {"day": "2027-03-02"}).status_code == 302


def test_too_few_seats_and_a_twin_are_said_on_the_pages_of_the_plan(fair, director):
    make.AssignmentFactory(shift=fair.table, writer=fair.world.writer)
    make.AssignmentFactory(shift=fair.table, writer=fair.world.writer2)
    role = {"name": "Resume table", "most": "1", "least": "0", "is_instant": "1"}
    response = director.post(f"/roles/{fair.table.role.key}/edit/", role)
    assert response.status_code == 422
    assert "2 people have a place" in errors(response)["most"][0]
    response = director.post(f"/events/{fair.event.key}/plan/", {**role, "most": "2", "times": ""})
    assert response.status_code == 422
    assert "a role of this name already" in str(errors(response))
    response = director.post(f"/events/{fair.event.key}/plan/", {"name": "x", "most": "500", "least": "900"})
    assert response.status_code == 422
    assert Role.objects.count() == 2


def test_a_shift_backwards_is_refused_at_its_field(fair, director):
    response = director.post(f"/shifts/{fair.desk.key}/edit/", {"times": "3 pm to 2 pm", "day": ""})
    assert (response.status_code, list(errors(response))) == (422, ["times"])
    assert Shift.objects.get(pk=fair.desk.pk).starts_at == fair.desk.starts_at


def test_strangers_read_what_is_published_and_not_the_link(fair, client):
    online = make.EventFactory(host=fair.world.office, online=True)
    draft = make.EventFactory(host=fair.world.office, draft=True)
    page = client.get(f"/events/{online.key}/")
    assert page.status_code == 200
    assert online.link not in page.content.decode()
    assert client.get(f"/events/{draft.key}/").status_code == 302
    assert client.get("/events/nosuchkey/").status_code == 302


def test_who_takes_part_is_told_the_link(fair, client):
    online = make.EventFactory(host=fair.world.office, online=True)
    make.AssignmentFactory(shift=make.ShiftFactory(role=make.RoleFactory(event=online)), writer=fair.world.writer)
    client.force_login(fair.world.writer.user)
    assert online.link in client.get(f"/events/{online.key}/").content.decode()
    client.force_login(fair.world.writer2.user)
    assert online.link not in client.get(f"/events/{online.key}/").content.decode()


@pytest.mark.parametrize("month", ["", "2027-13", "0001-01", "99999999", "٢٠٢٧-٠١", "2026-11"])
def test_a_month_is_shown_whatever_is_asked(fair, director, month):
    assert director.get(f"/desk/oxbow-career/events/month/?month={month}").status_code == 200
