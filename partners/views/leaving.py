"""Stopping, and coming back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.web.templatetags.web import day
from partners.actions import leaving as actions
from partners.clocks import HOST_LEAVING
from partners.forms.leaving import LeaveForm
from partners.models import Host
from partners.permissions import leaving as permissions
from partners.queries import leaving as queries
from partners.views.desks import posted


@require_http_methods(["GET", "HEAD", "POST"])
def host_end(request, slug):
    """What will happen, a tick, and the way back."""
    host = permissions.get_desk_to_end(request.user, slug)
    may_leave = permissions.may_leave(request.user, host)
    form = LeaveForm(posted(request))
    if request.method == "POST" and may_leave and form.is_valid():
        try:
            host = actions.leave_host(host, by=request.user)
        except (Stale, NoSuchMove):
            messages.warning(request, _("Somebody was quicker: look at how it stands now."))
        else:
            return _gone(request, host)
        return redirect("host_end", host.slug)
    context = {
        "host": host,
        "form": form,
        "may_leave": may_leave,
        "may_come_back": permissions.may_come_back(request.user, host),
        "may_take_over": permissions.may_take_over(request.user, host),
        "ends": queries.what_ends(host),
        "days": HOST_LEAVING,
    }
    return render(request, "partners/hosts/host_end.html", context, status=422 if form.errors else 200)


def _gone(request, host):
    if host.state == Host.State.LEFT:
        messages.success(request, _("%(host)s is gone from CareerLink.") % {"host": host.name})
        return redirect("start")
    until = day(host.leaves_at, host.zone)
    messages.success(
        request, _("Nothing is asked in your name any more. You can come back until %(day)s.") % {"day": until}
    )
    return redirect("host_end", host.slug)


@require_POST
def host_come_back(request, slug):
    """A manager takes the leaving back; where none is left, a coordinator takes over."""
    host = permissions.get_desk_to_end(request.user, slug)
    try:
        if permissions.may_come_back(request.user, host):
            actions.come_back(host, by=request.user)
            messages.success(request, _("Welcome back. Publish your requests anew; writers see you again."))
        elif permissions.may_take_over(request.user, host):
            actions.take_over(host, by=request.user)
            messages.success(request, _("You are the manager now. Writers see you as before."))
        else:
            messages.info(request, _("You have not left: there is nothing to take back."))
    except (Stale, NoSuchMove):
        messages.warning(request, _("Somebody was quicker: look at how it stands now."))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect("desk", host.slug)
