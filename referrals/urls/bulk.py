"""Addresses of inviting many."""

from django.urls import path

from referrals.views import bulk

urlpatterns = [
    path("desk/<slug:slug>/alumni/invite/", bulk.bulk_invite, name="bulk_invite"),
    path("invitations/<str:key>/stop/", bulk.bulk_stop, name="bulk_stop"),
]
