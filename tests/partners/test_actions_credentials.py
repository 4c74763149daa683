"""The credential passport through the years: checked, running out, run out, renewed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.audit.models import Entry
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from careerlink.web.files import Judged
from partners.actions import credentials as actions
from partners.actions.reviews_credentials import check_credential
from partners.models import Credential, Writer
from tests import factories as make

pytestmark = pytest.mark.django_db
LAST_DAY = date(2027, 6, 30)


def on(*day):
    return clock.set_to(datetime(*day, 12, tzinfo=UTC))


def strike(*day):
    with on(*day):
        actions.run_credential_clocks()


@pytest.fixture
def credential():
    with on(2027, 1, 1):
        return make.CredentialFactory(expires_on=LAST_DAY, writer__verified_until=LAST_DAY)


def mails():
    return sorted(OutgoingMail.objects.values_list("key", flat=True))


def keys(credential, *starts):
    return sorted(f"{start}:{credential.key}:20270630" for start in starts)


def test_reminders_at_60_30_and_7_days_and_the_end_each_once(credential):
    for day, state, starts in [
        ((2027, 4, 30), "checked", []),  # 61 days to go
        ((2027, 5, 1), "expiring", ["credential-reminder-60"]),
        ((2027, 5, 30), "expiring", ["credential-reminder-60"]),
        ((2027, 5, 31), "expiring", ["credential-reminder-60", "credential-reminder-30"]),
        ((2027, 6, 23), "expiring", ["credential-reminder-60", "credential-reminder-30", "credential-reminder-7"]),
        ((2027, 6, 30), "expiring", ["credential-reminder-60", "credential-reminder-30", "credential-reminder-7"]),
        (
            (2027, 7, 1),
            "lapsed",
            ["credential-reminder-60", "credential-reminder-30", "credential-reminder-7", "credential-lapsed"],
        ),
    ]:
        strike(*day)
        strike(*day)
        credential.refresh_from_db()
        assert (day, credential.state, mails()) == (day, state, keys(credential, *starts))


def test_after_a_long_silence_of_the_clock_she_hears_only_what_is_true_now(credential):
    strike(2027, 6, 20)
    assert mails() == keys(credential, "credential-reminder-30")
    strike(2027, 6, 29)
    assert mails() == keys(credential, "credential-reminder-30", "credential-reminder-7")
    strike(2028, 1, 1)
    credential.refresh_from_db()
    assert credential.state == "lapsed"


def test_a_clock_that_slept_through_everything_says_only_that_it_ran_out(credential):
    strike(2028, 1, 1)
    assert mails() == keys(credential, "credential-lapsed")


def test_it_shows_as_run_out_on_the_very_day_before_the_clock_came(credential):
    with on(2027, 6, 30):
        assert (credential.shown_state, credential.is_valid_today, credential.writer.is_verified) == (
            "checked", True, True,
        )  # fmt: skip
    with on(2027, 7, 1):
        assert (credential.shown_state, credential.is_valid_today, credential.writer.is_verified) == (
            "lapsed", False, False,
        )  # fmt: skip


def test_one_without_an_end_is_left_alone():
    make.CredentialFactory(expires_on=None)
    strike(2090, 1, 1)
    assert mails() == []


def test_the_words_of_the_reminder_and_of_the_end(credential):
    strike(2027, 5, 1)
    mail = OutgoingMail.objects.get()
    content = kinds[mail.kind].render(mail)
    assert content.subject == "Renew your credential by Wed 30 Jun 2027: Certified Professional Resume Writer"
    assert "From Thu 1 Jul 2027 it is shown as run out." in content.text
    assert f"/writer/credentials/{credential.key}/renew/" in content.text
    strike(2027, 7, 1)
    assert kinds[mail.kind].still_true(mail) == "renewed, run out or gone"
    mail = OutgoingMail.objects.get(kind="credential_lapsed")
    content = kinds[mail.kind].render(mail)
    assert content.subject == "Renew your credential: Certified Professional Resume Writer ran out"
    assert kinds[mail.kind].still_true(mail) == ""


def test_renewing_early_does_not_cost_the_stamp(credential):
    strike(2027, 5, 1)
    credential.refresh_from_db()
    with on(2027, 5, 2):
        actions.renew_credential(credential, by=credential.writer.user, number="N-2", expires_on=date(2029, 6, 30))
        credential.refresh_from_db()
        assert (credential.state, credential.held_until, credential.is_valid_today) == ("submitted", LAST_DAY, True)
        assert Writer.objects.get().verified_until == LAST_DAY
        assert credential.answer_by is not None
    with on(2027, 7, 1):
        assert (credential.is_valid_today, Writer.objects.get().is_verified) == (False, False)


def test_renewing_what_has_run_out_waits_without_the_stamp(credential):
    strike(2027, 7, 1)
    credential.refresh_from_db()
    assert Writer.objects.get().verified_until is None
    with on(2027, 7, 2):
        actions.renew_credential(credential, by=credential.writer.user, expires_on=date(2029, 6, 30))
    assert (credential.state, credential.held_until) == ("submitted", None)
    assert Writer.objects.get().verified_until is None


def test_a_renewed_one_is_reminded_of_anew(credential):
    strike(2027, 6, 25)
    credential.refresh_from_db()
    with on(2027, 6, 26):
        actions.renew_credential(credential, by=credential.writer.user, expires_on=date(2029, 6, 30))
        credential.move("check", reviewed_at=clock.now())
    strike(2029, 6, 25)
    assert f"credential-reminder-7:{credential.key}:20290630" in mails()


def test_one_that_was_taken_away_cannot_be_renewed(credential):
    credential.move("revoke")
    with pytest.raises(NoSuchMove):
        actions.renew_credential(credential, by=credential.writer.user)


def test_the_longest_of_several_counts():
    writer = make.WriterFactory()
    for days in (10, 300):
        make.CredentialFactory(writer=writer, expires_on=clock.today() + timedelta(days=days))
    make.CredentialFactory(writer=writer, waiting=True, expires_on=clock.today() + timedelta(days=900))
    actions.refresh_verification(writer)
    assert writer.verified_until == clock.today() + timedelta(days=300)
    make.CredentialFactory(writer=writer, expires_on=None)
    actions.refresh_verification(writer)
    assert writer.verified_until == date.max


def test_adding_one_of_another_name_starts_the_clock_of_the_moderators():
    writer = make.WriterFactory()
    proof = Judged(b"%PDF-1.4 %%EOF", "pdf", "application/pdf")
    credential = actions.add_credential(
        writer, by=writer.user, type=None, name="Interview coach", issuer="Guild", evidence=proof
    )
    assert (credential.state, credential.answer_by is not None) == ("submitted", True)
    evidence = credential.evidence.get()
    assert (evidence.name, evidence.size, evidence.file.name.startswith("evidence/")) == (
        "interview-coach-1.pdf",
        14,
        True,
    )
    assert sorted(Entry.objects.values_list("event", flat=True)) == ["add", "evidence"]


def test_taking_one_out_deletes_its_files(django_capture_on_commit_callbacks):
    writer = make.WriterFactory()
    proof = Judged(b"%PDF-1.4 %%EOF", "pdf", "application/pdf")
    credential = actions.add_credential(writer, by=writer.user, type=None, name="A", issuer="B", evidence=proof)
    file = credential.evidence.get().file
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_credential(credential, by=writer.user)
    assert not file.storage.exists(file.name)
    assert not writer.credentials.exists()


def test_what_a_moderator_confirmed_meanwhile_is_not_taken_out():
    seen = make.CredentialFactory(waiting=True)
    check_credential(Credential.objects.get(pk=seen.pk), by=make.UserFactory(is_staff=True))
    with pytest.raises(Stale):
        actions.remove_credential(seen, by=seen.writer.user)
    assert Credential.objects.get().state == "checked"
