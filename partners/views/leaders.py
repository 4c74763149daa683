"""Who leads a student group: its adviser, the terms of its managers, next year, and a group that pauses."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from careerlink.audit.machines import Stale
from partners.actions import leaders as actions
from partners.actions.members import NoLongerManager
from partners.forms.leaders import MailboxForm, NewManagerForm, SuccessorForm, TermForm
from partners.permissions import members as permissions
from partners.queries import leaders as queries
from partners.queries.campus import group_of
from partners.views.desks import posted


@require_http_methods(["GET", "HEAD", "POST"])
def host_leaders(request, slug):
    """Who leads the group next year: those who do, with one button, or somebody who is asked in."""
    host = permissions.get_group_to_lead(request.user, slug)
    if request.method == "POST" and "stay" in request.POST:
        actions.keep_leaders(host, by=request.user)
        messages.success(request, _("Thank you. %(host)s goes on with those who lead it.") % {"host": host.name})
        return redirect("host_members", host.slug)
    own = permissions.get_own_membership(request.user, host)
    form = SuccessorForm(posted(request), host=host, stays=own.is_adviser)
    if request.method == "POST" and form.is_valid() and _try(form, actions.name_successor, host, request):
        messages.success(request, _("The invitation is on its way to %(email)s.") % form.cleaned_data)
        return redirect("host_members", host.slug)
    context = {"host": host, "form": form, **queries.leaders_page(host)}
    return render(request, "partners/hosts/leaders.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def member_term(request, slug, key):
    """Until when a manager stays, and whether she is the adviser."""
    host = permissions.get_group_to_manage(request.user, slug)
    member = permissions.get_manager_of_group(host, key)
    form = TermForm(posted(request), member=member)
    if request.method == "POST" and form.is_valid() and _try(form, actions.set_term, member, request):
        messages.success(request, _("Kept."))
        return redirect("host_members", host.slug)
    context = {"host": host, "member": member, "form": form}
    return render(request, "partners/hosts/member_term.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def group_mailbox(request, slug):
    """Where messages of writers go beside the people who decide."""
    host = permissions.get_group_to_manage(request.user, slug)
    form = MailboxForm(posted(request), initial={"mailbox": group_of(host).mailbox})
    if request.method == "POST" and form.is_valid():
        actions.set_mailbox(host, by=request.user, **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("host_members", host.slug)
    context = {"host": host, "form": form}
    return render(request, "partners/hosts/group_mailbox.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def group_back(request, slug):
    """The career office or a moderator names who leads a group that pauses."""
    host = permissions.get_group_to_bring_back(request.user, slug)
    form = NewManagerForm(posted(request))
    if request.method == "POST" and form.is_valid() and _try(form, actions.bring_back, host, request):
        messages.success(request, _("Thank you. %(host)s goes on as soon as they are in.") % {"host": host.name})
        return redirect("start")
    context = {"host": host, "form": form, "paused_at": group_of(host).paused_at}
    return render(request, "partners/hosts/group_back.html", context, status=422 if form.errors else 200)


def _try(form, act, thing, request) -> bool:
    """Do something with what the form holds; what stands against it goes to the form in words."""
    try:
        act(thing, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        known = not hasattr(error, "error_dict") or set(error.error_dict) <= set(form.fields)
        form.add_error(None, error if known else error.messages)
    except NoLongerManager:
        form.add_error(None, _("You are no longer a manager here, so nothing was changed."))
    except Stale:
        form.add_error(None, _("Somebody was quicker: this membership has ended already."))
    else:
        return True
    return False
