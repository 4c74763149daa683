"""The public help page of an office, and the link that says "it was me"."""

from urllib.parse import urlsplit

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from partners.views.desks import posted
from referrals import clocks
from referrals.actions import ways as actions
from referrals.emails.letters import CONSENT_LINK, address_of, newest_url, status_url
from referrals.forms.ways import HelpRequestForm
from referrals.models import Referral
from referrals.permissions import help as doors
from referrals.queries import help as queries
from referrals.views.limits import may_ask
from referrals.views.problems import report_page


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def host_help(request, slug):
    """Free help first, then four fields. The answer is the same for every address."""
    settings = doors.get_public_help(slug)
    form = HelpRequestForm(posted(request))
    year = form.cleaned_data.get("year") if form.is_valid() else None
    is_ours = queries.is_ours(settings, year) and "anyway" not in request.POST
    if request.method == "POST" and form.is_valid() and not is_ours:
        if not may_ask(request, "ask"):
            return ratelimit.respond_429(request)
        if not form.is_of_a_program and may_ask(request, "address", form.cleaned_data["email"].lower()):
            actions.ask_for_help(settings.host, **form.facts)
        return redirect("host_help_asked", slug)
    context = {
        "settings": settings,
        "host": settings.host,
        "services": queries.services_for(settings.host, year),
        "form": form,
        "is_ours": is_ours,
        **_clocks(),
    }
    return render(request, "referrals/help/page.html", context, status=422 if form.errors else 200)


def _clocks() -> dict:
    """By when what happens."""
    return {
        "hours": int(clocks.UNCONFIRMED.total_seconds() // 3600),
        "days": clocks.CONSENT.days,
        "answer_days": clocks.ANSWER_DAYS,
        "contact_days": clocks.CONTACT.days,
    }


@login_not_required
@require_safe
def host_help_asked(request, slug):
    settings = doors.get_public_help(slug)
    context = {"host": settings.host, **_clocks()}
    return render(request, "referrals/help/asked.html", context)


@login_not_required
def confirm(request, link):
    """Was it you? The button leads straight to consent and choice."""
    asked = doors.get_help_request(link.about)
    if request.GET.get("step") == "report":
        return report_page(request, asked.host, behind=asked.key)
    problem = ""
    if request.method == "POST" and request.POST.get("answer") == "forget":
        actions.forget_help(asked)
        return render(request, "referrals/help/forgotten.html", {"host": asked.host})
    if request.method == "POST":
        try:
            return _go_on(request, actions.confirm_help(asked))
        except ValidationError as error:
            problem = " ".join(error.messages)
    context = {"asked": asked, "host": asked.host, "problem": problem, "path": request.path}
    return render(request, "referrals/help/confirm.html", context, status=422 if problem else 200)


def _go_on(request, referral: Referral):
    """To her page of consent and choice; when that is behind her, to where her request stands."""
    address = address_of(referral)
    if referral.state == Referral.State.AWAITING_CONSENT:
        there = newest_url(CONSENT_LINK, referral.key, address)
    else:
        there = status_url(referral)
    return (
        redirect(urlsplit(there).path)
        if there
        else render(request, "referrals/help/asked.html", {"host": referral.host, **_clocks()})
    )
