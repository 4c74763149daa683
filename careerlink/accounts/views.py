"""The front door: joining, the terms, one's own account."""

from allauth.account.adapter import get_adapter
from allauth.account.internal import flows
from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from allauth.account.internal.stagekit import get_pending_stage
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.views import confirm_login_code, email_verification_sent, password_reset_from_key
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from careerlink.accounts import actions, emails, queries, registry
from careerlink.accounts.actions import JOINING
from careerlink.accounts.disclosures import disclosures_of, in_words
from careerlink.accounts.forms import AccountForm, JoinForm
from careerlink.accounts.own_data import everything_about, to_read
from careerlink.outbox.queries import came_back
from careerlink.web import clock
from careerlink.web.keys import new_key
from careerlink.web.pages import keyset_page
from careerlink.web.templatetags.web import day, hour


@login_not_required
@require_safe
def join(request):
    return render(request, "accounts/join.html")


@login_not_required
def plain_sign_up(request):
    """allauth's sign-up page is closed: people join by a path."""
    return redirect("join")


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
    form = JoinForm(request.POST if request.method == "POST" else None, fixed_email=email)
    if request.method == "POST" and form.is_valid():
        if _is_waiting_for_code(request, form.cleaned_data["email"]):  # a double click
            return redirect("account_email_verification_sent")
        if verified:
            get_adapter().stash_verified_email(request, email)
        request.session[JOINING] = path
        return _make_account(request, form, here)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "path": path, "fixed_email": email, "next": here}
    return render(request, "accounts/sign_up.html", context, status=status)


def _is_waiting_for_code(request: HttpRequest, email: str) -> bool:
    """Whether this visitor has just signed up with this very address."""
    stage = get_pending_stage(request)
    if stage is None or not stage.login.signup:
        return False
    pending = stage.login.user.email if stage.login.user else stage.login.email
    return pending.lower() == email.lower()


@transaction.atomic
def _make_account(request: HttpRequest, form: JoinForm, here: str) -> HttpResponse:
    """Save the account and go on to the mailed code; a taken address gets the very same answer, after the
    same work: an account like hers is made and given up again.
    """
    email = form.cleaned_data["email"]
    if form.account_already_exists and actions.forget_unconfirmed(email):
        form.account_already_exists = False
    is_taken = form.account_already_exists
    if is_taken:
        form.account_already_exists = False
        form.cleaned_data["email"] = f"{new_key()}@taken.invalid"
    user = None
    try:
        with transaction.atomic():
            user = form.save(request)
            transaction.set_rollback(is_taken)
    except IntegrityError:  # somebody made an account with this address a moment ago
        is_taken = True
    try:
        if is_taken:
            return flows.signup.prevent_enumeration(request, email=email)
        return flows.signup.complete_signup(request, user=user, redirect_url=here)
    except ImmediateHttpResponse as error:
        return error.response


@login_not_required
def log_in_by_code(request):
    """allauth's page for the code that was mailed to log in with."""

    def state(request) -> dict:
        stage = get_pending_stage(request)
        return stage.state if stage else {}

    return _mail_again(request, confirm_login_code, state, "unknown_account")


@login_not_required
def confirm_address(request):
    """allauth's page for the code that was mailed to confirm an address."""

    def state(request) -> dict:
        return request.session.get(EMAIL_VERIFICATION_CODE_SESSION_KEY, {})

    return _mail_again(request, email_verification_sent, state, "account_already_exists")


