"""Anybody does anything with places at a fair, and time passes: what must be true is true after every step."""

from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random

from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web import clock
from events.actions import day, moving, plans, searches, seats, stand_ins
from events.actions.standby import stand_by
from events.models import Assignment, Event, Search, Shift
from events.queries.fill import free_seats
from events.queries.moves import Change, look_at
from events.queries.obstacles import Facts, obstacles
from events.queries.searches import asked_for
from events.queries.waiting import fitting
from events.tasks import CLOCKS
from partners.models import Engagement
from tests import factories as make

START = datetime(2026, 3, 2, 14, tzinfo=UTC)
FAIR = START + timedelta(days=5)
S, How = Assignment.State, Assignment.How


class Places(RuleBasedStateMachine):
    """A fair of three shifts, two of them at once, six writers, and whoever decides at the office. Each step one of
    the things happens that can happen now, to anybody.
    """

    @initialize(seed=st.integers(min_value=0, max_value=10**9))
    def begin(self, seed):
        self.dice = Random(seed)  # even, where numbers drawn step by step would be small ones mostly
        self.outside = transaction.atomic()
        self.outside.__enter__()
        self.now, self.ended, self.swapped = START, {}, set()
        with clock.set_to(START):
            make.LegalTextFactory(slug="pledge", version=1)
            host = make.HostFactory()
            self.boss = make.MemberFactory(host=host).user
            ends_at = FAIR + timedelta(hours=6)
            self.event = make.EventFactory(host=host, starts_at=FAIR, ends_at=ends_at, coordinator=self.boss)
            roles = [make.RoleFactory(event=self.event, most=most, is_instant=most < 3) for most in (1, 2, 3)]
            times = [(0, 2), (1, 3), (3, 5)]
            for role, (first, last) in zip(roles, times, strict=True):
                hours = [FAIR + timedelta(hours=hour) for hour in (first, last)]
                make.ShiftFactory(role=role, starts_at=hours[0], ends_at=hours[1])
            self.writers = [make.WriterFactory() for _n in range(6)]

    def teardown(self):
        if hasattr(self, "outside"):
            self.silence_ends_everything()
            transaction.set_rollback(True)
            self.outside.__exit__(None, None, None)

    # --- What happens --------------------------------------------------------------------------------------

    @rule()
    def something_happens(self):
        places = list(Assignment.objects.filter(state__in=Assignment.LIVE).select_related("writer__user", "shift"))
        self.places = {state: [place for place in places if place.state == state] for state in S}
        self.searches = list(Search.objects.filter(state__in=Search.GOING_ON).select_related("shift", "place", "found"))
        things = (
            [self.come] * 4 + [self.wait] * 2 + [self.stand_by, self.change_seats, self.time_passes, self.time_passes]
        )
        things += [self.move_shift] if self.now < FAIR else []
        things += [self.leave] * 2 if places else []
        things += [self.accept] * 3 if self.places[S.HELD] or self.places[S.INVITED] else []
        things += [self.decide] * 2 if self.places[S.REQUESTED] else []
        things += [self.name_stand_in] * 2 + [self.ask_for_stand_in, self.check_in] if self.places[S.CONFIRMED] else []
        things += [self.answer] * 8 + [self.take_back] if self.searches else []
        with clock.set_to(self.now), suppress(ValidationError, Stale, NoSuchMove):
            thing = self.dice.choice(things)
            note(f"{self.now:%a %H:%M} {thing.__name__}")
            thing()  # what is refused changes nothing

    def shift(self):
        rows = Shift.objects.filter(role__event=self.event).select_related("role__event__host", "role__event__venue")
        return self.dice.choice(list(rows))

    def anybody(self):
        return self.dice.choice(self.writers)

    def place(self, *states):
        return self.dice.choice([place for state in states for place in self.places[state]])

    def come(self):
        who, how = self.anybody(), self.dice.choice([How.SELF, How.SELF, How.INVITED, How.STAFF])
        seats.give_place(self.shift(), who, by=who.user if how == How.SELF else self.boss, how=how)

    def wait(self):
        who = self.anybody()
        seats.join_waiting_list(self.shift(), who, by=who.user)

    def accept(self):
        place = self.place(S.INVITED, S.HELD)
        seats.accept(place, by=place.writer.user)

    def decide(self):
        self.dice.choice([seats.approve, seats.refuse])(self.place(S.REQUESTED), by=self.boss)

    def leave(self):
        place = self.place(*Assignment.LIVE)
        seats.leave(place, by=place.writer.user)

    def name_stand_in(self):
        place = self.place(S.CONFIRMED)
        stand_ins.name_stand_in(place, self.anybody(), by=place.writer.user)

    def ask_for_stand_in(self):
        place = self.place(S.CONFIRMED)
        stand_ins.ask_for_stand_in(place, by=place.writer.user)

    def take_back(self):
        search = self.dice.choice(self.searches)
        stand_ins.take_back(search, by=search.place.writer.user)

    def stand_by(self):
        who = self.anybody()
        stand_by(self.event, who, by=who.user)

    def answer(self):
        """Yes or no of somebody who was asked (or, when nobody was, of anybody), and where the role wants it, of the
        host. A seat that changes hands has one holder before and one after.
        """
        search = self.dice.choice(self.searches)
        before, holders = (search.shift_id, search.place.seat), self.holders()
        if search.state == Search.State.AGREED:
            taken = self.dice.choice([stand_ins.approve_stand_in, stand_ins.refuse_stand_in])(search, by=self.boss)
        else:
            who = self.dice.choice([row.writer for row in asked_for(search)] or self.writers)
            taken = self.dice.choice([searches.say_yes, searches.say_yes, searches.say_no])(search, who, by=who.user)
        if taken and taken.how == How.STAND_IN and taken.pk not in self.swapped:
            self.swapped.add(taken.pk)
            assert holders[before] == [search.place.writer_id]
            assert self.holders()[before] == [taken.writer_id]
            assert Assignment.objects.get(pk=search.place_id).state == S.SWAPPED

    def holders(self):
        """(shift, seat) → the ids of those who have it."""
        found: dict = {}
        for shift, seat, writer in Assignment.objects.exclude(seat=None).values_list("shift", "seat", "writer"):
            found.setdefault((shift, seat), []).append(writer)
        return found

    def check_in(self):
        day.check_in(self.place(S.CONFIRMED), by=self.boss)

    def change_seats(self):
        role = self.shift().role
        most = min(max(role.most + self.dice.choice([-1, 1]), 1), 4)
        plans.change_role(role, by=self.boss, codes=(), least=min(role.least, most), most=most)

    def move_shift(self):
        event = Event.objects.select_related("host", "venue").get(pk=self.event.pk)
        shift, by = self.shift(), timedelta(hours=self.dice.choice([-20, -2, -1, 1, 2, 20]))
        change = Change(event, times={shift.pk: (shift.starts_at + by, shift.ends_at + by)})
        moving.change_event(change, by=self.boss, seen=look_at(change).seen)

    def time_passes(self):
        self.now += timedelta(hours=self.dice.choice([0.2, 3, 12, 24, 24, 48]))
        self.strike()

    def strike(self):
        with clock.set_to(self.now):
            for clock_strikes in CLOCKS:
                clock_strikes()
            assert not Assignment.objects.filter(state__in=Assignment.LIVE, due_at__lte=self.now).exists()
            assert not Search.objects.filter(state__in=Search.GOING_ON, due_at__lte=self.now).exists()
            for shift in Shift.objects.filter(role__event=self.event).select_related("role__event__host"):
                if self.now < self.event.closes_at and free_seats(shift):
                    assert list(fitting(shift)) == []

    def silence_ends_everything(self):
        for days in (1, 7, 30):
            self.now += timedelta(days=days)
            self.strike()
        assert not Assignment.objects.filter(state__in=Assignment.LIVE).exists()
        assert not Search.objects.filter(state__in=Search.GOING_ON).exists()
        assert not Engagement.objects.filter(state=Engagement.State.AGREED).exists()

    # --- What must be true ---------------------------------------------------------------------------------

    @invariant()
    def seats_are_never_exceeded_and_nobody_is_in_two_places(self):
        if not hasattr(self, "now"):
            return
        rows = list(Assignment.objects.select_related("shift__role"))
        for row in rows:
            assert (row.seat is not None) == (row.state in Assignment.SEATED)
            if row.pk in self.ended:
                assert row.state == self.ended[row.pk], "what is over came back to life"
            elif row.state not in Assignment.LIVE:
                self.ended[row.pk] = row.state
            if row.state == S.HELD:
                assert row.due_at <= self.event.closes_at
        heads = Counter(row.shift_id for row in rows if row.seat)
        assert all(heads[row.shift_id] <= row.shift.role.most for row in rows)
        assert max(Counter((row.shift_id, row.seat) for row in rows if row.seat).values(), default=1) == 1
        coming = sorted(row.pk for row in rows if row.state in Assignment.COMING)
        agreed = Engagement.objects.filter(state=Engagement.State.AGREED)
        assert sorted(agreed.values_list("source_id", flat=True)) == coming
        busy = {}
        for work in agreed:
            busy.setdefault(work.writer_id, []).append((work.busy_from, work.busy_until))
        for times in busy.values():
            assert not any(a[0] < b[1] and b[0] < a[1] for n, a in enumerate(times) for b in times[:n])


