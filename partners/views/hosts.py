"""Joining for a host, its public page, its settings."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerlink.accounts.views import sign_up
from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web.templatetags.web import when
from partners.actions import hosts as actions
from partners.forms.hosts import ClosureForm, FactsForm, FoundGroupForm, FoundOfficeForm, WantsForm
from partners.permissions import get_desk, may_manage, role_in
from partners.permissions import hosts as permissions
from partners.queries import hosts as queries
from partners.queries.campus import is_group
from partners.views.desks import posted, settings_tabs


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def join_office(request):
    return _join(request, "office", FoundOfficeForm)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def join_group(request):
    return _join(request, "group", FoundGroupForm)


def _join(request, path, form_class):
    if not request.user.is_authenticated:
        return sign_up(request, path=path)
    form = form_class(posted(request), user=request.user) if path == "group" else form_class(posted(request))
    here = []
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        asked = (facts["institution"], facts["kind"], facts["name"])
        here = [] if "anyway" in request.POST else queries.same_here(*asked)
        if not here:
            try:
                host = actions.found_host(by=request.user, **facts)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _said_joined(host))
                return redirect("desk", host.slug)
    status = 422 if form.errors else 200
    context = {"form": form, "path": path, "here": here}
    return render(request, "partners/hosts/join.html", context, status=status)


def _said_joined(host) -> str:
    answer = {"when": when(host.answer_by, host.zone)}
    if is_group(host):
        return _("Thank you. Your college is asked to say yes; you hear by %(when)s.") % answer
    return _("Thank you. A person checks it now; you hear by %(when)s.") % answer


@require_POST
def ask_for_invitation(request, slug):
    """Somebody of a college whose office is here already asks its managers to be let in."""
    host = permissions.get_host_to_ask(request.user, slug)
    actions.ask_for_invitation(host, by=request.user)
    messages.success(request, _("We asked the managers of %(host)s to invite you.") % {"host": host.name})
    return redirect("join")


@require_safe
def host_page(request, slug):
    host = permissions.get_host_to_read(request.user, slug)
    return render(
        request,
        "partners/hosts/page.html",
        {
            "host": host,
            "facts": queries.public_facts(host),
            "is_member": bool(role_in(request.user, host)),
            "may_offer": permissions.may_offer(request.user, host),
            **queries.page_of(host),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def host_settings(request, slug):
    return _settings(
        request, slug, part="host_settings", form_class=FactsForm, act=actions.change_host, done=_("Kept.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def host_wants(request, slug):
    return _settings(
        request,
        slug,
        part="host_wants",
        form_class=WantsForm,
        act=actions.say_wants,
        done=_("Kept. Writers see it now."),
    )


def _settings(request, slug, *, part, form_class, act, done):
    """One page of settings: everybody of the host reads it, managers change it."""
    if request.method == "POST":
        host = permissions.get_desk_to_manage(request.user, slug)
    else:
        host = get_desk(request.user, slug)
    form = form_class(posted(request), host=host)
    if request.method == "POST" and form.is_valid():
        try:
            act(host, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, done)
            return redirect(part, host.slug)
    context = {
        "host": host,
        "form": form,
        "part": part,
        "tabs": settings_tabs(host, part),
        "may_manage": may_manage(request.user, host),
        "zone_name": queries.zone_name(host.zone),
        "rows": queries.settings_rows(host, part),
    }
    return render(request, f"partners/hosts/{part}.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def host_closures(request, slug):
    if request.method == "POST":
        host = permissions.get_desk_to_manage(request.user, slug)
    else:
        host = get_desk(request.user, slug)
    form = ClosureForm(posted(request), host=host)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_host(host, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Kept. Writers see when you are back."))
            return redirect("host_closures", host.slug)
    context = {
        "host": host,
        "form": form,
        "tabs": settings_tabs(host, "host_closures"),
        "may_manage": may_manage(request.user, host),
        "closures": queries.coming_closures(host),
    }
    return render(request, "partners/hosts/host_closures.html", context, status=422 if form.errors else 200)


@require_POST
def closure_remove(request, slug, key):
    host = permissions.get_desk_to_manage(request.user, slug)
    closure = permissions.get_closure_to_remove(host, key)
    actions.remove_closure(closure, by=request.user)
    messages.success(request, _("Taken out. You are open on those days."))
    return redirect("host_closures", host.slug)


@require_POST
def host_resubmit(request, slug):
    """Ask again after a refusal."""
    host = permissions.get_desk_to_manage(request.user, slug)
    try:
        actions.resubmit_host(host, by=request.user)
    except (Stale, NoSuchMove):
        messages.warning(request, _("There is nothing to ask again: look at how it stands now."))
    else:
        answer = when(host.answer_by, host.zone)
        messages.success(request, _("Thank you. A person looks again; you hear by %(when)s.") % {"when": answer})
    return redirect("desk", host.slug)
