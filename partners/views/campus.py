"""Professors and student groups of a college: their sign-up answered, the rules chosen, requests said yes to."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web import clock, links
from partners.actions import campus as actions
from partners.actions import campus_asks
from partners.forms.campus import AskForGroupForm, GroupForm, RulesForm
from partners.forms.reviews import ReasonForm
from partners.models import Group, Host, Member, Need
from partners.models.reasons import HostRefusal, RequestRefusal
from partners.permissions import campus as permissions
from partners.permissions import may_coordinate, may_manage
from partners.queries import campus as queries
from partners.queries import campus_desk
from partners.queries import campus_pages as pages
from partners.queries.needs import facts_of
from partners.queries.reviews import domain_hint
from partners.views.desks import posted, settings_tabs

OFFICE, DEPARTMENT = Group.Through.OFFICE, Group.Through.DEPARTMENT

# --- The career office: rules and groups ----------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def campus(request, slug):
    """What the college asks of its groups, and who they are."""
    get = permissions.get_office_to_manage if request.method == "POST" else permissions.get_office
    office = get(request.user, slug)
    rules = queries.rules_of(office.institution_id)
    form = RulesForm(posted(request), rules=rules)
    if request.method == "POST" and form.is_valid():
        actions.choose_rules(office, by=request.user, **form.cleaned_data)
        messages.success(request, _("Kept. It holds from now on; what is open stays open."))
        return redirect("campus", office.slug)
    context = {
        "host": office,
        "form": form,
        "tabs": settings_tabs(office, "campus"),
        "may_manage": may_manage(request.user, office),
        "may_ask": may_coordinate(request.user, office),
        "rows": pages.rules_rows(rules),
        "groups": pages.group_rows(office.institution_id),
    }
    return render(request, "partners/campus/rules.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def campus_ask(request, slug):
    """The office posts a request for a professor's group."""
    office = permissions.get_office_to_decide(request.user, slug)
    form = AskForGroupForm(posted(request), host=office, groups=queries.groups_to_ask_for(office))
    if request.method == "POST" and form.is_valid():
        try:
            need = actions.ask_for_group(office, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _said_asked(need))
            return redirect("campus", office.slug)
    context = {"host": office, "form": form}
    return render(request, "partners/campus/ask.html", context, status=422 if form.errors else 200)


def _said_asked(need: Need) -> str:
    if need.state == Need.State.OPEN:
        return _("Published. %(group)s is told and decides on the offers.") % {"group": need.host.name}
    if need.state == Need.State.WAITING:
        return _("Kept. Writers see it once the department says yes.")
    return _("Kept. Writers see it as soon as somebody of %(group)s is in.") % {"group": need.host.name}


# --- The career office: yes or no -----------------------------------------------------------------


@require_safe
def campus_waiting(request, slug):
    office = permissions.get_office_to_decide(request.user, slug)
    return _waiting_page(request, office)


def _waiting_page(request, office, *, bound=None, key="", status=200):
    """What waits for the office; `bound` is the form that was sent for `key` and has to be put right."""
    now = clock.now()
    groups = campus_desk.groups_before(office, now)
    asked = [{"need": need} for need in campus_desk.requests_before(office, now)]
    for row in groups:
        row["form"] = _form(HostRefusal, row["group"].key, bound, key)
    for row in asked:
        row["form"] = _form(RequestRefusal, row["need"].key, bound, key)
    context = {"host": office, "groups": groups, "requests": asked, "form": bound}
    return render(request, "partners/campus/waiting.html", context, status=status)


def _form(reasons, key, bound, sent_key):
    return bound if bound is not None and key == sent_key else ReasonForm(reasons=reasons, auto_id=f"{key}_%s")


@require_POST
def campus_answer_group(request, slug, key):
    office = permissions.get_office_to_decide(request.user, slug)
    group = permissions.get_group_of_college(office, key)
    return _answer_at_desk(request, office, group, HostRefusal, actions.approve_group, actions.refuse_group)


