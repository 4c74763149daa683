"""Events on the desk of an office."""

from datetime import timedelta

from django.test import Client

from careerlink.web import clock
from tests import factories as make
from tests.reading import words_of


def desk_of(world, who) -> str:
    client = Client()
    client.force_login(world.user[who])
    return words_of(client.get("/desk/oxbow-career/"))


def test_the_desk_says_who_is_missing_soon_and_what_comes_next(world):
    soon = make.EventFactory(host=world.office, title="Clinic", starts_at=clock.now() + timedelta(days=5))
    role = make.RoleFactory(event=soon, name="Reviewer", least=2, most=3)
    make.AssignmentFactory(shift=make.ShiftFactory(role=role))
    make.ShiftFactory(role=role, starts_at=soon.starts_at + timedelta(hours=2))
    make.EventFactory(host=world.office, title="Next month", starts_at=clock.now() + timedelta(days=40), draft=True)
    words = desk_of(world, "director")
    assert "3 people are missing: Clinic" in words
    assert "Publish your event: Next month" in words
    assert "1 of 6 places taken" in words
    assert "are missing" not in desk_of(world, "viewer")
