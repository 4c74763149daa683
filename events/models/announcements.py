"""A word of the host to everybody on a shift, in a role or at an event."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from careerlink.web import clock
from careerlink.web.keys import KeyField


class Announcement(models.Model):
    """One message to whoever comes. Each gets a mail of her own and sees nobody's address. Its key is made when it is
    looked at, so that a second click finds it.
    """

    key = KeyField()
    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="announcements")
    # Narrower than the whole event: one role, or one shift.
    role = models.ForeignKey("events.Role", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    shift = models.ForeignKey("events.Shift", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    text = models.TextField(_("your message"), max_length=2000, blank=True)  # blank once it is forgotten
    mails = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role=None) | models.Q(shift=None), name="announcement_role_or_shift"
            ),
        ]
        indexes = [models.Index(fields=["event", "at"], name="announcement_event")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.at:%Y-%m-%d %H:%M}"
