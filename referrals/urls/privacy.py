"""Addresses of what is held, erased and forgotten."""

from django.urls import path

from referrals.views import privacy

urlpatterns = [
    path("desk/<slug:slug>/alumni/leaving/", privacy.leaving, name="alumni_leaving"),
    path("alumni/<str:key>/data/", privacy.data, name="alumnus_data"),
    path("alumni/<str:key>/erase/", privacy.erase, name="alumnus_erase"),
]
