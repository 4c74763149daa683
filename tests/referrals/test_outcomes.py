"""What came of a referral: both sides are asked at 14, 45 and 90 days, answer once for good, and silence ends."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from careerlink.audit.machines import Stale
from careerlink.outbox import delivery
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from referrals import clocks
from referrals.actions import consent, leg_clocks, legs, outcomes
from referrals.models import OutcomeAnswer, Referral
from tests import factories as make

DAY = timedelta(days=1)
YES = datetime(2026, 1, 12, 16, tzinfo=UTC)  # a Monday, 11 in New York
ASKS = ("referral_outcome", "referral_outcome_writer")


@pytest.fixture
def leg(world):
    """They have been in contact since two days after the yes."""
    with clock.set_to(YES):
        alumnus = make.AlumnusFactory(host=world.office, email="ada@people.demo.test", idle_since=None)
        referral = make.ReferralFactory(alumnus=alumnus, going_on=True, state="with_writer")
        found = make.LegFactory(referral=referral, writer=world.writer)
        legs.accept_leg(found, by=world.user["writer"])
    with clock.set_to(YES + 2 * DAY):
        legs.note_contact(found, by=None)
    return fresh(found)


def fresh(leg):
    return type(leg).objects.select_related("referral__host", "referral__alumnus", "writer__user").get(pk=leg.pk)


def on_day(days: float):
    return clock.set_to(YES + timedelta(days=days))


def strike(days: float) -> None:
    with on_day(days):
        outcomes.run_outcome_clocks()


def say(leg, side: str, answer: str, days: float) -> Referral:
    with on_day(days):
        return outcomes.answer_outcome(fresh(leg), side=side, answer=answer, by=None)


def asked() -> list[str]:
    """To whom questions were written, oldest first: a for the alumnus, w for the writer."""
    rows = OutgoingMail.objects.filter(kind__in=ASKS).order_by("id").values_list("kind", flat=True)
    return ["w" if kind.endswith("writer") else "a" for kind in rows]


def days_asked() -> list[int]:
    """On which days after the yes the alumnus was asked."""
    rows = OutgoingMail.objects.filter(kind="referral_outcome").order_by("id")
    return [(row.made_at - YES).days for row in rows]


def every_day(first: int, last: int) -> None:
    for number in range(first, last + 1):
        strike(number)
        strike(number)


# --- The questions -----------------------------------------------------------------------------------------------


def test_both_are_asked_on_days_14_45_and_90_and_early_after_30_silent_days(leg):
    every_day(0, 103)
    assert days_asked() == [14, 32, 45, 90]
    assert asked() == ["a", "w"] * 4


def test_who_works_together_is_not_asked_early(leg):
    with on_day(5):
        legs.start_service(fresh(leg), by=None)
    every_day(6, 103)
    assert days_asked() == [14, 45, 90]


def test_too_early_to_say_keeps_the_questions_and_counts_as_a_sign_of_life(leg):
    strike(14)
    say(leg, "writer", "not_yet", 15)
    every_day(15, 103)
    assert days_asked() == [14, 45, 90]  # silence since day 15 would be noticed on day 45


def test_too_early_said_twice_in_a_row_is_noted_once(leg):
    say(leg, "alumnus", "not_yet", 15)
    say(leg, "alumnus", "not_yet", 15.1)
    say(leg, "alumnus", "not_yet", 17)
    assert OutcomeAnswer.objects.count() == 2


def test_a_worker_that_was_down_for_a_month_asks_once(leg):
    strike(50)
    strike(50)
    assert days_asked() == [50]
    strike(51)
    strike(90)
    assert days_asked() == [50, 90]


def test_a_worker_that_was_down_to_the_end_still_asks_before_it_closes(leg):
    strike(130)
    leg.referral.refresh_from_db()
    assert (leg.referral.state, days_asked()) == ("outcome_pending", [130])
    strike(143)
    assert Referral.objects.get().state == "outcome_pending"
    strike(144)
    assert Referral.objects.get().outcome == "unknown"


def test_days_are_those_of_the_office_over_a_change_of_its_clocks(leg):
    """The clocks of New York go forward on 8 March 2026: day 90 comes an hour earlier in UTC, and once."""
    assert clocks.days_later(leg.referral.host, YES, 90 * DAY) == YES + 90 * DAY - timedelta(hours=1)
    strike(14)
    strike(45)
    strike(90 - 1.5 / 24)
    assert days_asked() == [14, 45]
    strike(90 - 0.5 / 24)
    strike(90)
    strike(90 + 0.5 / 24)
    assert len(days_asked()) == 3


def test_nothing_is_asked_on_hold_and_all_of_it_comes_later_by_that_time(leg):
    strike(14)
    with on_day(20):
        consent.put_on_hold(fresh(leg).referral, until=(YES + 50 * DAY).date(), by=None)
    every_day(21, 49)
    assert days_asked() == [14]
    with on_day(50):
        consent.resume(fresh(leg).referral, by=None)
    every_day(50, 133)
    assert days_asked() == [14, 75, 120]
    assert Referral.objects.get().state == "outcome_pending"
    strike(134)
    assert Referral.objects.get().outcome == "unknown"


def test_silence_after_a_hold_is_noticed_too(leg):
    with on_day(10):
        consent.put_on_hold(fresh(leg).referral, until=(YES + 60 * DAY).date(), by=None)
    with on_day(60):
        consent.resume(fresh(leg).referral, by=None)
    every_day(60, 100)
    assert days_asked() == [64, 95]  # silent since day 60 is day 90, too near to the question of day 95


# --- What is answered --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("alumnus", "writer", "state", "outcome"),
    [
        ("got_help", "got_help", "closed", "got_help"),
        ("partly", "got_help", "closed", "partly"),
        ("got_help", "partly", "closed", "partly"),
        ("not_a_fit", "not_a_fit", "closed", "not_a_fit"),
        ("couldnt_contact", "got_help", "disputed", ""),
        ("failed", "partly", "disputed", ""),
        ("not_a_fit", "failed", "disputed", ""),
    ],
)
def test_agreement_closes_and_a_difference_is_disputed(leg, alumnus, writer, state, outcome):
    assert say(leg, "alumnus", alumnus, 15).state == "outcome_pending"
    say(leg, "writer", writer, 16)
    referral = Referral.objects.get()
    assert (referral.state, referral.outcome) == (state, outcome)
    assert referral.settled_as == ("agreement" if outcome else "")
    every_day(17, 24)
    assert asked() == []


def test_a_definite_answer_ends_the_questions_to_that_side_alone(leg):
    strike(14)
    say(leg, "writer", "got_help", 15)
    every_day(15, 103)
    assert asked() == ["a", "w", "a", "a"]


def test_a_definite_answer_is_given_once(leg):
    say(leg, "writer", "got_help", 15)
    with pytest.raises(Stale):
        say(leg, "writer", "failed", 16)
    assert [row.answer for row in OutcomeAnswer.objects.all()] == ["got_help"]


@pytest.mark.parametrize("said", [None, "alumnus", "writer"])
def test_silence_by_day_104_ends_as_unknown_even_when_one_side_has_answered(leg, said):
    if said:
        say(leg, said, "got_help", 15)
    every_day(14, 103)
    assert Referral.objects.get().state == "outcome_pending"
    strike(104)
    referral = Referral.objects.get()
    assert (referral.state, referral.outcome, referral.settled_as) == ("closed", "unknown", "clock")
    assert fresh(leg).state == "ended"


def test_an_answer_before_contact_was_noted_keeps_the_yes(world):
    with on_day(0):
        referral = make.ReferralFactory(
            alumnus=make.AlumnusFactory(host=world.office), going_on=True, state="with_writer"
        )
        leg = make.LegFactory(referral=referral, writer=world.writer)
        legs.accept_leg(leg, by=world.user["writer"])
    say(leg, "writer", "couldnt_contact", 3)
    with on_day(6):
        leg_clocks.run_leg_clocks()
    assert fresh(leg).state == "accepted"
    say(leg, "alumnus", "couldnt_contact", 7)
    assert Referral.objects.get().outcome == "couldnt_contact"


def test_nobody_answers_while_it_is_on_hold(leg):
    with on_day(20):
        consent.put_on_hold(fresh(leg).referral, until=(YES + 50 * DAY).date(), by=None)
    with pytest.raises(Stale):
        say(leg, "writer", "got_help", 21)
    assert OutcomeAnswer.objects.count() == 0


def test_nobody_answers_when_consent_was_taken_back(leg):
    with on_day(20):
        consent.revoke_consent(fresh(leg).referral)
    with pytest.raises(Stale):
        say(leg, "writer", "got_help", 21)
    every_day(21, 104)
    assert asked() == []


# --- The letters -------------------------------------------------------------------------------------------------


def letters(days: float, settings) -> dict[str, mail.EmailMessage]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with on_day(days):
        delivery.deliver()
    ours = ("Say with one click", "Know that it is closed", "is closed")
    return {letter.to[0]: letter for letter in mail.outbox if any(words in letter.subject for words in ours)}


def test_the_letters_hold_a_link_for_each_answer_and_nothing_that_stings(leg, settings):
    strike(14)
    found = letters(14.1, settings)
    hers, writers = found["ada@people.demo.test"], found["writer@demo.test"]
    assert hers.subject == "Say with one click how it went"
    assert "Maren Okafor said yes to helping you on Mon 12 Jan 2026. How did it go?" in hers.body
    assert [hers.body.count(f"?answer={code}") for code in ("got_help", "partly", "failed", "not_yet")] == [1] * 4
    assert writers.subject == "Say with one click what came of it: Help from a writer, Oxbow State University"
    assert "Ada" not in writers.subject + writers.body + writers.alternatives[0].content


def test_a_question_is_not_sent_when_it_was_answered_meanwhile(leg, settings):
    strike(14)
    say(leg, "alumnus", "got_help", 14.01)
    assert list(letters(14.1, settings)) == ["writer@demo.test"]


def test_both_hear_kindly_that_it_is_closed(leg, settings):
    leg.referral.host.free_services.create(title="Resume review", words="Half an hour, online")
    leg.referral.host.free_services.create(title="For new graduates", within_years=1)
    say(leg, "alumnus", "not_a_fit", 15)
    say(leg, "writer", "not_a_fit", 16)
    found = letters(16.1, settings)
    hers = found["ada@people.demo.test"]
    assert hers.subject == "Know that your request at Career Office is closed"
    assert "You and the writer told us the same, so there is nothing more to do." in hers.body
    assert "Resume review: Half an hour, online" in hers.body
    assert "For new graduates" not in hers.body
    assert "opens it again, until Fri 27 Feb 2026" in hers.body
    assert "right match" not in hers.body
    assert found["writer@demo.test"].subject == "Know that it is closed: a request from Career Office"
