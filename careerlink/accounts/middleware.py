"""What follows from who is logged in."""

from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfoNotFoundError

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.shortcuts import redirect, resolve_url
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from careerlink.accounts import actions, permissions, queries

AGREED = "terms_agreed"  # session key: id of the version that she agreed to
# What is open to somebody who has yet to agree, beside all that is open to strangers.
OPEN_WITHOUT_TERMS = {"account_logout", "account_export", "ask_to_be_erased"}


class LoginFirst(LoginRequiredMiddleware):
    """Django's, which leads back to the page that she had open, not to where its form or fragment went, and
    says that what she typed was not sent.
    """

    def handle_no_permission(self, request, view_func):
        if request.method in ("GET", "HEAD") and not request.htmx:
            return super().handle_no_permission(request, view_func)
        if request.method == "POST":
            messages.warning(request, _("What you sent did not arrive: your log-in had ended. Send it again."))
        page = _page_she_has_open(request)
        url = resolve_url(settings.LOGIN_URL) + (f"?{urlencode({'next': page})}" if page else "")
        return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def _page_she_has_open(request) -> str:
    """Path and query of the page from which a form or a fragment was sent. When that is not one of ours, or has
    only just been shown as the answer to a form, the address to which the form went; "" when that is no page.
    """
    urls = [request.htmx.current_url or request.headers.get("Referer", "")]
    if not request.htmx:
        urls.append(request.build_absolute_uri())
    for url in urls:
        if not url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure()):
            continue
        parts = urlsplit(url)
        if takes_get(unquote(parts.path)):
            return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return ""


def takes_get(path: str) -> bool:
    """Whether a path of ours is a page that can be opened, and not only where a form is sent to. (Tests hold
    this against all pages and all actions: a view tells it only by the decorator that it has.)
    """
    try:
        view: Any = resolve(path).func
    except Resolver404:
        return False
    if hasattr(view, "view_class"):
        return hasattr(view.view_class, "get")
    while view is not None:
        code = getattr(view, "__code__", None)
        if code and "request_method_list" in code.co_freevars:  # Django's require_http_methods
            return "GET" in view.__closure__[code.co_freevars.index("request_method_list")].cell_contents
        view = getattr(view, "__wrapped__", None)
    return True


def log_ins_end(get_response):
    """End a log-in that has lasted too long, or too long without a click. Pages for everybody stay open;
    all others ask her to log in and lead back.
    """

    def middleware(request):
        if request.user.is_authenticated and not actions.use_session(request.session, request.user):
            logout(request)
            messages.info(request, _("You were logged out to keep your account safe. Log in to go on."))
        return get_response(request)

    return middleware


def suspended_people_are_out(get_response):
    """End the session of a suspended person at her next request, and say until when and whom to write."""

    def middleware(request):
        user = request.user
        if user.is_authenticated and user.is_suspended:
            logout(request)
            return permissions.refuse_suspended(request, user)
        return get_response(request)

    return middleware


def person_zone(get_response):
    """Show times in the zone of whoever is logged in."""

    def middleware(request):
        if not request.user.is_authenticated:
            return get_response(request)
        try:
            timezone.activate(request.user.zone)
        except (ZoneInfoNotFoundError, ValueError):
            timezone.deactivate()
        try:
            return get_response(request)
        finally:
            timezone.deactivate()

    return middleware


def terms_first(get_response):
    """Ask a logged-in person to agree to the terms in force before anything else."""

    def middleware(request):
        return get_response(request)

    middleware.process_view = _terms_first  # type: ignore[attr-defined]  # Django looks for it on any middleware
    return middleware


def remember_terms(session, user) -> bool:
    """Note in the session whether a person agreed to the terms in force; at most one query."""
    pk, agreed = queries.terms_and_answer(user)
    if agreed and session.get(AGREED) != pk:
        session[AGREED] = pk
    return agreed


def _terms_first(request, view, args, kwargs):
    if not request.user.is_authenticated or not getattr(view, "login_required", True):
        return None
    if request.resolver_match.url_name in OPEN_WITHOUT_TERMS:
        return None
    agreed = request.session.get(AGREED)
    if (agreed is not None and agreed == queries.terms_id()) or remember_terms(request.session, request.user):
        return None
    url = reverse("terms")
    if request.htmx:
        return HttpResponseClientRedirect(url)
    if request.method in ("GET", "HEAD"):
        url += "?" + urlencode({"next": request.get_full_path()})
    return redirect(url)
