"""Addresses of people's own calendars."""

from django.urls import path

from events.views import feeds

urlpatterns = [
    path("calendar/", feeds.calendar, name="calendar"),
    path("calendar/on/", feeds.calendar_on, name="calendar_on"),
    path("calendar/reset/", feeds.calendar_reset, name="calendar_reset"),
    path("calendar/off/", feeds.calendar_off, name="calendar_off"),
    path("calendar/<str:token>/places.ics", feeds.calendar_feed, name="calendar_feed"),
]
