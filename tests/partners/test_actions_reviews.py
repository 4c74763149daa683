"""What moderators decide, what people hear of it, and the clocks that see to it that they hear."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from careerlink.accounts.models import SuspensionReason
from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.audit.models import Entry
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions import reports, reviews
from partners.actions import reviews_credentials as credentials
from partners.actions.reviews_clocks import run_review_clocks
from partners.models import Credential, Host, HostCheck, Report, Writer
from partners.models.reasons import CredentialRejection, HostRefusal, WriterQuestion, kind_words
from partners.signals import host_approved, writer_approved
from tests import factories as make

MONDAY = datetime(2026, 5, 11, 14, 0, tzinfo=UTC)


def mails(kind: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind=kind).select_related("mailbox").order_by("id"))


def read(mail: OutgoingMail):
    return kinds[mail.kind].render(mail)


def holds(mail: OutgoingMail) -> bool:
    return kinds[mail.kind].still_true(mail) == ""


@pytest.fixture
def moderator(world):
    return world.user["admin"]


@pytest.fixture
def host(world):
    host = make.HostFactory(waiting=True, name="New Office", institution=world.college)
    for _ in range(2):
        make.MemberFactory(host=host)
    make.MemberFactory(host=host, role="viewer")
    return host


def test_a_submission_knows_by_when_it_is_answered(world):
    with clock.set_to(datetime(2026, 5, 15, 14, 0, tzinfo=UTC)):  # a Friday
        reviews.stamp_submission(world.office)
        report = Report.objects.create(host=world.office, about="safety", text="x")
        reviews.stamp_submission(report, hours=4)
    assert world.office.answer_by == datetime(2026, 5, 19, 14, 0, tzinfo=UTC)
    assert report.answer_by == datetime(2026, 5, 15, 18, 0, tzinfo=UTC)


def test_an_approved_host_is_told_and_announced(moderator, host):
    heard = []

    def listen(sender, host, by, **kwargs):
        heard.append((host, by))

    host_approved.connect(listen)
    try:
        reviews.approve_host(host, by=moderator, checks=["phone", "website", "nonsense"])
    finally:
        host_approved.disconnect(listen)
    host.refresh_from_db()
    assert (host.state, host.reviewed_by, heard) == (Host.State.APPROVED, moderator, [(host, moderator)])
    assert sorted(HostCheck.objects.values_list("what", "is_good", "by")) == [
        ("phone", True, moderator.pk), ("website", True, moderator.pk),
    ]  # fmt: skip
    first, _second = mails("review_host_approved")
    letter = read(first)
    assert letter.subject == "Welcome: New Office, Oxbow State University is approved"
    assert "From today you can look for writers" in letter.text
    assert f"/desk/{host.slug}/" in letter.text
    assert [entry.event for entry in Entry.objects.filter(label="partners.host", about_id=host.pk)] == [
        "approve", "checked",
    ]  # fmt: skip


def test_a_refusal_says_the_reason_kindly_and_in_own_words(moderator, host):
    reviews.refuse_host(host, by=moderator, reason=HostRefusal.NOT_KNOWN, note="Dean Whitcomb had not heard of it.")
    letter = read(mails("review_host_refused")[0])
    assert "could not tell us that you ask on its behalf" in letter.text
    assert "Dean Whitcomb had not heard of it." in letter.text
    assert "Dean Whitcomb had not heard of it." in letter.html
    assert host.state == Host.State.REFUSED


def test_something_else_never_borrows_the_words_of_another_reason():
    assert kind_words(HostRefusal, "other") == ""
    assert kind_words(WriterQuestion, "other") == "We have a question."
    assert kind_words(CredentialRejection, "nonsense") == ""


def test_two_moderators_at_once_decide_once(moderator, host):
    twin = Host.objects.get(pk=host.pk)
    reviews.approve_host(host, by=moderator)
    with pytest.raises(Stale):
        reviews.refuse_host(twin, by=moderator, reason="not_known")
    with pytest.raises(NoSuchMove):
        reviews.approve_host(host, by=moderator)
    assert [len(mails("review_host_approved")), len(mails("review_host_refused"))] == [2, 0]


def test_a_mail_that_is_no_longer_true_does_not_leave(moderator, host):
    reviews.approve_host(host, by=moderator)
    until = clock.now() + timedelta(days=7)
    reviews.suspend_host(host, by=moderator, reason=SuspensionReason.CONDUCT, until=until)
    assert [holds(mail) for mail in mails("review_host_approved")] == [False, False]
    assert [holds(mail) for mail in mails("review_host_suspended")] == [True, True]


def test_a_suspension_says_until_when_and_why_and_ends_by_itself(moderator, world):
    until = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
    with clock.set_to(MONDAY):
        reviews.suspend_host(world.office, by=moderator, reason=SuspensionReason.CONDUCT, until=until)
        reviews.suspend_writer(world.writer, by=moderator, reason=SuspensionReason.SOLICITATION, until=until)
        letter = read(mails("review_host_suspended")[0])
        assert letter.subject == "Career Office, Oxbow State University is suspended until Mon 1 Jun 2026"
        assert "The reason: conduct towards other people." in letter.text
        run_review_clocks()
        assert Host.objects.get(pk=world.office.pk).state == Host.State.SUSPENDED
    with clock.set_to(until):
        run_review_clocks()
        run_review_clocks()
    world.office.refresh_from_db()
    world.writer.refresh_from_db()
    assert (world.office.state, world.office.suspended_until) == (Host.State.APPROVED, None)
    assert (world.writer.state, world.writer.suspended_until) == (Writer.State.APPROVED, None)
    assert [len(mails("review_host_lifted")), len(mails("review_writer_lifted"))] == [1, 1]
    assert Entry.objects.filter(event="lift", by=None).count() == 2


def test_what_a_suspended_writer_offered_is_taken_back(moderator, world):
    offer = make.OfferFactory(writer=world.writer, host=world.office)
    until = clock.now() + timedelta(days=7)
    reviews.suspend_writer(world.writer, by=moderator, reason=SuspensionReason.CONDUCT, until=until)
    offer.refresh_from_db()
    assert offer.state == "withdrawn"


def test_nobody_is_suspended_until_a_day_that_is_past(moderator, world):
    with pytest.raises(ValidationError):
        reviews.suspend_host(world.office, by=moderator, reason="conduct", until=clock.now())


def test_an_approved_writer_is_told_found_and_announced(moderator, world):
    heard = []

    def listen(sender, writer, by, **kwargs):
        heard.append(writer)

    writer_approved.connect(listen)
    try:
        reviews.approve_writer(world.newwriter, by=moderator)
    finally:
        writer_approved.disconnect(listen)
    assert heard == [world.newwriter]
    assert sorted(world.newwriter.words.values_list("word", flat=True))[:2] == ["for", "nadia"]
    assert [mail.mailbox.address for mail in mails("review_writer_approved")] == ["newwriter@demo.test"]
    assert read(mails("review_writer_approved")[0]).subject == "Welcome: you are approved"


def test_a_question_to_a_writer_is_in_the_mail_with_its_date(moderator, world):
    with clock.set_to(MONDAY):
        reviews.ask_writer(world.newwriter, by=moderator, reason=WriterQuestion.WORK, note="Whom did you help last?")
    letter = read(mails("review_writer_asked")[0])
    assert letter.subject == "Answer a question about your profile by Wed 10 Jun 2026"
    assert "Whom did you help last?" in letter.text
    assert world.newwriter.state == Writer.State.NEEDS_INFORMATION


def test_a_checked_credential_makes_its_writer_verified_and_a_revoked_one_undoes_it(moderator, world):
    credential = make.CredentialFactory(writer=world.writer2, waiting=True, expires_on=None)
    credentials.check_credential(credential, by=moderator, expires_on=clock.today() + timedelta(days=90))
    world.writer2.refresh_from_db()
    assert (credential.state, world.writer2.is_verified) == (Credential.State.CHECKED, True)
    assert read(mails("review_credential_checked")[0]).subject == "Checked: Certified Professional Resume Writer"
    credentials.revoke_credential(credential, by=moderator, reason="withdrawn")
    world.writer2.refresh_from_db()
    assert (credential.state, world.writer2.is_verified) == (Credential.State.REVOKED, False)
    assert "no longer yours" in read(mails("review_credential_revoked")[0]).text


def test_a_credential_that_ran_out_cannot_be_checked(moderator, world):
    credential = make.CredentialFactory(writer=world.writer2, waiting=True)
    with pytest.raises(ValidationError):
        credentials.check_credential(credential, by=moderator, expires_on=clock.today() - timedelta(days=1))
    credentials.reject_credential(credential, by=moderator, reason=CredentialRejection.RAN_OUT)
    assert "It has run out." in read(mails("review_credential_rejected")[0]).text


def waiting_since(moment, thing):
    with clock.set_to(moment):
        reviews.stamp_submission(thing)


def test_moderators_are_alarmed_once_at_half_time_in_one_mail(world, host):
    waiting_since(MONDAY, host)
    waiting_since(MONDAY, world.newwriter)
    with clock.set_to(MONDAY + timedelta(hours=23)):
        run_review_clocks()
    assert mails("review_alarm") == []
    with clock.set_to(MONDAY + timedelta(hours=24)):
        run_review_clocks()
        run_review_clocks()
    (alarm,) = mails("review_alarm")
    letter = read(alarm)
    assert letter.subject == "Half time: 2 things wait for you"
    assert "1 office or group, 1 writer" in letter.text
    assert alarm.mailbox.address == "admin@demo.test"


def test_silence_never_approves_and_each_delay_is_told_with_the_new_day(world, host):
    waiting_since(MONDAY, host)
    waiting_since(MONDAY, world.newwriter)
    late = MONDAY + timedelta(days=2, minutes=1)
    with clock.set_to(late):
        run_review_clocks()
        run_review_clocks()
        letter = read(mails("review_delayed_host")[0])
    host.refresh_from_db()
    assert (host.state, host.answer_by) == (Host.State.SUBMITTED, late + timedelta(days=2))
    assert [len(mails("review_delayed_host")), len(mails("review_delayed_writer"))] == [2, 1]
    assert letter.subject == "It takes longer: you hear by Fri 15 May"
    with clock.set_to(late + timedelta(days=30)):
        run_review_clocks()
    host.refresh_from_db()
    assert (host.state, len(mails("review_delayed_host"))) == (Host.State.SUBMITTED, 4)


# --- Reports --------------------------------------------------------------------------------------------


def test_a_report_reaches_the_moderators_and_its_reporter_hears_by_when(moderator, world):
    with clock.set_to(MONDAY):
        report = reports.report_writer(world.writer, by=world.user["staff"], about="fees", text="She asked for more.")
        again = reports.report_writer(world.writer, by=world.user["staff"], about="fees", text="She asked for more.")
    assert (again, report.is_urgent, report.answer_by) == (report, False, MONDAY + timedelta(days=2))
    (arrived,), (received,) = mails("report_arrived"), mails("report_received")
    assert read(arrived).subject == "Answer a report about Maren Okafor"
    assert "You hear how it ends by Wed 13 May 2026, 10:00 am Eastern." in read(received).text
    assert received.mailbox.address == "staff@demo.edu"
    assert not OutgoingMail.objects.filter(mailbox__address=world.user["writer"].email).exists()
    assert Entry.objects.filter(person=world.user["writer"].pk, event="report").count() == 0


def test_an_urgent_report_has_four_hours(world):
    with clock.set_to(MONDAY):
        report = reports.report_host(world.office, by=world.user["writer"], about="safety", text="Somebody shouted.")
    assert (report.is_urgent, report.answer_by) == (True, MONDAY + timedelta(hours=4))
    assert read(mails("report_arrived")[0]).subject.startswith("Urgent: answer a report about Career Office")
    with clock.set_to(MONDAY + timedelta(hours=2)):
        run_review_clocks()
    assert len(mails("review_alarm")) == 1
    with clock.set_to(MONDAY + timedelta(hours=5)):
        run_review_clocks()
    assert len(mails("report_delayed")) == 1


@pytest.mark.parametrize(
    ("settle", "reason", "words"),
    [
        (reports.uphold_report, "corrected", "It has been put right."),
        (reports.dismiss_report, "not_confirmed", "We looked into it and could not confirm it."),
    ],
)
def test_the_reporter_hears_the_end(moderator, world, settle, reason, words):
    report = reports.report_writer(world.writer, by=world.user["staff"], about="fees", text="She asked for more.")
    settle(report, by=moderator, reason=reason, note="100% settled.")
    (mail,) = mails("report_ended")
    assert [words in read(mail).text, "100% settled." in read(mail).text] == [True, True]
    assert holds(mails("report_received")[0]) is False
