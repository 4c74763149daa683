"""Addresses of the day and of hours."""

from django.urls import path

from events.views import day, hours

urlpatterns = [
    path("here/", day.here, name="here"),
    path("hours/", hours.writer_hours, name="writer_hours"),
    path("hours/<str:key>/", hours.hours_answer, name="hours_answer"),
    path("events/<str:key>/run-sheet/", day.event_run_sheet, name="event_run_sheet"),
    path("events/<str:key>/check-in/", day.event_check_in, name="event_check_in"),
    path("events/<str:key>/wall/", day.event_wall, name="event_wall"),
    path("events/<str:key>/hours/", hours.event_hours, name="event_hours"),
    path("places/<str:key>/day/", day.place_day, name="place_day"),
    path("places/<str:key>/record/", day.place_record, name="place_record"),
    path("places/<str:key>/hours/", hours.hours_claim, name="hours_claim"),
]
