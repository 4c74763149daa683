"""The one visit in which an alumnus consents and chooses, behind a link that works once."""

from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from careerlink.audit.machines import NoSuchMove, Stale
from partners.views.desks import posted
from referrals.actions.choice import consent_and_choose
from referrals.emails.letters import status_url
from referrals.forms.choice import VisitForm
from referrals.models import Referral
from referrals.permissions import links as doors
from referrals.queries.help import is_ours
from referrals.queries.status import standing
from referrals.queries.visit import few_words, help_of, visit_of
from referrals.views.steps import step_page


@login_not_required
def visit(request, link):
    """Who asked, what is free, what is shown to whom; the text, the writers, and one button."""
    referral = doors.get_referral_behind(link)
    if referral.state != Referral.State.AWAITING_CONSENT:
        return ended(request, referral)
    if answer := step_page(request, referral):
        return answer
    page = visit_of(referral, referral.main_address)
    form = VisitForm(posted(request), writers=page.writers, visit=page)
    if request.method == "POST" and form.is_valid():
        try:
            consent_and_choose(referral, link, **form.signed())
        except ValidationError as error:
            form.add_error(None, error)
        except (Stale, NoSuchMove):
            return redirect(request.path)
        else:
            return redirect(urlsplit(status_url(referral)).path)
    own_help = help_of(referral.host)
    context = {
        "referral": referral,
        "host": referral.host,
        "visit": page,
        "form": form,
        "help": own_help,
        "helps_itself": own_help is not None and is_ours(own_help, referral.alumnus.graduation_year),
        "few": few_words(page.writers),
        "is_own": referral.origin == Referral.Origin.SELF,
        "path": request.path,
    }
    return render(request, "referrals/visit/visit.html", context, status=422 if form.errors else 200)


def ended(request, referral: Referral):
    """What is left behind a link that shows and changes nothing else any more: to report a problem, and to say that it
    was meant for somebody else.
    """
    steps = ("report",) if doors.is_of_nobody(referral) else ("report", "not_me")
    return step_page(request, referral, only=steps) or over(request, referral)


def over(request, referral: Referral):
    """Where it stands, for a link that has nothing more to do."""
    said = standing(referral)
    context = {
        "host": referral.host,
        "standing": said,
        "goes_on": referral.has_consent,
        "path": request.path,
        "may_disown": not doors.is_of_nobody(referral),
    }
    return render(request, "referrals/visit/over.html", context, status=410)
