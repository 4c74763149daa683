"""What is forgotten by itself, after the office was told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from careerlink.outbox.delivery import deliver
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions.leaving import end_leaving, leave_host
from referrals.actions import consent
from referrals.actions.retention import run_retention
from referrals.models import Alumnus, BulkInvite, BulkInvitee, HelpSettings, Referral
from tests import factories as make

START = datetime(2026, 3, 2, 15, tzinfo=UTC)


def at(days: int):
    return clock.set_to(START + timedelta(days=days))


@pytest.fixture
def office(world):
    return world.office


def test_a_record_without_a_referral_goes_after_a_year(office):
    with at(0):
        make.AlumnusFactory(host=office)
    with at(334):
        run_retention()
    assert Alumnus.objects.get().leaves_on is None
    with at(336):
        run_retention()
    assert Alumnus.objects.get().leaves_on == (START + timedelta(days=366)).date()
    with at(365):
        run_retention()
    assert Alumnus.objects.count() == 1
    with at(366):
        run_retention()
    assert Alumnus.objects.count() == 0


def test_the_office_is_told_once_with_what_it_can_do(office, world):
    with at(0):
        make.AlumnusFactory(host=office)
        make.AlumnusFactory(host=office)
    with at(340):
        run_retention()
        run_retention()
        deliver()
    assert [letter.to for letter in mail.outbox] == [["director@demo.edu"]]
    letter = mail.outbox[0]
    assert letter.subject == "Look by Sun 7 Mar 2027: old records of alumni leave"
    assert "2 people in your records have had no referral for a year" in letter.body
    assert reverse("alumni_leaving", args=[office.slug]) in letter.body


def test_kept_for_another_year_with_one_button(office, world):
    with at(0):
        make.AlumnusFactory(host=office)
    with at(340):
        run_retention()
        client = Client()
        client.force_login(world.user["staff"])
        page = reverse("alumni_leaving", args=[office.slug])
        assert "Keep this person for another year" in client.get(page).content.decode()
        client.post(page)
    with at(400):
        run_retention()
    assert Alumnus.objects.get().leaves_on is None


def test_a_viewer_reads_and_cannot_keep(office, world):
    make.AlumnusFactory(host=office, leaves_on=clock.today())
    client = Client()
    client.force_login(world.user["viewer"])
    page = reverse("alumni_leaving", args=[office.slug])
    assert "Keep this person" not in client.get(page).content.decode()
    assert client.post(page).status_code == 404


def test_a_referral_loses_its_name_after_two_years_and_is_still_counted(office):
    with at(0):
        make.ReferralFactory(alumnus__host=office, closed=True, alumnus__idle_since=START)
    with at(705):
        run_retention()
    assert Referral.objects.get().anonymized_at is None
    with at(736):
        run_retention()
    referral = Referral.objects.get()
    assert (referral.words, referral.outcome, referral.alumnus.name) == ("", "got_help", "")
    assert referral.consents.get().signature == ""


def test_who_has_a_younger_referral_stays_and_the_old_one_loses_her(office):
    with at(0):
        old = make.ReferralFactory(alumnus__host=office, closed=True)
    with at(700):
        make.ReferralFactory(alumnus=old.alumnus)
    with at(705):
        run_retention()
    with at(736):
        run_retention()
    old.refresh_from_db()
    assert (old.alumnus.name, Alumnus.objects.exclude(name="").count()) == ("", 1)


def test_a_record_with_a_referral_is_no_idle_one(office):
    with at(0):
        make.ReferralFactory(alumnus__host=office, closed=True, alumnus__idle_since=START)
    with at(500):
        run_retention()
    assert Alumnus.objects.get().leaves_on is None


# --- An office that is gone ----------------------------------------------------------------------------------------


def gone(world, host) -> None:
    """The office left, and its 30 days are over."""
    leave_host(host, by=world.user["director"])
    end = clock.now() + timedelta(days=31)
    with clock.set_to(end):
        end_leaving()
        run_retention()
    with clock.set_to(end + timedelta(days=1)):
        run_retention()


def test_with_an_office_its_alumni_go_and_what_is_open_ends(office, world):
    make.HelpSettingsFactory(host=office)
    make.AlumnusFactory(host=office)
    waiting = make.ReferralFactory(alumnus=make.AlumnusFactory(host=office))
    leg = make.LegFactory(contacted=True, referral__alumnus=make.AlumnusFactory(host=office))
    stays = make.AlumnusFactory(host=world.rival)
    gone(world, office)
    states = dict(Referral.objects.values_list("pk", "state"))
    assert states == {waiting.pk: "consent_expired", leg.referral.pk: "closed"}
    assert Referral.objects.get(pk=leg.referral.pk).outcome == "no_capacity"
    assert list(Alumnus.objects.exclude(name="")) == [stays]
    assert HelpSettings.objects.count() == 0


def test_while_an_office_can_come_back_its_requests_go_on(office, world):
    leg = make.LegFactory(contacted=True, referral__alumnus=make.AlumnusFactory(host=office))
    leave_host(office, by=world.user["director"])
    assert Referral.objects.get(pk=leg.referral.pk).state == "in_contact"


def test_the_letters_of_an_office_that_is_gone_leave_before_its_alumni_are_forgotten(office, world):
    leg = make.LegFactory(contacted=True, referral__alumnus=make.AlumnusFactory(host=office))
    leave_host(office, by=world.user["director"])
    end = clock.now() + timedelta(days=31)
    with clock.set_to(end):
        end_leaving()
        run_retention()
        closing = OutgoingMail.objects.get(kind="referral_closed")
        assert (closing.state, Referral.objects.get().anonymized_at) == ("waiting", None)
        with pytest.raises(ValidationError):
            consent.reopen(leg.referral, by=None)
        deliver()
    said = next(one.body for one in mail.outbox if one.subject.startswith("Know that your request"))
    assert "again until" not in said
    with clock.set_to(end + timedelta(days=1, minutes=1)):
        run_retention()
    assert Referral.objects.get().anonymized_at is not None


def test_who_was_invited_among_many_is_not_tied_to_an_old_referral(office):
    with at(0):
        old = make.ReferralFactory(alumnus__host=office, closed=True)
        invite = BulkInvite.objects.create(host=office, due_at=clock.now())
        BulkInvitee.objects.create(invite=invite, alumnus=old.alumnus, referral=old, at=clock.now())
        anonymous = old.alumnus
    with at(700):
        make.ReferralFactory(alumnus=anonymous)
    with at(705):
        run_retention()
    with at(736):
        run_retention()
    old.refresh_from_db()
    assert BulkInvitee.objects.get().alumnus == old.alumnus != anonymous
    assert old.alumnus.graduation_year == anonymous.graduation_year
