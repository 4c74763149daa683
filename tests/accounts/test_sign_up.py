"""Joining by a path."""

import re

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import include, path

from careerlink.accounts.models import Agreement, User
from careerlink.accounts.signals import person_joined
from careerlink.accounts.views import sign_up
from tests import factories as make
from tests.accounts.help import code_to, is_logged_in, last_mail, mails_to, words_of

NEW = {"name": "Dana Whitcomb", "email": "dana@demo.edu", "password1": "four ordinary words", "agree": "on"}
PAGES = ["/join/office/", "/join/group/", "/join/writer/"]


@login_not_required
def colleague(request, token):
    if request.user.is_anonymous:
        return sign_up(request, "colleague", email="dana@demo.edu", verified=True)
    return HttpResponse(f"the next step of {request.user}")


urlpatterns = [path("invited/<token>/", colleague), path("", include("careerlink.urls"))]


@pytest.fixture(autouse=True)
def terms(db):
    return make.LegalTextFactory(slug="terms", version=1)


@pytest.fixture
def joined():
    heard = []

    def hear(sender, user, path, **kwargs):
        heard.append((user.email, path))

    person_joined.connect(hear)
    yield heard
    person_joined.disconnect(hear)


@pytest.mark.parametrize("address", ["/join/", *PAGES])
def test_a_stranger_sees_the_page(client, address):
    assert client.get(address).status_code == 200


def test_a_stranger_joins_and_is_back_where_she_was_after_a_mailed_code(client, terms, joined):
    answer = client.post("/join/office/?college=9", NEW)
    assert answer.status_code == 302
    assert answer.url == "/accounts/confirm-email/"
    assert joined == []
    answer = client.post("/accounts/confirm-email/", {"code": code_to("dana@demo.edu")})
    assert answer.url == "/join/office/?college=9"
    user = User.objects.get()
    assert (user.name, user.email) == ("Dana Whitcomb", "dana@demo.edu")
    assert joined == [("dana@demo.edu", "office")]
    assert list(Agreement.objects.values_list("user", "text")) == [(user.pk, terms.pk)]
    assert is_logged_in(client)


def test_the_path_is_that_of_the_page_whatever_the_form_says(client, joined):
    client.post("/join/writer/", {**NEW, "path": "office", "role": "moderator", "is_staff": "1", "next": "/evil/"})
    answer = client.post("/accounts/confirm-email/", {"code": code_to("dana@demo.edu")})
    assert answer.url == "/join/writer/"
    assert joined == [("dana@demo.edu", "writer")]
    assert not User.objects.get().is_staff


def test_a_taken_address_gets_the_same_answer_as_a_free_one(client, client2):
    make.UserFactory(email="taken@demo.edu", last_login="2026-01-01T00:00:00Z")
    free = client.post("/join/office/", NEW)
    taken = client2.post("/join/office/", {**NEW, "email": "Taken@demo.edu"})
    assert (free.status_code, free.url) == (taken.status_code, taken.url)
    pages = [one.get(free.url) for one in (client, client2)]
    assert [page.status_code for page in pages] == [200, 200]
    bodies = [without_tokens(page).replace("taken@demo.edu", "dana@demo.edu") for page in pages]
    assert bodies[0] == bodies[1]
    assert mails_to("taken@demo.edu") == ["account_already_exists"]
    assert mails_to("dana@demo.edu") == ["email_confirmation_signup"]
    assert User.objects.count() == 2


def test_asking_again_mails_again_to_a_taken_and_a_free_address(client, client2):
    make.UserFactory(email="taken@demo.edu", last_login="2026-01-01T00:00:00Z")
    client.post("/join/office/", NEW)
    client2.post("/join/office/", {**NEW, "email": "taken@demo.edu"})
    for one in (client, client2):
        assert one.post("/accounts/confirm-email/", {"action": "resend"}).url == "/accounts/confirm-email/"
    assert mails_to("taken@demo.edu") == ["account_already_exists"] * 2
    assert mails_to("dana@demo.edu") == ["email_confirmation_signup"] * 2


def test_an_address_that_a_stranger_took_without_confirming_is_free_again(client, client2):
    client.post("/join/office/", {**NEW, "password1": "password of a stranger"})
    client2.post("/join/writer/", NEW)
    answer = client2.post("/accounts/confirm-email/", {"code": code_to("dana@demo.edu")})
    assert answer.url == "/join/writer/"
    user = User.objects.get()
    assert user.check_password("four ordinary words")


def test_a_double_click_makes_one_account_and_one_mail(client):
    first = client.post("/join/office/", NEW)
    second = client.post("/join/office/", NEW)
    assert first.url == second.url
    assert mails_to("dana@demo.edu") == ["email_confirmation_signup"]
    assert client.post(first.url, {"code": code_to("dana@demo.edu")}).status_code == 302


def test_the_code_is_encrypted_at_rest(client):
    client.post("/join/office/", NEW)
    mail = last_mail("dana@demo.edu")
    assert words_of(mail)["code"] not in mail.secret
    assert mail.context == {}


def test_three_wrong_codes_end_the_attempt(client):
    client.post("/join/office/", NEW)
    for _attempt in range(3):
        client.post("/accounts/confirm-email/", {"code": "WRONG1"})
    client.post("/accounts/confirm-email/", {"code": code_to("dana@demo.edu")})
    assert not is_logged_in(client)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "x" * 101), ("name", "a\x00b"), ("email", "nobody"), ("email", "a\x00@demo.edu"),
        ("email", "x" * 300 + "@demo.edu"), ("password1", "short"), ("password1", "password123"),
        ("password1", "dana@demo.edu"), ("agree", ""),
    ],
)  # fmt: skip
def test_bad_input_gets_a_sentence_on_its_field(client, field, value):
    answer = client.post("/join/office/", {**NEW, field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "Zoë 🦉", "דנה", "\u202eDana"])
def test_unusual_names_are_kept_as_text(client, name):
    client.post("/join/office/", {**NEW, "name": name})
    assert User.objects.get().name == name


def test_the_plain_sign_up_page_is_closed(client):
    for answer in (client.get("/accounts/signup/"), client.post("/accounts/signup/", NEW)):
        assert (answer.status_code, answer.url) == (302, "/join/")
    assert not User.objects.exists()


def test_who_was_invited_by_a_mailed_link_needs_no_code(client, settings, joined):
    settings.ROOT_URLCONF = "tests.accounts.test_sign_up"
    answer = client.post("/invited/abc/", {**NEW, "email": "other@demo.edu"})
    assert answer.url == "/invited/abc/"
    assert client.get(answer.url).content == b"the next step of Dana Whitcomb"
    assert User.objects.get().email == "dana@demo.edu"
    assert joined == [("dana@demo.edu", "colleague")]
    assert mails_to("dana@demo.edu") == []


def test_who_was_invited_and_has_an_account_logs_in_first(client, settings):
    settings.ROOT_URLCONF = "tests.accounts.test_sign_up"
    make.UserFactory(email="dana@demo.edu", last_login="2026-01-01T00:00:00Z")
    assert client.get("/invited/abc/").url == "/accounts/login/?next=%2Finvited%2Fabc%2F"


def without_tokens(answer) -> str:
    """The body of a page without what differs at each request."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
