"""Joining, editing, pausing: what a writer does with her profile."""

from datetime import date, timedelta

import pytest

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.audit.models import Entry
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions import expertise as expertise_actions
from partners.actions import fees as fee_actions
from partners.actions import writers as actions
from partners.models import Writer
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def words():
    """A small piece of the reference data: what "English" and "editor" mean."""
    make.MajorFactory(code="23.0101", title="English Language and Literature, General")
    make.OccupationFactory(code="27-3041", title="Editors")


def join(user, **details):
    given = {
        "name": "Maren Okafor",
        "headline": "Resumes for people who write",
        "phrases": ["English", "Editors"],
        "place": make.PlaceFactory(),
        "pledge": make.LegalTextFactory(),
    }
    return actions.join_writer(user, **(given | details))


def codes(writer):
    return sorted(writer.tags.values_list("vocabulary", "code"))


def test_joining_ends_with_the_moderators_and_a_date(words):
    user = make.UserFactory(email="maren@demo.test")
    with clock.set_to(clock.now().replace(2026, 11, 20, 15)):  # a Friday
        writer = join(user)
    writer.refresh_from_db()
    assert (writer.state, writer.slug, writer.latitude) == ("submitted", "maren-okafor", 40.7506)
    assert writer.answer_by.date() == date(2026, 11, 24)  # Monday, Tuesday
    assert codes(writer) == [("major", "23.0101"), ("occupation", "27-3041")]
    assert [agreement.text.slug for agreement in user.agreements.all()] == ["pledge"]
    mail = OutgoingMail.objects.get()
    content = kinds[mail.kind].render(mail)
    assert content.subject == "We have your profile: you hear by Tue 24 Nov"
    assert "a person looks at it by" in content.text
    assert kinds[mail.kind].still_true(mail) == ""


def test_who_is_here_already_and_joins_as_a_writer_fulfils_her_invitation(world, words):
    user = make.UserFactory(email="ana@demo.test")
    invitation = make.WriterInvitationFactory(host=world.office, by=world.user["director"], email="ana@demo.test")
    writer = join(user)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.writer) == ("joined", writer)


