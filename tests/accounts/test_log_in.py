"""Logging in, and being kept out."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from careerlink.accounts.models import User
from careerlink.outbox.actions import mailbox_for
from tests import factories as make
from tests.accounts.help import PASSWORD, code_to, is_logged_in, last_mail, log_in, mails_to, words_of
from tests.queries import count_queries


@pytest.fixture(autouse=True)
def dana(db):
    return make.UserFactory(email="dana@demo.edu", name="Dana", last_login="2026-01-01T00:00:00Z")


def by_code(client, address, **data):
    return client.post("/accounts/login/", {"login": address, "by_code": "1", **data})


def body(answer, address: str) -> str:
    """A page without what differs at each request."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return text.replace(address, "ADDRESS")


# --- By password -----------------------------------------------------------------------------------------


def test_the_one_page_asks_for_address_and_password_and_offers_a_code(client):
    page = client.get("/accounts/login/").content.decode()
    assert re.findall(r'<input[^>]+name="(\w+)"', page)[:3] == ["csrfmiddlewaretoken", "login", "password"]
    assert "Mail me a code instead" in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("address", ["dana@demo.edu", "Dana@Demo.EDU", " dana@demo.edu "])
def test_she_logs_in_by_password(client, address):
    answer = log_in(client, address)
    assert (answer.status_code, answer.url) == (302, "/start/")
    assert is_logged_in(client)


def test_she_logs_in_with_each_of_her_addresses(client, dana):
    dana.emailaddress_set.create(email="second@demo.edu", verified=True)
    log_in(client, "second@demo.edu")
    assert is_logged_in(client)


def test_an_address_that_is_not_confirmed_opens_nothing(client, dana):
    dana.emailaddress_set.create(email="second@demo.edu", verified=False)
    log_in(client, "second@demo.edu")
    assert not is_logged_in(client)


def test_she_is_back_at_the_page_she_wanted(client):
    wanted = client.get("/account/export/?format=json")
    assert wanted.url == "/accounts/login/?next=/account/export/%3Fformat%3Djson"
    page = client.get(wanted.url).content.decode()
    assert '<input type="hidden" name="next" value="/account/export/?format=json"' in page
    answer = client.post(
        "/accounts/login/", {"login": "dana@demo.edu", "password": PASSWORD, "next": "/account/export/?format=json"}
    )
    assert answer.url == "/account/export/?format=json"


@pytest.mark.parametrize(
    "evil", ["https://evil.example.org/", "//evil.example.org/", "/\\evil.example.org", "javascript:alert(1)", "\x00"]
)
def test_she_is_never_sent_to_another_site(client, evil):
    answer = client.post("/accounts/login/", {"login": "dana@demo.edu", "password": PASSWORD, "next": evil})
    assert answer.url == "/start/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, client2):
    wrong = log_in(client, "dana@demo.edu", "not the password")
    unknown = log_in(client2, "nobody@demo.edu", "not the password")
    assert wrong.status_code == unknown.status_code
    assert body(wrong, "dana@demo.edu") == body(unknown, "nobody@demo.edu")


@pytest.mark.parametrize("data", [{}, {"login": "dana@demo.edu"}, {"login": "a\x00", "password": "b\x00"}])
def test_bad_input_is_refused_at_the_field(client, data):
    assert client.post("/accounts/login/", data).context["form"].errors


# --- By a mailed code --------------------------------------------------------------------------------------


def test_she_logs_in_by_a_mailed_code_and_is_back_at_the_page_she_wanted(client):
    answer = by_code(client, "dana@demo.edu", next="/account/export/")
    assert answer.url == "/accounts/login/code/confirm/?next=%2Faccount%2Fexport%2F"
    page = client.get(answer.url)
    assert 'value="/account/export/"' in page.content.decode()
    answer = client.post(
        "/accounts/login/code/confirm/", {"code": code_to("dana@demo.edu"), "next": "/account/export/"}
    )
    assert answer.url == "/account/export/"
    assert is_logged_in(client)