def _mail_again(request, page, state, letter: str) -> HttpResponse:
    """One of allauth's pages with a code. Whoever asks for a new code where there is none to be had makes it
    mail the letter again that says so: otherwise it would answer quicker, and tell that by it.
    """
    before = state(request).get("resend_count", 0)
    response = page(request)
    after = state(request)
    is_nobodys = "user_id" not in after or after.get("account_already_exists")
    if after.get("resend_count", 0) > before and is_nobodys:
        emails.send(letter, after["email"], {})
    return response


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose_new_password(request, uidb36, key):
    """allauth's page behind a mailed link; a key that opens nothing is a wrong try of the network address."""
    try:
        with actions.one_try(None, ratelimit.get_ip(request)) as this:
            response = password_reset_from_key(request, uidb36=uidb36, key=key)
            this.is_wrong = bool((getattr(response, "context_data", None) or {}).get("token_fail"))
    except ValidationError as error:
        return render(request, "accounts/too_many_tries.html", {"sentence": error.messages[0]}, status=429)
    return response


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request):
    """The terms in force; a person who is logged in agrees to them here."""
    text = queries.text_in_force("terms")
    if text is None:
        raise Http404
    if request.method == "POST":
        return _agree(request, text)
    is_asked = request.user.is_authenticated and not queries.has_agreed(request.user, text)
    context = {"text": text, "is_asked": is_asked, "next": _safe_next(request, request.GET.get("next", ""))}
    return render(request, "accounts/terms.html", context)


def _agree(request, text):
    if not request.user.is_authenticated:
        return redirect("account_login")
    if request.POST.get("version") != str(text.version):
        messages.warning(request, _("The terms have just changed: please read the new version."))
        return redirect("terms")
    actions.agree(request.user, text)
    messages.success(request, _("Thank you. You agreed to the terms."))
    return redirect(_safe_next(request, request.POST.get("next", "")) or "start")


def _safe_next(request, url: str) -> str:
    """The address to go on to when it is one of ours, else "": a path, never the name of a view."""
    is_ours = url.startswith("/") and url_has_allowed_host_and_scheme(
        url, {request.get_host()}, require_https=request.is_secure()
    )
    return url if is_ours else ""


@require_http_methods(["GET", "HEAD", "POST"])
def account(request):
    """One's own account: name, time zone, and the ways to all the rest."""
    form = AccountForm(request.POST if request.method == "POST" else None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        actions.change_zone(user, user.zone)
        messages.success(request, _("Your account is changed."))
        return redirect("account")
    request.user.refresh_from_db()  # the page's head shows the name that is stored
    context = {
        "form": form,
        "came_back": came_back(request.user.pk),
        "terms": queries.text_in_force("terms"),
        "has_single_sign_on": bool(settings.SOCIALACCOUNT_PROVIDERS),
    }
    return render(request, "accounts/account.html", context, status=422 if form.errors else 200)


@require_safe
def account_export(request):
    """All that is held about oneself, to read or to take away as JSON."""
    wanted = request.GET.get("format", "")
    if wanted not in ("", "json"):
        raise BadRequest
    everything = everything_about(request.user)
    if not wanted:
        parts = [(label, to_read(part)) for label, part in everything.items()]
        return render(request, "accounts/export.html", {"parts": parts})
    response = JsonResponse(everything, json_dumps_params={"indent": 2, "ensure_ascii": False})
    name = f"careerlink-{clock.today(request.user.zone)}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def who_saw_me(request):
    """Who was shown how to reach her, or a private file of hers, when, and by which rule."""
    page = keyset_page(disclosures_of(request.user), request.GET.get("page", ""), order=("-id",))
    zone = request.user.zone
    shown = [
        {"who": one.who, "what": one.what, "why": one.why, "day": day(one.at, zone), "time": hour(one.at, zone)}
        for one in in_words(page)
    ]
    return render(request, "accounts/who_saw_me.html", {"page": page.within(request.GET), "shown": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def ask_to_be_erased(request):
    """Ask the moderators to erase all that is held about oneself; the page says what happens."""
    if request.method == "POST":
        actions.ask_to_be_erased(request.user)
        messages.success(request, _("We got it: a person does it within 30 days and looks at what must stay."))
        return redirect("account")
    cautions = [line for function in registry.cautions.values() for line in function(request.user)]
    return render(request, "accounts/ask_to_be_erased.html", {"cautions": cautions})
