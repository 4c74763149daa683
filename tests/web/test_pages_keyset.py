"""Pages by keyset: what a page shows and where its links lead."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from careerlink.taxonomy.models import Institution
from careerlink.web.pages import _write, keyset_page, listed_page, numbered_page
from tests.factories import InstitutionFactory


@pytest.fixture
def colleges(db):
    """Seven colleges: two names twice, so that the second column decides."""
    for number, name in enumerate(["Alder", "Alder", "Birch", "Cedar", "Cedar", "Date", "Elm"]):
        InstitutionFactory(unitid=number + 1, name=name)
    return Institution.objects.all()


ORDERS = [
    (("name", "unitid"), [1, 2, 3, 4, 5, 6, 7]),
    (("-name", "-unitid"), [7, 6, 5, 4, 3, 2, 1]),
    (("name", "-unitid"), [2, 1, 3, 5, 4, 6, 7]),
    (("-name", "unitid"), [7, 6, 4, 5, 3, 1, 2]),
]


def ids(page):
    return [row.pk for row in page]


@pytest.mark.parametrize(("order", "expected"), ORDERS)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 10])
def test_walking_forward_and_back_shows_every_row_once(colleges, order, expected, size):
    page = keyset_page(colleges, "", order, size)
    assert page.newer == ""
    pages = [page]
    while page.older:
        page = keyset_page(colleges, page.older, order, size)
        pages.append(page)
    assert [pk for page in pages for pk in ids(page)] == expected
    for before in reversed(pages[:-1]):
        page = keyset_page(colleges, page.newer, order, size)
        assert ids(page) == ids(before)
    assert page.newer == ""


def test_a_page_is_one_query_without_a_count(colleges):
    first = keyset_page(colleges, "", ("name", "unitid"), 2)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        keyset_page(colleges, first.older, ("name", "unitid"), 2)
    assert [query["sql"].count("COUNT") for query in asked] == [0]


@pytest.mark.parametrize(
    "garbage",
    [
        "x", "%00", "\x00", "💥", "e30", "W10", "WyJmIiwgMV0", "WyJmIiwgIngiLCAieSJd", "WyJmIiwgbnVsbCwgMV0",
        "WyJmIiwgIlx1MDAwMCIsIDFd", "WyJmIiwgIlx1ZDgwMCIsIDFd", "WyJmIiwgIkEiLCAxZTMwMF0",
        "WyJmIiwgIkEiLCA5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTldCg", "WyJmIiwgIkEiLCBOYU5d", "W" * 5000,
        "WyJmIiwgWyJBIl0sIDFd", "WyJmIiwgIkEiLCB0cnVlXQ",
    ],
)  # fmt: skip
def test_what_is_not_a_cursor_gives_the_first_page(colleges, garbage):
    assert ids(keyset_page(colleges, garbage, ("name", "unitid"), 2)) == [1, 2]


def test_a_page_back_beyond_the_beginning_is_the_first_page(colleges):
    second = keyset_page(colleges, keyset_page(colleges, "", ("name", "unitid"), 2).older, ("name", "unitid"), 2)
    Institution.objects.filter(pk__in=[1, 2]).delete()
    assert ids(keyset_page(Institution.objects.all(), second.newer, ("name", "unitid"), 2)) == [3, 4]


def test_nothing_gives_an_empty_page(db):
    page = keyset_page(Institution.objects.all(), "", ("name", "unitid"))
    assert (page.rows, page.older, page.newer) == ([], "", "")


def test_links_keep_the_filters_and_change_the_page(colleges):
    query = QueryDict("state=NY&kind=a&kind=b&page=old")
    page = keyset_page(colleges, "", ("name", "unitid"), 2).within(query)
    assert page.older_url == f"?state=NY&kind=a&kind=b&page={page.older}"
    assert page.newer_url == ""


@pytest.mark.parametrize("size", [1, 2, 5])
def test_a_list_in_memory_pages_the_same_way(size):
    items = [SimpleNamespace(miles=miles, key=key) for miles, key in [(0, "b"), (0, "c"), (1, "a"), (2, "a"), (7, "z")]]
    page = listed_page(items, "", lambda item: (item.miles, item.key), size)
    pages = [page]
    while page.older:
        page = listed_page(items, page.older, lambda item: (item.miles, item.key), size)
        pages.append(page)
    assert [item for page in pages for item in page] == items
    for before in reversed(pages[:-1]):
        page = listed_page(items, page.newer, lambda item: (item.miles, item.key), size)
        assert page.rows == before.rows
    assert listed_page(items, "WyJmIiwgInh4IiwgIngiXQ", lambda item: (item.miles, item.key), size).rows == items[:size]
    assert listed_page([], "x", lambda item: (item,), size).rows == []


def test_a_list_that_is_ordered_group_by_group_is_walked_to_its_end_and_back():
    groups = [[1, 2, 3, 4], [5, 6, 7, 8], [9]]

    def page(cursor):
        return numbered_page(lambda n: (groups[n], n + 1 < len(groups)), cursor, 2, groups=len(groups), group_size=4)

    seen, cursor, known = [], "", []
    while True:
        found = page(cursor)
        seen += found.rows
        known.append(found.known)
        if not found.older:
            break
        cursor = found.older
    assert (seen, known) == ([1, 2, 3, 4, 5, 6, 7, 8, 9], [5, 5, 9, 9, 9])
    assert page(found.newer).rows == [7, 8]


def test_no_more_groups_are_shown_than_are_allowed():
    last = numbered_page(lambda n: ([1, 2], True), _write("f", [1]), 2, groups=2, group_size=2)
    assert (last.rows, last.older) == ([1, 2], "")


@pytest.mark.parametrize("values", [["x"], [-1], [99], [1.5], [True], []])
def test_a_number_that_nobody_was_given_shows_the_first_page(values):
    found = numbered_page(lambda n: ([n], False), _write("f", values), 1, groups=3, group_size=1)
    assert (found.rows, found.newer) == ([0], "")


def test_a_page_looks_ahead_to_say_how_many_there_are(db):
    for number in range(5):
        InstitutionFactory(name=f"College {number}")
    first = keyset_page(Institution.objects.all(), order=("name", "unitid"), size=2, ahead=3)
    second = keyset_page(Institution.objects.all(), first.older, order=("name", "unitid"), size=2, ahead=3)
    assert [(len(page), page.known) for page in (first, second)] == [(2, 4), (2, 0)]
