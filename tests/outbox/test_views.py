"""The demonstration's mailbox, which exists nowhere else."""

import pytest
from django.urls import reverse

from careerlink.outbox import delivery
from careerlink.outbox.actions import queue_mail
from careerlink.outbox.models import OutgoingMail
from tests.queries import count_queries

pytestmark = pytest.mark.django_db
LINK = "http://localhost:8000/go/" + "a" * 43 + "/"


@pytest.fixture
def mails(letters):
    letters.text = f"Code 482913 <b>\n{LINK}\n"

    def send(*names):
        for name in names:
            queue_mail("test_note", key=name, to=f"{name}@demo.test", secret={"code": "482913"})
        delivery.deliver()

    return send


def test_a_stranger_reads_codes_and_follows_links(client, mails):
    mails("ann")
    page = client.get(reverse("demo_mailbox")).content.decode()
    assert "Read ann" in page
    assert "Code 482913 &lt;b&gt;" in page
    assert f'href="{LINK}"' in page


def test_it_shows_the_mail_of_one_address(client, mails):
    mails("ann", "ben")
    page = client.get(reverse("demo_mailbox"), {"to": "Ben@demo.test"}).content.decode()
    assert ("Read ann" in page, "Read ben" in page) == (False, True)


def test_it_leaves_out_what_never_left(client, mails):
    mails("ann", "ben")
    OutgoingMail.objects.filter(mailbox__address="ben@demo.test").update(state="skipped")
    page = client.get(reverse("demo_mailbox")).content.decode()
    assert ("ann@demo.test" in page, "ben@demo.test" in page) == (True, False)


@pytest.mark.parametrize(("environment", "shown"), [("demo", True), ("production", False)])
def test_who_joins_finds_it_in_a_demonstration_only(client, db, settings, environment, shown):
    settings.ENVIRONMENT = environment
    page = client.get(reverse("join_writer")).content.decode()
    assert (reverse("demo_mailbox") in page) == shown


def test_it_costs_one_query_for_any_number_of_mails(client, mails):
    mails("ann")
    with count_queries() as n:
        client.get(reverse("demo_mailbox"))
    assert n() == 1
    mails("ben", "cleo")
    with count_queries() as n:
        client.get(reverse("demo_mailbox"))
    assert n() == 1


@pytest.mark.parametrize("to", ["x" * 300, "' OR 1=1", "<script>"])
def test_odd_addresses_find_nothing(client, to):
    response = client.get(reverse("demo_mailbox"), {"to": to})
    assert (response.status_code, "<script>" in response.content.decode()) == (200, False)


def test_there_is_none_in_production(client, settings):
    settings.ENVIRONMENT = "production"
    assert client.get(reverse("demo_mailbox")).status_code == 404
