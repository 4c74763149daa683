"""Where a request stands, for the alumnus, behind a long-lived private link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from careerlink.audit.machines import NoSuchMove, Stale
from referrals.actions import consent
from referrals.actions.choice import choose_writers
from referrals.actions.drawing import draw_list
from referrals.forms.choice import ChoiceForm
from referrals.forms.outcomes import AnswerForm
from referrals.forms.pipeline import HoldForm
from referrals.models import Leg, OutcomeAnswer, Referral
from referrals.permissions import links as doors
from referrals.queries import status as queries
from referrals.queries.outcomes import is_asked, reopens_until
from referrals.queries.visit import few_words, writers_of
from referrals.views import with_you
from referrals.views.consent import ended, over
from referrals.views.outcomes import answered, question
from referrals.views.steps import step_page

State = Referral.State


@login_not_required
def status(request, link):
    """Where it stands and what comes next; who was asked, what happened, who saw what; and everything she may do."""
    referral = doors.get_referral_behind(link)
    if doors.is_of_nobody(referral):
        return ended(request, referral)
    if not doors.opens_status(referral, link):
        return render(request, "referrals/visit/replaced.html", {"host": referral.host}, status=410)
    if referral.state not in Referral.CONSENTED and referral.state != State.CLOSED:
        return step_page(request, referral) or over(request, referral)
    if answer := step_page(request, referral):
        return answer
    legs = queries.legs_of(referral)
    live = queries.live_of(legs)
    ask = question(request, live, OutcomeAnswer.Side.ALUMNUS) if is_asked(referral) else None
    if answer := answered(request, live, OutcomeAnswer.Side.ALUMNUS, ask, by=None):
        return answer
    if request.method == "POST" and with_you.act(request, referral):
        return redirect(request.path)
    choice, rest = _forms(request, referral, legs)
    if request.method == "POST" and _carry_out(request, referral, choice, rest):
        return redirect(request.path)
    return _status_page(request, referral, legs, choice, rest, ask)


def _forms(request, referral: Referral, legs: list[Leg]):
    """The choice and the hold, each None when it cannot be made now; bound when it was sent."""
    sent = request.POST.get("do") if request.method == "POST" else ""
    live = queries.live_of(legs)
    choice = rest = None
    if referral.state == State.CHOOSING or (live and live.state == Leg.State.OFFERED):
        said = request.POST if sent == "choose" else None
        initial = {"moves_on": referral.moves_on}
        choice = ChoiceForm(said, writers=writers_of(referral), initial=initial)
    if referral.may_move("hold"):
        rest = HoldForm(request.POST if sent == "hold" else None, host=referral.host)
    return choice, rest


def _carry_out(request, referral: Referral, choice: ChoiceForm | None, rest: HoldForm | None) -> bool:
    """Do what the button says. False when something has to be put right first."""
    form = {"choose": choice, "hold": rest}.get(request.POST.get("do", ""))
    if form is not None and not form.is_valid():
        return False
    try:
        said = _do(request.POST.get("do"), referral, form)
    except ValidationError as error:
        if form is None:
            messages.error(request, " ".join(error.messages))
            return True
        form.add_error(None, error)
        return False
    except (Stale, NoSuchMove):
        said = _("It had moved on in the meantime. Here is how it stands.")
    messages.info(request, said)
    return True


def _do(what: str | None, referral: Referral, form) -> str:
    """Carry it out; returns what is said then."""
    if what in ("choose", "hold") and form is None:
        raise Stale(f"referral {referral.pk}: too late to {what}")
    if what == "choose":
        leg = choose_writers(referral, **form.choice())
        return _("%(writer)s was asked.") % {"writer": leg.writer.name} if leg else _("Your choice is kept.")
    if what == "hold":
        consent.put_on_hold(referral, until=form.cleaned_data["until"], by=None)
        return _("It rests now.")
    if what == "resume":
        consent.resume(referral, by=None)
        return _("It goes on.")
    if what == "draw" and referral.state == State.CHOOSING:
        draw_list(referral)
        return _("We looked again. These are the writers who fit now.")
    return _("Choose one of the buttons.")


def _status_page(
    request,
    referral: Referral,
    legs: list[Leg],
    choice: ChoiceForm | None,
    rest: HoldForm | None,
    ask: AnswerForm | None,
):
    live = queries.live_of(legs)
    knows = live is not None and live.state in Leg.KNOWN
    form = next((one for one in (choice, rest, ask) if one is not None and one.errors), None)
    context = {
        "referral": referral,
        "host": referral.host,
        "standing": queries.standing(referral, legs),
        "live": live,
        "with_you": with_you.show(referral) if knows else None,
        "legs": legs,
        "choice": choice,
        "few": few_words(choice.writers) if choice and live is None else "",
        "may_change": live is not None and live.state == Leg.State.OFFERED,
        "may_draw": referral.state == State.CHOOSING,
        "rest": rest,
        "ask": ask,
        "may_revoke": referral.may_move("revoke"),
        "may_resume": referral.state == State.ON_HOLD,
        "may_reopen": reopens_until(referral) is not None,
        "timeline": queries.timeline(referral, legs),
        "seen": queries.seen_by(referral, legs),
        "form": form,
        "path": request.path,
    }
    return render(request, "referrals/visit/status.html", context, status=422 if form else 200)
