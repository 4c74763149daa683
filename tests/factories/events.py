"""Makers of events, their roles and shifts, and places at them."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from careerlink.web import clock
from events.models import Assignment, Episode, Event, EventKind, Role, Search, Shift, Venue
from tests.factories.hosts import HostFactory
from tests.factories.work import EngagementFactory
from tests.factories.writers import WriterFactory


class VenueFactory(DjangoModelFactory):
    class Meta:
        model = Venue

    host = factory.SubFactory(HostFactory)
    name = factory.Sequence(lambda n: f"Hall {n}")
    address = "1 College Way"
    room = "Ballroom"
    directions = "Take the second door."
    parking = "Lot C"
    zone = factory.SelfAttribute("host.zone")


class EventFactory(DjangoModelFactory):
    """A published job fair in three weeks, of six hours; `draft`, `online` or `past` (yesterday)."""

    class Meta:
        model = Event

    class Params:
        draft = factory.Trait(state=Event.State.DRAFT, published_at=None)
        online = factory.Trait(is_online=True, venue=None, link="https://meet.example.org/fair")
        past = factory.Trait(starts_at=factory.LazyFunction(lambda: clock.now() - timedelta(hours=30)))

    host = factory.SubFactory(HostFactory)
    kind = EventKind.JOB_FAIR
    title = factory.Sequence(lambda n: f"Fair {n}")
    venue = factory.SubFactory(VenueFactory, host=factory.SelfAttribute("..host"))
    zone = factory.SelfAttribute("host.zone")
    starts_at = factory.LazyFunction(lambda: clock.now().replace(microsecond=0) + timedelta(days=21))
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + timedelta(hours=6))
    closes_at = factory.LazyAttribute(lambda event: event.starts_at - timedelta(hours=24))
    due_at = factory.LazyAttribute(lambda event: event.ends_at + timedelta(days=3))
    state = Event.State.PUBLISHED
    published_at = factory.LazyFunction(clock.now)


class RoleFactory(DjangoModelFactory):
    class Meta:
        model = Role

    event = factory.SubFactory(EventFactory)
    name = factory.Sequence(lambda n: f"Role {n}")
    least = 1
    most = 2


class ShiftFactory(DjangoModelFactory):
    """The first two hours of its event, for two people who sign up themselves."""

    class Meta:
        model = Shift

    role = factory.SubFactory(RoleFactory)
    starts_at = factory.SelfAttribute("role.event.starts_at")
    ends_at = factory.LazyAttribute(lambda shift: shift.starts_at + timedelta(hours=2))


class AssignmentFactory(DjangoModelFactory):
    """A confirmed place with its agreed work; other states by `state`, with the clock that they need."""

    class Meta:
        model = Assignment
        skip_postgeneration_save = True

    shift = factory.SubFactory(ShiftFactory)
    writer = factory.SubFactory(WriterFactory)
    state = Assignment.State.CONFIRMED

    @factory.lazy_attribute
    def due_at(self):
        if self.state not in Assignment.LIVE:
            return None
        if self.state in Assignment.COMING:
            return self.shift.ends_at + timedelta(hours=48)
        return self.shift.role.event.closes_at

    @factory.lazy_attribute
    def seat(self):
        if self.state not in Assignment.SEATED:
            return None
        taken = set(self.shift.places.values_list("seat", flat=True))
        return next(number for number in range(1, 1000) if number not in taken)

    @factory.lazy_attribute
    def waits_since(self):
        return clock.now() if self.state == Assignment.State.WAITLISTED else None

    @factory.post_generation
    def work(self, create, extracted, **kwargs):
        state = {
            **dict.fromkeys(Assignment.COMING, "agreed"),
            **dict.fromkeys(Assignment.WORKED, "done"),
        }.get(self.state)
        if state:
            event, (busy_from, busy_until) = self.event, self.shift.busy
            EngagementFactory(
                host=event.host,
                writer=self.writer,
                kind=event.kind,
                state=state,
                busy_from=busy_from,
                busy_until=busy_until,
                source_label="events.assignment",
                source_id=self.pk,
            )


class SearchFactory(DjangoModelFactory):
    """A stand-in is sought for a confirmed place; `standby` for a seat given back late."""

    class Meta:
        model = Search

    class Params:
        standby = factory.Trait(how=Search.How.STANDBY, place__state=Assignment.State.CANCELLED_LATE)

    place = factory.SubFactory(AssignmentFactory)
    shift = factory.SelfAttribute("place.shift")
    how = Search.How.ONE_BY_ONE
    due_at = factory.SelfAttribute("shift.starts_at")


class EpisodeFactory(DjangoModelFactory):
    """What a recording in three weeks needs, before it is recorded."""

    class Meta:
        model = Episode

    event = factory.SubFactory(EventFactory, kind=EventKind.PODCAST)
    terms = "I agree to be recorded."
    due_at = factory.LazyAttribute(lambda episode: episode.event.ends_at + timedelta(days=60))
