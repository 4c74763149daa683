"""Addresses of roles, shifts and venues."""

from django.urls import path

from events.views import plans

urlpatterns = [
    path("events/<str:key>/plan/", plans.event_plan, name="event_plan"),
    path("roles/<str:key>/edit/", plans.role_edit, name="role_edit"),
    path("roles/<str:key>/remove/", plans.role_remove, name="role_remove"),
    path("roles/<str:key>/shifts/new/", plans.shift_new, name="shift_new"),
    path("shifts/<str:key>/edit/", plans.shift_edit, name="shift_edit"),
    path("shifts/<str:key>/remove/", plans.shift_remove, name="shift_remove"),
    path("desk/<slug:slug>/events/places/", plans.venues, name="venues"),
    path("desk/<slug:slug>/events/places/new/", plans.venue_new, name="venue_new"),
    path("venues/<str:key>/edit/", plans.venue_edit, name="venue_edit"),
]
