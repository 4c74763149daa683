"""Addresses of the report."""

from django.urls import path

from referrals.views import report

urlpatterns = [
    path("desk/<slug:slug>/referrals/report/", report.referral_report, name="referral_report"),
    path("desk/<slug:slug>/referrals/report.csv", report.referral_report_table, name="referral_report_table"),
]
