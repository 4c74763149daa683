"""Reasons and outcomes: a page to look at and print, and the same for a spreadsheet."""

import csv

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from referrals.forms.report import ReportForm
from referrals.permissions.desk import get_office, may_refer
from referrals.queries.report import report_of, table_of
from referrals.queries.tabs import office_tabs


@require_safe
def referral_report(request, slug):
    host = get_office(request.user, slug)
    form = ReportForm(request.GET or None, host=host)
    first, last = form.days()
    table = f"{reverse('referral_report_table', args=[slug])}?first={first}&last={last}"
    tabs = office_tabs(host, "referral_report", may_refer=may_refer(request.user, host))
    context = {"host": host, "tabs": tabs, "form": form, "first": first, "last": last, "table_url": table}
    context["report"] = report_of(host, first, last)
    return render(request, "referrals/outcomes/report.html", context, status=422 if form.errors else 200)


@require_safe
def referral_report_table(request, slug):
    """The same as CSV; cells that a spreadsheet would take for formulas stay text."""
    host = get_office(request.user, slug)
    first, last = ReportForm(request.GET or None, host=host).days()
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="referrals-{first}-{last}.csv"'
    response.write("\ufeff")  # so that spreadsheets read it as UTF-8
    csv.writer(response).writerows(table_of(host, report_of(host, first, last), first, last))
    return response
