"""Ten wrong tries, and no more: for each account from anywhere, and for each network address over all accounts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from allauth.core.internal.cryptokit import generate_user_code
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.test import Client

from careerlink.accounts import actions, tasks
from careerlink.accounts.models import Tries
from careerlink.web import clock
from tests import factories as make
from tests.accounts.help import PASSWORD, code_to, is_logged_in, last_mail, log_in, words_of
from tests.accounts.test_log_in import add_app, body, by_code, code_of

CLOSED = "Too many wrong tries. You can try again at "


@pytest.fixture
def dana(db):
    return make.UserFactory(email="dana@demo.edu", last_login="2026-01-01T00:00:00Z")


def wrong(client, number=10, address="dana@demo.edu", **extra):
    """Wrong passwords, each from another network address unless it is said where from."""
    for n in range(number):
        answer = log_in(client, address, "wrong", **{"REMOTE_ADDR": f"10.1.{n // 200}.{n % 200}", **extra})
    return answer


def says_closed(answer) -> bool:
    return CLOSED in answer.content.decode()


def use_up(who="dana@demo.edu"):
    """Nine wrong tries from nine places."""
    for n in range(9):
        with actions.one_try(who, f"10.2.0.{n}") as this:
            this.is_wrong = True


# --- One account -----------------------------------------------------------------------------------------


def test_the_eleventh_try_is_refused_with_the_hour_whatever_the_password(client, dana):
    assert not says_closed(wrong(client))
    answer = log_in(client, "dana@demo.edu", REMOTE_ADDR="10.9.9.9")
    assert says_closed(answer)
    assert not is_logged_in(client)


def test_it_is_open_again_a_quarter_of_an_hour_after_the_last_of_them(client, dana):
    now = clock.now()
    for minute in range(10):
        with clock.set_to(now + timedelta(minutes=minute)):
            wrong(client, 1, REMOTE_ADDR=f"10.3.0.{minute}")
    for minute, is_open in ((23, False), (25, True)):
        with clock.set_to(now + timedelta(minutes=minute)):
            log_in(client, "dana@demo.edu")
            assert is_logged_in(client) == is_open


def test_all_addresses_of_a_person_are_one_account(client, dana):
    dana.emailaddress_set.create(email="second@demo.edu", verified=True)
    wrong(client, 5)
    wrong(client, 5, "Second@Demo.edu ", REMOTE_ADDR="10.4.0.1")
    assert says_closed(log_in(client, "dana@demo.edu", REMOTE_ADDR="10.9.9.9"))


def test_an_account_and_an_address_that_is_nobodys_are_closed_in_the_same_words(client, dana):
    with clock.set_to(clock.now()):
        pages = []
        for address in ("dana@demo.edu", "nobody@demo.edu"):
            wrong(client, 10, address)
            pages.append(body(log_in(client, address, REMOTE_ADDR="10.9.9.9"), address))
    assert pages[0] == pages[1]


def test_a_new_password_by_mail_opens_the_account_and_not_the_network_address(client, dana):
    wrong(client, 10, REMOTE_ADDR="10.5.0.1")
    client.post("/accounts/password/reset/", {"email": "dana@demo.edu"})
    link = words_of(last_mail("dana@demo.edu"))["password_reset_url"]
    form = client.get("/" + link.split("/", 3)[3]).url
    client.post(form, {"password1": "another good password", "password2": "another good password"})
    assert says_closed(log_in(client, "dana@demo.edu", "another good password", REMOTE_ADDR="10.5.0.1"))
    log_in(client, "dana@demo.edu", "another good password", REMOTE_ADDR="10.9.9.9")
    assert is_logged_in(client)


# --- One network address -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proxies", "header"),
    [
        (0, lambda n: f"10.0.0.{n}"),
        (1, lambda n: "192.0.2.7"),
        (1, lambda n: f"10.0.0.{n}, 192.0.2.7"),
        (1, lambda n: f"192.0.2.{n}, 10.0.0.{n},192.0.2.7"),
    ],
)
def test_no_header_gives_a_network_address_more_tries(client, dana, settings, proxies, header):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for n in range(10):
        wrong(client, 1, f"person{n}@demo.edu", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=header(n))
    answer = log_in(client, "dana@demo.edu", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=header(99))
    assert says_closed(answer)


def test_a_whole_ipv6_network_is_one_address(client, dana):
    for n in range(10):
        wrong(client, 1, f"person{n}@demo.edu", REMOTE_ADDR=f"2001:db8:1:2::{n}")
    assert says_closed(log_in(client, "dana@demo.edu", REMOTE_ADDR="2001:db8:1:2:ffff::1"))


def test_own_log_ins_in_between_give_no_more_tries(client, client2, dana):
    """Neither with a password nor with a second step nor by a reset of one's own."""
    make.UserFactory(email="eve@demo.edu", last_login="2026-01-01T00:00:00Z")
    log_in(client, "eve@demo.edu")
    secret = add_app(client)
    client2.defaults["REMOTE_ADDR"] = "10.6.0.1"
    for n in range(10):
        wrong(client2, 1, f"person{n}@demo.edu", REMOTE_ADDR="10.6.0.1")
        if n in {2, 6}:
            eve = Client(REMOTE_ADDR="10.6.0.1")
            log_in(eve, "eve@demo.edu")
            cache.clear()  # a code counts once
            assert eve.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).url == "/start/"
    assert says_closed(log_in(client2, "dana@demo.edu"))


