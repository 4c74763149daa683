"""What a college asks of its groups holds for their events."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from careerlink.web import clock
from events.actions import events
from tests import factories as make


def draft(host, **facts):
    event = make.EventFactory(host=host, draft=True, venue=None, **facts)
    make.ShiftFactory(role=make.RoleFactory(event=event))
    return event


def test_where_a_college_wants_a_yes_a_group_shows_only_what_had_one(world):
    make.CampusRulesFactory(institution=world.college, acting="after_yes")
    by = world.user["professor"]
    with pytest.raises(ValidationError, match="wants a yes first"):
        events.show_event(draft(world.faculty), "publish", by=by)
    asked = draft(world.faculty, source_label="partners.need", source_id=make.NeedFactory(host=world.faculty).pk)
    events.show_event(asked, "publish", by=by)
    events.show_event(draft(world.office), "publish", by=world.user["director"])  # the office asks nobody


def test_an_event_of_a_group_comes_as_far_ahead_as_its_college_asks(world):
    make.CampusRulesFactory(institution=world.college, acting="freely", lead_days=30)
    with pytest.raises(ValidationError, match="is the first day"):
        events.show_event(draft(world.faculty), "publish", by=world.user["professor"])
    later = clock.now() + timedelta(days=40)
    events.show_event(draft(world.faculty, starts_at=later), "publish", by=world.user["professor"])
