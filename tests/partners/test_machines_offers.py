"""The offer machine as a whole: nothing waits without an owner and a clock, and silence ends."""

from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from careerlink.audit.machines import CLOCK, NoSuchMove, Stale
from careerlink.audit.models import Entry
from careerlink.web import clock
from partners.actions import answers, offer_clocks, offers
from partners.machines import offer as machine
from partners.models import Engagement, Kind, Offer, Partnership
from tests import factories as make


def test_every_open_state_has_an_owner_a_clock_and_an_end():
    for state in machine.states.values():
        if state.is_open:
            assert state.clock, state.value
            assert state.silence in machine.states, state.value


def test_silence_leads_out_of_every_open_state():
    for start in machine.open_states:
        state, steps = start, 0
        while machine.states[state].is_open:
            state, steps = machine.states[state].silence, steps + 1
            assert steps < 5, start


def test_the_clock_may_do_what_silence_says():
    for state in machine.open_states:
        by_clock = {move.after for move in machine.moves_from(state) if CLOCK in move.who}
        assert machine.states[state].silence in by_clock


def test_what_is_over_stays_over():
    over = set(machine.states) - set(machine.open_states)
    assert [move for move in machine.moves if move.before in over] == []
    assert set(machine.states) == set(Offer.State.values)
    assert set(machine.open_states) == set(Offer.OPEN)


class Life(RuleBasedStateMachine):
    """Some writers, one office that looks at two offers at once, and time."""

    @initialize()
    def begin(self):
        self.outside = transaction.atomic()
        self.outside.__enter__()
        self.now = datetime(2026, 3, 2, 14, tzinfo=UTC)
        with clock.set_to(self.now):
            make.LegalTextFactory()
            self.office = make.HostFactory(attention_budget=2)
            self.boss = make.MemberFactory(host=self.office).user
            self.writers = [make.WriterFactory() for _ in range(4)]
            self.need = make.NeedFactory(host=self.office, how_many=1)

    def teardown(self):
        if hasattr(self, "outside"):
            transaction.set_rollback(True)
            self.outside.__exit__(None, None, None)

    def offer(self, which):
        rows = list(Offer.objects.select_related("host__institution", "writer__user").order_by("id"))
        return rows[which % len(rows)] if rows else None

    def attempt(self, what, *args, **kwargs):
        with clock.set_to(self.now), suppress(Stale, NoSuchMove, ValidationError, offers.AlreadyOffered):
            what(*args, **kwargs)

    @rule(who=st.integers(0, 3), kind=st.sampled_from([Kind.PANEL, Kind.WORKSHOP]), for_need=st.booleans())
    def send(self, who, kind, for_need):
        writer = self.writers[who]
        need = self.need if for_need else None
        self.need.refresh_from_db()
        self.attempt(offers.send_offer, writer=writer, host=self.office, kind=kind, text="x", need=need, by=writer.user)

    @rule(which=st.integers(0, 20))
    def accept(self, which):
        if offer := self.offer(which):
            self.attempt(answers.accept_offer, offer, by=self.boss)

    @rule(which=st.integers(0, 20))
    def decline(self, which):
        if offer := self.offer(which):
            self.attempt(answers.decline_offer, offer, by=self.boss)

    @rule(which=st.integers(0, 20))
    def later(self, which):
        if offer := self.offer(which):
            self.attempt(answers.set_aside, offer, by=self.boss)

    @rule(which=st.integers(0, 20))
    def withdraw(self, which):
        if offer := self.offer(which):
            self.attempt(offers.withdraw_offer, offer, by=offer.writer.user)

    @rule(which=st.integers(0, 20))
    def look(self, which):
        if offer := self.offer(which):
            self.attempt(offers.mark_seen, [offer], by=self.boss)

    @rule(days=st.integers(0, 20))
    def time_passes(self, days):
        self.now += timedelta(days=days, hours=1)
        self.attempt(offer_clocks.run_offer_clocks)
        self.attempt(offer_clocks.run_offer_clocks)
        late = Offer.objects.filter(state__in=Offer.OPEN, due_at__lte=self.now)
        assert late.count() == 0

    @invariant()
    def the_budget_holds_and_the_line_moves(self):
        if not hasattr(self, "office"):
            return
        states = Counter(Offer.objects.filter(host=self.office).values_list("state", flat=True))
        undecided = states["sent"] + states["seen"]
        assert undecided <= 2
        assert not (states["queued"] and undecided < 2)

    @invariant()
    def an_acceptance_is_one_engagement(self):
        if not hasattr(self, "office"):
            return
        accepted = Offer.objects.filter(state=Offer.State.ACCEPTED)
        assert Engagement.objects.count() == accepted.count()
        assert Partnership.objects.count() == accepted.values("writer").distinct().count()

    @invariant()
    def the_trail_tells_where_each_offer_is(self):
        if not hasattr(self, "office"):
            return
        for offer in Offer.objects.all():
            moves = Entry.objects.filter(label="partners.offer", about_id=offer.pk).exclude(after="").order_by("id")
            assert moves.last().after == offer.state


class TestLife(TestCase, Life.TestCase):
    settings = settings(
        max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )


pytestmark = pytest.mark.django_db
