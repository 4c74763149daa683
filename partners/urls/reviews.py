"""Addresses of what goes to the moderators."""

from django.urls import path

from partners.views import reports

urlpatterns = [
    path("hosts/<slug:slug>/report/", reports.report_host, name="report_host"),
    path("writers/<slug:slug>/report/", reports.report_writer, name="report_writer"),
]
