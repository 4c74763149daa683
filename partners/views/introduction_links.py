"""Introductions by signed link: the contact, who has no account, answers; the office says what came of one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from careerlink.accounts.queries import text_in_force
from careerlink.audit.machines import NoSuchMove, Stale
from partners.actions import introduction_answers as answers
from partners.actions.introduction_clocks import forget_contact
from partners.forms.introductions import ResultsForm
from partners.models import Introduction, IntroductionResult
from partners.permissions import introductions as doors
from partners.queries import introductions as queries


@login_not_required
def contact(request, link):
    """Who asks, what for, what is shown to whom; yes, no thanks, or "delete what you know of me"."""
    found = doors.get_introduction_behind(link.about, link.address)
    problem = ""
    if request.method == "POST":
        if request.POST.get("answer") == "forget":
            forget_contact(link.address)
            return render(request, "partners/introductions/forgotten.html")
        problem = _answer(request, found)
        if not problem:
            return redirect(request.path)
    return _contact_page(request, found, problem)


def _answer(request, found: Introduction) -> str:
    """Carry out what the contact pressed; returns the sentence why it could not be, "" when it was."""
    try:
        if request.POST.get("answer") == "yes":
            answers.contact_says_yes(found, accepts_rules="rules" in request.POST)
        elif request.POST.get("answer") == "no":
            answers.contact_says_no(found)
        else:
            return _("Choose one of the buttons.")
    except ValidationError as error:
        return " ".join(error.messages)
    except (Stale, NoSuchMove):
        messages.info(request, _("It had moved on in the meantime. Here is how it stands."))
    return ""


def _contact_page(request, found: Introduction, problem: str):
    reach = queries.reach_of(found.host, found.host_agreed_by) if doors.shows_host(found) else None
    if reach and reach.user:
        answers.note_host_shown(found, reach.user)
    is_over = found.state in queries.OVER
    context = {
        "introduction": found,
        "host": found.host,
        "facts": queries.facts_of(found),
        "reach": reach,
        "problem": problem,
        "may_answer": found.state in Introduction.FOR_CONTACT,
        "has_agreed": found.state == Introduction.State.CONTACT_AGREED,
        "is_over": is_over,
        "said_no": found.declined_by_side == Introduction.Side.CONTACT,
        "rules": text_in_force("campus") if found.is_recruiter else None,
    }
    status = 422 if problem else 410 if is_over else 200
    return render(request, "partners/introductions/contact.html", context, status=status)


@login_not_required
def results(request, link):
    """What came of it: the click in the mail ticks the box, the button confirms it."""
    found, person = doors.get_introduction_to_note(link.about, link.address)
    if request.method == "POST":
        form = ResultsForm(request.POST)
        if form.is_valid():
            try:
                answers.note_results(found, form.cleaned_data["whats"], by=person)
            except (Stale, NoSuchMove):
                messages.info(request, _("It had moved on in the meantime. Here is how it stands."))
            else:
                messages.success(request, _("Noted. Thank you."))
            return redirect(request.path)
    else:
        form = ResultsForm(initial={"whats": _ticked(request, found)})
    context = {"introduction": found, "host": found.host, "form": form}
    return render(request, "partners/introductions/results.html", context, status=422 if form.errors else 200)


def _ticked(request, found: Introduction) -> list[str]:
    """What was noted before, and what the click in the mail names; "nothing" stands alone."""
    noted = [result.what for result in found.results.all()]
    asked = request.GET.get("what", "")
    if asked not in IntroductionResult.What.values:
        return noted
    nothing = IntroductionResult.What.NOTHING
    return [asked] if asked == nothing else [*(what for what in noted if what != nothing), asked]
