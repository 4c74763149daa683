"""Addresses of messages to whoever comes."""

from django.urls import path

from events.views import announcements

urlpatterns = [path("events/<str:key>/messages/", announcements.event_messages, name="event_messages")]
