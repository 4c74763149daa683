"""At the same moment too, one mail a day leaves, and one click stops once."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from careerlink.audit.models import Entry
from careerlink.outbox import choices, choosing, delivery
from careerlink.outbox.actions import mailbox_for, queue_mail
from careerlink.outbox.models import MailDay, OutgoingMail
from careerlink.web import clock
from tests.outbox.test_delivery_postgres import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

NOON = datetime(2026, 3, 4, 17, tzinfo=UTC)  # a Wednesday in New York


@pytest.fixture(autouse=True)
def _on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("workers at once need PostgreSQL")


def deliver_at_noon():
    with clock.set_to(NOON):
        return delivery.deliver()


def test_of_many_workers_one_takes_the_day(letters, sink):
    with clock.set_to(NOON):
        boxes = [mailbox_for(f"reader-{n}@demo.test") for n in range(30)]
        OutgoingMail.objects.bulk_create(
            [
                OutgoingMail(key=f"{n}-{box.pk}", kind="test_suggestion", mailbox=box)
                for n in range(8)
                for box in (boxes if n % 2 else boxes[::-1])
            ]
        )
    assert sum(at_once(deliver_at_noon, 5)) == 30
    assert len({address for address, _message in sink.got}) == len(sink.got) == 30
    assert MailDay.objects.count() == 30
    assert OutgoingMail.objects.filter(state="gathered", digest__kind="digest").count() == 210
    assert OutgoingMail.objects.filter(kind="digest").count() == 30


def test_clicks_at_once_stop_and_can_be_taken_back(letters):
    mail = queue_mail("test_suggestion", key="suggestion", to="ann@demo.test")
    at_once(lambda: choosing.stop(mail), 6)
    assert choices.paces_at(mail.mailbox)["suggestions"] == "never"
    choosing.take_back(mail)
    assert choices.paces_at(mail.mailbox)["suggestions"] == "at_once"
    assert Entry.objects.filter(event="mail_stop_taken_back").count() == 1
