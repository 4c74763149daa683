"""Pages that belong to no room."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from careerlink.web.errors import csrf_refused


@login_not_required
def csrf_failure(request, reason=""):
    return csrf_refused(request)


@require_safe
@login_not_required
def landing(request):
    """What CareerLink is, for somebody who has never heard of it; who is logged in starts to work."""
    if request.user.is_authenticated:
        return redirect("start")
    return render(request, "web/landing.html")


@require_safe
@login_not_required
def trust(request):
    return render(request, "web/trust.html")


@require_safe
@login_not_required
def privacy(request):
    return render(request, "web/privacy.html")


@require_safe
@login_not_required
def accessibility_statement(request):
    return render(request, "web/accessibility.html")


@require_safe
@login_not_required
def help_page(request):
    return render(request, "web/help.html")


@require_safe
@login_not_required
@cache_control(max_age=86400, public=True)
def robots(request):
    """Strangers may read the public pages; everything else answers with the log-in page anyway."""
    lines = ["User-agent: *", "Disallow: /accounts/", "Disallow: /admin/", "Disallow: /desk/", "Disallow: /go/", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
