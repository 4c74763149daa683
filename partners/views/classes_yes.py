"""Saying yes or no to stand-ins: the career office on its page, the department by a mailed link."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web import clock, links
from partners.actions import classes_yes as actions
from partners.emails.classes_yes import ask_again
from partners.forms.classes import YesForm
from partners.permissions import classes as permissions
from partners.queries import classes as queries
from partners.views.desks import posted


@require_http_methods(["GET", "HEAD", "POST"])
def class_approvals(request, slug):
    """Up to ten classes that wait for the yes of this office, decided with one button."""
    office = permissions.get_office_to_approve(request.user, slug)
    waiting = queries.requests_to_approve(office)
    forms = {one.key: YesForm(posted(request), prefix=one.key) for one in waiting}
    is_valid = request.method != "POST" or all(form.is_valid() for form in forms.values())
    if request.method == "POST" and is_valid:
        _decide(request, [(one, forms[one.key].cleaned_data) for one in waiting])
        return redirect("class_approvals", office.slug)
    rows = [{"class": one, "span": queries.span_words(one), "form": forms[one.key]} for one in waiting]
    context = {"host": office, "rows": rows}
    return render(request, "partners/classes/approve.html", context, status=200 if is_valid else 422)


def _decide(request, answers):
    done = 0
    for one, answer in answers:
        if not answer["answer"]:
            continue
        problem = _carry_out(one, answer, by=request.user, through=queries.OFFICE)
        if problem:
            messages.warning(request, f"{one.course}: {problem}")
        done += not problem
    if done:
        messages.success(request, ngettext("%(n)s answer is given.", "%(n)s answers are given.", done) % {"n": done})


def _carry_out(one, answer, *, by, through):
    """Why it could not be done, "" when it was."""
    try:
        if answer["answer"] == "yes":
            actions.approve_class(one, by=by, through=through)
        else:
            actions.refuse_class(one, by=by, through=through, refusal=answer["refusal"])
    except ValidationError as error:
        return " ".join(error.messages)
    except (Stale, NoSuchMove):
        return _("It had moved on in the meantime.")
    return ""


def class_approval(request, link):
    """Behind the link in the department's mail: GET shows the class, POST says yes or no."""
    found = permissions.get_class_request_behind(link.about)
    context = {"class": found, "host": found.host, "span": queries.span_words(found), "form": YesForm()}
    if found.state != found.State.WAITING_FOR_APPROVAL or not actions.is_departments(link, found):
        return render(request, "partners/classes/approval_over.html", context, status=410)
    if request.method != "POST":
        return render(request, "partners/classes/approval.html", context)
    form = YesForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["answer"]:
        form.add_error("answer", _("Choose yes or no."))
        return render(request, "partners/classes/approval.html", {**context, "form": form}, status=422)
    problem = _carry_out(found, form.cleaned_data, by=None, through=queries.DEPARTMENT)
    if problem:
        return render(request, "partners/classes/approval_over.html", context, status=410)
    links.use(link)
    return render(request, "partners/classes/approval_done.html", {**context, "answer": form.cleaned_data["answer"]})


def renew_approval(link):
    """Somebody opened a link that has run out: a fresh one goes to the same address while a yes is waited for."""
    found = permissions.get_class_request_behind(link.about)
    is_open = found.state == found.State.WAITING_FOR_APPROVAL and found.due_at > clock.now()
    if not is_open or not actions.is_departments(link, found):
        return False
    ask_again(found, link.address)
    return True
