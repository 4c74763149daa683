"""Tries with writers: asked, answered, in contact, given back, silent; who is told what, and who is not."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from careerlink.accounts.actions import suspend_person
from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.audit.models import Disclosure
from careerlink.outbox import delivery
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions import engagements as work
from partners.actions.cooling_off import note_met
from partners.actions.hosts import close_host, remove_closure
from partners.models import Asked, Engagement
from referrals import clocks
from referrals.actions import consent, leg_clocks, legs
from referrals.actions.erasing import erase_alumnus
from referrals.models import Candidate, Leg, Referral
from tests import factories as make

S, R = Leg.State, Referral.State
MONDAY = datetime(2026, 3, 2, 20, tzinfo=UTC)  # three in the afternoon in New York
ADA = "ada@people.demo.test"
SECRETS = ("Lovelace", ADA, "212 555 0177")


@pytest.fixture(autouse=True)
def _letters(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with clock.set_to(MONDAY):
        yield


@pytest.fixture
def choosing(world):
    """Ada has ranked Maren first and Ben second, and wants a no to go on at once."""
    alumnus = make.AlumnusFactory(
        host=world.office, name="Ada Lovelace", email=ADA, majors_words="English", idle_since=None
    )
    referral = make.ReferralFactory(
        alumnus=alumnus,
        going_on=True,
        moves_on=True,
        service="resume",
        words=f"A resume for an editor. I am Ada Lovelace, {ADA}, 212 555 0177.",
    )
    for rank, writer in enumerate((world.writer, world.writer2), 1):
        Candidate.objects.create(referral=referral, writer=writer, position=rank, rank=rank)
    return referral


@pytest.fixture
def asked(choosing):
    return legs.ask_next(choosing)


@pytest.fixture
def accepted(asked):
    return legs.accept_leg(asked, by=asked.writer.user)


def at(moment, *things):
    """What happens at another moment; a bare number is days from Monday."""
    moment = MONDAY + timedelta(days=moment) if isinstance(moment, int | float) else moment
    with clock.set_to(moment):
        return [thing() for thing in things][-1]


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def state_of(referral) -> tuple[str, list[tuple[str, str]]]:
    rows = referral.legs.order_by("id").select_related("writer")
    return fresh(referral).state, [(leg.writer.name.split()[0], leg.state) for leg in rows]


def kinds_to(address: str) -> list[str]:
    rows = OutgoingMail.objects.filter(mailbox__address=address, kind__startswith="leg_").order_by("id")
    return [row.kind for row in rows]


def letters_to(address: str) -> list:
    delivery.deliver()
    return [letter for letter in mail.outbox if letter.to == [address]]


def whole(letter) -> str:
    return letter.subject + letter.body + letter.alternatives[0].content


# --- Asked ---------------------------------------------------------------------------------------------------------


def test_the_first_of_those_whom_she_ranked_is_asked_and_reads_the_need_without_a_name(world, asked):
    assert state_of(asked.referral) == (R.WITH_WRITER, [("Maren", S.OFFERED)])
    assert (asked.due_at - MONDAY, fresh(asked.referral).due_at) == (timedelta(days=3), asked.due_at)
    (letter,) = letters_to("writer@demo.test")
    assert letter.subject == "Say by Thu 5 Mar whether you can help: Resumes, English"
    assert "A resume for an editor. I am …" in letter.body
    assert [secret for secret in SECRETS if secret in whole(letter)] == []
    assert "/go/" in letter.body
    assert letters_to(ADA) == []
    assert Disclosure.objects.count() == 0


@pytest.mark.parametrize(
    "why_not",
    ["met as a student", "met as a volunteer", "no room", "suspended", "paused", "does not meet online", "not free"],
)
def test_who_cannot_be_asked_at_this_moment_is_passed_over(world, choosing, why_not):
    maren = world.writer
    if why_not == "met as a student":
        Candidate.objects.filter(writer=maren).update(rank=None, met=True)
    elif why_not == "met as a volunteer":
        note_met(maren, world.office, ADA, clock.today(), make.NeedFactory(host=world.office))
    elif why_not == "no room":
        maren.cap = 1
        other = make.LegFactory(accepted=True, writer=maren)
        work.agree(other.referral.host, maren, "alumni", source=other, by=None)
    elif why_not == "suspended":
        suspend_person(maren.user, by=world.user["admin"], until=MONDAY + timedelta(days=9), reason="other", note="x")
    elif why_not == "paused":
        maren.state, maren.paused_until = "paused", (MONDAY + timedelta(days=9)).date()
    elif why_not == "does not meet online":
        choosing.where, maren.is_online = "online", False
        choosing.save()
    else:
        choosing.wants_pro_bono, world.writer2.is_pro_bono = True, True
        choosing.save()
        world.writer2.save()
    maren.save()
    legs.ask_next(choosing)
    assert state_of(choosing) == (R.WITH_WRITER, [("Ben", S.OFFERED)])


def test_what_a_writer_does_as_a_volunteer_keeps_no_alumnus_away(world, choosing):
    world.writer.cap = 1
    world.writer.save()
    make.EngagementFactory(host=world.office, writer=world.writer, kind="workshop")
    assert legs.ask_next(choosing).writer == world.writer


def test_nobody_is_asked_without_consent_nor_two_at_once(asked):
    with pytest.raises(Stale):
        legs.ask_next(asked.referral)
    consent.revoke_consent(asked.referral)
    with pytest.raises(Stale):
        legs.ask_next(asked.referral)


# --- Answered ------------------------------------------------------------------------------------------------------


def test_a_yes_shows_each_how_to_reach_the_other_and_is_agreed_work(world, asked):
    legs.accept_leg(asked, by=world.user["writer"])
    referral = fresh(asked.referral)
    assert (fresh(asked).state, fresh(asked).due_at) == (S.ACCEPTED, MONDAY + clocks.CONTACT)
    assert (referral.state, referral.accepted_at) == (R.WITH_WRITER, MONDAY)
    assert referral.ask_at == datetime(2026, 3, 16, 19, tzinfo=UTC)  # daylight time has begun
    assert Engagement.objects.get().kind == "alumni"
    assert Asked.objects.get().answer == "yes"
    to_writer, to_ada = letters_to("writer@demo.test")[-1], letters_to(ADA)[-1]
    assert to_writer.subject == "Make contact by Sat 7 Mar: Resumes, English"
    assert ("Ada Lovelace" in to_writer.body, ADA in to_writer.body) == (True, True)
    assert to_ada.subject == "Write to Maren Okafor, or look out for a mail from there"
    assert "writer@demo.test" in to_ada.body
    shown = set(Disclosure.objects.values_list("seen_by", "person", "right", "scope"))
    maren = world.user["writer"].pk
    assert shown == {(maren, 0, "referral", world.office.key), (0, maren, "referral", world.office.key)}


def test_what_was_not_ticked_is_not_shown_and_what_was_is(world, asked):
    referral = asked.referral
    referral.consents.update(shares=["year"])
    legs.accept_leg(asked, by=world.user["writer"])
    letter = letters_to("writer@demo.test")[-1]
    assert ("Graduated: 2019" in letter.body, "Language" in letter.body) == (True, False)


def test_a_no_asks_the_next_at_once_and_nobody_learns_why(world, asked):
    legs.decline_leg(asked, why="price", by=world.user["writer"])
    assert state_of(asked.referral) == (R.WITH_WRITER, [("Maren", S.DECLINED), ("Ben", S.OFFERED)])
    assert (fresh(asked).why, fresh(asked).side) == ("price", "writer")
    assert Asked.objects.get(writer=world.writer).answer == "no"
    (letter,) = letters_to(ADA)
    assert letter.subject == "Know whom we asked next: Ben Achterberg"
    assert "Maren Okafor cannot take it on now. That happens, and says nothing about you." in letter.body
    assert "price" not in whole(letter).replace("vet prices", "")
    assert kinds_to("writer2@demo.test") == ["leg_asked"]


def test_without_her_tick_a_no_lets_her_choose_again(world, asked):
    Referral.objects.update(moves_on=False)
    legs.decline_leg(asked, why="unclear", by=world.user["writer"])
    assert state_of(asked.referral) == (R.CHOOSING, [("Maren", S.DECLINED)])
    assert fresh(asked).side == "alumnus"
    assert letters_to(ADA)[-1].subject == "Choose another writer by Mon 16 Mar"


def test_when_nobody_is_left_she_chooses_again(world, asked):
    legs.decline_leg(asked, why="no_time", by=world.user["writer"])
    legs.decline_leg(asked.referral.legs.get(writer=world.writer2), why="no_time", by=world.user["writer2"])
    assert state_of(asked.referral) == (R.CHOOSING, [("Maren", S.DECLINED), ("Ben", S.DECLINED)])
    assert kinds_to(ADA) == ["leg_over_alumnus"] * 2
    (letter,) = letters_to(ADA)  # what was not read yet and is not true any more need not leave
    assert letter.subject == "Choose another writer by Mon 16 Mar"


def test_who_does_not_take_part_says_yes_to_nothing(world, asked):
    world.user["writer"].suspended_until = MONDAY + timedelta(days=1)
    world.user["writer"].save()
    with pytest.raises(ValidationError):
        legs.accept_leg(asked, by=world.user["writer"])
    assert (fresh(asked).state, kinds_to(ADA)) == (S.OFFERED, [])


def test_an_answer_is_given_once(world, accepted):
    with pytest.raises(NoSuchMove):
        legs.accept_leg(accepted, by=world.user["writer"])
    with pytest.raises(NoSuchMove):
        legs.decline_leg(accepted, why="no_time", by=world.user["writer"])
    assert kinds_to(ADA) == ["leg_accepted_alumnus"]


# --- In contact, or not --------------------------------------------------------------------------------------------


def test_either_of_them_may_say_that_they_are_in_contact_and_twice_is_once(world, accepted):
    legs.note_contact(accepted, by=world.user["writer"])
    legs.note_contact(accepted, by=None)
    assert state_of(accepted.referral) == (R.IN_CONTACT, [("Maren", S.CONTACTED)])
    legs.start_service(accepted, by=None)
    legs.start_service(accepted, by=world.user["writer"])
    assert fresh(accepted.referral).state == R.IN_SERVICE


def test_two_tries_in_vain_give_it_back(world, accepted):
    for _click in range(2):  # the second press of the button is no second try
        legs.note_try(accepted, by=world.user["writer"])
    assert (fresh(accepted).tries, state_of(accepted.referral)) == (1, (R.WITH_WRITER, [("Maren", S.ACCEPTED)]))
    with clock.set_to(clock.now() + timedelta(days=2)):
        legs.note_try(accepted, by=world.user["writer"])
        assert "Maren Okafor tried twice and did not reach you." in letters_to(ADA)[-1].body
    assert state_of(accepted.referral) == (R.WITH_WRITER, [("Maren", S.RELEASED), ("Ben", S.OFFERED)])
    assert Engagement.objects.get().state == "cancelled"
    with pytest.raises(Stale):
        legs.note_try(accepted, by=world.user["writer"])


@pytest.mark.parametrize("how_far", ["accepted", "in contact", "in service"])
def test_a_writer_who_cannot_after_all_gives_it_back_and_nobody_learns_why(world, accepted, how_far):
    if how_far != "accepted":
        legs.note_contact(accepted, by=world.user["writer"])
    if how_far == "in service":
        legs.start_service(accepted, by=world.user["writer"])
    legs.give_back_leg(accepted, why="knows", by=world.user["writer"])
    assert state_of(accepted.referral) == (R.WITH_WRITER, [("Maren", S.RELEASED), ("Ben", S.OFFERED)])
    said = fresh(accepted)
    assert (said.why, said.side, fresh(accepted.referral).accepted_at) == ("knows", "writer", None)
    letter = letters_to(ADA)[-1]
    assert "Maren Okafor cannot go on after all." in letter.body
    assert "know this person" not in whole(letter)
    assert "leg_over" not in kinds_to("writer@demo.test")


def test_she_leaves_a_writer_whom_she_did_not_hear_of(world, accepted):
    legs.leave_leg(accepted, was_reached=False)
    assert state_of(accepted.referral) == (R.WITH_WRITER, [("Maren", S.RELEASED), ("Ben", S.OFFERED)])
    assert fresh(accepted).side == "writer"
    letter = letters_to("writer@demo.test")[-1]
    assert "Please delete what you know of this person, as you promised." in letter.body
    assert [secret for secret in SECRETS if secret in whole(letter)] == []


def test_on_hold_it_can_be_given_back_and_stays_on_hold(world, accepted):
    legs.note_contact(accepted, by=world.user["writer"])
    until = clock.today() + timedelta(days=20)
    consent.put_on_hold(accepted.referral, until=until, by=None)
    legs.give_back_leg(accepted, why="no_time", by=world.user["writer"])
    assert state_of(accepted.referral) == (R.ON_HOLD, [("Maren", S.RELEASED)])
    assert "Your request is on hold until Sun 22 Mar 2026" in letters_to(ADA)[-1].body
    consent.resume(accepted.referral, by=None)
    assert fresh(accepted.referral).state == R.CHOOSING


# --- No longer needed ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", [consent.revoke_consent, lambda one: consent.enter_error(one, by=None)])
def test_who_was_asked_hears_that_it_is_no_longer_needed_and_no_name(world, asked, end):
    end(asked.referral)
    assert (fresh(asked).state, Asked.objects.get().answer) == (S.OBSOLETE, "moot")
    (letter,) = letters_to("writer@demo.test")  # the question had not left, and need not any more
    assert letter.subject == "Know that it is over: Resumes, Oxbow State University"
    assert "It is no longer needed." in letter.body
    assert [secret for secret in SECRETS if secret in whole(letter)] == []


def test_who_helps_is_asked_to_delete_what_was_shown_when_consent_is_taken_back(world, accepted):
    consent.revoke_consent(accepted.referral)
    letters = letters_to("writer@demo.test")
    assert [letter.subject for letter in letters] == ["Know that it is over: Resumes, Oxbow State University"]
    assert "Please delete what you know of this person" in letters[0].body
    assert [secret for letter in letters for secret in SECRETS if secret in whole(letter)] == []
    assert Engagement.objects.get().state == "cancelled"


def test_who_helps_is_asked_to_delete_what_was_shown_when_the_alumnus_is_erased(world, accepted):
    erase_alumnus(accepted.referral.alumnus, by=None)
    (letter,) = letters_to("writer@demo.test")
    assert "Please delete what you know of this person" in letter.body
    assert [secret for secret in SECRETS if secret in whole(letter)] == []


@pytest.mark.parametrize("how_far", ["asked", "accepted", "in contact", "on hold"])
def test_nobody_is_left_with_a_writer_who_is_kept_out(world, asked, how_far):
    if how_far != "asked":
        legs.accept_leg(asked, by=world.user["writer"])
    if how_far in ("in contact", "on hold"):
        legs.note_contact(asked, by=world.user["writer"])
    if how_far == "on hold":
        consent.put_on_hold(asked.referral, until=clock.today() + timedelta(days=20), by=None)
    suspend_person(
        world.user["writer"], by=world.user["admin"], until=MONDAY + timedelta(days=9), reason="other", note="x"
    )
    leg_clocks.run_leg_clocks()
    state, tries = state_of(asked.referral)
    assert tries[0] == ("Maren", S.OBSOLETE if how_far == "asked" else S.RELEASED)
    assert (state, tries[1:]) == ((R.ON_HOLD, []) if how_far == "on hold" else (R.WITH_WRITER, [("Ben", S.OFFERED)]))
    assert kinds_to(ADA)[-1] == "leg_over_alumnus"
    assert "leg_over" not in kinds_to("writer@demo.test")


def test_what_both_are_asked_about_is_not_taken_from_a_writer_who_is_kept_out(world):
    leg = make.LegFactory(contacted=True, writer=world.writer, referral__state="outcome_pending")
    world.user["writer"].suspended_until = MONDAY + timedelta(days=9)
    world.user["writer"].save()
    leg_clocks.run_leg_clocks()
    assert fresh(leg).state == S.CONTACTED
    with pytest.raises(Stale):
        legs.give_back_leg(leg, why="no_time", by=world.user["writer"])


# --- Clocks --------------------------------------------------------------------------------------------------------


def test_a_silent_writer_is_reminded_on_the_second_working_day_and_the_next_is_asked_on_the_third(world, asked):
    at(1.9, leg_clocks.run_leg_clocks)
    assert kinds_to("writer@demo.test") == ["leg_asked"]
    at(2.1, leg_clocks.run_leg_clocks, leg_clocks.run_leg_clocks)
    assert kinds_to("writer@demo.test") == ["leg_asked", "leg_reminder"]
    at(3.1, leg_clocks.run_leg_clocks, leg_clocks.run_leg_clocks)
    assert state_of(asked.referral) == (R.WITH_WRITER, [("Maren", S.EXPIRED), ("Ben", S.OFFERED)])
    with clock.set_to(MONDAY + timedelta(days=3.1)):
        assert "Maren Okafor did not answer in time." in letters_to(ADA)[-1].body


def test_weekends_federal_holidays_and_closed_days_of_the_office_do_not_count(world, choosing):
    friday = datetime(2026, 5, 22, 20, tzinfo=UTC)  # before Memorial Day
    with clock.set_to(friday):
        asked = legs.ask_next(choosing)
        assert asked.due_at == datetime(2026, 5, 28, 20, tzinfo=UTC)
        day = datetime(2026, 5, 27).date()  # noqa: DTZ001 a day
        closure = close_host(world.office, by=world.user["director"], starts_on=day, ends_on=day)
        assert fresh(asked).due_at == fresh(choosing).due_at == datetime(2026, 5, 29, 20, tzinfo=UTC)
        remove_closure(closure, by=world.user["director"])
        assert fresh(asked).due_at == fresh(choosing).due_at == datetime(2026, 5, 28, 20, tzinfo=UTC)


def test_who_makes_no_contact_is_reminded_once_and_then_it_goes_on(world, accepted):
    at(2.9, leg_clocks.run_leg_clocks)
    assert kinds_to("writer@demo.test") == ["leg_asked", "leg_accepted"]
    at(3.1, leg_clocks.run_leg_clocks, leg_clocks.run_leg_clocks)
    assert kinds_to("writer@demo.test")[2:] == ["leg_contact_reminder"]
    at(5.1, leg_clocks.run_leg_clocks, leg_clocks.run_leg_clocks)
    assert state_of(accepted.referral) == (R.WITH_WRITER, [("Maren", S.RELEASED), ("Ben", S.OFFERED)])
    assert (fresh(accepted).why, fresh(accepted).side) == ("", "")
    with clock.set_to(MONDAY + timedelta(days=5.1)):
        assert "did not get in contact in time. It is nobody's fault." in letters_to(ADA)[-1].body
        assert "It goes on without you." in letters_to("writer@demo.test")[-1].body


def test_a_yes_whose_outcome_is_asked_already_is_left_to_that_clock(world, accepted):
    Referral.objects.update(state="outcome_pending")
    at(6, leg_clocks.run_leg_clocks)
    assert fresh(accepted).state == S.ACCEPTED
