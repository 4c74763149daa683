"""Addresses of what alumni ask of a writer."""

from django.urls import path

from referrals.views import legs

urlpatterns = [
    path("writer/referrals/", legs.writer_referrals, name="writer_referrals"),
    path("referrals/asked/<str:key>/", legs.leg, name="leg"),
]
