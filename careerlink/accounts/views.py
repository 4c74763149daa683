"""The front door: joining, the terms, one's own account."""

from allauth.account.adapter import get_adapter
from allauth.account.internal import flows
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careerlink.accounts.actions import JOINING
from careerlink.accounts.forms import JoinForm


@login_not_required
@require_safe
def join(request):
    return render(request, "accounts/join.html")


def sign_up(request: HttpRequest, path: str, *, email: str = "", verified: bool = False) -> HttpResponse:
    """Let a stranger make an account on the way to `path` ("office", "group", "writer", "colleague").

    A room's own `/join/<path>/` view returns this while the visitor is anonymous, for GET and POST
    alike. After her address is confirmed by a mailed code she is back at the same address (query
    string and token kept), logged in. The path travels in the session, never in the form.

    `email` fixes the address (an invitation); with `verified` the caller vouches that she came by a
    signed link that was mailed to it, so that no code is asked for.
    """
    here = request.get_full_path()
    if verified and filter_users_by_email(email):
        messages.info(request, _("You have an account with this address already: log in to go on."))
        return redirect(reverse("account_login") + "?" + urlencode({"next": here}))
    if refused := ratelimit.consume_or_429(request, app="allauth.account", action="signup"):
        return refused
    form = JoinForm(request.POST or None, fixed_email=email)
    if request.method == "POST" and form.is_valid():
        if verified:
            get_adapter().stash_verified_email(request, email)
        request.session[JOINING] = path
        return _make_account(request, form, here)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "path": path, "fixed_email": email, "next": here}
    return render(request, "accounts/sign_up.html", context, status=status)


def _make_account(request: HttpRequest, form: JoinForm, here: str) -> HttpResponse:
    """Save the account and go on to the mailed code; a taken address gets the very same answer."""
    try:
        with transaction.atomic():
            user, response = form.try_save(request)
    except IntegrityError:  # somebody made an account with this address a moment ago
        user, response = None, flows.signup.prevent_enumeration(request, email=form.cleaned_data["email"])
    if response:
        return response
    try:
        return flows.signup.complete_signup(request, user=user, redirect_url=here)
    except ImmediateHttpResponse as error:
        return error.response
