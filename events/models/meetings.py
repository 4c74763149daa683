"""Meetings of a Career Services Board: what they are about, who was there, what was said."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careerlink.web import clock


class Meeting(models.Model):
    """What belongs to a board meeting beyond the event. Minutes are text, a file, or both."""

    event = models.OneToOneField("events.Event", on_delete=models.PROTECT, related_name="meeting")
    agenda = models.TextField(_("agenda"), max_length=5000, blank=True)
    minutes = models.TextField(_("minutes"), max_length=20000, blank=True)
    file = models.FileField(blank=True)
    content_type = models.CharField(max_length=40, blank=True)
    minutes_at = models.DateTimeField(null=True, blank=True)  # when they were put here first
    minutes_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minutes_at=None) | ~models.Q(minutes="") | ~models.Q(file=""),
                name="meeting_minutes_say_something",
            ),
        ]

    def __str__(self) -> str:
        return f"meeting at {self.event_id}"

    def get_absolute_url(self) -> str:
        return reverse("event_meeting", args=[self.event.key])


class Attendance(models.Model):
    """Whether somebody who sat on the board came to a meeting. No row: nobody said."""

    class Answer(models.TextChoices):
        PRESENT = "present", _("Was there")
        EXCUSED = "excused", _("Excused")
        ABSENT = "absent", _("Was not there")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    seat = models.ForeignKey("partners.BoardSeat", on_delete=models.CASCADE, related_name="attendances")
    answer = models.CharField(max_length=8, choices=Answer.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "seat"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.seat_id} at {self.meeting_id}: {self.answer}"
