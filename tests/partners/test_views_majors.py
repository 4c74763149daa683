"""Which majors a college teaches: a guess, a pasted list, a few added."""

import pytest
from django.urls import reverse

from partners.actions.hosts import found_host
from partners.models import TaughtMajor
from tests import factories as make
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def majors(world):
    make.MajorFactory(code="23", level=1, title="ENGLISH LANGUAGE AND LITERATURE/LETTERS.")
    make.MajorFactory(code="51", level=1, title="HEALTH PROFESSIONS.")
    return [
        make.MajorFactory(code="23.0101", title="English Language and Literature, General."),
        make.MajorFactory(code="51.3801", title="Registered Nursing."),
        make.MajorFactory(code="51.3808", title="Nursing Science."),
    ]


def guess(world, majors):
    TaughtMajor.objects.bulk_create(TaughtMajor(host=world.office, major=major, source="guess") for major in majors)


def test_a_guess_is_confirmed_with_what_is_left_ticked(client, world, majors):
    guess(world, majors)
    client.force_login(world.user["director"])
    address = reverse("host_majors", args=[world.office.slug])
    assert "3 of these are a guess" in client.get(address).content.decode()
    assert client.post(address, {"majors": ["23.0101", "51.3801", "nonsense"]}).status_code == 302
    taught = list(world.office.taught_majors.order_by("major").values_list("major", "source"))
    assert taught == [("23.0101", "picked"), ("51.3801", "picked")]


def test_majors_are_added_by_words(client, world, majors):
    client.force_login(world.user["director"])
    address = reverse("majors_add", args=[world.office.slug])
    assert client.post(address, {"majors_code": ["51.3801"], "majors": ""}).status_code == 302
    assert client.post(address, {"majors": "zzqx"}).status_code == 422
    assert client.post(address, {}).status_code == 422
    assert list(world.office.taught_majors.values_list("major", "source")) == [("51.3801", "picked")]


def test_a_pasted_list_is_shown_before_it_is_kept(client, world, majors):
    client.force_login(world.user["director"])
    address = reverse("majors_paste", args=[world.office.slug])
    page = client.post(address, {"catalogue": "Registered Nursing\n\nBasket weaving zzqx\n"})
    assert page.status_code == 200
    assert not world.office.taught_majors.exists()
    assert [line.text for line in page.context["unknown"]] == ["Basket weaving zzqx"]
    assert [line.match.code for line in page.context["clear"]] == ["51.3801"]
    kept = {"keep": "yes", "majors": ["51.3801", "\x00", "99.99"], "line7": "23.0101", "line8": ""}
    assert client.post(address, kept).status_code == 302
    assert sorted(world.office.taught_majors.values_list("major", "source")) == [
        ("23.0101", "pasted"),
        ("51.3801", "pasted"),
    ]


@pytest.mark.parametrize("text", ["", "a\x00b", "x\n" * 500, "y" * 40_000])
def test_bad_lists_are_refused_in_words(client, world, majors, text):
    client.force_login(world.user["director"])
    assert client.post(reverse("majors_paste", args=[world.office.slug]), {"catalogue": text}).status_code == 422


def test_what_was_a_guess_is_confirmed_by_a_pasted_list(client, world, majors):
    guess(world, majors[:1])
    client.force_login(world.user["director"])
    client.post(reverse("majors_paste", args=[world.office.slug]), {"keep": "yes", "majors": ["23.0101"]})
    assert list(world.office.taught_majors.values_list("source", flat=True)) == ["pasted"]


@pytest.mark.parametrize("name", ["majors_add", "majors_paste", "majors_typical"])
@pytest.mark.parametrize("who", ["staff", "viewer", "other", "writer"])
def test_only_managers_change_majors(client, world, name, who):
    client.force_login(world.user[who])
    assert client.post(reverse(name, args=[world.office.slug])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_number_of_questions(client, world, majors, rows):
    guess(world, majors[:rows])
    client.force_login(world.user["director"])
    with count_queries() as n:
        client.get(reverse("host_majors", args=[world.office.slug]))
    assert n() == 4, n.listing()


def test_hundreds_of_majors_work(client, world):
    many = [make.MajorFactory(code=f"{10 + n // 40}.{n:04d}", title=f"Major {n}") for n in range(400)]
    guess(world, many)
    client.force_login(world.user["director"])
    address = reverse("host_majors", args=[world.office.slug])
    assert client.get(address).status_code == 200
    assert client.post(address, {"majors": [major.code for major in many[:350]]}).status_code == 302
    assert world.office.taught_majors.filter(source="picked").count() == 350


def test_an_office_starts_with_what_is_typical_as_a_guess(world, majors):
    person = make.UserFactory()
    college = make.InstitutionFactory(highest_offering="Bachelor's degree", size_band="1,000 - 4,999")
    host = found_host(by=person, institution=college, kind="career_office", name="Career Services")
    assert "23.0101" in set(host.taught_majors.values_list("major", flat=True))
    assert set(host.taught_majors.values_list("source", flat=True)) == {"guess"}
    group = found_host(by=person, institution=college, kind="faculty", name="English")
    assert not group.taught_majors.exists()


def test_a_professor_may_start_from_the_same_guess(client, world, majors):
    client.force_login(world.user["professor"])
    assert client.post(reverse("majors_typical", args=[world.faculty.slug])).status_code == 302
    assert world.faculty.taught_majors.filter(source="guess").exists()


def test_the_public_page_calls_a_guess_a_guess(client, world, majors):
    guess(world, majors)
    client.force_login(world.user["writer"])
    address = reverse("host_page", args=[world.office.slug])
    assert "a guess, not confirmed yet" in client.get(address).content.decode()
    world.office.taught_majors.update(source="picked")
    assert "a guess" not in client.get(address).content.decode()
