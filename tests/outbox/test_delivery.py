"""Mail leaves once, late rather than never, and each answer of the server has its consequence."""

from datetime import timedelta

import pytest
from django.db import transaction

from careerlink.audit.machines import machines
from careerlink.outbox import delivery, tasks
from careerlink.outbox.machines import STUCK_AFTER
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from tests.outbox.notes import NOON, State, queue, states


@pytest.mark.django_db
def test_what_is_due_leaves_on_one_connection_and_is_marked(letters, sink):
    for name in ("ann", "ben", "cleo"):
        queue(name)
    queue("later", send_after=clock.now() + timedelta(hours=1))
    assert delivery.deliver() == 3
    assert sink.addresses == ["ann@demo.test", "ben@demo.test", "cleo@demo.test"]
    assert sink.sessions == 1
    assert states() == {"ann": "sent", "ben": "sent", "cleo": "sent", "later": "waiting"}
    ann = OutgoingMail.objects.get(key="note:ann")
    assert (ann.attempts, ann.subject, ann.text, ann.html) == (
        1,
        "Read note:ann",
        "Text of note:ann\n",
        "<p>note:ann</p>",
    )
    assert ann.sent_at is not None


@pytest.mark.django_db
def test_a_mail_has_both_parts_and_a_message_id_made_from_its_key(letters, sink, settings):
    settings.SITE_URL = "https://careerlink.example.org"
    queue("ann")
    delivery.deliver()
    message = sink.got[0][1]
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert message["Message-ID"] == delivery.message_id("note:ann")
    assert message["Message-ID"].endswith("@careerlink.example.org>")
    assert delivery.message_id("note:ann") != delivery.message_id("note:ben")
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.django_db
def test_urgent_mail_goes_first(letters, sink):
    for n in range(3):
        queue(f"news{n}")
    queue("code", kind="test_code")
    delivery.deliver()
    assert sink.addresses[0] == "code@demo.test"


@pytest.mark.django_db
def test_a_451_is_tried_again_and_leaves_the_others_alone(letters, sink):
    sink.at_rcpt["ben@demo.test"] = ["451 4.7.1 greylisted, come back"]
    with clock.set_to(NOON):
        for name in ("ann", "ben", "cleo"):
            queue(name)
        assert delivery.deliver() == 2
        ben = OutgoingMail.objects.get(key="note:ben")
        assert (ben.state, ben.why, ben.attempts) == (State.WAITING, "451 4.7.1 greylisted, come back", 1)
        assert ben.send_after == NOON + timedelta(seconds=15)
        assert delivery.deliver() == 0
    with clock.set_to(NOON + timedelta(seconds=16)):
        assert delivery.deliver() == 1
    assert states() == {"ann": "sent", "ben": "sent", "cleo": "sent"}
    assert OutgoingMail.objects.get(key="note:ben").why == ""


@pytest.mark.parametrize("where", ["at_rcpt", "at_data"])
@pytest.mark.django_db
def test_a_550_is_for_good_and_for_that_recipient_only(letters, sink, where):
    getattr(sink, where)["ben@demo.test"] = ["550 5.1.1 no such person"]
    for name in ("ann", "ben", "cleo"):
        queue(name)
    assert delivery.deliver() == 2
    assert states() == {"ann": "sent", "ben": "failed", "cleo": "sent"}
    assert OutgoingMail.objects.get(key="note:ben").why == "550 5.1.1 no such person"
    assert sink.sessions == 1


@pytest.mark.django_db
def test_a_closing_421_is_tried_again_on_a_new_connection(letters, sink):
    sink.at_rcpt["ann@demo.test"] = ["421 4.3.2 shutting down"]
    queue("ann")
    queue("ben")
    assert delivery.deliver() == 1
    assert states() == {"ann": "waiting", "ben": "sent"}
    assert sink.sessions == 2


@pytest.mark.django_db
def test_a_refused_connection_gives_the_whole_batch_back(letters, sink, settings, closed_port):
    good_port, settings.EMAIL_PORT = settings.EMAIL_PORT, closed_port
    with clock.set_to(NOON):
        for name in ("ann", "ben"):
            queue(name)
        assert delivery.deliver() == 0
    assert states() == {"ann": "waiting", "ben": "waiting"}
    ann = OutgoingMail.objects.get(key="note:ann")
    assert (ann.claim, ann.send_after) == ("", NOON + timedelta(seconds=30))
    assert "refused" in ann.why
    settings.EMAIL_PORT = good_port
    with clock.set_to(NOON + timedelta(seconds=31)):
        assert delivery.deliver() == 2


