"""Reports about our mail: who is believed, and what follows."""

import mailbox
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from careerlink.audit.models import Entry
from careerlink.outbox import bounces, delivery, tasks
from careerlink.outbox.actions import mailbox_for, queue_mail
from careerlink.outbox.models import Bounce, Choice, Mailbox, OutgoingMail
from careerlink.web import clock
from tests import factories as make
from tests.outbox import imap

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(letters):
    """A mail of ours that left for Ann."""
    return leave("ann@demo.test", "note:1")


def leave(address, key):
    queue_mail("test_note", key=key, to=address)
    delivery.deliver()
    return OutgoingMail.objects.get(key=key)


FAILURE = """\
From: MAILER-DAEMON@demo.test
To: hello@demo.test
Content-Type: multipart/report; report-type=delivery-status; boundary="one"

--one

Sorry.
--one
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.demo.test

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: {diagnosis}

--one
Content-Type: {returned}

Message-ID: {message_id}
Subject: Read this

--one--
"""
COMPLAINT = """\
From: feedback@demo.test
Content-Type: multipart/report; report-type=feedback-report; boundary="one"

--one

A reader calls this unwanted.
--one
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: demo/1
{recipient}
--one
Content-Type: text/rfc822-headers

Message-ID: {message_id}

--one--
"""


def failure(message_id, to, status="5.1.1", action="failed", diagnosis="smtp; 550 5.1.1 No such user", whole=True):
    """A report in the shape of RFC 3464."""
    returned = "message/rfc822" if whole else "text/rfc822-headers"
    return FAILURE.format(
        message_id=message_id, to=to, status=status, action=action, diagnosis=diagnosis, returned=returned
    ).encode()


def complaint(message_id, to=""):
    """A report in the shape of RFC 5965."""
    recipient = f"Original-Rcpt-To: <{to}>\n" if to else ""
    return COMPLAINT.format(message_id=message_id, recipient=recipient).encode()


def ann():
    return Mailbox.objects.get(address="ann@demo.test")


@pytest.mark.parametrize("whole", [True, False])
def test_an_address_that_no_longer_works_gets_no_more_mail(sent, whole):
    assert bounces.take_in(failure(sent.message_id, "Ann@demo.test", whole=whole))
    assert ann().bounced_at is not None
    assert ann().bounce_words == "5.1.1 smtp; 550 5.1.1 No such user"
    later = leave("ann@demo.test", "note:2")
    assert later.state == "skipped"
    assert Entry.objects.filter(event="mail_came_back").count() == 1


def test_the_same_report_twice_counts_once(sent):
    for _n in range(3):
        bounces.take_in(failure(sent.message_id, "ann@demo.test", status="5.2.2", diagnosis="smtp; 552 5.2.2 full"))
    assert Bounce.objects.count() == 1
    assert ann().bounced_at is None


@pytest.mark.parametrize(
    ("status", "action", "diagnosis", "expected"),
    [
        ("5.1.1", "failed", "smtp; 550 5.1.1 unknown", "gone"),
        ("5.1.10", "failed", "smtp; 550 5.1.10 null MX", "gone"),
        ("5.2.1", "failed", "smtp; 550 5.2.1 disabled", "gone"),
        ("5.4.4", "failed", "dns; no such host", "gone"),
        ("5.0.0", "failed", "smtp; 550 user unknown", "gone"),
        ("5.0.0", "failed", "smtp; 552 5.2.2 over quota", "for_now"),
        ("5.2.2", "failed", "smtp; 552 5.2.2 over quota", "for_now"),
        ("5.7.1", "failed", "smtp; 550 5.7.1 looks like spam", "for_now"),
        ("5.1.8", "failed", "smtp; 550 5.1.8 bad sender", "for_now"),
        ("4.4.7", "failed", "smtp; 451 4.4.7 gave up", "for_now"),
        ("4.4.7", "delayed", "smtp; 451 4.4.7 later", None),
        ("2.0.0", "delivered", "smtp; 250 2.0.0 ok", None),
        ("", "failed", "", None),
    ],
)
def test_only_what_is_wrong_with_the_address_stops_it_at_once(sent, status, action, diagnosis, expected):
    bounces.take_in(failure(sent.message_id, "ann@demo.test", status=status, action=action, diagnosis=diagnosis))
    assert list(Bounce.objects.values_list("what", flat=True)) == ([expected] if expected else [])
    assert (ann().bounced_at is not None) == (expected == "gone")