# --- Every other way to come in ------------------------------------------------------------------------------


def test_wrong_codes_count_with_wrong_passwords(client, dana):
    use_up()
    by_code(client, "dana@demo.edu")
    code = code_to("dana@demo.edu")
    client.post("/accounts/login/code/confirm/", {"code": generate_user_code()})
    assert says_closed(client.post("/accounts/login/code/confirm/", {"code": code}))
    assert not is_logged_in(client)


def test_a_new_code_for_each_guess_gives_no_more_guesses(client, dana):
    for n in range(5):
        guesser = Client(REMOTE_ADDR=f"10.7.0.{n}")
        cache.clear()  # so many codes are mailed only over many minutes
        by_code(guesser, "dana@demo.edu")
        for _guess in range(2):
            guesser.post("/accounts/login/code/confirm/", {"code": "WRONG1"})
    assert says_closed(log_in(client, "dana@demo.edu"))


def test_wrong_second_steps_count(client, client2, dana):
    log_in(client, "dana@demo.edu")
    secret = add_app(client)
    use_up()
    log_in(client2, "dana@demo.edu")
    assert not says_closed(client2.post("/accounts/2fa/authenticate/", {"code": "000000"}))
    assert says_closed(client2.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}))
    assert not is_logged_in(client2)


@pytest.mark.parametrize(
    ("page", "right"),
    [
        ("/accounts/reauthenticate/", {"password": PASSWORD}),
        ("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "x" * 12, "password2": "x" * 12}),
    ],
)
def test_whoever_found_an_open_session_may_guess_no_more_often(client, dana, page, right):
    log_in(client, "dana@demo.edu")
    use_up()
    assert not says_closed(client.post(page, {**right, "password": "wrong", "oldpassword": "wrong"}))
    assert says_closed(client.post(page, right))


def test_wrong_codes_at_sign_up_count(client, db):
    make.LegalTextFactory(slug="terms", version=1)
    new = {"name": "Dana", "email": "new@demo.edu", "password1": "four ordinary words", "agree": "on"}
    client.post("/join/office/", new)
    code = code_to("new@demo.edu")
    use_up("new@demo.edu")
    client.post("/accounts/confirm-email/", {"code": "WRONG1"})
    assert says_closed(client.post("/accounts/confirm-email/", {"code": code}))


def test_keys_of_reset_links_can_be_guessed_ten_times(client, dana):
    client.post("/accounts/password/reset/", {"email": "dana@demo.edu"})
    link = "/" + words_of(last_mail("dana@demo.edu"))["password_reset_url"].split("/", 3)[3]
    for n in range(10):
        assert client.get(f"/accounts/password/reset/key/1-abc{n}/").status_code == 200
    answer = client.get(link)
    assert (answer.status_code, says_closed(answer)) == (429, True)
    assert client.get(link, REMOTE_ADDR="10.9.9.9").status_code == 302


def test_the_admin_asks_at_the_same_door(client, dana):
    wrong(client)
    answer = client.post("/admin/login/?next=/admin/", {"username": "dana@demo.edu", "password": PASSWORD}, follow=True)
    assert answer.redirect_chain == [("/accounts/login/?next=/admin/", 302)]
    assert not is_logged_in(client)


# --- What is kept --------------------------------------------------------------------------------------------


def test_the_table_names_nobody_and_is_empty_again_after_a_day(client, dana):
    wrong(client, 1)
    assert all("dana" not in row.name and len(row.name) == 64 for row in Tries.objects.all())
    tasks.forget()
    assert Tries.objects.count() == 2
    with clock.set_to(clock.now() + timedelta(days=1)):
        tasks.forget()
    assert not Tries.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_fifty_tries_in_the_same_moment_ten_are_let_through():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    gate = Barrier(50)

    def guess(number):
        try:
            gate.wait(30)
            with actions.one_try("nobody@demo.edu", f"10.8.0.{number}") as this:
                this.is_wrong = True
            return "let through"
        except ValidationError:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(50) as pool:
        outcomes = list(pool.map(guess, range(50)))
    assert outcomes.count("let through") == 10
