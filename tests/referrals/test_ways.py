"""Somebody asks by herself on the public page of an office."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from careerlink.outbox.delivery import deliver
from careerlink.outbox.models import Mailbox, OutgoingMail
from careerlink.web import clock, links
from careerlink.web.models import SignedLink
from partners.models import Report
from referrals.actions import status, ways
from referrals.actions.erasing import erase_alumnus
from referrals.models import Alumnus, HelpRequest, Referral
from referrals.tasks import run_clocks
from tests import factories as make
from tests.reading import forms_of, words_of
from tests.referrals.hands import token_of

ASKED = {
    "name": "Ida Asking",
    "email": "Ida@People.demo.test",
    "year": "2010",
    "words": "A resume for a job as an editor",
    "majors": "",
    "occupation": "",
    "leave_empty": "",
}


@pytest.fixture
def office(world):
    """The office with its public page: it helps everybody itself for two years."""
    make.HelpSettingsFactory(host=world.office, own_years=2, who_we_help="All who studied here.")
    return world.office


def address(name="host_help"):
    return reverse(name, args=["oxbow-career"])


def ask(**said):
    return Client().post(address(), ASKED | said)


def link_path():
    return urlsplit(links.url(SignedLink.objects.filter(purpose="help-confirm").latest("id"))).path


def confirm(answer="yes"):
    return Client().post(link_path(), {"answer": answer})


# --- The page ------------------------------------------------------------------------------------------


def test_free_help_stands_before_any_writer(office):
    make.FreeServiceFactory(host=office, title="Resume check on Wednesdays", url="https://careers.demo.edu/")
    words = words_of(Client().get(address()))
    order = ["Free for you", "All who studied here.", "Resume check on Wednesdays", "A writer for you", "What do you"]
    assert sorted(order, key=words.index) == order
    assert "Career Office helps everybody itself in the first 2 years after graduation." in words


def test_the_page_says_what_happens_by_when(office):
    words = words_of(Client().get(address()))
    assert "It is good for 48 hours" in words
    assert "You have 14 days for it" in words
    assert "within 3 working days" in words


@pytest.mark.parametrize("change", [{"state": "suspended"}, {"state": "submitted"}])
def test_only_an_approved_office_that_wants_it_has_a_page(office, change):
    type(office).objects.filter(pk=office.pk).update(**change)
    assert Client().get(address()).status_code == 404
    assert Client().post(address(), ASKED).status_code == 404


def test_an_office_that_keeps_it_to_itself_has_no_page(office):
    office.help_settings.is_public = False
    office.help_settings.save()
    assert [Client().get(address(name)).status_code for name in ("host_help", "host_help_asked")] == [404, 404]
    assert address() not in Client().get(reverse("trust_host", args=[office.slug])).content.decode()


def test_the_public_page_of_the_office_leads_there(office):
    assert address() in Client().get(reverse("trust_host", args=[office.slug])).content.decode()


# --- Asking --------------------------------------------------------------------------------------------


def test_what_was_asked_waits_for_a_click_in_a_mail_and_nobody_at_the_office_sees_it(office):
    answer = ask()
    assert answer.headers["Location"] == address("host_help_asked")
    asked = HelpRequest.objects.get()
    assert (asked.email, asked.referral) == ("ida@people.demo.test", None)
    assert not Alumnus.objects.exists()
    assert [letter.mailbox.address for letter in OutgoingMail.objects.all()] == ["ida@people.demo.test"]
    assert "Look into your mail" in words_of(Client().get(address("host_help_asked")))


def test_a_double_click_asks_once(office):
    assert ask().headers["Location"] == ask().headers["Location"]
    assert (HelpRequest.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_the_answer_is_the_same_for_every_address(world, office):
    known = make.AlumnusFactory(host=office, email="known@people.demo.test")
    make.ReferralFactory(alumnus=known)
    answers = [ask(email=email) for email in ("new@people.demo.test", "known@people.demo.test", "director@demo.edu")]
    assert len({(answer.status_code, answer.headers["Location"]) for answer in answers}) == 1
    assert HelpRequest.objects.count() == 3


def test_who_graduated_lately_is_pointed_to_the_office_first_and_may_still_go_on(office):
    make.FreeServiceFactory(host=office, title="For new graduates", within_years=1)
    make.FreeServiceFactory(host=office, title="For all")
    year = str(clock.today().year - 2)
    page = ask(year=year)
    words = words_of(page)
    assert page.status_code == 200
    assert "Your college helps you itself" in words
    assert "For all" in words
    assert "For new graduates" not in words
    assert not HelpRequest.objects.exists()
    again = next(form for form in forms_of(page) if "words" in form.typed).values
    assert ask(**{name: values[0] for name, values in again.items()}, anyway="yes").status_code == 302
    assert HelpRequest.objects.get().graduation_year == int(year)


def test_a_program_that_fills_in_everything_gets_the_same_answer_and_nothing_happens(office):
    assert ask(leave_empty="https://example.org/").headers["Location"] == address("host_help_asked")
    assert not HelpRequest.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_one_address_is_not_written_to_again_and_again_and_the_answer_stays_the_same(office):
    answers = {ask(words=f"Help {number}").headers["Location"] for number in range(6)}
    assert answers == {address("host_help_asked")}
    assert HelpRequest.objects.count() == 3


def test_from_one_place_not_too_many_are_asked_for(office):
    codes = [ask(email=f"ida{number}@people.demo.test").status_code for number in range(12)]
    assert codes == [302] * 10 + [429] * 2
    assert HelpRequest.objects.count() == 10


@pytest.mark.parametrize(
    ("field", "said", "sentence"),
    [
        ("year", "last", "Give the year with four digits, such as 2019."),
        ("words", "", "Fill this in."),
        (
            "words",
            "Call me: 717 555 0188",
            "Leave out addresses, links and telephone numbers: they are shown once you both agree.",
        ),
        ("email", "ida", "Write it like name@college.edu."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(office, field, said, sentence):
    page = ask(**{field: said})
    assert page.status_code == 422
    assert page.context["form"].errors[field] == [sentence]


# --- The letter and the click --------------------------------------------------------------------------


def test_the_letter_says_who_was_asked_until_when_and_has_one_button(office, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with clock.set_to(clock.now().replace(year=2026, month=6, day=1, hour=14)):
        ask()
        deliver()
    (letter,) = mail.outbox
    assert letter.to == ["ida@people.demo.test"]
    assert letter.subject == "Confirm by Wed 3 Jun: your note to Career Office, Oxbow State University"
    assert "Nobody at the college or elsewhere has seen what you wrote" in letter.body
    assert link_path() in letter.body
    assert link_path() in letter.alternatives[0][0]


def test_a_click_makes_the_record_and_the_request(office):
    ask(majors="Basket weaving", occupation="Something with books")
    assert "A resume for a job as an editor" in words_of(Client().get(link_path()))
    assert not Referral.objects.exists()  # looking changes nothing
    confirm()
    referral = Referral.objects.get()
    assert (referral.origin, referral.state, referral.made_by) == ("self", "awaiting_consent", None)
    assert referral.words == ASKED["words"]
    alumnus = referral.alumnus
    assert (alumnus.name, alumnus.graduation_year, alumnus.source) == ("Ida Asking", 2010, "self")
    assert (alumnus.majors_words, alumnus.occupation_words) == ("Basket weaving", "Something with books")
    assert alumnus.addresses.get().confirmed_at is not None


def test_the_click_leads_straight_to_consent_and_choice_and_from_then_on_to_where_it_stands(office):
    make.LegalTextFactory(slug="consent", version=1)
    ask()
    assert confirm().headers["Location"] == f"/go/{token_of('referral-consent')}/"
    page = words_of(Client().get(confirm().headers["Location"]))
    assert "You asked" in page
    Referral.objects.update(state="closed", outcome="got_help", closed_at=clock.now(), due_at=None)
    assert confirm().headers["Location"] == f"/go/{token_of('referral-status')}/"


def test_a_second_click_makes_no_second(office):
    ask()
    confirm()
    assert "Go on" in words_of(Client().get(link_path()))
    confirm()
    assert (Alumnus.objects.count(), Referral.objects.count()) == (1, 1)


def test_what_a_record_knows_is_not_written_over_by_a_stranger(office):
    known = make.AlumnusFactory(
        host=office, name="Ida B. Asking", graduation_year=2009, email="ida@people.demo.test", majors_words="Nursing"
    )
    ask(majors="English", occupation="Editor")
    confirm()
    known.refresh_from_db()
    assert Referral.objects.get().alumnus == known
    assert (known.name, known.graduation_year, known.majors_words) == ("Ida B. Asking", 2009, "Nursing")
    assert known.occupation_words == "Editor"


def test_letters_go_to_an_address_that_is_read_rather_than_to_one_that_nobody_has_confirmed(office):
    known = make.AlumnusFactory(host=office, email="old@college.demo.test")
    known.addresses.create(host=office, email="ida@people.demo.test")
    ask()
    confirm()
    assert known.addresses.get(is_main=True).email == "ida@people.demo.test"


def test_a_confirmed_main_address_stays_the_main_one(office):
    known = make.AlumnusFactory(host=office, email="mine@people.demo.test")
    known.addresses.update(confirmed_at=clock.now())
    known.addresses.create(host=office, email="ida@people.demo.test")
    ask()
    confirm()
    assert known.addresses.get(is_main=True).email == "mine@people.demo.test"


def test_an_open_request_goes_on_instead_of_a_second(office):
    known = make.AlumnusFactory(host=office, email="ida@people.demo.test")
    first = make.ReferralFactory(alumnus=known)
    ask()
    confirm()
    assert list(Referral.objects.all()) == [first]


def test_it_was_not_me_deletes_it(office):
    ask()
    assert "Nobody saw what was typed." in words_of(confirm("forget"))
    assert not HelpRequest.objects.exists()
    assert not Mailbox.objects.filter(address="ida@people.demo.test").exists()
    assert not SignedLink.objects.filter(purpose="help-confirm").exists()


def test_a_mailbox_that_is_known_from_elsewhere_stays(office):
    make.AlumnusFactory(host=office, email="ida@people.demo.test")
    ask()
    confirm("forget")
    assert Mailbox.objects.filter(address="ida@people.demo.test").exists()


def test_a_new_link_shuts_the_one_that_confirmed(office):
    ask()
    confirm()
    path = link_path()
    assert Client().get(path).status_code == 200
    status.replace_link(Referral.objects.get())
    assert Client().get(path).status_code == 404


def test_the_letter_to_any_address_repeats_nothing_that_was_typed(office):
    ask(name="Claim your refund", words="Claim your refund")
    deliver()
    assert "Claim" not in mail.outbox[0].body + mail.outbox[0].subject


def test_an_office_that_stopped_asking_says_so(office):
    ask()
    office.help_settings.is_public = False
    office.help_settings.save()
    page = confirm()
    assert page.status_code == 422
    assert "This office takes no requests on its page any more." in words_of(page)
    assert not Alumnus.objects.exists()


def test_whose_address_was_typed_may_report_it(office):
    ask()
    assert "?step=report" in Client().get(link_path()).content.decode()
    for number in range(6):
        sent = {"whom": "0", "about": Report.About.values[0], "text": f"Who typed this? {number}"}
        answer = Client().post(f"{link_path()}?step=report", sent)
    assert (answer.status_code, Report.objects.filter(host=office, by=None).count()) == (422, 5)
    assert HelpRequest.objects.get().referral is None


def test_what_nobody_confirms_is_forgotten_after_48_hours(office):
    ask()
    with clock.set_to(clock.now() + timedelta(hours=47)):
        run_clocks()
        assert HelpRequest.objects.count() == 1
    with clock.set_to(clock.now() + timedelta(hours=48, minutes=1)):
        assert Client().get(link_path()).status_code == 410
        run_clocks()
    assert not HelpRequest.objects.exists()
    assert not Alumnus.objects.exists()
    assert not Mailbox.objects.filter(address="ida@people.demo.test").exists()


def test_what_became_a_request_is_kept_as_one_and_no_longer_beside_it(office):
    ask()
    confirm()
    asked = HelpRequest.objects.get()
    assert {asked.name, asked.email, asked.words, asked.majors_words} == {""}
    with clock.set_to(clock.now() + timedelta(hours=49)):
        ways.run_help_clocks()
    assert not HelpRequest.objects.exists()
    assert Referral.objects.count() == 1


def test_who_is_erased_is_gone_from_what_was_typed_on_the_page_and_from_its_letters(world, office):
    ask()
    confirm()
    ask(words="Something else")
    erase_alumnus(Alumnus.objects.get(), by=world.user["director"])
    assert not HelpRequest.objects.exists()
    assert not SignedLink.objects.filter(purpose="help-confirm").exists()
    deliver()
    assert set(OutgoingMail.objects.filter(kind="help_confirm").values_list("state", "text")) == {("cancelled", "")}


def test_another_click_of_an_altered_link_opens_nothing(office):
    ask()
    path = link_path()
    altered = path[:-2] + ("A" if path[-2] != "A" else "B") + "/"
    assert Client().get(altered).status_code == 404
