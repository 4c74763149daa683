"""How writers answered the alumni of an office."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from careerlink.web.pages import PARAMETER
from referrals.permissions.desk import get_office, may_refer
from referrals.queries.records import records_of
from referrals.queries.tabs import office_tabs


@require_safe
def writer_records(request, slug):
    host = get_office(request.user, slug)
    if not hasattr(host, "help_settings"):
        return redirect("alumni", host.slug)
    page = records_of(host, request.GET.get(PARAMETER, "")).within(request.GET)
    tabs = office_tabs(host, "writer_records", may_refer=may_refer(request.user, host))
    context = {"host": host, "tabs": tabs, "page": page}
    return render(request, "referrals/pipeline/records.html", context)
