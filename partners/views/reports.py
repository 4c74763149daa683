"""Reporting a person or a host."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from partners.actions import reports as actions
from partners.forms.reports import ReportForm
from partners.permissions import reports as permissions


@require_http_methods(["GET", "POST"])
def report_host(request, slug):
    host = permissions.get_host_to_report(request.user, slug)
    return _report_page(request, host, actions.report_host, reverse("host_page", args=[host.slug]))


@require_http_methods(["GET", "POST"])
def report_writer(request, slug):
    writer = permissions.get_writer_to_report(request.user, slug)
    return _report_page(request, writer, actions.report_writer, reverse("writer_page", args=[writer.slug]))


def _report_page(request, thing, action, back):
    """Two fields; then a page that says by when she hears, and that nobody is told who wrote."""
    form = ReportForm(request.POST or None, user=request.user)
    context = {"form": form, "thing": thing, "back": back}
    if request.method == "GET":
        done = permissions.get_last_report(request.user, thing) if "done" in request.GET else None
        return render(request, "partners/reports/report.html", {**context, "done": done})
    if not form.is_valid():
        return render(request, "partners/reports/report.html", context, status=422)
    action(thing, by=request.user, **form.cleaned_data)
    return redirect(f"{request.path}?done")
