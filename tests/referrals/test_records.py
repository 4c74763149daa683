"""What an office keeps of an alumnus is put right."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from careerlink.audit.models import Entry
from careerlink.taxonomy.actions.index import index
from careerlink.web import clock
from referrals.actions.consent import open_referral
from referrals.actions.erasing import erase_alumnus
from referrals.actions.records import change_alumnus
from referrals.models import AlumnusAddress
from tests import factories as make
from tests.reading import words_of
from tests.referrals.hands import letters_to, token_of
from tests.test_pages import client_of


@pytest.fixture
def record(world):
    """Somebody with two addresses, in a world where some majors and jobs are known."""
    make.HelpSettingsFactory(host=world.office)
    make.LegalTextFactory(slug="consent", version=1)
    known = make.AlumnusFactory(host=world.office, name="Ada Alumna", email="ada@people.demo.test")
    known.addresses.create(host=world.office, email="old@college.demo.test")
    return known


SAID = {
    "name": "Ada Alumna",
    "email": "ada@people.demo.test",
    "others": "old@college.demo.test",
    "year": "2019",
    "majors": "",
    "occupation": "",
    "stage": "",
    "place": "",
    "language": "",
}


def keep(world, record, **said):
    return client_of(world, "staff").post(reverse("alumnus_edit", args=[record.key]), SAID | said)


def addresses(record):
    return list(record.addresses.order_by("-is_main", "email").values_list("email", "is_main"))


def test_who_was_erased_or_has_said_no_in_the_meantime_is_not_written_to_again(world, record):
    before = type(record).objects.get(pk=record.pk)  # as the page of a colleague has it
    type(record).objects.update(opted_out_at=clock.now())
    with pytest.raises(ValidationError, match="has asked not to be written to"):
        open_referral(before, by=world.user["staff"])
    erase_alumnus(record, by=None)
    facts = {"name": "Ada", "email": "ada@people.demo.test", "others": [], "year": 2019, "codes": [], "place": None}
    facts |= {"majors_words": "", "occupation_words": "", "stage": "", "language": "", "no_mail": False}
    with pytest.raises(ValidationError, match="has been erased"):
        change_alumnus(before, by=world.user["staff"], **facts)
    with pytest.raises(ValidationError, match="has been erased"):
        open_referral(before, by=world.user["staff"])
    assert addresses(record) == []


def test_the_page_shows_what_is_kept_and_keeping_it_changes_nothing(world, record):
    page = client_of(world, "staff").get(reverse("alumnus_edit", args=[record.key]))
    assert page.context["form"].initial["others"] == "old@college.demo.test"
    before = Entry.objects.count()
    assert keep(world, record).status_code == 302
    assert Entry.objects.count() == before


def test_everything_about_somebody_can_be_put_right(world, record):
    make.PlaceFactory(zip="10001")
    said = {"name": "Ada Byron", "year": "2020", "stage": "early", "language": "es", "place": "10001", "no_mail": "on"}
    assert keep(world, record, **said).status_code == 302
    record.refresh_from_db()
    assert (record.name, record.graduation_year, record.stage, record.language) == ("Ada Byron", 2020, "early", "es")
    assert record.place_id == "10001"
    assert record.opted_out_at is not None
    keep(world, record)
    record.refresh_from_db()
    assert (record.opted_out_at, record.place_id, record.stage) == (None, None, "")


def test_another_address_becomes_the_main_one_and_keeps_when_it_was_confirmed(world, record):
    AlumnusAddress.objects.filter(email="old@college.demo.test").update(confirmed_at=record.made_at)
    keep(world, record, email="OLD@college.demo.test", others="new@people.demo.test\nnew@people.demo.test")
    assert addresses(record) == [("old@college.demo.test", True), ("new@people.demo.test", False)]
    assert record.addresses.get(is_main=True).confirmed_at == record.made_at


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"email": "b@people.demo.test"}, "email", "In your records b@people.demo.test belongs to Bo Other."),
        ({"others": "b@people.demo.test"}, "others", "In your records b@people.demo.test belongs to Bo Other."),
        ({"others": "no address"}, "others", "“no” is no e-mail address."),
        ({"others": " ".join(f"a{n}@demo.test" for n in range(6))}, "others", "Keep at most 5 addresses."),
        ({"year": "1066"}, "year", "Give the year with four digits, such as 2019."),
        ({"place": "99999"}, "place", "We know no place with this ZIP code. Write one nearby."),
        ({"stage": "king"}, "stage", "Choose from the list; “king” is not in it."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_half_kept(world, record, said, field, sentence):
    make.AlumnusFactory(host=world.office, name="Bo Other", email="b@people.demo.test")
    page = keep(world, record, name="Somebody Else", **said)
    assert page.status_code == 422
    assert page.context["form"].errors[field] == [sentence]
    record.refresh_from_db()
    assert record.name == "Ada Alumna"
    assert addresses(record) == [("ada@people.demo.test", True), ("old@college.demo.test", False)]


def test_a_link_that_waits_is_mailed_to_the_address_that_was_put_right_and_the_old_one_opens_nothing(world, record):
    referral = open_referral(record, by=world.user["staff"], words="A resume")
    old = f"/go/{token_of('referral-consent')}/"
    answer = keep(world, record, email="right@people.demo.test", others="")
    assert answer.headers["Location"] == reverse("alumnus_sent", args=[referral.key])
    assert [letter.to for letter in letters_to("right@people.demo.test")] == [["right@people.demo.test"]]
    assert Client().get(old).status_code == 404
    assert Client().get(f"/go/{token_of('referral-consent')}/").status_code == 200


def test_the_same_address_in_the_records_of_another_office_is_no_obstacle(world, record):
    make.AlumnusFactory(host=world.rival, email="both@people.demo.test")
    assert keep(world, record, email="both@people.demo.test").status_code == 302


# --- Words and codes -------------------------------------------------------------------------------------


@pytest.fixture
def vocabulary(record):
    """Two kinds of nursing, two of managers, and one welder."""
    for code, title in [("51.3801", "Registered Nursing"), ("51.3805", "Family Nursing"), ("23.0101", "English")]:
        make.MajorFactory(code=code, title=title)
    for code, title in [("11-2021", "Marketing Managers"), ("11-2022", "Sales Managers"), ("51-4121", "Welders")]:
        make.OccupationFactory(code=code, title=title)
    index()
    return record


def codes(record):
    return sorted(record.tags.values_list("vocabulary", "code"))


def test_ordinary_words_are_kept_and_read_as_codes(world, vocabulary):
    assert keep(world, vocabulary, majors="english", occupation="welder").status_code == 302
    vocabulary.refresh_from_db()
    assert (vocabulary.majors_words, vocabulary.occupation_words) == ("English", "welder")
    assert codes(vocabulary) == [("major", "23.0101"), ("occupation", "51-4121")]


def test_words_that_mean_several_jobs_are_asked_about_with_the_choices(world, vocabulary):
    page = keep(world, vocabulary, occupation="manager")
    assert page.status_code == 422
    several = "Which one do you mean? Choose below, or type more of the name."
    assert page.context["form"].errors == {"occupation": [several]}
    assert {"Marketing Managers", "Sales Managers"} <= set(words_of(page).splitlines())
    assert keep(world, vocabulary, occupation="manager", occupation_code="11-2022").status_code == 302
    vocabulary.refresh_from_db()
    assert (vocabulary.occupation_words, codes(vocabulary)) == ("manager", [("occupation", "11-2022")])


def test_words_that_nobody_knows_are_kept_without_a_code(world, vocabulary):
    assert keep(world, vocabulary, majors="Zymurgics", occupation="Quux").status_code == 302
    vocabulary.refresh_from_db()
    assert (vocabulary.majors_words, vocabulary.occupation_words, codes(vocabulary)) == ("Zymurgics", "Quux", [])


def test_words_of_a_record_need_not_be_put_right_to_change_something_else(world, vocabulary):
    vocabulary.majors_words = "Nursing (BSN)"
    vocabulary.occupation_words = "manager"
    vocabulary.save()
    vocabulary.tags.create(vocabulary="major", code="51.3801")
    said = {"majors_code": "51.3801", "occupation": "manager", "year": "2001"}
    assert keep(world, vocabulary, **said).status_code == 302
    vocabulary.refresh_from_db()
    assert (vocabulary.graduation_year, vocabulary.majors_words) == (2001, "Nursing (BSN)")
    assert vocabulary.occupation_words == "manager"


def test_who_was_erased_is_not_changed_any_more(world, record):
    record.erased_at = record.made_at
    record.save()
    assert keep(world, record).status_code == 404
