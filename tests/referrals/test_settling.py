"""What the two sides told differently is settled by the office, then a moderator; the office closes and opens again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from careerlink.accounts.queues import queues
from careerlink.audit.machines import Stale
from careerlink.audit.models import Entry
from careerlink.outbox import delivery
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.registry import sections
from referrals.actions import consent, outcomes
from referrals.models import Outcome, OutcomeAnswer, Referral
from tests import factories as make

DAY = timedelta(days=1)
START = datetime(2026, 4, 6, 15, tzinfo=UTC)


@pytest.fixture
def leg(world):
    with clock.set_to(START):
        alumnus = make.AlumnusFactory(host=world.office, name="Ada Alumna", email="ada@people.demo.test")
        return make.LegFactory(contacted=True, writer=world.writer, referral__alumnus=alumnus)


@pytest.fixture
def disputed(leg):
    """Told differently on the first day."""
    with clock.set_to(START):
        outcomes.answer_outcome(leg, side="writer", answer="got_help", by=leg.writer.user)
        outcomes.answer_outcome(leg, side="alumnus", answer="failed", by=None)
    return now_is(leg.referral)


def now_is(referral) -> Referral:
    return Referral.objects.select_related("host").get(pk=referral.pk)


def on_day(days: float):
    return clock.set_to(START + timedelta(days=days))


def strike(days: float) -> None:
    with on_day(days):
        outcomes.run_outcome_clocks()


def kinds() -> list[tuple[str, str]]:
    rows = OutgoingMail.objects.filter(kind__startswith="referral").order_by("id")
    return [(row.kind, row.mailbox.address) for row in rows.select_related("mailbox")]


# --- The office, then a moderator ------------------------------------------------------------------------------


def test_an_office_has_ten_days_and_who_settled_it_is_kept(world, disputed):
    assert disputed.due_at == START + 10 * DAY
    with on_day(3):
        outcomes.settle(disputed, outcome="partly", by=world.user["staff"])
    closed = now_is(disputed)
    assert (closed.state, closed.outcome, closed.settled_as) == ("closed", "partly", "office")
    assert closed.settled_by == world.user["staff"]
    assert Entry.objects.filter(event="close").values_list("by", "reason").get() == (closed.settled_by_id, "partly")


def test_closed_days_of_the_office_do_not_count(world, leg):
    day = START.date()
    world.office.closures.create(starts_on=day + 2 * DAY, ends_on=day + 5 * DAY)
    with clock.set_to(START):
        outcomes.answer_outcome(leg, side="writer", answer="got_help", by=None)
        outcomes.answer_outcome(leg, side="alumnus", answer="failed", by=None)
    assert now_is(leg.referral).due_at == START + 14 * DAY


def test_then_a_moderator_has_twenty_and_the_office_none(world, disputed):
    strike(10)
    strike(10)
    passed_on = now_is(disputed)
    assert (passed_on.state, passed_on.with_moderator_since) == ("disputed", START + 10 * DAY)
    assert passed_on.due_at == START + 30 * DAY
    assert Entry.objects.filter(event="pass_on").count() == 1
    with on_day(11), pytest.raises(Stale):
        outcomes.settle(passed_on, outcome="partly", by=world.user["staff"])
    with on_day(12):
        outcomes.settle_as_moderator(passed_on, outcome="got_help", by=world.user["admin"])
    closed = now_is(disputed)
    assert (closed.outcome, closed.settled_as, closed.settled_by) == ("got_help", "moderator", world.user["admin"])


def test_a_moderator_does_not_settle_what_the_office_may_still(world, disputed):
    with on_day(3), pytest.raises(Stale):
        outcomes.settle_as_moderator(disputed, outcome="got_help", by=world.user["admin"])


def test_what_nobody_settles_ends_unresolved(disputed):
    for day in range(29):
        strike(day)
    assert now_is(disputed).state == "disputed"
    strike(30)
    closed = now_is(disputed)
    assert (closed.state, closed.outcome, closed.settled_as) == ("closed", "unresolved", "clock")


def test_it_stands_on_the_desk_and_in_the_desk_mail(world, disputed):
    section = sections["referrals"]
    with on_day(1):
        (line,) = section.lines([world.office], clock.now())
        assert (line.title, line.deadline) == ("Told differently: Ada Alumna", disputed.due_at)
        assert [row.desk for row in section.waiting(clock.now())] == [world.office.pk]
        assert section.lines([world.rival], clock.now()) == []
    strike(10)
    with on_day(10):
        assert section.lines([world.office], clock.now()) == []


def test_moderators_find_it_in_their_queue_and_settle_it_without_a_name(world, disputed, client):
    client.force_login(world.user["admin"])
    url = reverse("admin:referrals_referral_change", args=[disputed.pk])
    assert client.get(url).status_code == 302  # still the office's
    strike(10)
    with on_day(11):
        facts = queues["referrals"](clock.now())
        assert (facts.count, facts.due) == (1, START + 30 * DAY)
        page = client.get(url).content.decode()
        assert "Ada" not in page
        assert "It did not work out" in page
        client.get(facts.url)
        decide = reverse("admin:referrals_referral_decide", args=[disputed.pk, "close"])
        assert client.post(decide, {"outcome": "no_reply"}).status_code == 422
        assert client.post(decide, {"outcome": "not_a_fit"}).status_code == 302
    assert now_is(disputed).settled_as == "moderator"
    assert client.get(reverse("admin:referrals_referral_changelist")).status_code == 200


def test_the_end_of_a_dispute_is_told_to_both_without_saying_who_was_right(world, disputed, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with on_day(1):
        outcomes.settle(disputed, outcome="failed", by=world.user["staff"])
        delivery.deliver()
    assert [letter.to for letter in mail.outbox] == [["ada@people.demo.test"], ["writer@demo.test"]]
    hers, writers = (letter.subject + letter.body for letter in mail.outbox)
    assert "Career Office has looked at it and closed it. There is nothing more to do for you." in hers
    for word in ("differ", "disput", "work out", "agree"):
        assert word not in hers + writers


def test_the_page_shows_the_office_what_both_said(world, disputed):
    client = logged_in(world, "staff")
    url = reverse("referral_settle", args=[disputed.key])
    with on_day(1):
        page = client.get(url).content.decode()
        assert ("It helped" in page, "It did not work out" in page) == (True, True)
        assert client.post(url, {}).status_code == 422
        assert client.post(url, {"outcome": "got_help"}).status_code == 302
        assert client.get(url).status_code == 404
    assert now_is(disputed).outcome == "got_help"


def test_each_side_sees_only_its_own_answer(world, disputed):
    leg = disputed.legs.get()
    with on_day(1):
        page = logged_in(world, "writer").get(reverse("leg_outcome", args=[leg.key])).content.decode()
    assert ("It helped" in page, "It did not work out" in page) == (True, False)


# --- Closing and opening again ------------------------------------------------------------------------------------


def logged_in(world, who: str) -> Client:
    client = Client()
    client.force_login(world.user[who])
    return client


def test_an_office_closes_only_with_a_reason(world, leg):
    client, url = logged_in(world, "staff"), reverse("referral_close", args=[leg.referral.key])
    with on_day(1):
        assert client.post(url, {}).status_code == 422
        assert client.post(url, {"outcome": "unresolved"}).status_code == 422
        assert client.post(url, {"outcome": "ineligible"}).status_code == 302
    closed = now_is(leg.referral)
    assert (closed.state, closed.outcome, closed.settled_as) == ("closed", "ineligible", "office")
    assert kinds() == [("referral_closed", "ada@people.demo.test"), ("referral_closed_writer", "writer@demo.test")]


def test_a_writer_who_had_not_said_yes_is_not_thanked_for_it(world):
    referral = make.LegFactory(referral__alumnus__host=world.office).referral
    consent.close(referral, outcome="no_longer_interested", settled="alumnus", by=None)
    assert [kind for kind, _to in kinds()] == ["referral_closed"]


def test_what_was_said_changes_only_by_opening_it_again_within_thirty_days(world, leg):
    staff, url = logged_in(world, "staff"), reverse("referral_reopen", args=[leg.referral.key])
    with on_day(1):
        consent.close(leg.referral, outcome="failed", settled="office", by=world.user["staff"])
    with on_day(31.1):
        assert staff.get(url).status_code == 404
    with on_day(30):
        assert staff.get(url).status_code == 200
        assert staff.post(url).status_code == 302
        again = now_is(leg.referral)
    assert (again.state, again.outcome, again.settled_as, again.closed_at) == ("choosing", "", "", None)
    assert kinds()[-1] == ("referral_reopened", "ada@people.demo.test")


def test_opened_again_by_her_own_click_the_office_hears_of_it(world, leg):
    with on_day(1):
        consent.close(leg.referral, outcome="no_reply", settled="clock", by=None)
    with on_day(5):
        consent.reopen(now_is(leg.referral), by=None)
    assert kinds()[-1] == ("referral_reopened_office", "director@demo.edu")


def test_one_opens_again_only_when_nothing_else_is_open(world, leg):
    with on_day(1):
        consent.close(leg.referral, outcome="failed", settled="office", by=world.user["staff"])
        make.ReferralFactory(alumnus=leg.referral.alumnus)
    client, url = logged_in(world, "staff"), reverse("referral_reopen", args=[leg.referral.key])
    with on_day(2):
        answer = client.post(url)
        assert (answer.status_code, "There is an open request" in answer.content.decode()) == (422, True)
        with pytest.raises(ValidationError):
            consent.reopen(now_is(leg.referral), by=None)


def test_another_round_is_asked_from_its_own_yes(world, leg):
    """What was answered about the writer before says nothing about the next."""
    with on_day(1):
        outcomes.answer_outcome(leg, side="writer", answer="failed", by=None)
        outcomes.answer_outcome(leg, side="alumnus", answer="failed", by=None)
        consent.reopen(now_is(leg.referral), by=None)
    again = now_is(leg.referral)
    assert (again.asked, again.ask_at, again.accepted_at, again.held_for) == (0, None, None, timedelta())
    assert OutcomeAnswer.objects.count() == 2


@pytest.mark.parametrize("outcome", Outcome.values)
def test_every_end_has_its_kind_words(world, leg, outcome, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settled = {"no_reply": "clock", "unknown": "clock", "unresolved": "clock"}.get(outcome, "office")
    with on_day(1):
        consent.close(leg.referral, outcome=outcome, settled=settled, by=None)
        delivery.deliver()
    for letter in mail.outbox:
        for sting in ("fail", "unemployed", "lost", "refused", "rejected", "silence"):
            assert sting not in (letter.subject + letter.body).lower()
