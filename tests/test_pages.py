"""The table of pages, walked: who may open what, and what it costs the database."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.pages import ACTIONS, PAGES, fill
from tests.queries import count_queries
from tests.reading import finish
from tests.world import PERSONAS

EVERYBODY = ["stranger", *PERSONAS]
COUNTED = [row for row in PAGES if row.queries is not None]


NOT_OURS = {"accounts/", "admin/"}  # what allauth and Django's admin bring has tests of its own


def named_addresses(patterns=None):
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            if str(pattern.pattern) not in NOT_OURS:
                yield from named_addresses(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name


def test_every_address_is_in_the_table():
    listed = {page.name for page in PAGES} | {action.name for action in ACTIONS}
    assert set(named_addresses()) == listed


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.id)
def test_only_who_may_opens_a_page(world, row):
    fill(world)
    wrong = {}
    for who in EVERYBODY:
        response = client_of(world, who).get(row.address(world))
        finish(response)
        if response.status_code != row.status_for(who):
            wrong[who] = response.status_code
        if who == "stranger" and response.status_code == 302:
            assert response.headers["Location"].startswith("/accounts/login/")
    assert wrong == {}


@pytest.mark.parametrize("row", ACTIONS, ids=lambda row: row.name)
def test_only_who_may_does_a_thing(world, row):
    fill(world)
    for who in sorted(EVERYBODY, key=lambda who: who in row.may):  # those who may come last
        response = client_of(world, who).post(row.address(world), row.data)
        if who == "stranger" and not row.public:
            assert (response.status_code, response.headers["Location"][:16]) == (302, "/accounts/login/")
        elif who in row.may or row.public:
            assert response.status_code in {200, 302, 404, 409, 422}
        else:
            assert (who, response.status_code) == (who, 404)


@pytest.mark.parametrize("row", [row for row in ACTIONS if row.may], ids=lambda row: row.name)
def test_who_may_do_a_thing_can(world, row):
    fill(world)
    for who in sorted(row.may):
        with transaction.atomic():
            response = client_of(world, who).post(row.address(world), row.data)
            transaction.set_rollback(True)
        assert (who, response.status_code in {200, 302, 422}) == (who, True)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("row", COUNTED, ids=lambda row: row.id)
def test_a_page_asks_the_database_a_fixed_number_of_times(world, row, rows):
    fill(world)
    row.rows(world, rows)
    client = client_of(world, row.who)
    client.get(row.address(world))  # what is remembered for a while is remembered now
    with count_queries() as n:
        response = client.get(row.address(world))
    assert response.status_code == 200
    assert n() == row.queries, n.listing()


def client_of(world, who: str) -> Client:
    client = Client()
    if who != "stranger":
        client.force_login(world.user[who])
    return client


def test_pages_for_strangers_are_a_short_list():
    assert sorted(row.id for row in PAGES if row.public) == PUBLIC


PUBLIC = [
    "accessibility_statement",
    "attribution",
    "board_invitation_link",
    "board_renewal_link",
    "class_approval",
    "decide_mail",
    "demo_mailbox",
    "go",
    "go_campus_group",
    "go_campus_request",
    "healthz",
    "help",
    "introduction_contact",
    "introduction_result",
    "join",
    "join_group",
    "join_office",
    "join_writer",
    "landing",
    "mail_choose",
    "mail_stop",
    "privacy",
    "readyz",
    "robots",
    "styleguide",
    "taxonomy_search",
    "terms",
    "trust",
    "trust_host",
    "writer_page_public",
]
