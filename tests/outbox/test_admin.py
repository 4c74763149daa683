"""Moderators see what failed and in whose words, and send it again after a question."""

import pytest
from django.urls import reverse

from careerlink.audit.models import Entry
from careerlink.outbox import delivery, queries
from careerlink.outbox.actions import mailbox_for, queue_mail
from careerlink.outbox.models import Choice, Mailbox, OutgoingMail
from careerlink.web import clock
from tests.queries import count_queries

pytestmark = pytest.mark.django_db
LIST = "admin:outbox_outgoingmail_changelist"


@pytest.fixture
def failed(letters, sink):
    sink.at_rcpt["ann@demo.test"] = ["550 5.7.1 we do not like it"]
    mail = queue_mail("test_note", key="note:ann", to="ann@demo.test", secret={"code": "482913"})
    queue_mail("test_note", key="note:ben", to="ben@demo.test")
    delivery.deliver()
    mail.refresh_from_db()
    return mail


def test_the_queue_of_failed_mail_holds_what_failed(failed):
    assert list(queries.failed_mail()) == [failed]


def test_failed_mail_is_listed_with_the_servers_words(client, world, failed):
    client.force_login(world.user["admin"])
    page = client.get(reverse(LIST), {"state": "failed", "q": "ann@"}).content.decode()
    assert "550 5.7.1 we do not like it" in page
    assert "note:ben" not in page


def test_its_page_shows_everything_but_the_secret_and_changes_nothing(client, world, failed):
    client.force_login(world.user["admin"])
    address = reverse("admin:outbox_outgoingmail_change", args=[failed.pk])
    page = client.get(address).content.decode()
    assert ("Text of note:ann" in page, failed.secret in page) == (True, False)
    assert client.post(address, {"why": "changed"}).status_code == 403
    assert client.get(reverse("admin:outbox_outgoingmail_add")).status_code == 403


def act(client, action, *mails, **more):
    chosen = {"action": action, "_selected_action": [mail.pk for mail in mails], **more}
    return client.post(reverse(LIST), chosen, follow=True).content.decode()


def test_sending_again_asks_first_and_says_what_it_did(client, world, failed):
    client.force_login(world.user["admin"])
    question = act(client, "send_again", failed, OutgoingMail.objects.get(key="note:ben"))
    assert "This mail leaves again" in question
    assert "1 chosen mail is left alone" in question
    failed.refresh_from_db()
    assert failed.state == "failed"
    assert "1 mail goes out again." in act(client, "send_again", failed, sure="1")
    assert delivery.deliver() == 1
    assert list(queries.trail_of(failed).values_list("event", "by")) == [("send_again", world.user["admin"].pk)]


def test_a_code_that_was_wiped_is_not_sent_again(client, world, failed):
    OutgoingMail.objects.filter(pk=failed.pk).update(secret="")
    client.force_login(world.user["admin"])
    assert "it has to be asked for again" in act(client, "send_again", failed, sure="1")
    failed.refresh_from_db()
    assert failed.state == "failed"


def test_to_an_address_from_which_mail_comes_back_nothing_is_sent_and_what_helps_is_said(client, world, failed):
    Mailbox.objects.filter(pk=failed.mailbox_id).update(bounced_at=clock.now())
    client.force_login(world.user["admin"])
    page = act(client, "send_again", failed, sure="1")
    assert "Mail to ann@demo.test comes back, so nothing was sent there." in page
    address = reverse("admin:outbox_mailbox_changelist")
    assert f'href="{address}?q=ann%40demo.test"' in page
    assert "goes out again" not in page
    failed.refresh_from_db()
    assert (failed.state, failed.why) == ("failed", "550 5.7.1 we do not like it")
    client.post(address, {"action": "works_again", "_selected_action": [failed.mailbox_id]})
    assert "1 mail goes out again." in act(client, "send_again", failed, sure="1")


def test_against_a_readers_choice_nothing_is_sent_and_that_is_said(client, world, letters, sink):
    news, note = (queue_mail(f"test_{one}", key=f"{one}:ann", to="ann@demo.test") for one in ("news", "note"))
    OutgoingMail.objects.update(state="failed")
    Choice.objects.create(mailbox=news.mailbox, group="news", pace="never")
    client.force_login(world.user["admin"])
    page = act(client, "send_again", news, note, sure="1")
    assert page.count("Whoever reads ann@demo.test has stopped such mail") == 1
    assert "1 mail goes out again." in page  # the note, which she was owed
    assert dict(OutgoingMail.objects.values_list("key", "state")) == {"news:ann": "failed", "note:ann": "waiting"}


def test_cancelling_leaves_alone_what_has_left(client, world, failed):
    client.force_login(world.user["admin"])
    assert "1 chosen mail is left alone" in act(client, "cancel", failed)


def test_all_that_a_server_refused_goes_out_again_however_much_it_was(client, world, letters, sink):
    box = mailbox_for("ann@demo.test")
    OutgoingMail.objects.bulk_create(
        [
            OutgoingMail(key=f"many:{n}", kind="test_note", mailbox=box, state=state, is_secret=n == 7, why="550 no")
            for n, state in enumerate(["failed"] * 1200 + ["skipped"] * 20)
        ]
    )
    client.force_login(world.user["admin"])
    chosen = {"action": "send_again", "select_across": "1", "_selected_action": [OutgoingMail.objects.first().pk]}
    address = reverse(LIST) + "?state=failed"
    question = client.post(address, chosen).content.decode()
    assert ("These 1200 mails leave again" in question, "And 1100 more." in question) == (True, True)
    assert question.count('name="_selected_action"') == 100
    with count_queries() as n:
        done = client.post(address, {**chosen, "sure": "1"}, follow=True).content.decode()
    assert n() < 60
    assert "1199 mails go out again." in done
    assert done.count("was wiped") == 1
    assert Entry.objects.filter(event="send_again", by=world.user["admin"].pk).count() == 1199
    assert OutgoingMail.objects.filter(state="waiting", why="", attempts=0).count() == 1199
    assert OutgoingMail.objects.filter(state="skipped").count() == 20


def test_only_who_may_change_mail_is_offered_to(client, world, failed):
    client.force_login(world.user["director"])
    assert client.get(reverse(LIST)).status_code in (302, 403)
    act(client, "send_again", failed, sure="1")
    failed.refresh_from_db()
    assert failed.state == "failed"
