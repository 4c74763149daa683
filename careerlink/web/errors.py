"""Pages for what goes wrong, in the style of all others. They touch neither the database nor the
session, because either may be what is broken: no request goes into the template.
"""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string


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
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return unavailable(request)
    return _page("500", 500)
