"""The demonstration can be made, and every log-in of it finds a story."""

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

from careerlink.accounts.models import User
from careerlink.audit.models import Disclosure
from careerlink.dashboard.demo import LOGINS, PASSWORD, demo_is_there, make_demo
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from events.models import Assignment, Event, Search
from partners.models import (
    BoardSeat,
    ClassRequest,
    CoolingOff,
    Credential,
    Engagement,
    Host,
    HostExport,
    Introduction,
    Message,
    Need,
    Offer,
    Report,
    Writer,
)
from partners.queries.planned_mail import planned_mail
from referrals.models import AlumniImport, Alumnus, Leg, Referral


@pytest.fixture(scope="module")
def _demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """Made once for this module, with a place for its files; gone again after it."""
    files = tmp_path_factory.mktemp("demo")
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(PRIVATE_ROOT=files, LEDGER_ROOT=files / "ledger", PASSWORD_HASHERS=quick):
            call_command("load_taxonomy", verbosity=0)
            call_command("load_texts", verbosity=0)
            make_demo()
        yield files
        transaction.set_rollback(True)


@pytest.fixture
def demo(_demo, db, settings):
    settings.PRIVATE_ROOT = _demo


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
    for table in (
        Host,
        Writer,
        Credential,
        Report,
        Need,
        Offer,
        BoardSeat,
        ClassRequest,
        Introduction,
        Assignment,
        Event,
        Referral,
        Leg,
    ):
        told = set(table.objects.values_list("state", flat=True))
        assert set(table.State.values) - told == set(), table


def test_alumni_are_in_every_stage_of_being_helped(demo):
    assert Alumnus.objects.filter(erased_at=None).count() >= 60
    outcomes = set(Referral.objects.filter(state="closed").values_list("outcome", flat=True))
    assert {"got_help", "partly", "no_reply", "unknown", "unresolved", "no_longer_interested"} <= outcomes


def test_lists_of_alumni_were_brought_in_one_of_them_today(demo):
    lists = list(AlumniImport.objects.order_by("id").values_list("state", "counts"))
    assert lists == [
        ("kept", {"new": 3, "duplicate": 1, "refused": 1}),
        ("applied", {"new": 2, "changed": 1, "same": 1, "refused": 2}),
    ]


def test_offers_that_went_on_are_in_every_stage(demo):
    waiting = Offer.objects.get(parent__writer__name="Ben Achterberg")
    assert (waiting.host.name, waiting.is_undecided, waiting.parent.state) == ("English Department", True, "declined")
    assert Offer.objects.get(writer__name="Maren Okafor", kind="podcast", state="declined").cascade_asked_at
    passed = Offer.objects.get(parent__writer__name="Luis Ferreira")
    assert (passed.host.name, passed.parent.state) == ("Marketing Club", "redirected")
    ended = Offer.objects.get(writer__name="Odile Laurent", kind="job_fair")
    mail = OutgoingMail.objects.get(kind="offer_declined", about_id=ended.pk)
    assert kinds["offer_declined"].render(mail).text.count("Career Center, Elizabethtown College") == 3


def test_agreed_work_is_there_in_every_state_with_the_rule_both_acknowledged(demo):
    work = Engagement.objects.filter(source_label="partners.offer")
    assert set(work.values_list("state", flat=True)) == set(Engagement.State.values)
    assert set(work.values_list("rules__slug", flat=True)) == {"gifts"}
    assert CoolingOff.objects.filter(writer__name="Maren Okafor", until__gte=clock.today()).count() == 2


def test_some_cannot_come_to_what_is_planned(demo):
    places = set(Assignment.objects.values_list("state", flat=True))
    assert places >= {"waitlisted", "held", "swapped", "cancelled_late"}
    searches = set(Search.objects.values_list("how", "state"))
    assert searches >= {("named", "filled"), ("named", "open"), ("standby", "open")}


def test_the_office_finds_an_archive_to_take_and_one_that_is_gone(demo):
    assert list(HostExport.objects.order_by("id").values_list("state", flat=True)) == ["expired", "ready"]
    assert HostExport.objects.get(state="ready").rows > 100


def test_the_mailbox_shows_a_suggestion_and_a_weekly_mail_with_the_way_out(demo, client):
    left = OutgoingMail.objects.filter(state="sent").values_list("kind", flat=True)
    assert {"need_suggested", "requests_weekly", "digest"} <= set(left)
    page = client.get("/demo/mail/", {"to": "writer@demo.test"}).content.decode()
    assert "Look at what is new for you this week" in page
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in page


def test_nobody_in_the_demonstration_has_an_address_that_could_be_real(demo):
    reserved = ("@demo.edu", "@rival.edu", "@demo.test")
    assert [email for email in User.objects.values_list("email", flat=True) if not email.endswith(reserved)] == []


def test_the_director_of_the_demonstration_finds_her_desk_mail(demo, client):
    mail = OutgoingMail.objects.get(kind="desk_mail", mailbox__address="director@demo.edu")
    page = client.get("/demo/mail/?to=director@demo.edu").content.decode()
    assert (mail.state, mail.subject.startswith("Decide 6 offers")) == ("sent", True)
    assert "Reminder 2 of 2." in mail.text
    assert mail.subject in page


def test_mail_is_planned_in_the_name_of_the_demonstrations_office(demo):
    office = Host.objects.get(slug__startswith="millersville", kind="career_office")
    planned = [mail.kind for mail in planned_mail(office).filter(send_after__gt=clock.now())]
    assert sorted(planned) == ["board_invited_reminder", "invitation_colleague_reminder", "waiting_writer_reminder"]


def test_the_club_of_the_demonstration_has_an_adviser_and_talks_to_a_writer(demo):
    club = Host.objects.get(members__user__email="club@demo.edu")
    assert club.members.get(is_adviser=True).user.email == "ruth.adler@demo.edu"
    sides = Message.objects.filter(partnership__host=club).values_list("side", flat=True)
    assert set(sides) == {"writer", "group"}
    assert [host.name for host in Host.objects.filter(group__paused_at__isnull=False)] == ["Film Society"]
