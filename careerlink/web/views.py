"""Pages that belong to no room."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from careerlink.web import health, links
from careerlink.web.errors import csrf_refused, not_found


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


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def go(request, token):
    """Open a link from a mail. What is altered or unknown does not exist; what is used up or expired says
    so, and offers a new one where that can be.
    """
    link = links.find(token)
    purpose = links.purposes.get(link.purpose) if link else None
    if link is None or purpose is None:
        response = not_found(request)
    elif link.still_opens:
        response = purpose.view(request, link)
    else:
        response = link_over(request, link, purpose)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def link_over(request, link, purpose):
    """The page of a link that opens no more. A new one goes to the address that the old one went to."""
    asked = request.method == "POST" and "renew" in request.POST
    was_renewed = asked and links.renew(link)
    page = {"is_used": bool(link.used_at), "may_renew": purpose.renew and not asked, "was_renewed": was_renewed}
    return render(request, "web/link_over.html", page, status=200 if was_renewed else 410)


@require_safe
@login_not_required
@never_cache
def healthz(request):
    """The process is up; asks nobody else."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@login_not_required
@never_cache
def readyz(request):
    """Whether this process can do its work, for those who watch over it."""
    report = health.report()
    return JsonResponse(report, status=200 if report["ready"] else 503)
