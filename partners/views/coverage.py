"""Who can help which majors."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careerlink.web.pages import PARAMETER
from partners.forms.coverage import CoverageForm
from partners.permissions import directory as permissions
from partners.permissions.desks import get_desk, may_manage
from partners.permissions.hosts import may_publish
from partners.queries import coverage as queries
from partners.queries import coverage_rows as words


@require_safe
def coverage(request, slug):
    """Which partners cover which majors, services and languages; where nobody does, and whom to ask."""
    host = get_desk(request.user, slug)
    form = CoverageForm(request.GET)
    part, is_whole = form.part, "all" in request.GET
    found = queries.coverage_of(
        permissions.listed_writers(host),
        host,
        part=part,
        words=form.value("q") or "",
        only_gaps=bool(form.value("gaps")),
        is_whole=is_whole,
        cursor=request.GET.get(PARAMETER, ""),
    )
    may_ask = may_publish(request.user, host)
    context = {
        "host": host,
        "form": form,
        "part": part,
        "is_whole": is_whole,
        "all_url": f"?{_with_all(request.GET)}",
        "tabs": _tabs(host, part),
        "chips": form.chips,
        "clear_url": f"?of={part}",
        "stats": words.figures(found.everything, found.partners, part) if found.everything else [],
        "rows": words.coverage_rows(found.page, host, part, may_ask=may_ask),
        "may_ask": may_ask,
        "page": found.page.within(request.GET),
        "patches": words.patches(found.everything, part),
        "legend": words.legend(),
        "may_look": permissions.may_look_for_writers(host),
        "may_manage": may_manage(request.user, host),
    }
    return render(request, "partners/coverage/coverage.html", context)


def _with_all(query) -> str:
    kept = query.copy()
    kept.pop(PARAMETER, None)
    kept["all"] = "on"
    return kept.urlencode()


def _tabs(host, part: str) -> list[dict]:
    url = reverse("coverage", args=[host.slug])
    labels = {
        queries.MAJORS: _("Majors"),
        queries.SERVICES: _("Services"),
        queries.LANGUAGES: _("Languages"),
    }
    return [{"label": label, "url": f"{url}?of={of}", "current": of == part} for of, label in labels.items()]
