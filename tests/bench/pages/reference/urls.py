"""The portal's addresses and the reference's."""

from django.urls import path

from careerlink.urls import handler400, handler403, handler404, handler500  # noqa: F401 Django looks for them here
from careerlink.urls import urlpatterns as portal
from tests.bench.pages.reference import views

urlpatterns = [
    path("reference/writers/", views.writers, name="reference_writers"),
    path("reference/writers/<slug:slug>/", views.writer, name="reference_writer"),
    path("reference/hosts/<slug:slug>/offer/", views.offer, name="reference_offer"),
    path("reference/hosts/<slug:slug>/events/", views.events, name="reference_events"),
    path("reference/shifts/<str:key>/sign-up/", views.sign_up, name="reference_sign_up"),
    path("reference/process/", views.process),
    *portal,
]
