"""The demonstration can be made, and every log-in of it finds a story."""

import pytest
from django.core.management import call_command
from django.test import Client

from careerlink.accounts.models import User
from careerlink.audit.models import Disclosure
from careerlink.dashboard.demo import LOGINS, PASSWORD, demo_is_there, make_demo
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.models import Credential, Host, HostExport, Need, Offer, Report, Writer
from partners.queries.planned_mail import planned_mail

# Passing an offer on to another host of the campus has no page yet.
NOT_TOLD = {Offer.State.REDIRECTED.value}


@pytest.fixture
def demo(db):
    call_command("load_taxonomy", verbosity=0)
    call_command("load_texts", verbosity=0)
    make_demo()


def test_the_demonstration_tells_a_story_to_every_log_in(demo):
    assert demo_is_there()
    for address, _what in LOGINS:
        client = Client()
        assert client.login(username=address, password=PASSWORD), address
        assert client.get("/start/", follow=True).status_code == 200, address
    for address in ("director@demo.edu", "writer@demo.test"):
        assert Disclosure.objects.filter(person=User.objects.get(email=address).pk).exists(), address
    assert Writer.objects.approved().count() >= 38
    assert Host.objects.values("institution").distinct().count() >= 2
    for table in (Host, Writer, Credential, Report, Need, Offer):
        told = set(table.objects.values_list("state", flat=True))
        assert set(table.State.values) - told <= NOT_TOLD, table


def test_the_office_finds_an_archive_to_take_and_one_that_is_gone(demo):
    assert list(HostExport.objects.order_by("id").values_list("state", flat=True)) == ["expired", "ready"]
    assert HostExport.objects.get(state="ready").rows > 100


def test_the_mailbox_shows_a_suggestion_and_a_weekly_mail_with_the_way_out(demo, client):
    left = OutgoingMail.objects.filter(state="sent").values_list("kind", flat=True)
    assert {"need_suggested", "digest"} <= set(left)
    page = client.get("/demo/mail/", {"to": "writer@demo.test"}).content.decode()
    assert "Look at what is new for you this week" in page
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in page


def test_nobody_in_the_demonstration_has_an_address_that_could_be_real(demo):
    reserved = ("@demo.edu", "@rival.edu", "@demo.test")
    assert [email for email in User.objects.values_list("email", flat=True) if not email.endswith(reserved)] == []


def test_the_director_of_the_demonstration_finds_her_desk_mail(demo, client):
    mail = OutgoingMail.objects.get(kind="desk_mail", mailbox__address="director@demo.edu")
    page = client.get("/demo/mail/?to=director@demo.edu").content.decode()
    assert (mail.state, mail.subject.startswith("Decide 6 offers; the first ends ")) == ("sent", True)
    assert "Reminder 2 of 2." in mail.text
    assert mail.subject in page


def test_mail_is_planned_in_the_name_of_the_demonstrations_office(demo):
    office = Host.objects.get(slug__startswith="millersville", kind="career_office")
    planned = [mail.kind for mail in planned_mail(office).filter(send_after__gt=clock.now())]
    assert sorted(planned) == ["invitation_colleague_reminder", "waiting_writer_reminder"]
