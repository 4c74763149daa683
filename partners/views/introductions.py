"""Introductions: the writer proposes, the office answers and says what came of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web.pages import keyset_page
from careerlink.web.templatetags.web import day
from partners.actions import introduction_answers as answers
from partners.actions import introductions as actions
from partners.forms.introductions import AnswerIntroductionForm, IntroductionForm, ResultsForm, initial_of
from partners.models import Introduction
from partners.models.reasons import IntroductionRefusal
from partners.permissions import introductions as doors
from partners.permissions.desks import get_desk, get_own_writer, may_coordinate
from partners.queries import introductions as queries
from partners.queries.offers import fees_of
from partners.queries.timelines import introduction_timeline
from partners.views.desks import posted

MOVED_ON = gettext_lazy("It had moved on in the meantime. Here is how it stands.")
TABS = {
    "waiting": (gettext_lazy("Waiting"), Introduction.WAITING),
    "made": (gettext_lazy("What came of them"), queries.MADE),
    "over": (gettext_lazy("Over"), queries.OVER),
}


@require_GET
def introductions(request, slug):
    host = get_desk(request.user, slug)
    show = request.GET.get("show", "")
    show = show if show in TABS else "waiting"
    page = keyset_page(
        queries.introductions_of(host, TABS[show][1]), request.GET.get("page", ""), order=("-id",)
    ).within(request.GET)
    tabs = [{"label": label, "url": f"?show={name}", "current": name == show} for name, (label, _s) in TABS.items()]
    context = {
        "host": host,
        "page": page,
        "tabs": tabs,
        "show": show,
        "totals": queries.outcome_totals(host) if show == "made" else [],
        "may_decide": host.is_approved and may_coordinate(request.user, host),
    }
    return render(request, "partners/introductions/list.html", context)


@require_GET
def writer_introductions(request):
    writer = get_own_writer(request.user)
    page = keyset_page(queries.introductions_by(writer), request.GET.get("page", ""), order=("-id",))
    context = {
        "page": page.within(request.GET),
        "writer": writer,
        "hosts": queries.hosts_to_introduce_to(writer) if writer.is_approved else [],
    }
    return render(request, "partners/introductions/writer_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def introduction_new(request, slug):
    host = doors.get_host_to_introduce_to(request.user, slug)
    return _form(request, host, None)


@require_http_methods(["GET", "HEAD", "POST"])
def introduction_fill(request, key):
    draft = doors.get_draft_to_fill(request.user, key)
    request.here = draft.writer
    return _form(request, draft.host, draft)


def _form(request, host, draft):
    form = IntroductionForm(posted(request), initial=initial_of(draft) if draft else {})
    if request.method == "POST" and form.is_valid():
        writer = get_own_writer(request.user)
        try:
            made = actions.propose_introduction(writer=writer, host=host, by=request.user, draft=draft, **form.facts())
        except ValidationError as error:
            form.add_error(None, error)
        except (Stale, NoSuchMove):
            messages.info(request, MOVED_ON)
            return redirect("writer_introductions")
        else:
            said = _("Both are asked now. You hear by %(day)s.") % {"day": day(made.due_at)}
            messages.success(request, said)
            return redirect(made)
    context = {"host": host, "draft": draft, "form": form}
    return render(request, "partners/introductions/form.html", context, status=422 if form.errors else 200)


@require_GET
def introduction(request, key):
    found = doors.get_introduction_to_read(request.user, key)
    if doors.is_own_introduction(request.user, found):
        return _for_writer(request, found)
    return _for_host(request, found)


def _for_writer(request, found):
    request.here = get_own_writer(request.user)
    context = {
        "introduction": found,
        "facts": queries.facts_of(found),
        "may_withdraw": doors.may_withdraw_introduction(request.user, found),
        "results": list(found.results.all()),
        "items": introduction_timeline(found, zone=request.user.zone, for_host=False),
    }
    return render(request, "partners/introductions/for_writer.html", context)


def _for_host(request, found, form=None, results=None):
    request.here = host = found.host
    shows_contact = doors.shows_contact(found)
    if shows_contact:
        answers.note_contact_shown(found, request.user)
    came = list(found.results.all())
    may_note = doors.may_note_results(request.user, found)
    is_waiting = found.state in Introduction.WAITING
    context = {
        "introduction": found,
        "host": host,
        "facts": queries.facts_of(found),
        "shows_contact": shows_contact,
        "is_waiting": is_waiting,
        "fees": fees_of([found.writer]).get(found.writer_id, "") if is_waiting else "",
        "may_answer": doors.may_answer_introduction(request.user, found),
        "form": form or AnswerIntroductionForm(initial={"answer": "yes"}),
        "may_note": may_note,
        "may_close": may_note and found.may_move("close"),
        "private_reason": dict(IntroductionRefusal.choices).get(found.private_reason, ""),
        "results_form": results or ResultsForm(initial={"whats": [result.what for result in came]}),
        "results": came,
        "items": introduction_timeline(found, zone=host.zone, for_host=True),
    }
    status = 422 if form or results else 200
    return render(request, "partners/introductions/for_host.html", context, status=status)


@require_POST
def introduction_answer(request, key):
    found = doors.get_introduction_to_answer(request.user, key)
    form = AnswerIntroductionForm(request.POST)
    if not form.is_valid():
        return _for_host(request, found, form=form)
    try:
        if form.cleaned_data["answer"] == form.YES:
            found = answers.host_says_yes(found, by=request.user)
            messages.success(request, _said(found))
        else:
            private = {name: form.cleaned_data[name] for name in ("reason", "note")}
            answers.host_says_no(found, by=request.user, **private)
            messages.success(request, _("Not now, kindly. Your reason stays in your office."))
    except ValidationError as error:
        form.add_error(None, error)
        return _for_host(request, found, form=form)
    except (Stale, NoSuchMove):
        messages.info(request, MOVED_ON)
    return redirect(found)


def _said(found) -> str:
    if found.state == Introduction.State.INTRODUCED:
        return _("You are introduced. Both of you see now how to reach each other.")
    return _("You said yes. When the employer says yes too, you are introduced.")


@require_POST
def introduction_results(request, key):
    found = doors.get_introduction_to_answer(request.user, key)
    form = ResultsForm(request.POST)
    try:
        if "close" in request.POST:
            answers.close_introduction(found, by=request.user)
            messages.success(request, _("Done. We ask no more; you may still change what came of it."))
            return redirect(found)
        if not form.is_valid():
            return _for_host(request, found, results=form)
        answers.note_results(found, form.cleaned_data["whats"], by=request.user)
        messages.success(request, _("Noted. Thank you."))
    except (Stale, NoSuchMove):
        messages.info(request, MOVED_ON)
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def introduction_withdraw(request, key):
    found = doors.get_own_introduction(request.user, key)
    request.here = found.writer
    if request.method == "POST":
        try:
            actions.withdraw_introduction(found, by=request.user)
            messages.success(request, _("You took it back. Nobody was shown an address."))
        except (Stale, NoSuchMove):
            messages.info(request, MOVED_ON)
        return redirect(found)
    if not doors.may_withdraw_introduction(request.user, found):
        return redirect(found)
    return render(request, "partners/introductions/withdraw.html", {"introduction": found})
