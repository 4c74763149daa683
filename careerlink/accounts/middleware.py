"""What follows from who is logged in."""

from zoneinfo import ZoneInfoNotFoundError

from django.contrib.auth import logout
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from careerlink.accounts import permissions, queries

AGREED = "terms_agreed"  # session key: id of the version that she agreed to
# What is open to somebody who has yet to agree, beside all that is open to strangers.
OPEN_WITHOUT_TERMS = {"account_logout", "account_export", "ask_to_be_erased"}


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
