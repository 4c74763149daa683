"""Addresses of the help of an office: what it says about it, and where everybody asks for it."""

from django.urls import path

from referrals.views import help as settings
from referrals.views import ways

urlpatterns = [
    path("desk/<slug:slug>/help/settings/", settings.help_settings, name="help_settings"),
    path("desk/<slug:slug>/help/settings/counsel/", settings.help_counsel, name="help_counsel"),
    path("desk/<slug:slug>/help/settings/services/", settings.help_service_new, name="help_service_new"),
    path("desk/<slug:slug>/help/settings/services/<str:key>/", settings.help_service, name="help_service"),
    path("desk/<slug:slug>/help/settings/services/<str:key>/up/", settings.help_service_up, name="help_service_up"),
    path(
        "desk/<slug:slug>/help/settings/services/<str:key>/remove/",
        settings.help_service_remove,
        name="help_service_remove",
    ),
    path("at/<slug:slug>/help/", ways.host_help, name="host_help"),
    path("at/<slug:slug>/help/asked/", ways.host_help_asked, name="host_help_asked"),
]
