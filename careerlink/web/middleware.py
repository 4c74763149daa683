"""What happens around every request."""

import uuid

import structlog
from django.db import InterfaceError, OperationalError
from django.utils.cache import add_never_cache_headers

from careerlink.web.errors import unavailable


def request_id(get_response):
    """Give each request an id that its log lines carry."""

    def middleware(request):
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=uuid.uuid4().hex[:16])
        return get_response(request)

    return middleware


def database_down(get_response):
    """Answer 503 with a page when the database cannot be reached, and recover without a restart."""

    def middleware(request):
        try:
            return get_response(request)
        except (OperationalError, InterfaceError):
            return unavailable(request)

    return middleware


def headers(get_response):
    """Keep what a logged-in person sees out of every cache, and ask for no powers of the browser."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        if request.user.is_authenticated:
            add_never_cache_headers(response)
        return response

    return middleware