def test_joining_twice_makes_one_profile(words):
    user = make.UserFactory()
    first = join(user)
    assert join(user, name="Somebody Else") == first
    assert (Writer.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_a_credential_given_while_joining_waits_to_be_checked(words):
    writer = join(make.UserFactory(), credential_type=make.CredentialTypeFactory(), number="CP-20817")
    credential = writer.credentials.get()
    assert (credential.name, credential.issuer, credential.number, credential.state) == (
        "Certified Professional Resume Writer", "Guild of Resume Craft", "CP-20817", "submitted",
    )  # fmt: skip
    assert credential.lookup_url == "https://issuer.example.org/members"
    assert credential.answer_by is not None


def test_two_writers_of_one_name_have_two_addresses(words):
    first, second = join(make.UserFactory()), join(make.UserFactory())
    assert first.slug == "maren-okafor"
    assert second.slug.startswith("maren-okafor-")


def test_a_name_without_latin_letters_still_has_an_address(words):
    assert join(make.UserFactory(), name="王小明").slug.startswith("writer")


def test_the_mail_is_dropped_once_she_is_decided_on(words):
    writer = join(make.UserFactory())
    Writer.objects.filter(pk=writer.pk).update(state="refused")
    mail = OutgoingMail.objects.get()
    assert kinds[mail.kind].still_true(mail) == "decided already"


def test_a_phrase_that_stays_keeps_what_she_corrected(words):
    writer = make.WriterFactory()
    expertise_actions.say_whom(writer, by=writer.user, phrases=["English", "Editors"])
    english, editors = writer.phrases.all()
    expertise_actions.correct_reading(
        writer, by=writer.user, readings={english: {("major", "23.0101")}, editors: set()}
    )
    expertise_actions.say_whom(writer, by=writer.user, phrases=["editors", "english"])
    assert [phrase.text for phrase in writer.phrases.all()] == ["editors", "english"]
    assert codes(writer) == [("major", "23.0101")]


def test_phrases_that_are_others_by_now_are_not_corrected(words):
    writer = make.WriterFactory()
    expertise_actions.say_whom(writer, by=writer.user, phrases=["English"])
    before = writer.phrases.get()
    expertise_actions.say_whom(writer, by=writer.user, phrases=["Editors"])
    with pytest.raises(Stale):
        expertise_actions.correct_reading(writer, by=writer.user, readings={before: {("major", "23.0101")}})
    assert codes(writer) == [("occupation", "27-3041")]


def test_one_code_behind_two_phrases_is_kept_once(words):
    writer = make.WriterFactory()
    expertise_actions.say_whom(writer, by=writer.user, phrases=["English", "English Language"])
    assert codes(writer) == [("major", "23.0101")]


def test_a_fourth_phrase_is_refused_and_nothing_changes(words):
    writer = make.WriterFactory()
    expertise_actions.say_whom(writer, by=writer.user, phrases=["English"])
    with pytest.raises(ValueError, match="three"):
        expertise_actions.say_whom(writer, by=writer.user, phrases=["a", "b", "c", "d"])
    assert [phrase.text for phrase in writer.phrases.all()] == ["English"]


def test_ways_of_helping_are_replaced_and_phrases_stay(words):
    writer = make.WriterFactory()
    expertise_actions.say_whom(writer, by=writer.user, phrases=["English"])
    for services in (["resume", "interview"], ["interview"]):
        expertise_actions.choose_ways(
            writer, by=writer.user, services=services, stages=["student"], languages=["en", "es"]
        )
    assert codes(writer) == [
        ("language", "en"), ("language", "es"), ("major", "23.0101"), ("service", "interview"), ("stage", "student"),
    ]  # fmt: skip


def test_a_price_that_stays_keeps_its_date():
    writer = make.WriterFactory()
    then = clock.now() - timedelta(days=30)
    with clock.set_to(then):
        fee_actions.set_fees(writer, by=writer.user, is_pro_bono=False, fees=[("Resume", 180), ("Letter", 90)])
    fee_actions.set_fees(writer, by=writer.user, is_pro_bono=True, fees=[("Resume", 180), ("Letter", 100)])
    assert [(fee.what, fee.dollars, fee.changed_at == then) for fee in writer.fees.all()] == [
        ("Letter", 100, False),
        ("Resume", 180, True),
    ]
    writer.refresh_from_db()
    assert writer.is_pro_bono


def test_moving_house_moves_the_point_on_the_map():
    writer = make.WriterFactory()
    there = make.PlaceFactory(zip="94110", city="San Francisco", state="CA", latitude=37.75, longitude=-122.41)
    changed = actions.edit_writer(writer, by=writer.user, place=there, travel_miles=25)
    writer.refresh_from_db()
    assert (writer.place_id, writer.latitude, writer.longitude) == ("94110", 37.75, -122.41)
    assert changed == ["place", "latitude", "longitude"]
    assert Entry.objects.get().fields == ["latitude", "longitude", "place"]


def test_a_break_ends_by_the_clock_on_its_day_and_she_is_told_once():
    writer = make.WriterFactory(user__zone="America/New_York")
    actions.pause_writer(writer, by=writer.user, until=date(2026, 12, 1))
    with clock.set_to(clock.now().replace(2026, 12, 1, 3)):  # still 30 November in New York
        assert actions.resume_due_writers() == 0
    with clock.set_to(clock.now().replace(2026, 12, 1, 6)):
        assert actions.resume_due_writers() == 1
        assert actions.resume_due_writers() == 0
    writer.refresh_from_db()
    assert (writer.state, writer.paused_until) == ("approved", None)
    mail = OutgoingMail.objects.get()
    assert kinds[mail.kind].render(mail).subject == "Your break is over: offices see you again"


def test_a_break_that_is_long_over_ends_at_the_next_look():
    writer = make.WriterFactory(state="paused", paused_until=date(2020, 1, 1))
    actions.run_writer_clocks()
    writer.refresh_from_db()
    assert writer.state == "approved"


def test_ending_a_break_herself_sends_no_mail():
    writer = make.WriterFactory(state="paused", paused_until=date(2099, 1, 1))
    actions.resume_writer(writer, by=writer.user)
    assert not OutgoingMail.objects.exists()


def test_a_question_without_an_answer_gives_the_profile_back_after_30_days():
    writer = make.WriterFactory(state="needs_information", reviewed_at=None)
    soon, late = (clock.now() + timedelta(days=days) for days in (29, 31))
    with clock.set_to(soon):
        actions.run_writer_clocks()
    writer.refresh_from_db()
    assert writer.state == "needs_information"
    with clock.set_to(late):
        actions.run_writer_clocks()
        actions.run_writer_clocks()
    writer.refresh_from_db()
    assert writer.state == "draft"
    assert OutgoingMail.objects.get().kind == "writer_set_back"


def test_her_answer_goes_along_when_she_sends_the_profile_again():
    writer = make.WriterFactory(state="needs_information", reviewed_at=None)
    actions.submit_writer(writer, by=writer.user, reply="It is the one of 2019.")
    entry = Entry.objects.get(event="submit")
    assert (entry.before, entry.after, entry.note.text) == ("needs_information", "submitted", "It is the one of 2019.")


def test_a_profile_that_waits_cannot_be_sent_twice():
    writer = make.WriterFactory(waiting=True)
    with pytest.raises(NoSuchMove):
        actions.submit_writer(writer, by=writer.user)
