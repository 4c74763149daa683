"""Addresses of this room."""

from django.urls import path

from careerlink.accounts import views

urlpatterns = [
    path("join/", views.join, name="join"),
]
