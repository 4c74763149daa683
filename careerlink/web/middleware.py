"""What happens around every request."""

import re
import time
import uuid
from http import HTTPStatus

import structlog
from django.conf import settings
from django.http import Http404
from django.utils.cache import add_never_cache_headers

from careerlink.web.errors import is_database_down, unavailable
from careerlink.web.logs import has_token
from careerlink.web.views import healthz, readyz

log = structlog.get_logger(__name__)

REQUEST_ID = re.compile(r"[\w-]{8,64}")
NO_POWERS = ", ".join(
    f"{power}=()"
    for power in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
        "magnetometer", "microphone", "midi", "payment", "usb",
    )
)  # fmt: skip


def request_id(get_response):
    """Give each request an id that its log lines and its answer carry; the proxy's, if it gave one."""

    def middleware(request):
        given = request.headers.get("X-Request-ID", "") if settings.TRUSTED_PROXY_COUNT else ""
        number = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex[:16]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=number)
        start = time.perf_counter()
        response = get_response(request)
        response.headers["X-Request-ID"] = number
        took = round((time.perf_counter() - start) * 1000, 1)
        log.info("request", method=request.method, path=request.path, status=response.status_code, ms=took)
        return response

    return middleware


def probes(get_response):
    """Answer those who watch over the process before anything else can fail: sessions, hosts, log-ins."""
    answers = {"/healthz": healthz, "/readyz": readyz}

    def middleware(request):
        answer = answers.get(request.path)
        return answer(request) if answer else get_response(request)

    return middleware


def database_down(get_response):
    """Answer 503 with a page when the database cannot be reached. The next request tries anew, so
    nothing has to be restarted. (What other middleware meets on its way ends in `errors.broken`.)
    """

    def middleware(request):
        return get_response(request)

    def process_exception(request, exception):
        if not is_database_down(exception):
            return None
        log.warning("database_down", error=str(exception))
        return unavailable(request)

    middleware.process_exception = process_exception  # type: ignore[attr-defined]  # where Django looks for it
    return middleware


def no_null_bytes(get_response):
    """An address with a null byte names nothing that exists; PostgreSQL cannot even be asked for it."""

    def middleware(request):
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404
        return get_response(request)

    return middleware


def headers(get_response):
    """Give every answer what asks for no powers of the browser and lets no other site use it; keep what is
    about a person, what she typed and what lies behind a mailed link out of every cache, and the address
    of such a page to itself.
    """

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", NO_POWERS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        if has_token(request.path):
            response.headers["Referrer-Policy"] = "no-referrer"
        if not response.has_header("Cache-Control") and _is_personal(request, response):
            add_never_cache_headers(response)
        return response

    return middleware


def _is_personal(request, response) -> bool:
    """Whether an answer is meant for one person. (When something broke she is not asked for: the database
    may be away.)
    """
    if response.status_code >= HTTPStatus.BAD_REQUEST or request.method not in ("GET", "HEAD"):
        return True
    if response.cookies or has_token(request.path):
        return True
    return hasattr(request, "user") and request.user.is_authenticated


def hidden_origins(get_response):
    """Let the forms of pages that keep their address to themselves be sent.

    A browser that may send no referrer says "Origin: null" when it posts (Fetch: serializing a request
    origin). There, and only there, the token of the form, matched with the cookie, has to be enough.
    """

    def middleware(request):
        if request.headers.get("Origin") == "null" and has_token(request.path):
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        return get_response(request)

    return middleware