def test_a_known_and_an_unknown_address_get_the_same_answer_to_a_code(client, client2):
    known, unknown = by_code(client, "dana@demo.edu"), by_code(client2, "nobody@demo.edu")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    pages = [client.get(known.url), client2.get(unknown.url)]
    assert body(pages[0], "dana@demo.edu") == body(pages[1], "nobody@demo.edu")
    wrong = [one.post(known.url, {"code": "WRONG1"}) for one in (client, client2)]
    assert body(wrong[0], "dana@demo.edu") == body(wrong[1], "nobody@demo.edu")
    assert mails_to("dana@demo.edu") == ["login_code"]
    assert mails_to("nobody@demo.edu") == ["unknown_account"]


def test_asking_again_mails_again_to_a_known_and_an_unknown_address(client, client2):
    by_code(client, "dana@demo.edu")
    by_code(client2, "nobody@demo.edu")
    answers = [one.post("/accounts/login/code/confirm/", {"action": "resend"}) for one in (client, client2)]
    pages = [one.get(answers[0].url) for one in (client, client2)]
    assert body(pages[0], "dana@demo.edu") == body(pages[1], "nobody@demo.edu")
    assert mails_to("dana@demo.edu") == ["login_code"] * 2
    assert mails_to("nobody@demo.edu") == ["unknown_account"] * 2


def test_a_new_code_makes_the_old_one_useless(client):
    by_code(client, "dana@demo.edu")
    old = code_to("dana@demo.edu")
    client.post("/accounts/login/code/confirm/", {"action": "resend"})
    assert code_to("dana@demo.edu") != old
    client.post("/accounts/login/code/confirm/", {"code": old})
    assert not is_logged_in(client)
    client.post("/accounts/login/code/confirm/", {"code": code_to("dana@demo.edu")})
    assert is_logged_in(client)


def test_an_account_that_a_stranger_made_with_her_address_keeps_nothing_of_his(client, client2):
    make.LegalTextFactory(slug="terms", version=1)
    fields = {"name": "x", "email": "eve@demo.edu", "password1": "password of a stranger", "agree": "on"}
    client.post("/join/office/", fields)
    by_code(client2, "eve@demo.edu")
    client2.post("/accounts/login/code/confirm/", {"code": code_to("eve@demo.edu")})
    assert User.objects.get(email="eve@demo.edu").last_login is not None
    assert not User.objects.get(email="eve@demo.edu").has_usable_password()


# --- A new password ------------------------------------------------------------------------------------------


