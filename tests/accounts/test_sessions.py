"""How long a log-in lasts, and what ends it."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from careerlink.accounts.middleware import takes_get
from careerlink.web import clock
from tests import factories as make
from tests.accounts.help import PASSWORD, code_to, is_logged_in, log_in
from tests.accounts.test_log_in import add_app, by_code, code_of
from tests.pages import ACTIONS, PAGES, fill
from tests.queries import count_queries

SENTENCE = "You were logged out to keep your account safe. Log in to go on."
NOT_SENT = "What you sent did not arrive: your log-in had ended. Send it again."
TWELVE_HOURS, THIRTY_MINUTES, TWO_WEEKS = timedelta(hours=12), timedelta(minutes=30), timedelta(days=14)


@pytest.fixture(autouse=True)
def dana(db):
    return make.UserFactory(email="dana@demo.edu", last_login="2026-01-01T00:00:00Z")


def is_in_after(client, span: timedelta) -> bool:
    with clock.set_to(clock.now() + span):
        return is_logged_in(client)


def work(client, span: timedelta, every: timedelta) -> timedelta:
    """Click regularly for a while; after how long she was logged out, at most `span`."""
    start, past = clock.now(), timedelta()
    while past < span:
        past += every
        with clock.set_to(start + past):
            if not is_logged_in(client):
                break
    return past


@pytest.mark.parametrize(
    ("stay", "is_moderator", "idle"),
    [
        (False, False, TWELVE_HOURS),
        (True, False, TWO_WEEKS),
        (False, True, THIRTY_MINUTES),
        (True, True, THIRTY_MINUTES),
    ],
)
def test_who_does_not_click_is_logged_out(client, dana, stay, is_moderator, idle):
    dana.is_staff = is_moderator
    dana.save()
    client.post(
        "/accounts/login/", {"login": "dana@demo.edu", "password": PASSWORD, **({"stay": "on"} if stay else {})}
    )
    assert client.cookies["session"]["max-age"] == idle.total_seconds()
    assert is_in_after(client, idle - timedelta(minutes=1))
    assert not is_in_after(client, idle + idle)


def test_even_who_clicks_all_the_time_logs_in_once_a_month(client):
    log_in(client, "dana@demo.edu")
    assert work(client, timedelta(days=40), TWELVE_HOURS - timedelta(hours=1)) == timedelta(days=30, hours=6)


def test_a_moderator_logs_in_twice_a_day(client, dana):
    dana.is_staff = True
    dana.save()
    log_in(client, "dana@demo.edu")
    assert work(client, timedelta(days=1), timedelta(minutes=24)) == TWELVE_HOURS


def test_the_wish_to_stay_holds_through_a_mailed_code_and_a_second_step(client, client2):
    by_code(client, "dana@demo.edu", stay="on")
    client.post("/accounts/login/code/confirm/", {"code": code_to("dana@demo.edu")})
    assert is_in_after(client, TWO_WEEKS - timedelta(hours=1))
    log_in(client2, "dana@demo.edu")
    secret = add_app(client2)
    again = Client()
    again.post("/accounts/login/", {"login": "dana@demo.edu", "password": PASSWORD, "stay": "on"})
    cache.clear()  # a code counts once
    again.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert is_in_after(again, TWO_WEEKS - timedelta(hours=1))


def test_the_server_forgets_it_whatever_the_browser_keeps(client):
    log_in(client, "dana@demo.edu")
    cookie = client.cookies["session"].value
    assert not is_in_after(client, TWELVE_HOURS)
    client.cookies["session"] = cookie
    assert not is_logged_in(client)


def test_she_is_told_why_and_led_back_to_where_she_was(client):
    log_in(client, "dana@demo.edu")
    with clock.set_to(clock.now() + TWELVE_HOURS):
        answer = client.get("/account/export/?format=json", follow=True)
    assert answer.redirect_chain == [("/accounts/login/?next=/account/export/%3Fformat%3Djson", 302)]
    assert SENTENCE in answer.content.decode()


def test_a_form_leads_back_to_the_page_on_which_it_stood(client):
    log_in(client, "dana@demo.edu")
    with clock.set_to(clock.now() + TWELVE_HOURS):
        answer = client.post("/account/", {"name": "x"}, headers={"Referer": "http://testserver/account/?a=b"})
        page = client.get(answer.url).content.decode()
    assert answer.url == "/accounts/login/?next=%2Faccount%2F%3Fa%3Db"
    assert (SENTENCE in page, NOT_SENT in page) == (True, True)
    answer = client.post("/accounts/login/", {"login": "dana@demo.edu", "password": PASSWORD, "next": "/account/?a=b"})
    assert (answer.url, client.get(answer.url).status_code) == ("/account/?a=b", 200)


@pytest.mark.parametrize("referer", ["", "https://evil.example.org/account/", "javascript:alert(1)"])
def test_a_form_from_nowhere_leads_back_to_the_page_to_which_it_went(client, referer):
    answer = client.post("/account/?a=b", headers={"Referer": referer})
    assert answer.url == "/accounts/login/?next=%2Faccount%2F%3Fa%3Db"


def test_where_only_forms_go_nobody_is_led_back(client, world):
    address = reverse(
        "majors_paste", args=[world.office.slug]
    )  # answers with a page, from which one may send once more
    answer = client.post(address, headers={"Referer": f"http://testserver{address}"})
    assert answer.url == "/accounts/login/"
    answer = client.post(address, headers={"Referer": "http://testserver/account/"})
    assert answer.url == "/accounts/login/?next=%2Faccount%2F"


def test_what_can_be_opened_is_told_from_where_only_forms_go(world):
    fill(world)
    pages = {urlsplit(page.address(world)).path for page in PAGES}
    actions = {reverse(action.name, args=action.args(world)) for action in ACTIONS}
    assert {path for path in pages if not takes_get(path)} == set()
    assert {path for path in actions if takes_get(path)} == set()
    assert not takes_get("/not-there/")


def test_who_only_opens_a_page_is_not_told_that_something_did_not_arrive(client):
    assert NOT_SENT not in client.get("/account/", follow=True).content.decode()


def test_a_fragment_sends_the_whole_page_to_the_log_in(client):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/account/"}
    answer = client.get("/account/export/", headers=headers)
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=%2Faccount%2F"


def test_pages_for_everybody_stay_open(client):
    log_in(client, "dana@demo.edu")
    with clock.set_to(clock.now() + TWELVE_HOURS):
        answer = client.get("/trust/")
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_session_is_written_at_most_every_five_minutes(client, dana):
    log_in(client, "dana@demo.edu")
    start = clock.now()
    seen = []
    for minute in (1, 4, 6, 8, 12):
        with clock.set_to(start + timedelta(minutes=minute)), count_queries() as n:
            client.get("/account/")
        seen.append(any("UPDATE" in one["sql"] and "session" in one["sql"] for one in n.captured.captured_queries))
    assert seen == [False, False, True, False, True]
    assert dana.usersession_set.get().last_seen_at == start + timedelta(minutes=12)


# --- What ends it at once ----------------------------------------------------------------------------------------


def test_logging_out_ends_it_on_the_server(client):
    log_in(client, "dana@demo.edu")
    cookie = client.cookies["session"].value
    client.post("/accounts/logout/")
    assert not Session.objects.filter(session_key=cookie).exists()
    client.cookies["session"] = cookie
    assert not is_logged_in(client)


def test_she_ends_all_others_from_her_list(client, client2):
    log_in(client, "dana@demo.edu")
    log_in(client2, "dana@demo.edu")
    assert client.get("/accounts/sessions/").content.decode().count("<tr>") == 3
    client.post("/accounts/sessions/")
    assert is_logged_in(client)
    assert not is_logged_in(client2)


def test_a_session_that_was_put_into_her_browser_is_not_hers(client):
    """Whoever knew the session before she logged in knows it no longer."""
    client.get("/accounts/login/")
    by_code(client, "dana@demo.edu")
    before = client.cookies["session"].value
    client.post("/accounts/login/code/confirm/", {"code": code_to("dana@demo.edu")})
    assert is_logged_in(client)
    assert client.cookies["session"].value != before
    stranger = Client()
    stranger.cookies["session"] = before
    assert not is_logged_in(stranger)
