"""A fair in three weeks, with one shift for one and one for two."""

from types import SimpleNamespace

import pytest

from tests import factories as make


@pytest.fixture
def fair(world):
    """The office's published fair: `desk` has one seat, `table` has two, both at once (they overlap)."""
    venue = make.VenueFactory(host=world.office, zone=world.office.zone)
    event = make.EventFactory(host=world.office, venue=venue, title="Fall fair", coordinator=world.user["director"])
    desk = make.ShiftFactory(role=make.RoleFactory(event=event, name="Check-in desk", most=1))
    table = make.ShiftFactory(role=make.RoleFactory(event=event, name="Resume table", most=2))
    return SimpleNamespace(event=event, desk=desk, table=table, venue=venue, world=world)
