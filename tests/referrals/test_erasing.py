"""Somebody asks to be erased: everywhere, at once, and for good."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.db import models
from django.test import Client
from django.urls import reverse

from careerlink.accounts.actions import erase_person
from careerlink.audit.models import Note
from careerlink.audit.trail import entries_about
from careerlink.outbox.delivery import deliver
from careerlink.outbox.models import Mailbox, OutgoingMail
from careerlink.web import clock, ledger
from careerlink.web.models import SignedLink
from partners.models import Engagement
from referrals.actions import legs
from referrals.actions.alumni_person import export_alumni
from referrals.actions.erasing import erase_again, erase_alumnus
from referrals.models import Alumnus, ImportRow, Leg, Referral
from referrals.queries.erased import erased_here, ledger_digest
from tests import factories as make

NAME, ADDRESS, WORDS = "Zenobia Quillfeather", "zenobia@people.demo.test", "I need a heliotrope resume"


@pytest.fixture
def alumnus(world):
    return make.AlumnusFactory(host=world.office, name=NAME, email=ADDRESS, majors_words="heliotrope studies")


@pytest.fixture
def leg(world, alumnus):
    """A writer has said yes and the two are in contact."""
    referral = make.ReferralFactory(alumnus=alumnus, words=WORDS, going_on=True, state="with_writer")
    leg = legs.accept_leg(make.LegFactory(referral=referral, writer=world.writer), by=world.writer.user)
    return legs.note_contact(leg, by=world.writer.user)


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def everywhere() -> str:
    """All that stands in any table as text."""
    found = []
    for model in apps.get_models():
        fields = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        found += (
            [" ".join(str(value) for value in row) for row in model._base_manager.values_list(*fields)]
            if fields
            else []
        )
    return "\n".join(found)


def test_nothing_names_her_any_more(world, alumnus, leg):
    mail.outbox.clear()
    trail_note = leg.referral.move("start_service", note=f"{NAME} called", due_at=leg.referral.due_at)
    erase_alumnus(alumnus, by=world.user["staff"])
    for word in (NAME, ADDRESS, "heliotrope"):
        assert word not in everywhere()
    assert Note.objects.get(entry=trail_note).text == ""
    alumnus.refresh_from_db()
    assert (alumnus.name, alumnus.is_erased, alumnus.graduation_year) == ("", True, 2019)


def test_what_runs_ends_and_the_figures_stay(world, alumnus, leg):
    erase_alumnus(alumnus, by=world.user["staff"])
    referral = Referral.objects.get()
    assert (referral.state, referral.words, referral.anonymized_at is not None) == ("consent_revoked", "", True)
    assert Leg.objects.get().state == "obsolete"
    assert Engagement.objects.get().state == "cancelled"
    assert referral.consents.get().revoked_at is not None


def test_letters_that_wait_do_not_leave(world, alumnus):
    referral = make.ReferralFactory(alumnus=alumnus)
    row = OutgoingMail.objects.create(
        key="x", kind="alumni_leave", mailbox=Mailbox.objects.create(address=ADDRESS), about_label="referrals.referral",
        about_id=referral.pk, subject=NAME, text=WORDS,
    )  # fmt: skip
    erase_alumnus(alumnus, by=None)
    deliver()
    row.refresh_from_db()
    assert (row.state, row.subject, row.text, len(mail.outbox)) == ("cancelled", "", "", 0)
    assert row.mailbox.address.endswith("@erased.invalid")


def test_an_address_that_another_office_knows_still_gets_its_letters(world, alumnus):
    make.AlumnusFactory(host=world.rival, email=ADDRESS)
    box = Mailbox.objects.create(address=ADDRESS)
    erase_alumnus(alumnus, by=None)
    box.refresh_from_db()
    assert box.address == ADDRESS
    assert Alumnus.objects.get(host=world.rival).erased_at is None


def test_who_was_erased_is_known_by_a_digest_alone(world, alumnus):
    erase_alumnus(alumnus, by=None)
    assert [erased_here(world.office)(address) for address in (ADDRESS.upper(), "other@people.demo.test")] == [
        True,
        False,
    ]
    assert erased_here(world.rival)(ADDRESS) is False


def test_a_second_time_changes_nothing(world, alumnus):
    erase_alumnus(alumnus, by=None)
    at = Alumnus.objects.get().erased_at
    with clock.set_to(at + timedelta(days=1)):
        erase_alumnus(alumnus, by=None)
    assert Alumnus.objects.get().erased_at == at


def test_a_restored_backup_does_not_bring_her_back(world, alumnus):
    digest = ledger_digest(alumnus)
    erase_alumnus(alumnus, by=None)
    assert [digests[0] for _at, digests in ledger.read(ledger.ERASED)] == [digest]
    Alumnus.objects.update(erased_at=None, name=NAME)  # as the backup has it
    assert erase_again({digest}) == 1
    assert erase_again({digest}) == 0
    assert Alumnus.objects.get().name == ""
    assert len(list(ledger.read(ledger.ERASED))) == 1  # it is not written a second time


def test_nothing_is_erased_when_the_ledger_cannot_be_written(world, alumnus, monkeypatch, settings, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    settings.LEDGER_ROOT = tmp_path / "file" / "ledger"
    with pytest.raises(NotADirectoryError):
        erase_alumnus(alumnus, by=None)
    assert Alumnus.objects.get().name == NAME


def test_who_has_an_account_takes_her_records_with_her(world, alumnus):
    person = make.UserFactory(email=ADDRESS)
    assert [part["You"]["name"] for part in export_alumni(person)] == [NAME]
    erase_person(person, by=world.user["admin"])
    assert Alumnus.objects.get().erased_at is not None


def test_links_that_were_mailed_open_nothing(world, alumnus, leg):
    now = clock.now()
    SignedLink.objects.create(
        purpose="referral-status", nonce="0" * 32, about=leg.referral.key, address=ADDRESS, made_at=now,
        expires_at=now + timedelta(days=1),
    )  # fmt: skip
    erase_alumnus(alumnus, by=None)
    assert SignedLink.objects.filter(about=leg.referral.key).count() == 0


@pytest.mark.parametrize(("who", "status"), [("staff", 200), ("director", 200), ("viewer", 404), ("other", 404)])
def test_who_may_erase(world, alumnus, who, status):
    client = as_(world.user[who])
    assert client.get(reverse("alumnus_erase", args=[alumnus.key])).status_code == status
    assert client.get(reverse("alumnus_data", args=[alumnus.key])).status_code == status
    client.post(reverse("alumnus_erase", args=[alumnus.key]))
    assert Alumnus.objects.get().is_erased == (status == 200)


def test_she_can_take_away_all_that_is_held(world, alumnus, leg):
    page = as_(world.user["staff"]).get(reverse("alumnus_data", args=[alumnus.key]))
    assert WORDS in page.content.decode()
    answer = as_(world.user["staff"]).get(reverse("alumnus_data", args=[alumnus.key]) + "?format=json")
    told = json.loads(answer.content)
    assert told["You"]["addresses"] == [ADDRESS]
    assert told["Your requests"][0]["writers asked"][0]["writer"] == world.writer.name
    assert answer["Content-Disposition"].startswith("attachment")


def test_lists_that_were_brought_in_forget_what_they_refused_of_her(world, alumnus):
    one = make.AlumniImportFactory(host=world.office)
    for line, value in enumerate([f"{ADDRESS} other@people.demo.test", NAME.upper(), "someone@people.demo.test"], 2):
        ImportRow.objects.create(alumni_import=one, line=line, verdict="refused", reason="two_people", value=value)
    erase_alumnus(alumnus, by=None)
    assert list(ImportRow.objects.values_list("value", flat=True)) == ["someone@people.demo.test"]


def test_handing_out_is_on_record(world, alumnus):
    as_(world.user["staff"]).get(reverse("alumnus_data", args=[alumnus.key]))
    assert entries_about(alumnus, events=["hand_out"]).get().by == world.user["staff"].pk
