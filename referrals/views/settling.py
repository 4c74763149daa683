"""The office closes referrals with a reason, opens them again, and settles what was told differently."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web import clock
from careerlink.web.pages import PARAMETER, keyset_page
from partners.views.desks import posted
from referrals.actions import consent as actions
from referrals.actions import outcomes
from referrals.forms.outcomes import CloseForm, SettleForm
from referrals.models import Referral
from referrals.permissions import outcomes as doors
from referrals.permissions.desk import get_office_to_refer
from referrals.queries import outcomes as queries
from referrals.queries.settling import waiting_to_settle


def _moved_on(request) -> None:
    messages.info(request, _("It had moved on in the meantime. Here is how it stands."))


@require_http_methods(["GET", "HEAD", "POST"])
def referral_close(request, key):
    """Close it with a reason; a closed one shows how it ended, and until when it can be opened again."""
    referral = doors.get_referral_to_close(request.user, key)
    request.here = referral.host
    is_closed = referral.state == Referral.State.CLOSED
    form = None if is_closed else CloseForm(posted(request))
    if form is not None and form.is_bound and form.is_valid():
        try:
            actions.close(referral, settled=Referral.Settled.OFFICE, by=request.user, **form.cleaned_data)
        except (Stale, NoSuchMove):
            _moved_on(request)
        else:
            messages.success(request, _("Closed. It can be opened again for 30 days."))
        return redirect(referral)
    context = {
        "referral": referral,
        "host": referral.host,
        "form": form,
        "until": queries.reopens_until(referral),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "referrals/outcomes/close.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def referral_reopen(request, key):
    """Ask once more, then open it again."""
    referral = doors.get_referral_to_reopen(request.user, key)
    request.here = referral.host
    problem = ""
    if request.method == "POST":
        try:
            actions.reopen(referral, by=request.user)
        except ValidationError as error:
            problem = " ".join(error.messages)
        except (Stale, NoSuchMove):
            _moved_on(request)
        else:
            messages.success(request, _("It is open again; a mail says so."))
        if not problem:
            return redirect(referral)
    context = {"referral": referral, "host": referral.host, "problem": problem}
    return render(request, "referrals/outcomes/reopen.html", context, status=422 if problem else 200)


@require_safe
def referrals_to_settle(request, slug):
    """All that the two sides of this office's referrals told differently."""
    host = get_office_to_refer(request.user, slug)
    rows = waiting_to_settle(clock.now()).filter(host=host)
    page = keyset_page(rows, request.GET.get(PARAMETER, ""), order=("due_at", "id"))
    context = {"host": host, "page": page.within(request.GET)}
    return render(request, "referrals/outcomes/settle_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def referral_settle(request, key):
    """What both said, and what counts."""
    referral = doors.get_referral_to_settle(request.user, key)
    request.here = referral.host
    form = SettleForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            outcomes.settle(referral, by=request.user, **form.cleaned_data)
        except (Stale, NoSuchMove):
            _moved_on(request)
        else:
            messages.success(request, _("Settled. Both get a kind mail that it is closed."))
        return redirect("referrals_to_settle", referral.host.slug)
    context = {
        "referral": referral,
        "host": referral.host,
        "leg": queries.leg_asked_about(referral),
        "answers": queries.both_answers(referral),
        "form": form,
    }
    return render(request, "referrals/outcomes/settle.html", context, status=422 if form.errors else 200)