@pytest.mark.django_db
def test_a_connection_dropped_between_two_mails_costs_nothing(letters, sink):
    sink.at_data["ann@demo.test"] = ["drop_after"]
    sink.at_rcpt["cleo@demo.test"] = ["drop"]
    for name in ("ann", "ben", "cleo", "dora"):
        queue(name)
    assert delivery.deliver() == 4
    assert sink.addresses == ["ann@demo.test", "ben@demo.test", "cleo@demo.test", "dora@demo.test"]


@pytest.mark.django_db
def test_a_repeat_after_a_lost_250_has_the_same_message_id(letters, sink):
    sink.at_data["ann@demo.test"] = ["lost"]
    with clock.set_to(NOON):
        queue("ann")
        assert delivery.deliver() == 0
    with clock.set_to(NOON + timedelta(minutes=1)):
        assert delivery.deliver() == 1
    assert sink.addresses == ["ann@demo.test", "ann@demo.test"]
    assert len({message["Message-ID"] for _address, message in sink.got}) == 1


@pytest.mark.django_db
def test_a_server_that_hangs_holds_up_one_mail_only(letters, sink, settings):
    settings.EMAIL_TIMEOUT = 0.3
    sink.hang_seconds = 1.5
    sink.at_data["ann@demo.test"] = ["hang"]
    queue("ann")
    queue("ben")
    assert delivery.deliver() == 1
    assert states() == {"ann": "waiting", "ben": "sent"}


@pytest.mark.django_db
def test_three_days_of_no_end_in_a_failure_with_the_servers_words(letters, sink):
    sink.at_rcpt["ann@demo.test"] = ["450 busy"] * 2
    with clock.set_to(NOON):
        queue("ann")
        delivery.deliver()
    with clock.set_to(NOON + timedelta(days=3, minutes=1)):
        delivery.deliver()
    ann = OutgoingMail.objects.get()
    assert (ann.state, ann.why) == (State.FAILED, "450 busy")


@pytest.mark.django_db
def test_mail_that_no_server_could_be_asked_about_fails_after_three_days(letters, sink, settings, closed_port):
    settings.EMAIL_PORT = closed_port
    with clock.set_to(NOON):
        queue("ann")
        delivery.deliver()
    with clock.set_to(NOON + timedelta(days=3, minutes=1)):
        tasks.sweep()
    assert states() == {"ann": "failed"}


@pytest.mark.django_db
def test_what_is_no_longer_true_is_skipped_and_says_why(letters, sink):
    queue("ann")
    letters.false_for["note:ann"] = "the offer was answered"
    assert delivery.deliver() == 0
    ann = OutgoingMail.objects.get()
    assert (ann.state, ann.why, sink.got, letters.rendered) == (State.SKIPPED, "the offer was answered", [], [])


@pytest.mark.django_db
def test_mail_to_an_address_that_bounced_is_skipped(letters, sink):
    mail = queue("ann")
    mail.mailbox.bounced_at = NOON
    mail.mailbox.save()
    delivery.deliver()
    assert states() == {"ann": "skipped"}


@pytest.mark.django_db
def test_a_mail_that_cannot_be_written_fails_after_six_tries_and_holds_up_nobody(letters, sink):
    letters.broken_for.add("note:ann")
    moment = NOON
    with clock.set_to(NOON):
        queue("ann")
        queue("ben")
    for n in range(6):
        moment = NOON + timedelta(hours=n)
        with clock.set_to(moment):
            delivery.deliver()
    assert states() == {"ann": "failed", "ben": "sent"}
    assert OutgoingMail.objects.get(key="note:ann").why == "could not be written: ValueError: no such offer"


@pytest.mark.django_db
def test_a_kind_that_this_worker_does_not_know_is_left_to_a_newer_one_and_fails_in_the_end(letters, sink):
    with clock.set_to(NOON):
        mail = queue("ann")
        OutgoingMail.objects.filter(pk=mail.pk).update(kind="new")
        delivery.deliver()
    assert states() == {"ann": "waiting"}
    for n in range(1, 6):
        with clock.set_to(NOON + timedelta(hours=n)):
            delivery.deliver()
    mail.refresh_from_db()
    assert (mail.state, mail.why) == (State.FAILED, "could not be written: KeyError: 'new'")


@pytest.mark.django_db
def test_what_a_killed_worker_held_is_freed_by_the_sweep(letters, sink):
    with clock.set_to(NOON):
        queue("ann")
        assert delivery.claim()
    with clock.set_to(NOON + STUCK_AFTER):
        tasks.sweep()
        assert states() == {"ann": "claimed"}
    with clock.set_to(NOON + STUCK_AFTER + timedelta(seconds=1)):
        tasks.sweep()
    assert states() == {"ann": "sent"}
    assert sink.addresses == ["ann@demo.test"]


