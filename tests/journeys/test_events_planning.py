"""A fair from nothing and once more next year, by the clicks and fields that it takes."""

from datetime import timedelta

import pytest

from events.models import Assignment, Event, Shift
from tests import factories as make
from tests.world import make_world


@pytest.fixture
def people(transactional_db, hands_of, log_in, request):
    """The world, and the director's hands."""
    world = make_world()
    hands = hands_of(scripts=request.param)
    log_in(hands.page.context, world.user["director"])
    return world, hands


@pytest.mark.parametrize("people", [True, False], ids=["with scripts", "without scripts"], indirect=True)
def test_a_fair_is_planned_in_a_few_clicks_and_repeated_in_fewer(people):
    world, director = people
    from_nothing(director)
    fair = Event.objects.get()
    assert (fair.state, fair.roles.count()) == ("published", 6)
    desk = Shift.objects.filter(role__event=fair).first()
    make.AssignmentFactory(shift=desk, writer=world.writer)
    once_more(director, fair)
    again = Event.objects.exclude(pk=fair.pk).get()
    assert (again.state, again.roles.count(), again.starts_at.date() - fair.starts_at.date()) == (
        "published",
        6,
        timedelta(days=182),
    )
    assert Assignment.objects.get().shift == desk  # the sign-up stays where it was
    moved_after_a_look(director, fair)
    assert Event.objects.get(pk=fair.pk).starts_at == fair.starts_at + timedelta(days=7)


def from_nothing(director):
    """At most 12 clicks and 8 typed fields; one role of the six is taken out and put in anew."""
    director.go("/desk/oxbow-career/")
    director.start_counting()
    director.follow("Events")
    director.follow("Plan an event")
    director.write("What do you call it?", "Spring job fair")
    director.write("On which day?", "in 12 weeks")
    director.write("From when until when?", "10 am to 3 pm")
    director.write("Name of the new place", "Student Union")
    director.press("Make the plan")
    assert "Check-in desk" in director.text
    director.follow("Publish")
    director.press("Publish")
    assert "Published." in director.text
    assert (director.clicks, director.typed) == (5, 4)
    assert director.clicks <= 12
    assert director.typed <= 8


def once_more(director, fair):
    """At most 4 clicks and 1 field, from the list."""
    director.go("/desk/oxbow-career/events/")
    director.start_counting()
    director.follow(fair.title)
    director.follow("Hold it again")
    director.write("On which day?", "in 38 weeks")
    director.press("Make the plan")
    director.press("Publish")
    assert (director.clicks, director.typed) == (4, 1)
    assert fair.title in director.text


def moved_after_a_look(director, fair):
    director.go(f"/events/{fair.key}/edit/")
    director.write("On which day?", "in 13 weeks")
    director.press("Keep this")
    assert "Nothing has changed yet." in director.text
    assert "Maren Okafor" in director.text
    director.press("Change it and tell them")
    assert director.title == fair.title
