"""Fixtures that every test may use."""

import gc
from importlib import import_module

import pytest
from django.core.cache import cache
from django.db import connection

from tests.world import make_world

pytest.register_assert_rewrite("tests.races")  # its asserts say what they compared, as those of tests do


def pytest_collection_finish():
    """What is loaded by now stays; looking for garbage in it again and again is a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """PostgreSQL lets nobody empty the trail; tests that begin with empty tables may."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            name = connection.ops.quote_name(connection.settings_dict["NAME"])
            cursor.execute(f"ALTER DATABASE {name} SET careerlink.reset_trail = 'truncate'")
            cursor.execute("SET careerlink.reset_trail = 'truncate'")
        elif connection.vendor == "sqlite":
            _let_tests_empty_tables()


def _let_tests_empty_tables():
    """SQLite empties a table row by row: the ledger of hours lets that happen between two tests, and in none."""
    ledger = import_module("events.migrations.0002_hours_append_only")
    empty = connection.ops.execute_sql_flush

    def without_the_guard(statements):
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER IF EXISTS hours_keep_all")
        empty(statements)
        with connection.cursor() as cursor:
            cursor.execute(next(trigger for trigger in ledger.SQLITE if "hours_keep_all" in trigger))

    connection.ops.execute_sql_flush = without_the_guard


@pytest.fixture(autouse=True)
def _clean_cache(settings):
    """Rate limits count in the cache: each test starts with an empty one of its own."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _quiet_broker(settings):
    """No test rings a real broker; the sweep and the tasks are called where a test needs them."""
    from careerlink.celery import app  # noqa: PLC0415 after Django is set up

    before = app.conf.broker_url
    app.conf.broker_url = "memory://"
    yield
    app.conf.broker_url = before


@pytest.fixture(autouse=True)
def _nobody_remembered():
    """The matcher of this process remembers writers; those of another test are no more."""
    from partners.queries.matcher import forget_matcher  # noqa: PLC0415 after Django is set up

    forget_matcher()


@pytest.fixture(autouse=True)
def _private_files(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    settings.LEDGER_ROOT = tmp_path.with_name(f"{tmp_path.name}-ledger")


@pytest.fixture
def world(db):
    """Two colleges with all their people; see tests/world.py."""
    return make_world()


@pytest.fixture
def filled(world):
    """That world with one of each thing that a page may show; see tests/pages/."""
    from tests.pages import fill  # noqa: PLC0415 needs the addresses

    fill(world)
    return world
