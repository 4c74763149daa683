"""Certificates: a writer's own list and papers, and the public check."""

from io import BytesIO

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careerlink.web.pages import PARAMETER, keyset_page
from events.actions import certificates as actions
from events.permissions import proofs as permissions
from events.queries import certificates as queries
from events.queries.ledger import hours_words
from events.queries.papers import draw
from events.queries.tabs import writer_tabs
from partners.permissions.desks import get_own_writer


@require_safe
def certificates(request):
    writer = get_own_writer(request.user)
    page = keyset_page(queries.certificates_of(writer), request.GET.get(PARAMETER, ""), order=("-issued_at", "-id"))
    context = {
        "writer": writer,
        "tabs": writer_tabs(writer, "certificates"),
        "page": page.within(request.GET),
        "rows": [(one, hours_words(one.minutes)) for one in page.rows],
        "years": queries.years_with_hours(writer),
    }
    return render(request, "events/proof/certificates.html", context)


@require_POST
def place_certificate(request, key):
    """Issue the certificate of a place and open it."""
    place = permissions.get_place_to_certify(request.user, key)
    try:
        made = actions.issue_certificate(place, by=request.user)
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
        return redirect(place)
    return redirect("certificate", made.key)


@require_POST
def year_record(request):
    """Issue the service record of a year and open it."""
    writer, year = get_own_writer(request.user), request.POST.get("year", "")
    if not year.isascii() or not year.isdigit() or not 2000 <= int(year) <= 9998:
        messages.info(request, _("Choose a year of the list."))
        return redirect("certificates")
    try:
        made = actions.issue_record(writer, int(year), by=request.user)
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
        return redirect("certificates")
    return redirect("certificate", made.key)


@require_safe
def certificate(request, key):
    """The paper itself, as PDF."""
    found = permissions.get_own_certificate(request.user, key)
    return FileResponse(BytesIO(draw(found)), filename=f"careerlink-{found.shown_code}.pdf")


@login_not_required
@require_safe
def certificate_check(request, code):
    """For whoever was shown a certificate: what it says, and whether it still holds."""
    found = permissions.get_certificate_to_check(code)
    context = {
        "certificate": found,
        "hours": hours_words(found.minutes),
        "lines": [{**line, "hours": hours_words(line["minutes"])} for line in found.lines],
    }
    return render(request, "events/proof/check.html", context, status=410 if found.revoked_at else 200)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_find(request):
    """A code typed off a paper leads to its page."""
    code = request.POST.get("code", "").strip()[:60]
    found = queries.certificate_by_code(code) if code else None
    if found:
        return redirect("certificate_check", found.code)
    status = 422 if request.method == "POST" else 200
    return render(request, "events/proof/find.html", {"code": code, "missing": status == 422}, status=status)
