"""Requests for places, answered together."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerlink.audit.machines import Stale
from careerlink.web.pages import PARAMETER, keyset_page
from events.actions import answers as actions
from events.forms.answers import AnswerRequestsForm
from events.permissions import answers as permissions
from events.permissions.events import get_event_of_host
from events.queries import requests as queries
from events.queries.tabs import event_tabs, host_tabs
from partners.permissions.desks import get_desk


@require_http_methods(["GET", "HEAD", "POST"])
def event_requests(request, key):
    event = get_event_of_host(request.user, key)
    return _requests(request, event.host, event)


@require_http_methods(["GET", "HEAD", "POST"])
def place_requests(request, slug):
    return _requests(request, get_desk(request.user, slug), None)


def _requests(request, host, event):
    """The list; what an answer would do; and the answer itself, in this order."""
    request.here = host
    may_answer = permissions.may_answer_requests(request.user, host)
    if request.method != "POST":
        return _list(request, host, event, AnswerRequestsForm(host=host), may_answer)
    if not may_answer:
        raise Http404
    form = AnswerRequestsForm(request.POST, host=host)
    if not form.is_valid():
        return _list(request, host, event, form, may_answer)
    if "confirm" not in request.POST:
        return _preview(request, host, event, form)
    facts = form.cleaned_data
    try:
        answering, outcomes = actions.answer_requests(
            host, facts["place"], facts["answer"], by=request.user, key=facts["key"], event=event
        )
    except ValidationError as error:
        form.add_error(None, error)
        return _list(request, host, event, form, may_answer)
    _say_left_out(request, outcomes)
    return redirect(answering)


def _list(request, host, event, form, may_answer):
    page = keyset_page(
        queries.requests_of(host, event), request.GET.get(PARAMETER, ""), order=queries.ORDER, size=queries.AT_ONCE
    )
    context = {
        "host": host,
        "event": event,
        "tabs": event_tabs(event, request.user, "event_requests") if event else host_tabs(host, "place_requests"),
        "form": form,
        "page": page.within(request.GET),
        "rows": queries.rows_of(page.rows, host),
        "ticked": form.data.getlist("place") if form.is_bound else [],
        "may_answer": may_answer,
        "newest": queries.newest_open(host),
    }
    return render(request, "events/answers/requests.html", context, status=422 if form.errors else 200)


def _preview(request, host, event, form):
    foreseen = queries.foresee(form.cleaned_data["place"], form.cleaned_data["answer"], host)
    context = {
        "host": host,
        "event": event,
        "answer": form.cleaned_data["answer"],
        "key": form.cleaned_data["key"],
        "rows": [one for one in foreseen if not one.problem],
        "left_out": [one for one in foreseen if one.problem],
        "minutes": int(actions.TAKE_BACK.total_seconds() // 60),
    }
    return render(request, "events/answers/preview.html", context)


@require_safe
def answering(request, key):
    found = permissions.get_answering(request.user, key)
    request.here = found.host
    context = {
        "answering": found,
        "host": found.host,
        "rows": queries.answered_rows(found),
        "may_undo": found.can_be_undone and permissions.may_answer_requests(request.user, found.host),
    }
    return render(request, "events/answers/answering.html", context)


@require_POST
def answering_undo(request, key):
    found = permissions.get_answering_to_undo(request.user, key)
    try:
        outcomes = actions.take_back(found, by=request.user)
    except Stale:
        messages.warning(
            request, _("It is too late: the mails have left. Write to them, or open a place to change it.")
        )
        return redirect(found)
    done = sum(not outcome.problem for outcome in outcomes)
    if done:
        said = ngettext(
            "%(n)s request waits again. Nobody got mail.", "%(n)s requests wait again. Nobody got mail.", done
        )
        messages.success(request, said % {"n": done})
    _say_left_out(request, outcomes)
    return redirect(found)


def _say_left_out(request, outcomes):
    for outcome in outcomes:
        if outcome.problem:
            words = {"writer": outcome.place.writer.name, "problem": outcome.problem}
            messages.warning(request, _("%(writer)s: %(problem)s") % words)
