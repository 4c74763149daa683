"""Addresses of this room."""

from django.urls import path

from careerlink.dashboard import views

urlpatterns = [
    path("trust/", views.trust, name="trust"),
    path("trust/<slug:slug>/", views.trust_host, name="trust_host"),
    path("start/", views.start, name="start"),
    path("desk/<slug:slug>/", views.desk, name="desk"),
    path("writer/", views.writer_desk, name="writer_desk"),
]
