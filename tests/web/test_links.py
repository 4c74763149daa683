"""A link from a mail opens one thing, for a while, and says so when it no longer does."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from careerlink.web import clock, links
from careerlink.web.models import SignedLink

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def renewed(monkeypatch):
    """The purposes of a test: "open" can be renewed, "shut" cannot. Returns what was renewed."""
    asked = []
    monkeypatch.setattr(links, "purposes", {})

    def view(request, link):
        if request.method == "POST":
            return HttpResponse("done" if links.use(link) else "too late")
        return HttpResponse(f"shown {link.about}")

    links.register("open", view, asked.append)
    links.register("shut", view)
    return asked


def path(purpose="open", **more):
    made = links.make(purpose, about="abc", address="Ann@Demo.test", lasts=DAY, **more)
    return "/go/" + made.rsplit("/go/")[1]


def test_a_link_shows_on_get_and_acts_on_post_once(client, renewed):
    address = path()
    assert client.get(address).content == b"shown abc"
    assert client.get(address).content == b"shown abc"
    assert client.post(address).content == b"done"
    assert client.post(address).status_code == 410
    assert client.get(address).status_code == 410


def test_a_link_for_many_uses_stays_open_until_its_time(client, renewed):
    with clock.set_to(NOON):
        address = path(single_use=False)
        client.post(address)
        assert client.get(address).status_code == 200
    with clock.set_to(NOON + DAY):
        assert client.get(address).status_code == 410


def test_its_page_sends_no_referrer_and_is_kept_nowhere(client, renewed):
    for address in (path(), "/go/unknown/"):
        response = client.get(address)
        assert response["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"), lambda t: t + "A", lambda t: "é" + t, str.lower]
)
def test_an_altered_link_does_not_exist(client, renewed, change):
    token = path().strip("/").split("/")[1]
    assert client.get(f"/go/{change(token)}/").status_code == 404


def test_a_link_of_a_purpose_that_is_gone_does_not_exist(client, renewed):
    address = path("shut")
    del links.purposes["shut"]
    assert client.get(address).status_code == 404


def test_a_link_made_with_the_key_before_still_opens(client, renewed, settings):
    address = path()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new key"
    assert client.get(address).status_code == 200


def test_an_expired_link_offers_a_new_one_and_mails_it_once(client, renewed):
    with clock.set_to(NOON):
        address = path()
    with clock.set_to(NOON + DAY):
        page = client.get(address)
        assert (page.status_code, "Mail me a new link" in page.content.decode(), renewed) == (410, True, [])
        for _twice in range(2):
            answer = client.post(address, {"renew": "1"})
            assert (answer.status_code, "A new link is on its way" in answer.content.decode()) == (200, True)
    assert [link.address for link in renewed] == ["ann@demo.test"]


def test_an_expired_link_that_cannot_be_renewed_says_so(client, renewed):
    with clock.set_to(NOON):
        address = path("shut")
    with clock.set_to(NOON + DAY):
        page = client.get(address)
        assert (page.status_code, "Mail me a new link" in page.content.decode()) == (410, False)
        assert client.post(address, {"renew": "1"}).status_code == 410


def test_a_post_without_its_token_changes_nothing(renewed):
    address = path()
    assert Client(enforce_csrf_checks=True).post(address).status_code == 403
    assert SignedLink.objects.get().used_at is None
