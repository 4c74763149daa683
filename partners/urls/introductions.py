"""Addresses of introductions. What the contact opens is a signed link."""

from django.urls import path

from partners.views import introductions

urlpatterns = [
    path("desk/<slug:slug>/introductions/", introductions.introductions, name="introductions"),
    path("hosts/<slug:slug>/introduce/", introductions.introduction_new, name="introduction_new"),
    path("writer/introductions/", introductions.writer_introductions, name="writer_introductions"),
    path("introductions/<str:key>/", introductions.introduction, name="introduction"),
    path("introductions/<str:key>/fill/", introductions.introduction_fill, name="introduction_fill"),
    path("introductions/<str:key>/answer/", introductions.introduction_answer, name="introduction_answer"),
    path("introductions/<str:key>/results/", introductions.introduction_results, name="introduction_results"),
    path("introductions/<str:key>/withdraw/", introductions.introduction_withdraw, name="introduction_withdraw"),
]