class TestPlaces(TestCase, Places.TestCase):
    # Without shrinking: the way to a failure is short enough to read, and shrinking it takes minutes.
    settings = settings(
        max_examples=20,
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=[Phase.explicit, Phase.generate],
    )


# --- Overlap, against brute force ------------------------------------------------------------------------

minutes = st.integers(min_value=0, max_value=40)
spans = st.tuples(minutes, st.integers(min_value=1, max_value=12)).map(lambda pair: (pair[0], pair[0] + pair[1]))


class TestOverlap(TestCase):
    @classmethod
    def setUpTestData(cls):
        with clock.set_to(START):
            cls.shift = make.ShiftFactory(role__event__starts_at=FAIR, role__event__opens_at=None)
            cls.writer = make.WriterFactory()

    @given(busy=st.lists(spans, max_size=4), mine=spans, way=st.integers(min_value=0, max_value=5))
    @settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
    def test_two_times_clash_when_a_minute_is_in_both(self, busy, mine, way):
        """Half-open: who is done at two can begin at two. The way to the venue counts on both sides."""
        shift = self.shift
        shift.starts_at, shift.ends_at = (FAIR + timedelta(minutes=minute) for minute in mine)
        shift.role.event.venue.travel_minutes = way
        times = tuple((*(FAIR + timedelta(minutes=minute) for minute in span), "x", 1) for span in busy)
        with clock.set_to(START):
            found = obstacles(self.writer, shift, Facts({}, frozenset(), times, frozenset()), free=1)
        needed = set(range(mine[0] - way, mine[1] + way))
        clashes = any(needed & set(range(*span)) for span in busy)
        assert [one.code for one in found] == (["overlap"] if clashes else [])
