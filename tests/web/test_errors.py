"""A database that is down is a page and a promise to be back, not a mistake; a mistake stays one."""

import sqlite3

import pytest
from django.db import InterfaceError, OperationalError
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path

from careerlink.web import errors

pytestmark = pytest.mark.django_db


def of_sqlite(statement=None):
    """What Django raises for what SQLite says."""
    with DatabaseWrapper({"NAME": ":memory:"}).wrap_database_errors:
        sqlite3.connect("/nowhere/to/be.found") if statement is None else sqlite3.connect(":memory:").execute(statement)


def down(request):
    of_sqlite()


def mistaken(request):
    of_sqlite("SELECT * FROM nothing")


def broken(request):
    raise RuntimeError("a mistake")


def down_while_rendering(request):
    response = HttpResponse()
    response.render = of_sqlite
    return response


urlpatterns = [
    path("down/", down),
    path("mistaken/", mistaken),
    path("broken/", broken),
    path("rendering/", down_while_rendering),
    path("", include("careerlink.urls")),
]
handler500 = "careerlink.web.errors.broken"
handler404 = "careerlink.web.errors.not_found"


@pytest.mark.parametrize(
    ("address", "status"), [("/down/", 503), ("/rendering/", 503), ("/mistaken/", 500), ("/broken/", 500)]
)
@override_settings(ROOT_URLCONF="tests.web.test_errors")
def test_only_a_database_out_of_reach_is_a_503(client, world, address, status):
    client.raise_request_exception = False
    client.force_login(world.user["director"])
    response = client.get(address)
    assert response.status_code == status
    assert "<h1>" in response.content.decode()
    assert response.get("Retry-After") == ("60" if status == 503 else None)


def test_what_the_database_said_tells_a_mistake_from_an_outage():
    def said(kind, **cause):
        error = kind("words")
        error.__cause__ = type("Cause", (Exception,), cause)()
        return errors.is_database_down(error)

    assert said(OperationalError, pgcode=None)  # no connection
    assert said(OperationalError, pgcode="57P01")  # shut down by its administrator
    assert said(OperationalError, pgcode="53300")  # too many connections
    assert not said(OperationalError, pgcode="40P01")  # deadlock
    assert said(OperationalError, sqlite_errorcode=5)  # busy
    assert not said(OperationalError, sqlite_errorcode=1)  # no such table
    assert said(InterfaceError, pgcode=None)
    assert not errors.is_database_down(ValueError("words"))
    assert not errors.is_database_down(None)
