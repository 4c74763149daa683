"""What is held about an alumnus: to read, to take away, to erase; and what leaves by itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from careerlink.accounts.own_data import to_read
from careerlink.web.pages import keyset_page
from referrals.actions import erasing, records, retention
from referrals.models import Alumnus
from referrals.permissions import desk
from referrals.queries.everything import everything_about
from referrals.queries.leaving import leaving_alumni, leaving_counts


def show_data(
    request: HttpRequest, alumnus: Alumnus, *, back: str, file: str = "?format=json", is_own: bool = False
) -> HttpResponse:
    """All that is held about somebody, as a page or (`?format=json`, behind `file`) as a file; `back` is the page
    that led here.
    """
    parts = everything_about(alumnus)
    if request.GET.get("format") == "json":
        answer = JsonResponse(parts, json_dumps_params={"indent": 2})
        answer["Content-Disposition"] = 'attachment; filename="careerlink-data.json"'
        return answer
    context = {
        "parts": [(label, to_read(part)) for label, part in parts.items()],
        "alumnus": alumnus,
        "back": back,
        "file": file,
        "is_own": is_own,
    }
    return render(request, "referrals/privacy/data.html", context)


@require_GET
def data(request, key):
    """The office hands out what it holds, when she asks for it on the telephone."""
    alumnus = desk.get_alumnus_to_change(request.user, key)
    records.note_handed_out(alumnus, by=request.user)
    return show_data(request, alumnus, back=alumnus.get_absolute_url())


@require_http_methods(["GET", "POST"])
def erase(request, key):
    """Erase somebody who asks for it; asks once more."""
    alumnus = desk.get_alumnus_to_change(request.user, key)
    if request.method == "POST":
        erasing.erase_alumnus(alumnus, by=request.user)
        messages.success(request, _("Everything about this person is erased. No imported list brings them back."))
        return redirect("alumni", slug=alumnus.host.slug)
    return render(request, "referrals/privacy/erase.html", {"alumnus": alumnus, "host": alumnus.host})


@require_http_methods(["GET", "POST"])
def leaving(request, slug):
    """Who leaves the records by themselves, and the one button that keeps them for another year."""
    host = desk.get_office(request.user, slug)
    may_keep = desk.may_refer(request.user, host)
    if request.method == "POST":
        host = desk.get_office_to_refer(request.user, slug)
        retention.keep_longer(host, by=request.user)
        messages.success(request, _("They stay for another year."))
        return redirect("alumni_leaving", slug=slug)
    alumni, referrals, _first = leaving_counts(host)
    page = keyset_page(leaving_alumni(host), request.GET.get("page", ""), order=("leaves_on", "id"))
    context = {"host": host, "page": page, "alumni": alumni, "referrals": referrals, "may_keep": may_keep and alumni}
    return render(request, "referrals/privacy/leaving.html", context)
