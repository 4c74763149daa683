"""Addresses of this room."""

from django.conf import settings
from django.urls import path

from careerlink.web import styleguide, views

urlpatterns = [
    path("", views.landing, name="landing"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility_statement, name="accessibility_statement"),
    path("help/", views.help_page, name="help"),
    path("go/<str:token>/", views.go, name="go"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
]
if settings.DEBUG or settings.TESTING:
    urlpatterns += [path("styleguide/", styleguide.styleguide, name="styleguide")]
