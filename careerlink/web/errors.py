"""Pages for what goes wrong, in the style of all others. They touch neither the database nor the
session, because either may be what is broken: no request goes into the template.
"""

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

# PostgreSQL: class 08 connection, 53 no resources, 57 operator (shutdown). SQLite: busy, locked, read-only,
# input or output, full, cannot open. What a statement got wrong has other codes and is a mistake of ours.
_POSTGRESQL_CLASSES = ("08", "53", "57P")
_SQLITE_CODES = {5, 6, 8, 10, 13, 14}


def is_database_down(error: BaseException | None) -> bool:
    """Whether an exception says that the database cannot be reached, rather than that it was misused."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause: Any = error.__cause__  # the driver's own exception
    if hasattr(cause, "sqlite_errorcode"):
        return cause.sqlite_errorcode & 0xFF in _SQLITE_CODES
    if hasattr(cause, "pgcode"):
        return cause.pgcode is None or cause.pgcode.startswith(_POSTGRESQL_CLASSES)
    return type(cause).__module__ != "sqlite3"


def _page(name: str, status: int) -> HttpResponse:
    return HttpResponse(render_to_string(f"errors/{name}.html"), status=status)


def unavailable(request, exception=None):
    response = _page("503", 503)
    response.headers["Retry-After"] = "60"
    return response


def bad_request(request, exception=None):
    return _page("400", 400)


def forbidden(request, exception=None):
    return _page("403", 403)


def csrf_refused(request, exception=None):
    return _page("403_csrf", 403)


def not_found(request, exception=None):
    return _page("404", 404)


def broken(request):
    """Django asks for this page while it handles the exception: a database that is down is not a mistake."""
    if is_database_down(sys.exception()):
        return unavailable(request)
    return _page("500", 500)
