"""Somebody calls: four fields and one button, and what becomes of the letter."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from careerlink.outbox.actions import mailbox_for
from careerlink.outbox.models import Bounce, OutgoingMail
from careerlink.web import clock
from referrals.actions.entry import enter_by_phone
from referrals.forms.details import DetailsForm
from referrals.forms.entry import EntryForm
from referrals.forms.pipeline import RequestForm
from referrals.forms.ways import HelpRequestForm
from referrals.models import Alumnus, Referral
from referrals.queries.delivery import delivery_of
from tests import factories as make
from tests.reading import forms_of, words_of
from tests.test_pages import client_of

CALL = {"name": "Ines Caller", "email": "Ines@People.demo.test", "year": "2019", "words": "A resume for a first job"}


@pytest.fixture
def office(world):
    make.HelpSettingsFactory(host=world.office)
    return world.office


def enter(world, **said):
    return client_of(world, "staff").post(reverse("alumnus_new", args=["oxbow-career"]), CALL | said)


def test_four_fields_make_a_record_and_a_request(world, office):
    answer = enter(world)
    referral = Referral.objects.get()
    assert answer.headers["Location"] == reverse("alumnus_sent", args=[referral.key])
    assert (referral.origin, referral.state, referral.words) == ("phone", "awaiting_consent", CALL["words"])
    assert referral.made_by == world.user["staff"]
    alumnus = referral.alumnus
    assert (alumnus.name, alumnus.graduation_year, alumnus.source) == ("Ines Caller", 2019, "office")
    assert list(alumnus.addresses.values_list("email", "is_main")) == [("ines@people.demo.test", True)]


def test_the_page_has_four_fields_and_one_button(world, office):
    page = client_of(world, "staff").get(reverse("alumnus_new", args=["oxbow-career"]))
    form = next(form for form in forms_of(page) if "words" in form.typed)
    assert sorted(form.typed) == ["email", "name", "words", "year"]
    assert form.choices == {}


def test_a_double_click_makes_one(world, office):
    assert enter(world).headers["Location"] == enter(world).headers["Location"]
    assert (Alumnus.objects.count(), Referral.objects.count()) == (1, 1)


def test_a_record_that_is_known_is_found_and_keeps_what_is_known(world, office):
    known = make.AlumnusFactory(host=office, name="INES caller", graduation_year=2001, majors_words="Nursing")
    known.addresses.create(host=office, email="ines@people.demo.test")
    enter(world)
    known.refresh_from_db()
    assert Referral.objects.get().alumnus == known
    assert (known.name, known.graduation_year, known.majors_words) == ("INES caller", 2019, "Nursing")


def test_another_name_at_the_address_is_asked_about_at_its_field(world, office):
    known = make.AlumnusFactory(host=office, name="Ines Byrd", email="ines@people.demo.test")
    page = enter(world)
    assert page.status_code == 422
    assert "In your records this address belongs to Ines Byrd." in words_of(page)
    assert not Referral.objects.exists()
    enter(world, whose="same")
    known.refresh_from_db()
    assert (Referral.objects.get().alumnus, known.name) == (known, "Ines Byrd")


def test_somebody_may_have_a_new_name(world, office):
    known = make.AlumnusFactory(host=office, name="Ines Byrd", email="ines@people.demo.test")
    enter(world, whose="renamed")
    known.refresh_from_db()
    assert (Referral.objects.get().alumnus, known.name) == (known, "Ines Caller")


def test_a_name_that_came_in_meanwhile_is_not_written_over(world, office):
    make.AlumnusFactory(host=office, name="Ines Byrd", email="ines@people.demo.test")
    said = {"name": "Ines Caller", "email": "ines@people.demo.test", "year": 2019, "words": "Help"}
    with pytest.raises(ValidationError) as refused:
        enter_by_phone(office, by=world.user["staff"], **said)
    assert refused.value.message_dict == {"name": ["In your records this address belongs to Ines Byrd."]}


def test_the_same_address_at_another_office_is_somebody_else(world, office):
    make.AlumnusFactory(host=world.rival, name="Ines Byrd", email="ines@people.demo.test")
    enter(world)
    assert Referral.objects.get().host == office


def test_an_open_request_is_named_and_linked(world, office):
    enter(world)
    page = enter(world, words="Something else")
    assert page.status_code == 422
    assert "There is an open request of this person already." in words_of(page)
    assert f'href="{Alumnus.objects.get().get_absolute_url()}"' in page.content.decode()


def test_who_does_not_want_mail_is_not_written_to(world, office):
    make.AlumnusFactory(host=office, name="Ines Caller", email="ines@people.demo.test", opted_out_at=clock.now())
    page = enter(world, year="2020")
    assert page.status_code == 422
    assert "This person has asked not to be written to about help." in words_of(page)
    assert Alumnus.objects.get().graduation_year == 2019  # nothing is half applied


@pytest.mark.parametrize(
    ("field", "said", "sentence"),
    [
        ("year", "19", "Give the year with four digits, such as 2019."),
        ("year", "2O19", "Give the year with four digits, such as 2019."),
        ("name", "", "Fill this in."),
        ("email", "ines@", "Write it like name@college.edu."),
        ("words", "", "Fill this in."),
        ("name", "a\0b", "There is a character in it that cannot be kept. Type it again."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(world, office, field, said, sentence):
    page = enter(world, **{field: said})
    assert page.status_code == 422
    assert page.context["form"].errors[field] == [sentence]


@pytest.mark.parametrize("form", [EntryForm, RequestForm, HelpRequestForm, DetailsForm])
def test_words_that_a_writer_reads_bear_no_address(form):
    with pytest.raises(ValidationError, match="Leave out addresses"):
        form.base_fields["words"].clean("A resume, please write to ines@people.demo.test")


def test_before_it_is_turned_on_nobody_is_entered(world):
    assert enter(world).headers["Location"] == reverse("alumni", args=["oxbow-career"])
    assert not Alumnus.objects.exists()


# --- Whether it has arrived ------------------------------------------------------------------------------


@pytest.fixture
def letter(world, office):
    """The letter to somebody who was entered a moment ago, before the worker took it."""
    referral = make.ReferralFactory(alumnus__host=office)
    address = referral.alumnus.addresses.get().email
    box = mailbox_for(address)
    about = {"about_label": "referrals.referral", "about_id": referral.pk}
    return referral, OutgoingMail.objects.create(key="letter", kind="referral_consent", mailbox=box, **about)


def said(referral):
    found = delivery_of(referral)
    return found.tone, found.title


def test_a_letter_waits_then_is_delivered(letter):
    referral, mail = letter
    assert said(referral) == ("wait", "On its way")
    OutgoingMail.objects.filter(pk=mail.pk).update(state="sent", sent_at=clock.now())
    assert said(referral) == ("done", "Delivered")
    assert "people.demo.test took it on" in delivery_of(referral).text


def test_a_letter_that_is_not_taken_at_once_says_when_it_is_tried_again(letter):
    referral, mail = letter
    OutgoingMail.objects.filter(pk=mail.pk).update(attempts=1, why="421 try later")
    assert "did not take it yet. We try again on" in delivery_of(referral).text


def test_a_letter_that_was_refused_or_came_back_says_so(letter):
    referral, mail = letter
    OutgoingMail.objects.filter(pk=mail.pk).update(state="failed", why="550 no such user")
    assert said(referral) == ("stop", "It was refused")
    assert "550 no such user" in delivery_of(referral).text
    OutgoingMail.objects.filter(pk=mail.pk).update(state="sent", sent_at=clock.now())
    Bounce.objects.create(mail=mail, what="gone", words="5.1.1 unknown")
    assert said(referral) == ("stop", "It came back")


def test_the_page_asks_again_by_itself_while_it_waits_and_has_a_link_for_those_without_scripts(world, letter):
    referral, mail = letter
    client, address = client_of(world, "staff"), reverse("alumnus_sent", args=[referral.key])
    page = client.get(address).content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert "Look again" in page
    OutgoingMail.objects.filter(pk=mail.pk).update(state="sent", sent_at=clock.now())
    page = client.get(address)
    assert "hx-trigger" not in page.content.decode()
    assert "Delivered" in words_of(page)
