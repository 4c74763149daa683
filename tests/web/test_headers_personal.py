"""What is about a person is kept nowhere, and no other site can act for her: for every row of the table of pages."""

import pytest
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from tests.pages import ACTIONS, PAGES, fill, link_token
from tests.pages.walk import Visitors
from tests.reading import finish
from tests.world import PERSONAS

# The same for everybody, whoever asks.
FOR_ALL = {"robots", "healthz", "readyz"}
# Mail programs press its button without a browser (RFC 8058); the token in the address is all they have.
WITHOUT_TOKEN = {"mail_stop"}


def client_of(world, who: str, **more) -> Client:
    client = Client(**more)
    if who != "stranger":
        client.force_login(world.user[who])
    return client


def test_whatever_a_logged_in_person_sees_is_kept_nowhere(world):
    fill(world)
    visitors = Visitors(world)
    kept = {}
    for row in PAGES:
        who = min(row.may or PERSONAS)
        answer = visitors(who).get(row.address(world))
        finish(answer)
        words = set(answer.headers["Cache-Control"].split(", "))
        if row.id not in FOR_ALL and not {"no-store", "private"} <= words:
            kept[row.id] = words
    assert kept == {}


@pytest.mark.parametrize(
    "address", ["/go/{link}/", "/accounts/password/reset/key/1-{link}/", "/go/{link}", "/go/stop/{link}/"]
)
def test_what_lies_behind_a_mailed_link_is_kept_nowhere_and_its_address_told_to_nobody(world, client, address):
    fill(world)
    answer = client.get(address.format(link=link_token(world)))
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("address", ["/join/office/", "/accounts/login/", "/accounts/password/reset/"])
def test_what_a_stranger_typed_is_kept_nowhere(world, client, address):
    answer = client.post(address, {"name": "Dana", "email": "not an address", "login": "not an address"})
    assert answer.context["form"].errors
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_photo_that_offices_see_is_kept_nowhere(world, client):
    """It leaves the browser when she does; that costs a second look at the file on each page."""
    fill(world)
    world.writer.photo.save("photos/one.webp", _picture())
    client.force_login(world.user["director"])
    answer = client.get(f"/writers/{world.writer.slug}/photo/")
    finish(answer)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


def _picture():
    from django.core.files.base import ContentFile  # noqa: PLC0415 used here alone

    return ContentFile(b"RIFF\x00\x00\x00\x00WEBP", name="one.webp")


# --- No other site can act for her ----------------------------------------------------------------------------


def test_nothing_is_done_without_the_token_of_the_page(world):
    fill(world)
    visitors = Visitors(world)
    done = {}
    for row in ACTIONS:
        for who in row.may:
            client = visitors(who, enforce_csrf_checks=True)
            status = client.post(row.address(world), row.data).status_code
            if status != 403:
                done[row.name] = (who, status)
    assert done == {}


def test_no_form_is_taken_without_the_token_of_the_page(world):
    fill(world)
    visitors = Visitors(world)
    taken = {}
    for row in PAGES:
        client = visitors(min(row.may or PERSONAS), enforce_csrf_checks=True)
        status = client.post(row.address(world), {}).status_code
        if status not in {403, 405} and row.id not in WITHOUT_TOKEN:
            taken[row.id] = status
    assert taken == {}


@pytest.mark.parametrize(
    ("address", "origin", "status"),
    [
        ("/go/{link}/", "null", 200),  # what browsers say on a page that may send no referrer
        ("/go/{link}/", "https://evil.example.org", 403),
        ("/accounts/login/", "null", 403),
    ],
)
def test_only_a_page_that_keeps_its_address_to_itself_may_hide_where_it_comes_from(world, address, origin, status):
    fill(world)
    request = RequestFactory().get("/")
    token = get_token(request)
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrf"] = request.META["CSRF_COOKIE"]
    data = {"csrfmiddlewaretoken": token}
    answer = client.post(address.format(link=link_token(world)), data, headers={"Origin": origin})
    assert (answer.status_code == 403) == (status == 403)
    del data["csrfmiddlewaretoken"]
    assert client.post(address.format(link=link_token(world)), data, headers={"Origin": origin}).status_code == 403
