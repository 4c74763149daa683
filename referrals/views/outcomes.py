"""What came of it, by a private link or on the writer's own page: a GET shows, the button says it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web.links import urls_of
from partners.permissions.desks import get_own_writer
from referrals.actions import outcomes as actions
from referrals.actions.consent import reopen
from referrals.emails.letters import STATUS_LINK
from referrals.forms.outcomes import AnswerForm
from referrals.models import Leg, OutcomeAnswer, Referral
from referrals.permissions import outcomes as doors
from referrals.queries import outcomes as queries
from referrals.queries.legs import is_valid, need_rows
from referrals.views.steps import step_page

Side = OutcomeAnswer.Side


@login_not_required
def alumnus_outcome(request, link):
    """The alumnus says how it went, or opens again what is closed."""
    referral = doors.get_referral_behind(link)
    if referral is None:
        return render(request, "referrals/outcomes/over.html", status=410)
    if answer := step_page(request, referral, only=("not_me", "report")):
        return answer
    if request.method == "POST" and "reopen" in request.POST:
        return _reopen(request, referral)
    leg = queries.leg_asked_about(referral)
    form = question(request, leg, Side.ALUMNUS)
    if answer := answered(request, leg, Side.ALUMNUS, form, by=None):
        return answer
    status = (STATUS_LINK, referral.key)
    context = {
        "referral": referral,
        "host": referral.host,
        "leg": leg,
        "form": form,
        "said": queries.answer_of(leg, Side.ALUMNUS) if leg and not form else "",
        "is_closed": referral.state == Referral.State.CLOSED,
        "how": queries.how_it_ended(referral),
        "until": queries.reopens_until(referral),
        "free": [(one.title, one.words) for one in queries.free_help(referral)],
        "status_url": urls_of(link.address, [status]).get(status, ""),
        "path": request.path,
    }
    return render(request, "referrals/outcomes/alumnus.html", context, status=_status(form))


@login_not_required
def writer_outcome_link(request, link):
    """The writer says what came of it, without logging in."""
    leg = doors.get_leg_behind(link)
    if leg is None:
        return render(request, "referrals/outcomes/over.html", status=410)
    return _for_writer(request, leg)


@require_http_methods(["GET", "HEAD", "POST"])
def leg_outcome(request, key):
    """The same for a writer who is logged in."""
    leg = doors.get_leg_to_tell(request.user, key)
    request.here = get_own_writer(request.user)
    return _for_writer(request, leg)


def _for_writer(request, leg: Leg):
    form = question(request, leg, Side.WRITER)
    if answer := answered(request, leg, Side.WRITER, form, by=leg.writer.user):
        return answer
    context = {
        "leg": leg,
        "host": leg.referral.host,
        "form": form,
        "need": need_rows(leg) if is_valid(leg) else [],
        "said": "" if form else queries.answer_of(leg, Side.WRITER),
        "is_closed": leg.referral.state == Referral.State.CLOSED,
    }
    return render(request, "referrals/outcomes/writer.html", context, status=_status(form))


def question(request, leg: Leg | None, side: str) -> AnswerForm | None:
    """The question with what the click in the mail ticked, or with what was sent; None where nothing is asked."""
    if leg is None or not queries.may_answer(leg, side):
        return None
    sent = request.POST if request.POST.get("do") == "outcome" else None
    return AnswerForm(sent, side=side, ticked=request.GET.get("answer", ""))


def answered(request, leg: Leg | None, side: str, form: AnswerForm | None, *, by):
    """Note what was sent and lead back to the page; None when nothing was, or it has to be put right first."""
    if leg is None or form is None or not form.is_bound or not form.is_valid():
        return None
    try:
        actions.answer_outcome(leg, side=side, by=by, **form.cleaned_data)
    except (Stale, NoSuchMove):
        messages.info(request, _("It had moved on in the meantime. Here is how it stands."))
    else:
        messages.success(request, _("Noted. Thank you."))
    return redirect(request.path)


def _status(form: AnswerForm | None) -> int:
    return 422 if form is not None and form.errors else 200


def _reopen(request, referral: Referral):
    try:
        reopen(referral, by=None)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except (Stale, NoSuchMove):
        messages.info(request, _("It had moved on in the meantime. Here is how it stands."))
    else:
        messages.success(request, _("Your request is open again."))
    return redirect(request.path)
