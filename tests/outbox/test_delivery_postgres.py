"""Several workers at once send each mail once."""

import threading

import pytest
from django.db import connection

from careerlink.outbox import delivery
from careerlink.outbox.actions import mailbox_for
from careerlink.outbox.models import OutgoingMail

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
