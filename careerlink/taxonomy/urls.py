"""Addresses of this room."""

from django.urls import path

from careerlink.taxonomy import views

urlpatterns = [
    path("words/<slug:vocabulary>/", views.taxonomy_search, name="taxonomy_search"),
    path("attribution/", views.attribution_page, name="attribution"),
]
