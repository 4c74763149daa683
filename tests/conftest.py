"""Fixtures that every test may use."""

import gc
import os
import sqlite3
from contextlib import closing
from hashlib import sha256
from importlib import import_module
from pathlib import Path

import django
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.world import make_world

pytest.register_assert_rewrite("tests.races")  # its asserts say what they compared, as those of tests do


# What visits every page, lives through months or walks at random.
LONG = {
    "test_bad_input",
    "test_pages",
    "test_machines",
    "test_machine_of_places",
    "test_machine_of_referrals",
    "test_offer_chains",
    "test_what_is_shown",
    "test_tenants",
    "test_demo",
    "test_desk_mail",
    "test_canary",
    "test_views_campus",
    "test_student_names",
    "test_small_mail_year",
    "test_small_year",
    "test_headers_personal",
}


def pytest_collection_modifyitems(items):
    """Long tests come first, so that at the end no worker is alone with one."""
    items.sort(key=lambda item: item.path.stem not in LONG)


def pytest_collection_finish():
    """What is loaded by now stays; looking for garbage in it again and again is a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def _migrated_before():
    """The empty tables in memory, as an earlier run with the same migrations left them; `migrate` looks them over.

    Yields where to leave them for the next run, or nothing.
    """
    name = connection.creation._get_test_db_name()
    if connection.vendor != "sqlite" or not connection.creation.is_in_memory_db(name):
        yield None
        return
    kept = _file_of_these_migrations()
    if not kept.exists():
        yield kept
        return
    with closing(sqlite3.connect(name, uri=True)) as memory:  # open as long as the tests, or they are gone
        with closing(sqlite3.connect(kept)) as file:
            file.backup(memory)
        yield None


def _file_of_these_migrations() -> Path:
    """Named by what the migrations say, so that a changed one finds nothing."""
    said = sha256(f"{django.__version__} {sqlite3.sqlite_version}".encode())
    for (app, name), migration in sorted(MigrationLoader(None).disk_migrations.items()):
        source = Path(import_module(type(migration).__module__).__file__).read_bytes()
        said.update(f"{app}.{name}".encode() + source)
    return django_settings.VAR_DIR / "tests" / f"{said.hexdigest()[:20]}.sqlite3"


def _keep(file: Path) -> None:
    """Both of two processes may be first: each writes its own and moves it there whole."""
    file.parent.mkdir(exist_ok=True)
    for older in file.parent.glob("*.sqlite3"):
        older.unlink(missing_ok=True)
    own = file.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(own)) as copy:
        connection.connection.backup(copy)
    own.replace(file)


@pytest.fixture(scope="session")
def django_db_setup(_migrated_before, django_db_setup, django_db_blocker):
    """PostgreSQL lets nobody empty the trail; tests that begin with empty tables may."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        if _migrated_before:
            _keep(_migrated_before)
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
