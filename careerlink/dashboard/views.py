"""Start pages: what waits for me, what is next, what moved without me."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_GET, require_safe

from careerlink.dashboard import host_rules
from careerlink.dashboard import office as office_desk
from careerlink.dashboard import trust as trust_page
from careerlink.dashboard import writer as writers_desk
from careerlink.dashboard.context import acts_for, remember
from partners.models import Host
from partners.permissions.desks import get_desk, get_own_writer, may_manage, memberships
from partners.permissions.hosts import get_host_with_rules
from referrals.permissions.help import may_everybody_ask

TRUST_LASTS = 300  # seconds in which strangers' browsers need not ask again


@require_safe
@login_not_required
def trust(request):
    """The rules in force and what is kept, for counsel, IT and everybody who asks."""
    hosts = [member.host for member in memberships(request.user) if member.host.is_approved]
    return _kept(request, render(request, "dashboard/trust.html", {"hosts": hosts, **trust_page.facts()}))


@require_safe
@login_not_required
def trust_host(request, slug):
    """The rules in force for one office, a professor or a student group, for its counsel."""
    host = get_host_with_rules(slug)
    context = {"host": host, "may_ask": may_everybody_ask(host), **host_rules.facts(host)}
    return _kept(request, render(request, "dashboard/trust_host.html", context))


def _kept(request, response):
    """Strangers' browsers may keep it for a while."""
    if not request.user.is_authenticated:
        patch_cache_control(response, public=True, max_age=TRUST_LASTS)
        patch_vary_headers(response, ["Cookie"])
    return response


@require_GET
def start(request):
    """After log-in: to the desk that she used last, or where she can get one."""
    here = acts_for(request)
    if here is None:
        return redirect("admin:index" if request.user.is_staff else "join")
    return redirect("desk", here.slug) if isinstance(here, Host) else redirect("writer_desk")


@require_GET
def desk(request, slug):
    host = get_desk(request.user, slug)
    remember(request, host)
    leave_url = reverse("host_end", args=[host.slug]) if may_manage(request.user, host) else ""
    context = {"host": host, "leave_url": leave_url, **office_desk.desk_of(host, request.user)}
    return render(request, "dashboard/desk.html", context)


@require_GET
def writer_desk(request):
    writer = get_own_writer(request.user)
    remember(request, writer)
    context = {"writer": writer, **writers_desk.desk_of(writer, request.user.zone)}
    return render(request, "dashboard/writer_desk.html", context)
