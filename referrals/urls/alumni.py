"""Addresses of the records of an office, and of entering somebody."""

from django.urls import path

from referrals.views import alumni, entry

urlpatterns = [
    path("desk/<slug:slug>/alumni/", alumni.alumni, name="alumni"),
    path("desk/<slug:slug>/alumni/on/", alumni.alumni_on, name="alumni_on"),
    path("desk/<slug:slug>/alumni/new/", entry.alumnus_new, name="alumnus_new"),
    path("alumni/<str:key>/edit/", alumni.alumnus_edit, name="alumnus_edit"),
    path("referrals/<str:key>/sent/", entry.alumnus_sent, name="alumnus_sent"),
]
