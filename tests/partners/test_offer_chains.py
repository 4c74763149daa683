"""Whatever happens in whatever order: an offer and all that comes of it end in an answer, and no rule is broken."""

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

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners import clocks
from partners.actions import answers, cascade, offer_clocks, offers
from partners.actions.hosts import close_host
from partners.actions.needs import fill_need, make_need, withdraw_need
from partners.models import Host, Kind, Need, Offer
from tests import factories as make

BUDGET = 2
# The longest that one door can take: in line, then before the host, each stopped by closures for 30 days at most.
ONE_DOOR = clocks.OFFER_QUEUED + clocks.OFFER_ANSWER + 2 * clocks.CLOSURE_CAP
BOUND = (1 + Offer.MOST_HOPS) * (ONE_DOOR + 1)
ENDED = {"declined": "offer_declined", "lapsed": "offer_lapsed", "obsolete": "offer_obsolete",
         "redirected": "offer_redirected", "accepted": "offer_accepted"}  # fmt: skip

WHICH = st.integers(0, 30)


class Campus(RuleBasedStateMachine):
    """An office, three professors and a club of one college, some writers, and time."""

    @initialize()
    def begin(self):
        self.outside = transaction.atomic()
        self.outside.__enter__()
        self.now = datetime(2026, 3, 2, 14, tzinfo=UTC)
        with clock.set_to(self.now):
            make.LegalTextFactory()
            college = make.InstitutionFactory()
            types = ["career_office", "faculty", "faculty", "faculty", "student_organization"]
            self.hosts = [make.HostFactory(kind=one, institution=college, attention_budget=BUDGET) for one in types]
            self.boss = {host.pk: make.MemberFactory(host=host).user for host in self.hosts}
            self.writers = [make.WriterFactory() for _ in range(4)]
            for host in self.hosts[1:3]:
                self.ask(host, 60)

    def teardown(self):
        if hasattr(self, "outside"):
            transaction.set_rollback(True)
            self.outside.__exit__(None, None, None)

    def ask(self, host, days):
        day = (self.now + timedelta(days=days)).date()
        facts = {"kind": Kind.WORKSHOP, "words": "", "details": "", "where": "either", "how_many": 1}
        self.attempt(make_need, host, by=self.boss[host.pk], needed_on=day, **facts)

    def attempt(self, what, *args, **kwargs):
        refused = (Stale, NoSuchMove, ValidationError, offers.AlreadyOffered)
        with clock.set_to(self.now), suppress(*refused), transaction.atomic():
            what(*args, **kwargs)

    def pick(self, rows, which):
        rows = list(rows.order_by("id"))
        return rows[which % len(rows)] if rows else None

    def offer(self, which):
        return self.pick(Offer.objects.select_related("host__institution", "writer__user", "need"), which)

    def live(self, which):
        waiting = Offer.objects.filter(state__in=Offer.OPEN).select_related("host__institution", "writer__user", "need")
        return self.pick(waiting, which)

    @rule(who=st.integers(0, 3), where=st.integers(0, 4), tick=st.sampled_from([True, None]))
    def send(self, who, where, tick):
        writer, host = self.writers[who], self.hosts[where]
        words = {"kind": Kind.WORKSHOP, "text": "x", "may_cascade": tick}
        self.attempt(offers.send_offer, writer=writer, host=host, by=writer.user, **words)

    @rule(where=st.integers(0, 4), days=st.integers(0, 90))
    def a_host_asks(self, where, days):
        self.ask(self.hosts[where], days)

    @rule(which=WHICH, is_filled=st.booleans())
    def a_request_ends(self, which, is_filled):
        if need := self.pick(Need.objects.filter(state="open").select_related("host"), which):
            self.attempt(fill_need if is_filled else withdraw_need, need, by=self.boss[need.host_id])

    @rule(which=WHICH)
    def accept(self, which):
        if offer := self.live(which):
            self.attempt(answers.accept_offer, offer, by=self.boss[offer.host_id])

    @rule(which=WHICH)
    def decline(self, which):
        if offer := self.live(which):
            self.attempt(answers.decline_offer, offer, by=self.boss[offer.host_id], note="secret")

    @rule(which=WHICH, where=st.integers(0, 4))
    def pass_on(self, which, where):
        if offer := self.live(which):
            self.attempt(cascade.pass_on, offer, self.hosts[where], by=self.boss[offer.host_id])

    @rule(which=WHICH)
    def she_says_that_it_goes_on(self, which):
        if offer := self.offer(which):
            self.attempt(cascade.take_further, offer, by=offer.writer.user)

    @rule(which=WHICH)
    def withdraw(self, which):
        if offer := self.live(which):
            self.attempt(offers.withdraw_offer, offer, by=offer.writer.user)

    @rule(where=st.integers(0, 4), days=st.integers(0, 40))
    def a_host_closes(self, where, days):
        host = Host.objects.get(pk=self.hosts[where].pk)
        first = self.now.date() + timedelta(days=days % 10)
        self.attempt(
            close_host, host, by=self.boss[host.pk], starts_on=first, ends_on=first + timedelta(days=days), name=""
        )

    @rule()
    def the_worker_works(self):
        self.sweep()

    @rule(days=st.integers(1, 20))
    def time_passes(self, days):
        self.now += timedelta(days=days, hours=1)
        self.sweep()
        late = Offer.objects.filter(state__in=Offer.OPEN, due_at__lte=self.now)
        assert late.count() == 0

    def sweep(self):
        for _time in range(2 + Offer.MOST_HOPS):
            self.attempt(offer_clocks.run_offer_clocks)
        assert not Offer.objects.filter(goes_on_at__isnull=False).exists()

    @rule()
    def if_everybody_is_silent_from_now_on_all_of_it_ends(self):
        before = self.now
        outside = transaction.savepoint()
        self.sweep()
        while Offer.objects.filter(state__in=Offer.OPEN).exists() and self.now < before + timedelta(days=BOUND):
            self.now += timedelta(days=5)
            self.sweep()
        left = list(Offer.objects.filter(state__in=Offer.OPEN).values_list("state", "due_at"))
        self.told()
        transaction.savepoint_rollback(outside)
        self.now = before
        assert left == []

    def told(self):
        """Every end that is not her own was told to the writer, once."""
        for offer in Offer.objects.filter(state__in=ENDED):
            mails = OutgoingMail.objects.filter(
                kind=ENDED[offer.state], about_label="partners.offer", about_id=offer.pk
            )
            assert (offer.state, mails.count()) == (offer.state, 1)

    @invariant()
    def the_budget_holds(self):
        if hasattr(self, "hosts"):
            rows = Offer.objects.filter(state__in=Offer.UNDECIDED).values_list("host", flat=True)
            assert max(Counter(rows).values(), default=0) <= BUDGET

    @invariant()
    def one_door_at_a_time_none_twice_and_at_most_three_more(self):
        if not hasattr(self, "hosts"):
            return
        chains = {}
        for offer in Offer.objects.order_by("id"):
            chains.setdefault(offer.chain, []).append(offer)
        for chain in chains.values():
            assert sum(offer.is_open for offer in chain) <= 1
            assert len({offer.host_id for offer in chain}) == len(chain)
            assert [offer.hops for offer in chain] == list(range(len(chain)))
            assert len(chain) <= 1 + Offer.MOST_HOPS
            assert all(offer.may_cascade or offer.state == "redirected" for offer in chain[:-1])

    @invariant()
    def nothing_private_goes_along(self):
        if hasattr(self, "hosts"):
            noted = Offer.objects.exclude(private_note="", private_reason="", assignee=None)
            assert set(noted.values_list("state", flat=True)) <= {"declined"}


class TestCampus(TestCase, Campus.TestCase):
    settings = settings(
        max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )


pytestmark = pytest.mark.django_db
