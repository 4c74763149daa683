"""The search page, its fragment, and the page that thanks the publishers."""

import pytest
from django.urls import reverse

from careerlink.taxonomy.queries import VOCABULARIES
from tests.factories import InstitutionFactory

HTMX = {"HX-Request": "true", "HX-Target": "id_college_choices"}


@pytest.fixture
def oxbow(db):
    return InstitutionFactory(unitid=900001, name="Oxbow State University", city="Oxbow")


def search_at(vocabulary="institution"):
    return reverse("taxonomy_search", args=[vocabulary])


def test_a_stranger_may_search_on_a_plain_page(client, oxbow):
    response = client.get(search_at(), {"q": "oxbow"})
    assert response.status_code == 200
    assert "Oxbow State University" in response.text
    assert "<h1" in response.text


def test_the_fragment_is_only_the_choices(client, oxbow):
    response = client.get(search_at(), {"field": "college", "college": "oxbow"}, headers=HTMX)
    assert '<input class="form-check-input" type="radio" name="college_code" value="900001">' in response.text
    assert 'id="id_college_choices_status" hx-swap-oob="innerHTML"' in response.text
    assert "1 found. Choose below." in response.text
    assert "<html" not in response.text


def test_the_fragment_may_be_kept_by_caches(client, oxbow):
    response = client.get(search_at(), {"field": "college", "college": "oxbow"}, headers=HTMX)
    assert response["Cache-Control"] == "public, max-age=3600"
    assert "HX-Request" in response["Vary"]


def test_ticked_ones_stay_in_the_fragment(client, oxbow):
    query = {"field": "college", "many": "1", "college": "zzz", "college_code": ["900001"]}
    response = client.get(search_at(), query, headers=HTMX)
    assert 'type="checkbox" name="college_code" value="900001" checked' in response.text


def test_an_unknown_vocabulary_is_not_found(client, db):
    assert client.get(search_at("secrets")).status_code == 404


def test_searching_changes_nothing_so_only_reading_is_allowed(client, db):
    assert client.post(search_at()).status_code == 405


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
@pytest.mark.parametrize("words", ["", "x" * 10_000, "💥" * 500, "<script>alert(1)</script>", "%"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_any_words_get_an_answer(client, db, vocabulary, words, headers):
    response = client.get(search_at(vocabulary), {"q": words, "field": "<b>"}, headers=headers)
    assert response.status_code == 200
    assert "<script>alert" not in response.text


def test_the_publishers_are_thanked_in_their_words(client, db):
    text = client.get(reverse("attribution")).text
    assert "This product includes information from the O*NET 29.3 Database" in text
    assert "Postal code data © GeoNames, CC BY 4.0; modified." in text