def test_three_mails_not_taken_within_a_month_stop_an_address(letters):
    full = {"status": "5.2.2", "diagnosis": "smtp; 552 5.2.2 full"}
    start = clock.now()
    for day, has_stopped in ((0, False), (10, False), (35, False), (36, True)):
        with clock.set_to(start + timedelta(days=day)):
            mail = leave("ann@demo.test", f"note:{day}")
            bounces.take_in(failure(mail.message_id, "ann@demo.test", **full))
            assert (ann().bounced_at is not None) == has_stopped, day


@pytest.mark.parametrize(
    ("message_id", "to"),
    [
        ("<0123456789abcdef0123456789abcdef@localhost>", "ann@demo.test"),
        ("", "ann@demo.test"),
        (None, "bob@demo.test"),
        (None, "ann@demo.test.evil.test"),
        (None, ""),
    ],
)
def test_a_forged_report_stops_nobody(sent, message_id, to):
    mailbox_for("bob@demo.test")
    bounces.take_in(failure(sent.message_id if message_id is None else message_id, to))
    assert Mailbox.objects.exclude(bounced_at=None).count() == 0


def test_the_original_recipient_counts_when_mail_was_forwarded(sent):
    data = failure(sent.message_id, "ann@elsewhere.test").replace(
        b"Action: failed", b"Original-Recipient: rfc822; ann@demo.test\nAction: failed"
    )
    bounces.take_in(data)
    assert ann().bounced_at is not None


@pytest.mark.parametrize("to", ["", "ann@demo.test"])
def test_a_complaint_stops_suggestions_and_news(sent, to):
    assert bounces.take_in(complaint(sent.message_id, to))
    assert dict(ann().choices.values_list("group", "pace")) == {"suggestions": "never", "news": "never"}
    assert ann().bounced_at is None


def test_a_complaint_about_somebody_else_stops_nothing(sent):
    bounces.take_in(complaint(sent.message_id, "bob@demo.test"))
    assert Choice.objects.count() == 0


def test_a_server_that_refuses_the_address_at_once_marks_it(letters, sink):
    sink.at_rcpt["ann@demo.test"] = ["550 5.1.1 No such user here"]
    sink.at_rcpt["bea@demo.test"] = ["550 go away"]
    leave("ann@demo.test", "note:1")
    leave("bea@demo.test", "note:2")
    marked = dict(Mailbox.objects.exclude(bounced_at=None).values_list("address", "bounce_words"))
    assert marked == {"ann@demo.test": "550 5.1.1 No such user here"}


def test_an_address_that_works_again_gets_mail_again(sent):
    bounces.take_in(failure(sent.message_id, "ann@demo.test"))
    bounces.works_again(ann(), by=None)
    assert (ann().bounced_at, ann().bounce_words) == (None, "")
    assert leave("ann@demo.test", "note:2").state == "sent"


# --- Where reports arrive ---------------------------------------------------------------------------


@pytest.fixture
def maildir(tmp_path, settings):
    folder = tmp_path / "bounces"
    settings.BOUNCE_URL = f"maildir://{folder}"
    return mailbox.Maildir(folder, create=True)


def test_reports_in_a_maildir_are_read_once(sent, maildir, tmp_path):
    maildir.add(failure(sent.message_id, "ann@demo.test"))
    maildir.add(b"From: ann@demo.test\nSubject: Thank you\n\nFor your mail.\n")
    maildir.add(b"\xff\x00 no mail at all")
    call_command("read_bounces", verbosity=0)
    assert ann().bounced_at is not None
    assert list((tmp_path / "bounces" / "new").iterdir()) == []
    assert sorted(path.name[-3:] for path in (tmp_path / "bounces" / "cur").iterdir()) == ["2,S", ":2,", ":2,"]
    bounces.works_again(ann(), by=None)
    tasks.read_bounces()
    assert ann().bounced_at is None


@pytest.mark.parametrize(("keywords", "left"), [(True, "CareerLinkLooked"), (False, "\\Seen")])
def test_reports_on_an_imap_server_are_read_once_and_other_mail_stays_unread(sent, settings, keywords, left):
    box = imap.Box(
        failure(sent.message_id, "ann@demo.test"), b"Subject: Thank you\n\nFor your mail.", keywords=keywords
    )
    with imap.running(box) as port:
        settings.BOUNCE_URL = f"imap://ann%40demo.test:secret@127.0.0.1:{port}/Reports"
        tasks.read_bounces()
        tasks.read_bounces()
    assert ann().bounced_at is not None
    assert box.flags == [{"\\Seen"}, {left}]
    assert box.log_ins == ['ann@demo.test "secret"'] * 2


