"""Several workers at once send each mail once."""

import threading
from datetime import timedelta

import psycopg2
import pytest
from django.db import connection

from careerlink.outbox import delivery
from careerlink.outbox.actions import mailbox_for, queue_mail
from careerlink.outbox.machines import STUCK_AFTER
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("workers at once need PostgreSQL")


def at_once(work, workers):
    """Run `work` in so many threads at the same moment; returns what each gave back."""
    gate, done = threading.Barrier(workers), []

    def run():
        gate.wait()
        try:
            done.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


def test_workers_claim_different_mails(letters, sink):
    box = mailbox_for("ann@demo.test")
    OutgoingMail.objects.bulk_create([OutgoingMail(key=f"note:{n}", kind="test_note", mailbox=box) for n in range(200)])
    left = at_once(delivery.deliver, 4)
    assert (sum(left), len(sink.got)) == (200, 200)
    assert len({message["Message-ID"] for _address, message in sink.got}) == 200
    assert OutgoingMail.objects.filter(state="sent").count() == 200


def test_a_claim_does_not_wait_for_another(letters):
    box = mailbox_for("ann@demo.test")
    OutgoingMail.objects.bulk_create([OutgoingMail(key=f"note:{n}", kind="test_note", mailbox=box) for n in range(120)])
    tokens = at_once(delivery.claim, 3)
    sizes = sorted(OutgoingMail.objects.filter(claim=token).count() for token in tokens)
    assert sizes == [20, 50, 50]


def elsewhere(*statements):
    """Run SQL as somebody else; what the last statement finds."""
    given = connection.get_connection_params()
    names = {"dbname", "user", "password", "host", "port"}
    other = psycopg2.connect(**{name: value for name, value in given.items() if name in names})
    other.autocommit = True
    try:
        with other.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        other.close()


CUT_OFF = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid != pg_backend_pid()"""
FORGET = "UPDATE outbox_outgoingmail SET state = 'claimed', sent_at = NULL WHERE state = 'sent'"


def queue(*names):
    for name in names:
        queue_mail("test_note", key=f"note:{name}", to=f"{name}@demo.test")


def test_what_has_left_is_written_down_though_the_database_was_away(letters, sink):
    queue("ann", "ben", "cleo")
    sink.while_taking["ben@demo.test"] = lambda: elsewhere(CUT_OFF)
    assert delivery.deliver() == 3
    assert sink.addresses == ["ann@demo.test", "ben@demo.test", "cleo@demo.test"]
    assert set(OutgoingMail.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_marks_that_a_crash_has_made_the_database_forget_are_set_again(letters, sink):
    queue("ann", "ben", "cleo")
    sink.while_taking["cleo@demo.test"] = lambda: elsewhere(FORGET, CUT_OFF)
    assert delivery.deliver() == 3
    with clock.set_to(clock.now() + STUCK_AFTER + timedelta(hours=1)):
        delivery.release_stuck()
        assert delivery.deliver() == 0
    assert sink.addresses == ["ann@demo.test", "ben@demo.test", "cleo@demo.test"]


def test_a_letter_that_the_database_goes_away_under_is_written_again(letters, sink):
    queue("ann", "ben", "cleo")

    def cut_off(mail):
        del letters.while_writing["note:ben"]
        elsewhere(FORGET, CUT_OFF)
        OutgoingMail.objects.count()

    letters.while_writing["note:ben"] = cut_off
    assert [delivery.deliver(), delivery.deliver()] == [1, 2]
    assert sink.addresses == ["ann@demo.test", "ben@demo.test", "cleo@demo.test"]
    assert set(OutgoingMail.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_words_that_the_database_does_not_take_keep_no_mail_from_being_marked(letters, sink, settings):
    settings.SITE_URL = f"https://{'a' * 60}.{'b' * 60}.example.org"  # a Message-ID longer than its column
    queue("ann")
    assert [delivery.deliver(), delivery.deliver()] == [1, 0]
    assert list(OutgoingMail.objects.values_list("state", "text", "message_id")) == [("sent", "", "")]
    assert sink.addresses == ["ann@demo.test"]


def test_a_mail_is_marked_as_soon_as_it_has_left(letters, sink):
    queue("ann", "ben")
    seen = []

    look = "SELECT state FROM outbox_outgoingmail ORDER BY id"
    sink.while_taking["ben@demo.test"] = lambda: seen.extend(elsewhere(look))
    delivery.deliver()
    assert seen == [("sent",), ("claimed",)]


def test_two_releases_and_two_workers_at_once_send_once(letters, sink):
    queue(*[f"n{n}" for n in range(30)])
    with clock.set_to(clock.now() - timedelta(hours=1)):
        OutgoingMail.objects.update(send_after=clock.now())
        assert delivery.claim()

    def sweep():
        delivery.release_stuck()
        return delivery.deliver()

    assert sum(at_once(sweep, 4)) == 30
    assert len(sink.got) == 30
