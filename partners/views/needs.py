"""Requests: the host's list, one request, and the list that writers look at."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web.later import later
from careerlink.web.pages import PARAMETER, keyset_page
from partners.actions import needs as actions
from partners.clocks import back_on
from partners.forms.needs import MeaningForm, NeedFilterForm, NeedForm
from partners.models import Kind
from partners.permissions import get_desk, may_coordinate, own_writer, role_in
from partners.permissions import hosts as host_permissions
from partners.permissions import needs as permissions
from partners.queries import fits as fit_queries
from partners.queries import needs as queries
from partners.queries import suggested
from partners.queries.classes import class_facts, request_behind
from partners.queries.lessons import said_of
from partners.queries.suggested import waiting_for
from partners.views.desks import posted


@require_safe
def needs(request, slug):
    host = get_desk(request.user, slug)
    page = keyset_page(queries.needs_of(host), request.GET.get(PARAMETER, ""), order=("-needed_on", "-id"))
    return render(
        request,
        "partners/needs/list.html",
        {
            "host": host,
            "page": page.within(request.GET),
            "may_coordinate": may_coordinate(request.user, host),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def need_new(request, slug):
    host = host_permissions.get_desk_to_coordinate(request.user, slug)
    form = NeedForm(posted(request), host=host, initial=begun(request.GET))
    if request.method == "POST" and form.is_valid():
        try:
            codes = meant(request.GET, form.cleaned_data["words"])
            need = actions.make_need(host, by=request.user, codes=codes, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _said(need))
            return redirect(ask_next(request.GET, need))
    context = {"host": host, "need": None, "form": form}
    return render(request, "partners/needs/form.html", context, status=422 if form.errors else 200)


def begun(query) -> dict:
    """What a link to the form fills in: words, as long as a person could type them, a service and a language."""
    found = {name: query.get(name, "")[:200] for name in ("words", "service", "language")}
    return {"kind": Kind.WORKSHOP, **found} if any(found.values()) else {}


def meant(query, words: str) -> list[tuple[str, str]]:
    """The major that a link to the form names beside its words, as long as nobody writes others."""
    return queries.known_major(query.get("code", "")) if words == query.get("words") else []


def ask_next(query, need) -> str:
    """Where a new request leads: to its page, or to asking the best writers where the link to the form says so."""
    if need.state != need.State.OPEN or not query.get("best"):
        return reverse("need", args=[need.key])
    return f"{reverse('need_ask', args=[need.key])}?{urlencode({'best': query['best']})}"


def _said(need) -> str:
    if need.state == need.State.OPEN:
        return _("Published. Writers see it now.")
    if need.state == need.State.WAITING:
        return _("Kept. It waits for a yes of your college; writers see it after that.")
    return _("Kept. It is published as soon as you are approved.")


@require_http_methods(["GET", "HEAD", "POST"])
def need_edit(request, key):
    need = permissions.get_need_to_edit(request.user, key)
    if behind := request_behind(need):
        return redirect(behind)
    initial = {name: getattr(need, name) for name in NeedForm.base_fields}
    form = NeedForm(posted(request), host=need.host, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_need(need, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except Stale:
            return _moved_on(request, need)
        else:
            messages.success(request, _("Kept."))
            return redirect("need", need.key)
    context = {"host": need.host, "need": need, "form": form}
    return render(request, "partners/needs/form.html", context, status=422 if form.errors else 200)


@require_safe
def need(request, key):
    need = permissions.get_need_to_read(request.user, key)
    may_act, behind = may_coordinate(request.user, need.host), request_behind(need)
    if behind and role_in(request.user, need.host):
        return redirect(behind)
    return render(
        request,
        "partners/needs/need.html",
        {
            "need": need,
            "host": need.host,
            "facts": [*queries.facts_of(need), *(class_facts(behind) if behind else [])],
            "meanings": queries.meanings(need.tags.all()),
            "host_url": host_permissions.host_url(request.user, need.host),
            "is_member": bool(role_in(request.user, need.host)),
            "may_edit": permissions.may_edit_need(request.user, need),
            "may_publish": host_permissions.may_publish(request.user, need.host) and need.may_move("publish"),
            "may_fill": may_act and need.may_move("fill"),
            "may_reopen": may_act and need.may_move("reopen") and queries.is_to_come(need),
            "may_withdraw": may_act and need.may_move("withdraw"),
            "may_offer": host_permissions.may_offer(request.user, need.host) and need.state == need.State.OPEN,
            "back_on": back_on(need.host),
            **_people(request, need, behind),
        },
    )


def _people(request, need, behind) -> dict:
    """Whom a member sees beside a request: who was asked, who would fit; what a writer said of it herself."""
    nobody = {"asked": [], "may_ask": False, "suggested": [], "is_known": False, "age": "", "is_stale": False}
    if not role_in(request.user, need.host):
        writer = own_writer(request.user)
        if writer is None:
            return nobody | {"said": None, "asked_until": None}
        asked = waiting_for(writer).filter(about_id=need.pk).values_list("answer_by", flat=True).first()
        return nobody | {"said": said_of(need, writer.pk), "asked_until": asked}
    may_ask = permissions.may_ask_writers(request.user, need) and not behind
    if may_ask and suggested.may_ring(need):
        later("partners.tasks.rank_need", need.pk)
    found = suggested.suggested_for(need, most=3) if may_ask else []
    return {
        "said": None,
        "asked_until": None,
        "asked": [(one, suggested.asked_words(one)) for one in suggested.asked_about(need)],
        "may_ask": may_ask,
        "suggested": found,
        "is_known": may_ask and not found and suggested.is_known(need),
        "age": suggested.age_words(need.ranked_at),
        "is_stale": suggested.is_stale(need),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def need_meaning(request, key):
    """Put right what the words of a request were read as."""
    need = permissions.get_need_to_edit(request.user, key)
    chosen, others = queries.meanings_to_choose(need)
    form = MeaningForm(posted(request), matches=[*chosen, *others])
    if request.method == "POST" and form.is_valid():
        actions.correct_need(need, form.cleaned_data["codes"], by=request.user)
        messages.success(request, _("Kept. Writers are found by these now."))
        return redirect("need", need.key)
    ticked = {f"{match.vocabulary}:{match.code}" for match in chosen}
    if request.method == "POST":
        ticked = set(request.POST.getlist("codes"))
    choices = [(value, label, value in ticked) for value, label in form.fields["codes"].choices]
    context = {"need": need, "host": need.host, "form": form, "choices": choices}
    return render(request, "partners/needs/meaning.html", context, status=422 if form.errors else 200)


@require_POST
def need_publish(request, key):
    return _act(request, key, actions.publish_need)


@require_POST
def need_fill(request, key):
    return _act(request, key, actions.fill_need, _("Filled. Writers no longer see it."))


@require_POST
def need_reopen(request, key):
    return _act(request, key, actions.reopen_need, _("Open again. Writers see it now."))


@require_http_methods(["GET", "HEAD", "POST"])
def need_withdraw(request, key):
    need = permissions.get_need_of_host(request.user, key)
    if behind := request_behind(need):
        return redirect(behind)
    if request.method == "POST":
        return _act(request, key, actions.withdraw_need, _("Taken back. Writers no longer see it."))
    if not need.may_move("withdraw"):
        return redirect("need", need.key)
    return render(request, "partners/needs/withdraw.html", {"need": need, "host": need.host})


def _act(request, key, act, done=""):
    """One move of a request; what stands against it is said on its page."""
    need = permissions.get_need_of_host(request.user, key)
    if behind := request_behind(need):  # a stand-in for class is published, filled and taken back on its own page
        return redirect(behind)
    try:
        act(need, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    except (Stale, NoSuchMove):
        return _moved_on(request, need)
    else:
        messages.success(request, done or _said(need))
    return redirect("need", need.key)


def _moved_on(request, need):
    messages.warning(request, _("Somebody was quicker: this is how the request stands now."))
    return redirect("need", need.key)


@require_safe
def writer_needs(request):
    """Open requests of approved hosts for a writer who looks for something to do."""
    writer = permissions.get_writer_who_looks(request.user)
    form = NeedFilterForm(request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    wanted = queries.open_needs(
        kind=chosen.get("kind", ""), where=chosen.get("where", ""), near=writer, miles=chosen.get("miles")
    )
    cursor = request.GET.get(PARAMETER, "")
    if chosen.get("order") == "date":
        page = fit_queries.by_date(wanted, writer, cursor)
    else:
        page = fit_queries.by_fit(wanted, writer, cursor)
    return render(
        request,
        "partners/needs/for_writer.html",
        {
            "writer": writer,
            "form": form,
            "page": page.within(request.GET),
            "chips": form.chips(request.GET),
            "may_offer": writer.state == writer.State.APPROVED,
        },
    )