@pytest.mark.django_db
def test_a_worker_that_was_thought_dead_does_not_send_what_is_no_longer_its_own(letters, sink):
    with clock.set_to(NOON):
        queue("ann")
        batch = delivery.Batch(delivery.claim())
    with clock.set_to(NOON + timedelta(minutes=5)):
        tasks.sweep()
        assert batch.send() == 0
    assert sink.addresses == ["ann@demo.test"]


@pytest.mark.django_db
def test_a_claim_takes_fifty_and_no_mail_twice(letters, sink):
    for n in range(60):
        queue(f"n{n}")
    tokens = [delivery.claim(), delivery.claim(), delivery.claim()]
    sizes = [OutgoingMail.objects.filter(claim=token).count() for token in tokens[:2]]
    assert (sizes, tokens[2]) == ([50, 10], "")


@pytest.mark.django_db(transaction=True)
def test_nothing_leaves_for_work_that_rolled_back(letters, sink):
    with transaction.atomic():
        queue("ann")
        transaction.set_rollback(True)
    tasks.sweep()
    assert (sink.got, OutgoingMail.objects.count()) == ([], 0)


@pytest.mark.django_db
def test_a_secret_is_encrypted_while_it_waits_and_gone_when_it_has_left(letters, sink, settings):
    settings.ENVIRONMENT = "production"
    mail = queue("ann", secret={"code": "482913"})
    assert "482913" not in mail.secret
    delivery.deliver()
    mail.refresh_from_db()
    assert (mail.secret, mail.text, mail.html, mail.subject) == ("", "", "", "Read note:ann")


@pytest.mark.django_db
def test_links_are_not_kept_with_the_body(settings, letters):
    settings.ENVIRONMENT = "production"
    mail = queue("ann")
    link = "https://careerlink.example.org/go/" + "a" * 43 + "/"
    content = delivery.Content(subject="S", text=f"Open {link} now", html=f'<a href="{link}">')
    kept = delivery.kept(mail, content)
    assert kept["text"] == "Open https://careerlink.example.org/go/…/ now"
    assert kept["html"] == '<a href="https://careerlink.example.org/go/…/">'


@pytest.mark.django_db
def test_bodies_are_forgotten_and_the_row_stays(letters, sink, settings):
    settings.MAIL_BODY_DAYS = 30
    with clock.set_to(NOON):
        queue("ann")
        delivery.deliver()
    with clock.set_to(NOON + timedelta(days=29)):
        tasks.forget()
        assert OutgoingMail.objects.get().text == "Text of note:ann\n"
    with clock.set_to(NOON + timedelta(days=31)):
        tasks.forget()
    ann = OutgoingMail.objects.get()
    assert (ann.state, ann.subject, ann.text, ann.html, ann.sent_at) == (State.SENT, "", "", "", NOON)


@pytest.mark.django_db
def test_the_secret_of_mail_that_failed_lasts_a_day(letters, sink):
    sink.at_rcpt["ann@demo.test"] = ["550 no"]
    with clock.set_to(NOON):
        queue("ann", secret={"code": "1"})
        delivery.deliver()
        assert OutgoingMail.objects.get().secret != ""
    with clock.set_to(NOON + timedelta(hours=25)):
        tasks.forget()
    assert OutgoingMail.objects.get().secret == ""


def test_waiting_grows_to_three_minutes_and_after_six_hours_to_one():
    seconds = [int(delivery.backoff(n).total_seconds()) for n in (1, 2, 3, 4, 5, 6, 120, 121, 4000)]
    assert seconds == [15, 30, 60, 120, 180, 180, 180, 3600, 3600]


def test_every_move_that_delivery_makes_is_in_the_table():
    made = {
        ("claim", State.WAITING, State.CLAIMED),
        ("mark_sent", State.CLAIMED, State.SENT),
        ("skip", State.CLAIMED, State.SKIPPED),
        ("retry", State.CLAIMED, State.WAITING),
        ("give_up", State.CLAIMED, State.FAILED),
        ("release", State.CLAIMED, State.WAITING),
        ("expire", State.WAITING, State.FAILED),
        ("gather", State.CLAIMED, State.GATHERED),
        ("leave_with_weekly", State.GATHERED, State.SENT),
        ("drop", State.GATHERED, State.SKIPPED),
    }
    table = {
        (move.event, move.before, move.after)
        for move in machines["outbox.outgoingmail"].moves
        if "moderator" not in move.who
    }
    assert table == {(event, str(before), str(after)) for event, before, after in made}
