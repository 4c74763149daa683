"""Makers of rows of the ledger of hours."""

from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from events.models import HoursEntry
from tests.factories.events import AssignmentFactory


class HoursEntryFactory(DjangoModelFactory):
    """Two hours of somebody who was there, approved."""

    class Meta:
        model = HoursEntry

    place = factory.SubFactory(AssignmentFactory, state="completed")
    host = factory.SelfAttribute("place.shift.role.event.host")
    writer = factory.SelfAttribute("place.writer")
    minutes = 120
    state = HoursEntry.State.APPROVED

    @factory.lazy_attribute
    def on(self):
        return self.place.shift.starts_at.astimezone(ZoneInfo(self.place.shift.role.event.zone)).date()
