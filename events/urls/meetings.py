"""Addresses of board meetings."""

from django.urls import path

from events.views import meetings

urlpatterns = [
    path("events/<str:key>/meeting/", meetings.event_meeting, name="event_meeting"),
    path("events/<str:key>/meeting/agenda/", meetings.meeting_agenda, name="meeting_agenda"),
    path("events/<str:key>/meeting/attendance/", meetings.meeting_attendance, name="meeting_attendance"),
    path("events/<str:key>/meeting/minutes/", meetings.meeting_minutes, name="meeting_minutes"),
    path("events/<str:key>/meeting/file/", meetings.meeting_file, name="meeting_file"),
    path("board/<str:key>/meetings/", meetings.board_meetings, name="board_meetings"),
]