def test_a_known_and_an_unknown_address_get_the_same_answer_to_a_reset(client, client2):
    known = client.post("/accounts/password/reset/", {"email": "dana@demo.edu"})
    unknown = client2.post("/accounts/password/reset/", {"email": "nobody@demo.edu"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert body(client.get(known.url), "") == body(client2.get(unknown.url), "")
    assert mails_to("dana@demo.edu") == ["password_reset_key"]
    assert mails_to("nobody@demo.edu") == ["unknown_account"]


def test_the_reset_link_works_once_and_ends_all_sessions(client, client2, settings):
    log_in(client, "dana@demo.edu")
    client2.post("/accounts/password/reset/", {"email": "dana@demo.edu"}, HTTP_HOST="127.0.0.1")
    link = words_of(last_mail("dana@demo.edu"))["password_reset_url"]
    assert link.startswith(settings.SITE_URL + "/accounts/password/reset/key/")
    form = client2.get(link.removeprefix(settings.SITE_URL)).url
    client2.post(form, {"password1": "another good password", "password2": "another good password"})
    assert mails_to("dana@demo.edu") == ["password_reset_key", "password_reset"]
    assert not is_logged_in(client)
    log_in(client2, "dana@demo.edu", "another good password")
    assert is_logged_in(client2)
    client.cookies.clear()
    assert "no longer works" in client.get(link.removeprefix(settings.SITE_URL)).content.decode()


def test_a_changed_password_ends_all_other_sessions(client, client2, dana):
    log_in(client, "dana@demo.edu")
    log_in(client2, "dana@demo.edu")
    new = {"oldpassword": PASSWORD, "password1": "another good password", "password2": "another good password"}
    assert client.post("/accounts/password/change/", new).url == "/account/"
    assert is_logged_in(client)
    assert not is_logged_in(client2)
    assert dana.usersession_set.count() == 1
    assert mails_to("dana@demo.edu") == ["password_changed"]


# --- Too many tries ---------------------------------------------------------------------------------------------


def test_ten_wrong_tries_close_the_account_for_a_while_whatever_address_they_come_from(client):
    for number in range(10):
        log_in(client, "dana@demo.edu", "wrong", REMOTE_ADDR=f"10.0.0.{number}")
    answer = log_in(client, "dana@demo.edu", REMOTE_ADDR="10.0.1.1")
    assert "Too many" in answer.content.decode()
    assert not is_logged_in(client)


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_CF_CONNECTING_IP"])
def test_ten_wrong_tries_close_an_address_and_no_header_lifts_it(client, header):
    for number in range(10):
        log_in(client, f"person{number}@demo.edu", "wrong", **{header: f"10.0.0.{number}"})
    answer = log_in(client, "dana@demo.edu", **{header: "10.0.1.1"})
    assert "Too many" in answer.content.decode()
    assert not is_logged_in(client)


def test_behind_one_proxy_only_what_the_proxy_wrote_counts(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(10):
        log_in(client, f"person{number}@demo.edu", "wrong", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}, 192.0.2.7")
    log_in(client, "dana@demo.edu", HTTP_X_FORWARDED_FOR="10.9.9.9, 192.0.2.7")
    assert not is_logged_in(client)
    log_in(client, "dana@demo.edu", HTTP_X_FORWARDED_FOR="192.0.2.7, 192.0.2.8")
    assert is_logged_in(client)


def test_another_name_of_the_site_gives_no_further_tries(client):
    for number in range(10):
        log_in(client, "dana@demo.edu", "wrong", HTTP_HOST="127.0.0.1", REMOTE_ADDR=f"10.0.0.{number}")
    log_in(client, "dana@demo.edu", HTTP_HOST="localhost", REMOTE_ADDR="10.0.1.1")
    assert not is_logged_in(client)


def test_right_passwords_do_not_count(client):
    for _time in range(12):
        log_in(client, "dana@demo.edu")
        client.post("/accounts/logout/")
    log_in(client, "dana@demo.edu")
    assert is_logged_in(client)


# --- The admin ----------------------------------------------------------------------------------------------------


def test_the_admin_sends_to_the_same_log_in_page(client):
    assert client.get("/admin/").url == "/admin/login/?next=/admin/"
    answer = client.post(
        "/admin/login/?next=/admin/accounts/user/", {"username": "dana@demo.edu", "password": PASSWORD}
    )
    assert answer.url == "/accounts/login/?next=/admin/accounts/user/"
    assert client.get("/admin/login/").url == "/accounts/login/?next=/admin/"


def test_the_admin_does_not_exist_for_others(client, dana):
    client.force_login(dana)
    assert client.get("/admin/", follow=True).status_code == 404


# --- The second step ------------------------------------------------------------------------------------------------


def confirm_password(client) -> None:
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def add_app(client) -> str:
    """Set up an authenticator app as she does; returns its secret."""
    confirm_password(client)
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    return secret


def code_of(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def test_with_an_app_the_password_alone_does_not_let_in(client, client2, django_capture_on_commit_callbacks):
    log_in(client, "dana@demo.edu")
    with django_capture_on_commit_callbacks(execute=True):
        secret = add_app(client)
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert mails_to("dana@demo.edu") == ["totp_activated"]
    answer = log_in(client2, "dana@demo.edu")
    assert answer.url == "/accounts/2fa/authenticate/"
    assert not is_logged_in(client2)
    assert client2.get("/accounts/2fa/authenticate/").status_code == 200
    client2.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert not is_logged_in(client2)
    cache.clear()  # a code counts once; the app of this test shows the same within 30 seconds
    answer = client2.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert answer.url == "/start/"
    assert is_logged_in(client2)


def test_a_recovery_code_lets_in_once(client, client2, dana):
    log_in(client, "dana@demo.edu")
    add_app(client)
    code = dana.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()[0]
    for lets_in in (True, False):
        client2.cookies.clear()
        log_in(client2, "dana@demo.edu")
        client2.post("/accounts/2fa/authenticate/", {"code": code})
        assert is_logged_in(client2) is lets_in


def test_a_factor_is_added_only_after_the_password_once_more(client):
    log_in(client, "dana@demo.edu")
    answer = client.get("/accounts/2fa/totp/activate/")
    assert answer.url == "/accounts/reauthenticate/?next=%2Faccounts%2F2fa%2Ftotp%2Factivate%2F"


def test_who_has_no_password_can_add_a_factor_and_set_a_password(client, dana):
    dana.set_unusable_password()
    dana.save()
    by_code(client, "dana@demo.edu")
    client.post("/accounts/login/code/confirm/", {"code": code_to("dana@demo.edu")})
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    assert client.get("/accounts/password/change/").url == "/accounts/password/set/"
    assert_ours(client.get("/accounts/password/set/"))


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/email/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/", "/accounts/sessions/", "/accounts/logout/",
        "/account/", "/account/export/", "/account/erase/", "/accounts/reauthenticate/",
    ],
)  # fmt: skip
def test_every_page_of_the_account_is_in_our_layout_and_without_inline_script(client, address):
    log_in(client, "dana@demo.edu")
    confirm_password(client)
    assert_ours(client.get(address))


def test_the_pages_after_an_app_is_added_are_in_our_layout(client):
    log_in(client, "dana@demo.edu")
    add_app(client)
    for page in ("", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/", "reauthenticate/"):
        assert_ours(client.get(f"/accounts/2fa/{page}"))


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/", "/accounts/password/reset/done/",
        "/accounts/password/reset/key/done/", "/accounts/inactive/", "/accounts/password/reset/key/1-abc/",
        "/accounts/3rdparty/login/cancelled/",
    ],
)  # fmt: skip
def test_every_page_of_the_front_door_is_in_our_layout_and_without_inline_script(client, address):
    assert_ours(client.get(address))


def assert_ours(answer) -> None:
    page = answer.content.decode()
    assert (answer.status_code, page.count("<h1")) == (200, 1)
    assert '<main id="main"' in page
    assert '<html lang="en' in page
    scripts = re.findall(r"<script([^>]*)>", page)
    assert [one for one in scripts if " src=" not in one and "application/json" not in one] == []
    assert re.findall(r"\s(?:style|on\w+)=\"", page) == []


# --- The same work ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("door", "form"),
    [
        ("/accounts/login/", lambda address: {"login": address, "password": "wrong"}),
        ("/accounts/login/", lambda address: {"login": address, "by_code": "1"}),
        ("/accounts/password/reset/", lambda address: {"email": address}),
    ],
)
def test_a_known_and_an_unknown_address_cost_the_database_as_much(dana, door, form):
    """Measured in time by `make bench-sign-in`."""
    mailbox_for(dana.email, user_id=dana.pk)
    costs = []
    for network, address in enumerate(["dana@demo.edu", "nobody@demo.edu"]):
        with count_queries() as n:
            Client(REMOTE_ADDR=f"10.0.0.{network}").post(door, form(address))
        costs.append(n())
    assert abs(costs[0] - costs[1]) <= 1, costs
