"""The table of pages, walked: who may open what, and what it costs the database."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.pages import ACTIONS, NOT_OURS, PAGES, fill
from tests.queries import count_queries
from tests.world import PERSONAS

EVERYBODY = ["stranger", *PERSONAS]
COUNTED = [page for page in PAGES if page.queries is not None]


def named_addresses(patterns=None, prefix=""):
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name not in {"admin"}:
                yield from named_addresses(pattern.url_patterns, prefix)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name


def test_every_address_is_in_the_table():
    listed = {page.name for page in PAGES} | {action.name for action in ACTIONS}
    ours = {name for name in named_addresses() if not name.startswith(NOT_OURS)}
    assert ours == listed


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_only_who_may_opens_a_page(client, world, page, who):
    fill(world)
    if who != "stranger":
        client.force_login(world.user[who])
    response = client.get(page.address(world), follow=False)
    assert response.status_code == page.status_for(who), response.headers.get("Location", "")
    if response.status_code == 302 and who == "stranger":
        assert response.headers["Location"].startswith(("/accounts/login/", *page.stranger_goes_to))


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_only_who_may_does_a_thing(client, world, action, who):
    fill(world)
    if who != "stranger":
        client.force_login(world.user[who])
    response = client.post(action.address(world), action.data)
    if who == "stranger" and not action.public:
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/accounts/login/")
    elif who in action.may or action.public:
        assert response.status_code in {200, 302, 409, 422}
    else:
        assert response.status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("page", COUNTED, ids=lambda page: page.id)
def test_a_page_asks_the_database_a_fixed_number_of_times(client, world, page, rows):
    fill(world)
    page.rows(world, rows)
    client.force_login(world.user[page.who])
    client.get(page.address(world))  # what is remembered for a while is remembered now
    with count_queries() as n:
        response = client.get(page.address(world))
    assert response.status_code == 200
    assert n() == page.queries, n.listing()


def test_pages_for_strangers_are_a_short_list():
    assert sorted(page.id for page in PAGES if page.public) == PUBLIC


PUBLIC: list[str] = []