@require_POST
def campus_answer_request(request, slug, key):
    office = permissions.get_office_to_decide(request.user, slug)
    need = permissions.get_request_of_college(office, key)
    return _answer_at_desk(
        request, office, need, RequestRefusal, campus_asks.approve_request, campus_asks.refuse_request
    )


def _answer_at_desk(request, office, thing, reasons, approve, refuse):
    form = ReasonForm(request.POST, reasons=reasons, auto_id=f"{thing.key}_%s")
    is_yes = request.POST.get("answer") == "yes"
    if not is_yes and not form.is_valid():
        return _waiting_page(request, office, bound=form, key=thing.key, status=422)
    said = _answer(thing, approve, refuse, is_yes=is_yes, form=form, by=request.user, through=OFFICE)
    if said:
        messages.warning(request, said)
    else:
        messages.success(request, _("You said yes. They are told.") if is_yes else _("You said no. They are told why."))
    return redirect("campus_waiting", office.slug)


def _answer(thing, approve, refuse, *, is_yes, form, by, through) -> str:
    """Say yes or no; returns a sentence when it could not be done."""
    try:
        if is_yes:
            approve(thing, by=by, through=through)
        else:
            refuse(thing, by=by, through=through, **form.cleaned_data)
    except (Stale, NoSuchMove):
        return _("Somebody was quicker: it was answered already.")
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


# --- The department: by a link, without an account ------------------------------------------------


def department_group(request, link):
    """Behind the link in the mail about a group: GET shows who wants to begin, POST says yes or no."""
    group = permissions.get_group_behind(link)
    is_open = group.state == Host.State.SUBMITTED
    drafts = pages.drafts_of(group)
    shown = {"group": group, "hint": domain_hint(group), "people": pages.people_of(group), "drafts": drafts}
    return _department(request, link, group, is_open, HostRefusal, shown, actions.approve_group, actions.refuse_group)


def department_request(request, link):
    """Behind the link in the mail about a request: GET shows what is asked for, POST says yes or no."""
    need = permissions.get_request_behind(link)
    is_open = need.state == Need.State.WAITING
    shown = {"group": need.host, "need": need, "facts": facts_of(need)}
    return _department(
        request, link, need, is_open, RequestRefusal, shown, campus_asks.approve_request, campus_asks.refuse_request
    )


def _department(request, link, thing, is_open, reasons, shown, approve, refuse):
    host = shown["group"]
    if not is_open or not permissions.may_department_answer(host, link):
        return render(request, "partners/campus/department_over.html", {"group": host}, status=410)
    is_yes, form = request.POST.get("answer") == "yes", ReasonForm(posted(request), reasons=reasons)
    if request.method == "POST" and (is_yes or form.is_valid()):
        said = _answer(thing, approve, refuse, is_yes=is_yes, form=form, by=None, through=DEPARTMENT)
        if said:
            return render(request, "partners/campus/department_over.html", {"group": host}, status=410)
        links.use(link)
        return render(request, "partners/campus/department_done.html", {"group": host, "is_yes": is_yes})
    bad = request.method == "POST"
    context = {**shown, "form": form, "until": link.expires_at}
    return render(request, "partners/campus/department.html", context, status=422 if bad else 200)


# --- The group itself -----------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def host_campus(request, slug):
    """The part of a group's settings about its college: who says yes, and how far ahead it asks."""
    role = Member.Role.MANAGER if request.method == "POST" else Member.Role.VIEWER
    host = permissions.get_own_group(request.user, slug, role=role)
    found = queries.campus_of(host)
    form = GroupForm(posted(request), group=found.group)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_group(host, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Kept."))
            return redirect("host_campus", host.slug)
    context = {
        "host": host,
        "form": form,
        "tabs": settings_tabs(host, "host_campus"),
        "may_manage": may_manage(request.user, host),
        "sentences": pages.rules_for(found),
        "rows": pages.group_facts(found.group),
    }
    return render(request, "partners/campus/host_campus.html", context, status=422 if form.errors else 200)
