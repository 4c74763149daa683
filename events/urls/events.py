"""Addresses of events and their lists."""

from django.urls import path

from events.views import events, planning

urlpatterns = [
    path("desk/<slug:slug>/events/", events.event_list, name="event_list"),
    path("desk/<slug:slug>/events/month/", events.event_month, name="event_month"),
    path("desk/<slug:slug>/events/over/", events.events_over, name="events_over"),
    path("desk/<slug:slug>/events/new/", planning.event_new, name="event_new"),
    path("desk/<slug:slug>/events/templates/", planning.event_templates, name="event_templates"),
    path("writer/events/", events.writer_events, name="writer_events"),
    path("writer/events/month/", events.writer_month, name="writer_month"),
    path("events/<str:key>/", events.event, name="event"),
    path("events/<str:key>/edit/", planning.event_edit, name="event_edit"),
    path("events/<str:key>/again/", planning.event_again, name="event_again"),
    path("events/<str:key>/show/", planning.event_show, name="event_show"),
    path("events/<str:key>/call-off/", planning.event_cancel, name="event_cancel"),
    path("events/<str:key>/keep/", planning.event_keep, name="event_keep"),
    path("event-templates/<str:key>/use/", planning.template_use, name="template_use"),
    path("event-templates/<str:key>/forget/", planning.template_forget, name="template_forget"),
]
