"""Ways to bend the trail as somebody would who can write to the database and has no key."""

from contextlib import contextmanager

import pytest
from django.db import connection

from careerlink.audit import trail
from tests import factories as make


@contextmanager
def by_force():
    """PostgreSQL's own guard is off, as for an owner of the database who means ill."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET careerlink.reset_trail = 'on'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET careerlink.reset_trail = 'truncate'")


@pytest.fixture
def force():
    """Run one statement against the trail by force."""

    def run(sql, *values):
        with by_force(), connection.cursor() as cursor:
            cursor.execute(sql, values)

    return run


@pytest.fixture
def person(db):
    return make.UserFactory(name="Dana")


@pytest.fixture
def write(person):
    """Write some entries about one person; returns them."""
    return lambda number: [trail.record(person, "changed", by=person, person=person.pk) for _n in range(number)]
