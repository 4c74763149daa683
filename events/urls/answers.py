"""Addresses of requests for places that are answered together."""

from django.urls import path

from events.views import answers

urlpatterns = [
    path("events/<str:key>/requests/", answers.event_requests, name="event_requests"),
    path("desk/<slug:slug>/events/requests/", answers.place_requests, name="place_requests"),
    path("answers/<str:key>/", answers.answering, name="answering"),
    path("answers/<str:key>/undo/", answers.answering_undo, name="answering_undo"),
]