@pytest.mark.parametrize(
    "url", ["imap://ann:wrong@127.0.0.1:{port}/Reports", "imap://ann:secret@127.0.0.1:{port}/None"]
)
def test_an_imap_server_that_refuses_stops_no_worker(settings, url):
    with imap.running(imap.Box()) as port:
        settings.BOUNCE_URL = url.format(port=port)
        tasks.read_bounces()
        with pytest.raises(CommandError, match="BOUNCE_URL"):
            call_command("read_bounces")


def test_without_an_address_for_reports_the_task_rests_and_the_command_says_so(settings):
    settings.BOUNCE_URL = ""
    tasks.read_bounces()
    with pytest.raises(CommandError, match="BOUNCE_URL is not set"):
        call_command("read_bounces")


def test_a_place_that_cannot_be_opened_stops_no_worker(settings, tmp_path, closed_port):
    for url in (f"maildir://{tmp_path}/nothing", f"imap://ann:secret@127.0.0.1:{closed_port}/INBOX"):
        settings.BOUNCE_URL = url
        tasks.read_bounces()
        with pytest.raises(CommandError, match="BOUNCE_URL"):
            call_command("read_bounces")


BROKEN_CODE = b"""\
Content-Type: multipart/report; boundary=x
In-Reply-To: <aaaaaaaaaaaaaaaa@b>

--x
Content-Type: message/delivery-status
Content-Transfer-Encoding: base64

\xff\xfe%%%
--x--
"""
HELL = [
    b"",
    b"\x00" * 1000,
    b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n",
    BROKEN_CODE,
    b"Content-Type: text/plain; charset=no-such-charset\nReferences: <\xff\xfeaaaaaaaaaaaa@b>\n\n\xff",
    b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)),
    b"Content-Type: message/rfc822\n\n" * 3000,
    b"Subject: " + b"a" * 100_000 + b"\n\n",
    b"x" * (bounces.LARGEST + 1),
]


@pytest.mark.parametrize("data", HELL, ids=range(len(HELL)))
def test_mail_from_hell_is_no_report(data):
    assert bounces.take_in(data) is False


def test_strange_characters_in_a_report_do_no_harm(sent):
    data = failure(sent.message_id, "ann@demo.test", diagnosis="smtp; 550 5.1.1 XYZ")
    assert bounces.take_in(data.replace(b"XYZ", b"\xff\xfe\x00 \xe2\x82\xac " + b"y" * 5000))
    assert ann().bounced_at is not None
    assert len(ann().bounce_words) <= 300


@how(max_examples=50, deadline=None)
@given(data=st.binary(max_size=400), at=st.integers(0, 3000))
def test_a_report_with_any_bytes_in_it_is_read_without_failing(data, at):
    whole = failure("<0123456789abcdef0123456789abcdef@localhost>", "ann@demo.test")
    bounces.read(whole[:at] + data + whole[at + len(data) :])


# --- What people see of it ----------------------------------------------------------------------------


@pytest.fixture
def dana(letters):
    person = make.UserFactory(email="ann@demo.test")
    queue_mail("test_note", key="note:1", to="ann@demo.test", user_id=person.pk)
    delivery.deliver()
    bounces.take_in(failure(OutgoingMail.objects.get().message_id, "ann@demo.test"))
    return person


def test_she_is_told_when_she_logs_in_and_on_her_account_page(client, dana):
    answer = client.post("/accounts/login/", {"login": "ann@demo.test", "password": "careerlink-demo"}, follow=True)
    assert "Mail to you comes back to us" in answer.content.decode()
    page = client.get("/account/").content.decode()
    assert "Mail to ann@demo.test comes back to us." in page
    assert "550 5.1.1 No such user" in page


def test_she_says_that_her_address_works_again(client, dana):
    client.force_login(dana)
    assert client.post("/account/mail/works/").url == "/account/"
    assert ann().bounced_at is None
    assert "comes back" not in client.get("/account/").content.decode()
    assert Entry.objects.get(event="works_again").by == dana.pk


def test_nobody_says_so_for_another(client, dana):
    client.force_login(make.UserFactory())
    client.post("/account/mail/works/")
    assert ann().bounced_at is not None


def test_a_moderator_sees_what_came_back_and_lets_mail_go_there_again(client, dana):
    client.force_login(make.UserFactory(is_staff=True, is_superuser=True))
    listed = client.get("/admin/outbox/mailbox/?bounced_at__isempty=0").content.decode()
    assert "550 5.1.1 No such user" in listed
    assert "The address does not work" in client.get(f"/admin/outbox/mailbox/{ann().pk}/change/").content.decode()
    client.post("/admin/outbox/mailbox/", {"action": "works_again", "_selected_action": [ann().pk]})
    assert ann().bounced_at is None
