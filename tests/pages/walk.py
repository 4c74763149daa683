"""Walking the table of pages: a heap of rows in one test, each row in a world as if it were the only one.

    @pytest.mark.parametrize("rows", heaps(PAGES))
    def test_it_is_so(filled, rows):
        visitors = Visitors(filled)

        def look(row):
            assert visitors("director").get(row.address(filled)).status_code == 200

        walk(rows, look)

What a row writes into the database is taken back before the next; all rows that were wrong are told at the end.
"""

import traceback
from collections.abc import Callable, Sequence
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client

HEAPS = 12  # enough for some workers to have the same to do


def heaps(rows: Sequence, number: int = HEAPS) -> list:
    """The rows dealt into heaps, as parameters of a test."""
    number = min(number, len(rows))
    return [pytest.param(rows[n::number], id=f"{n + 1} of {number}") for n in range(number)]


def walk(rows: Sequence, look: Callable[..., None]) -> None:
    """Look at each row by itself; fail with the name of every row that was not right, and why."""
    wrong = []
    for row in rows:
        cache.clear()
        with transaction.atomic():
            try:
                look(row)
            except Exception:
                wrong.append(f"--- {name_of(row)} ---\n{traceback.format_exc()}")
            transaction.set_rollback(True)
    if wrong:
        pytest.fail(f"{len(wrong)} of {len(rows)} rows are wrong\n\n" + "\n".join(wrong), pytrace=False)


def name_of(row) -> str:
    return getattr(row, "id", None) or getattr(row, "name", None) or str(row)


class Visitors:
    """Clients of the people of a world, each logged in once: `visitors("writer").get(…)`.

    Made before the walk, so that no row takes the log-ins back. Each call gives a new client with nothing but the
    log-in. What ends that log-in for good (a suspension, a new password) needs a client of its own:
    `tests.test_pages.client_of`.
    """

    def __init__(self, world: SimpleNamespace):
        self.handlers = {}
        self.keys = {"stranger": ""}
        for who, user in world.user.items():
            client = Client()
            client.force_login(user)
            self.keys[who] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def __call__(self, who: str, **more) -> Client:
        client = Client(**more)
        # One chain of middleware for all: loading it takes as long as a short answer.
        client.handler = self.handlers.setdefault(more.get("enforce_csrf_checks", False), client.handler)
        if self.keys[who]:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.keys[who]
        return client
