"""The terms, agreed to and asked again."""

import pytest
from django.core.cache import cache

from careerlink.accounts.models import Agreement
from tests import factories as make
from tests.accounts.help import log_in
from tests.queries import count_queries


@pytest.fixture
def dana(db):
    return make.UserFactory(email="dana@demo.edu")


@pytest.fixture
def terms(db):
    return make.LegalTextFactory(slug="terms", version=1, body="## Kindness\n\nBe kind.")


def test_the_terms_are_public(client, terms):
    answer = client.get("/terms/")
    assert answer.status_code == 200
    assert "Kindness" in answer.content.decode()
    assert "I agree" not in answer.content.decode()


def test_without_any_terms_there_is_no_page_and_nobody_is_asked(client, dana):
    assert client.get("/terms/").status_code == 404
    client.force_login(dana)
    assert client.get("/account/").status_code == 200


def test_who_has_not_agreed_is_asked_first_and_then_goes_on(client, dana, terms):
    client.force_login(dana)
    answer = client.get("/account/?x=1")
    assert (answer.status_code, answer.url) == (302, "/terms/?next=%2Faccount%2F%3Fx%3D1")
    page = client.get(answer.url)
    assert page.context["next"] == "/account/?x=1"
    answer = client.post("/terms/", {"version": "1", "next": "/account/?x=1"})
    assert answer.url == "/account/?x=1"
    assert client.get("/account/?x=1").status_code == 200
    assert list(Agreement.objects.values_list("user", "text")) == [(dana.pk, terms.pk)]


def test_agreeing_twice_is_agreeing_once(client, dana, terms):
    client.force_login(dana)
    client.post("/terms/", {"version": "1"})
    assert client.post("/terms/", {"version": "1"}).url == "/start/"
    assert Agreement.objects.count() == 1


def test_a_new_version_is_asked_in_the_same_session(client, dana, terms):
    dana.agreements.create(text=terms)
    client.force_login(dana)
    assert client.get("/account/").status_code == 200
    make.LegalTextFactory(slug="terms", version=2)
    cache.clear()  # a minute later
    assert client.get("/account/").url == "/terms/?next=%2Faccount%2F"


def test_a_version_that_is_not_in_force_yet_is_not_asked(client, dana, terms):
    dana.agreements.create(text=terms)
    make.LegalTextFactory(slug="terms", version=2, in_force_from="2100-01-01T00:00:00Z")
    client.force_login(dana)
    assert client.get("/account/").status_code == 200


def test_she_cannot_agree_to_a_text_that_she_did_not_see(client, dana, terms):
    client.force_login(dana)
    make.LegalTextFactory(slug="terms", version=2)
    assert client.post("/terms/", {"version": "1"}).url == "/terms/"
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("evil", ["https://evil.example.org/", "//evil.example.org", "/\\evil.example.org"])
def test_agreeing_never_sends_to_another_site(client, dana, terms, evil):
    client.force_login(dana)
    assert client.post("/terms/", {"version": "1", "next": evil}).url == "/start/"


@pytest.mark.parametrize("address", ["/account/export/", "/account/erase/", "/join/", "/terms/"])
def test_some_pages_are_open_without_agreeing(client, dana, terms, address):
    client.force_login(dana)
    assert client.get(address).status_code == 200


def test_she_can_log_out_without_agreeing(client, dana, terms):
    client.force_login(dana)
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


def test_a_form_that_is_sent_without_agreeing_does_nothing(client, dana, terms):
    client.force_login(dana)
    assert client.post("/account/", {"name": "Other", "zone": "UTC"}).url == "/terms/"
    dana.refresh_from_db()
    assert dana.name != "Other"


def test_htmx_is_sent_to_the_terms_as_a_whole_page(client, dana, terms):
    client.force_login(dana)
    answer = client.get("/account/", headers={"hx-request": "true"})
    assert answer.headers["HX-Redirect"] == "/terms/"


def test_asking_costs_no_query_once_she_is_logged_in(client, dana, terms):
    dana.agreements.create(text=terms)
    log_in(client, "dana@demo.edu")
    with count_queries() as number:
        client.get("/account/")
    cache.clear()
    with count_queries() as number_after_a_minute:
        client.get("/account/")
    assert number_after_a_minute() == number() + 1


def test_anybody_may_ask_for_the_terms_but_strangers_cannot_agree(client, terms):
    assert client.post("/terms/", {"version": "1"}).url == "/accounts/login/"


def test_loading_the_texts_twice_loads_them_once(db, capsys):
    from django.core.management import call_command  # noqa: PLC0415

    for _time in range(2):
        call_command("load_texts")
    texts = ("campus", "conflict", "consent", "gifts", "pledge", "terms")
    said = [f"{text} 1: {what}" for what in ("loaded", "there already") for text in texts]
    assert capsys.readouterr().out.splitlines() == said
