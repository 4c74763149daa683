"""Anybody does anything with the request of an alumnus, and time passes: what must be true is true after every step."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random

from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from careerlink.accounts.queries import text_in_force
from careerlink.audit.machines import NoSuchMove, Stale, machines
from careerlink.web import clock
from partners.models import Engagement
from referrals.actions import consent, legs, outcomes
from referrals.actions.erasing import erase_alumnus
from referrals.models import Candidate, Consent, Leg, Outcome, OutcomeAnswer, Referral
from referrals.tasks import CLOCKS
from tests import factories as make

START = datetime(2026, 3, 2, 14, tzinfo=UTC)
R, L = Referral.State, Leg.State


class Referrals(RuleBasedStateMachine):
    """One office, one alumnus, four writers. Each step one of the things happens that somebody could try."""

    @initialize(seed=st.integers(min_value=0, max_value=10**9))
    def begin(self, seed):
        self.dice = Random(seed)
        self.outside = transaction.atomic()
        self.outside.__enter__()
        self.now = START
        with clock.set_to(START):
            make.LegalTextFactory(slug="pledge", version=1)
            make.LegalTextFactory(slug="consent", version=1)
            self.alumnus = make.AlumnusFactory()
            self.boss = make.MemberFactory(host=self.alumnus.host).user
            self.writers = [make.WriterFactory(verified=True) for _n in range(4)]
            self.revoked: set[int] = set()
            consent.open_referral(self.alumnus, by=self.boss)

    def teardown(self):
        if hasattr(self, "outside"):
            self.silence_ends_everything()
            transaction.set_rollback(True)
            self.outside.__exit__(None, None, None)

    # --- What happens --------------------------------------------------------------------------------------

    @rule()
    def something_happens(self):
        referral = Referral.objects.order_by("-id").select_related("alumnus__host", "host").first()
        self.referral, self.leg = referral, Leg.objects.filter(referral=referral).order_by("-id").first()
        things = [self.time_passes] * 3 + [self.sign] * 3 + [self.hold, self.resume, self.close, self.reopen]
        things += [self.revoke, self.refuse, self.error, self.begin_again]
        things += [self.choose] * 6 if referral.state in (R.CHOOSING, R.WITH_WRITER) else []
        things += [self.accept] * 6 + [self.decline] * 2 + [self.contact] * 4 if self.leg else []
        things += [self.answer] * 6 + [self.fail_to_reach, self.release, self.serve, self.settle] if self.leg else []
        with clock.set_to(self.now), suppress(ValidationError, Stale, NoSuchMove):
            thing = self.dice.choice(things)
            note(f"{self.now:%d %b} {referral.state} {thing.__name__}")
            with transaction.atomic():
                thing()  # what is refused changes nothing

    def time_passes(self):
        self.now += timedelta(hours=self.dice.choice([1, 20, 50, 130, 400]))
        with clock.set_to(self.now):
            for strike in CLOCKS:
                strike()

    def begin_again(self):
        consent.open_referral(self.alumnus, by=self.boss)

    def sign(self):
        consent.sign_consent(self.referral, signature="Ada", text=text_in_force("consent"))

    def refuse(self):
        consent.refuse_consent(self.referral)

    def revoke(self):
        consent.revoke_consent(self.referral)
        self.revoked.add(self.referral.pk)

    def error(self):
        consent.enter_error(self.referral, by=self.boss)

    def hold(self):
        day = (self.now + timedelta(days=self.dice.choice([-1, 5, 40, 100]))).date()
        consent.put_on_hold(self.referral, until=day, by=None)

    def resume(self):
        consent.resume(self.referral, by=None)

    def close(self):
        outcome = self.dice.choice(Outcome.values)
        consent.close(self.referral, outcome=outcome, settled=Referral.Settled.OFFICE, by=self.boss)

    def reopen(self):
        consent.reopen(self.referral, by=None)

    def choose(self):
        """She ranks three of a list that is drawn anew, and says whether a no asks the next."""
        draw = Candidate.objects.filter(referral=self.referral).count() + 1
        for number, writer in enumerate(self.dice.sample(self.writers, 3), start=1):
            Candidate.objects.create(referral=self.referral, writer=writer, draw=draw, position=number, rank=number)
        Referral.objects.filter(pk=self.referral.pk).update(moves_on=self.dice.random() < 0.5)
        legs.ask_next(self.referral)

    def accept(self):
        legs.accept_leg(self.leg, by=self.leg.writer.user)

    def decline(self):
        legs.decline_leg(self.leg, why=self.dice.choice(Leg.Why.values), by=self.leg.writer.user)

    def contact(self):
        legs.note_contact(self.leg, by=self.leg.writer.user)

    def serve(self):
        legs.start_service(self.leg, by=self.leg.writer.user)

    def fail_to_reach(self):
        legs.note_try(self.leg, by=self.leg.writer.user)

    def release(self):
        legs.release_leg(self.leg, by=None)

    def answer(self):
        said = self.dice.choice(["got_help", "got_help", "partly", "failed", OutcomeAnswer.NOT_YET])
        outcomes.answer_outcome(self.leg, side=self.dice.choice(OutcomeAnswer.Side.values), answer=said, by=None)

    def settle(self):
        outcomes.settle(self.referral, outcome="partly", by=self.boss)

    # --- What is always true ----------------------------------------------------------------------------------

    @invariant()
    def nobody_is_asked_without_consent(self):
        live = Leg.objects.filter(state__in=Leg.LIVE).select_related("referral", "consent")
        for leg in live:
            assert leg.referral.has_consent
            assert leg.consent.revoked_at is None
            assert leg.offered_at >= leg.consent.at

    @invariant()
    def whom_it_is_about_is_known_only_after_a_yes(self):
        assert not Leg.objects.filter(state__in=Leg.KNOWN, accepted_at=None).exists()
        assert not Leg.objects.filter(state=L.OFFERED).exclude(accepted_at=None).exists()

    @invariant()
    def one_writer_at_a_time(self):
        """An acceptance leaves no rival: there is one live try at most, and each no longer live one has ended."""
        for referral in Referral.objects.all():
            assert referral.legs.filter(state__in=Leg.LIVE).count() <= 1
        assert not Leg.objects.exclude(state__in=Leg.LIVE).filter(ended_at=None).exists()

    @invariant()
    def what_is_closed_has_an_outcome(self):
        assert not Referral.objects.filter(state=R.CLOSED, outcome="").exists()
        over = Referral.objects.exclude(state__in=Referral.OPEN)
        assert not Leg.objects.filter(referral__in=over, state__in=Leg.LIVE).exists()

    @invariant()
    def what_was_revoked_stays_so(self):
        gone = Referral.objects.filter(pk__in=getattr(self, "revoked", ())).exclude(state=R.CONSENT_REVOKED)
        assert not gone.exists()
        valid = Consent.objects.filter(revoked_at=None, referral__state=R.CONSENT_REVOKED)
        assert not valid.exists()

    @invariant()
    def who_helps_has_agreed_work_and_nobody_else(self):
        agreed = Engagement.objects.filter(state=Engagement.State.AGREED).values_list("source_id", flat=True)
        assert set(agreed) == set(Leg.objects.filter(state__in=Leg.KNOWN).values_list("pk", flat=True))

    @invariant()
    def the_two_machines_agree(self):
        asked = Referral.objects.filter(state=R.WITH_WRITER)
        assert all(referral.legs.filter(state__in=[L.OFFERED, L.ACCEPTED]).exists() for referral in asked)
        found = Referral.objects.filter(state__in=[R.IN_CONTACT, R.IN_SERVICE])
        assert all(referral.legs.filter(state=L.CONTACTED).exists() for referral in found)

    def silence_ends_everything(self):
        for _step in range(24):
            self.now += timedelta(days=20)
            with clock.set_to(self.now):
                for strike in CLOCKS:
                    strike()
        assert not Referral.objects.filter(state__in=Referral.OPEN).exists()
        assert not Leg.objects.filter(state__in=Leg.LIVE).exists()
        with clock.set_to(self.now):
            erase_alumnus(self.alumnus, by=None)
        assert not Consent.objects.exclude(signature="").exists()


class TestReferrals(Referrals.TestCase, TestCase):
    settings = settings(
        max_examples=10,
        stateful_step_count=30,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )


REVOKED = machines["referrals.referral"].befores("revoke")


class TestRevoke(TestCase):
    @given(st.sampled_from(REVOKED))
    @settings(max_examples=len(REVOKED), deadline=None, derandomize=True)
    def test_consent_can_be_taken_back_from_every_state(self, state):
        more = {"resumes_on": START.date()} if state == R.ON_HOLD else {}
        if state == R.AWAITING_CONSENT:
            referral = make.ReferralFactory()
        elif state == R.CLOSED:
            referral = make.ReferralFactory(closed=True)
        elif state in (R.CHOOSING, R.ON_HOLD):
            referral = make.ReferralFactory(going_on=True, state=state, **more)
        else:
            fields = {"referral__state": state, "contacted": state != R.WITH_WRITER}
            referral = make.LegFactory(**fields).referral
        consent.revoke_consent(referral)
        assert Referral.objects.get(pk=referral.pk).state == R.CONSENT_REVOKED
        assert not referral.legs.filter(state__in=Leg.LIVE).exists()
