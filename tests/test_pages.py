"""The table of pages, walked: who may open what, and what it costs the database."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from partners.models import Offer
from tests.pages import ACTIONS, PAGES, PARTS
from tests.pages.walk import Visitors, heaps, walk
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


@pytest.mark.parametrize("rows", heaps(PAGES))
def test_only_who_may_opens_a_page(filled, rows):
    visitors = Visitors(filled)

    def look(row):
        wrong = {}
        for who in EVERYBODY:
            response = visitors(who).get(row.address(filled))
            finish(response)
            if response.status_code != row.status_for(who):
                wrong[who] = response.status_code
            if who == "stranger" and response.status_code == 302:
                assert response.headers["Location"].startswith("/accounts/login/")
        assert wrong == {}

    walk(rows, look)


@pytest.mark.parametrize("rows", heaps(ACTIONS, 4))
def test_only_who_may_does_a_thing(filled, rows):
    visitors = Visitors(filled)

    def look(row):
        for who in sorted(EVERYBODY, key=lambda who: who in row.may):  # those who may come last
            response = visitors(who).post(row.address(filled), row.data)
            if who == "stranger" and not row.public:
                assert (response.status_code, response.headers["Location"][:16]) == (302, "/accounts/login/")
            elif who in row.may or row.public:
                assert response.status_code in {200, 302, 404, 409, 422}
            else:
                assert (who, response.status_code) == (who, 404)

    walk(rows, look)


@pytest.mark.parametrize("rows", heaps([row for row in ACTIONS if row.may], 4))
def test_who_may_do_a_thing_can(filled, rows):
    visitors = Visitors(filled)

    def look(row):
        for who in sorted(row.may):
            with transaction.atomic():
                response = visitors(who).post(row.address(filled), row.data)
                transaction.set_rollback(True)
            assert (who, response.status_code in {200, 302, 422}) == (who, True)

    walk(rows, look)


@pytest.mark.parametrize("how_many", [1, 3])
@pytest.mark.parametrize("rows", heaps(COUNTED, 4))
def test_a_page_asks_the_database_a_fixed_number_of_times(filled, rows, how_many):
    visitors = Visitors(filled)

    def look(row):
        row.rows(filled, how_many)
        client = visitors(row.who)
        client.get(row.address(filled))  # what is remembered for a while is remembered now
        with count_queries() as n:
            response = client.get(row.address(filled))
        assert response.status_code == 200
        assert n() == row.queries, n.listing()

    walk(rows, look)


def client_of(world, who: str) -> Client:
    """A client that logs in now; who walks over many rows takes `Visitors`."""
    client = Client()
    if who != "stranger":
        client.force_login(world.user[who])
    return client


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_pages_for_strangers_are_a_short_list(part):
    assert sorted(row.id for row in part.PAGES if row.public) == part.PUBLIC


def test_a_walk_names_each_row_that_is_wrong_and_takes_back_what_it_wrote(filled):
    offers = Offer.objects.count()

    def look(row):
        Offer.objects.all().delete()
        assert row.id in {"join", "help"}, "not this one"

    rows = [row for row in PAGES if row.id in {"join", "help", "terms", "trust"}]
    with pytest.raises(pytest.fail.Exception, match=r"(?s)2 of 4 rows.*trust.*not this one.*terms.*not this one"):
        walk(rows, look)
    assert Offer.objects.count() == offers > 0
