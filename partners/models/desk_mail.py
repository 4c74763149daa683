"""One mail a person about everything that waits for her decision."""

from django.conf import settings
from django.db import models

from careerlink.web import clock


class DeskMail(models.Model):
    """A person gets at most one desk mail on a day of her own zone, whoever asks for it and however often.

    The row stays when the mail is gone: it says what she was told. What ends by `soon_until`, the end of the day
    that lies 48 hours ahead where she is, was told as ending soon.
    """

    class Why(models.TextChoices):
        SLOT = "slot", "The weekday and hour of a host"
        SOON = "soon", "Something ends within 48 hours"
        NEW = "new", "Something new waits for who wants to hear at once"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="desk_mails")
    day = models.DateField()
    at = models.DateTimeField(default=clock.now)
    soon_until = models.DateTimeField()
    why = models.CharField(max_length=4, choices=Why.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="desk_mail_once_a_day")]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.day}"
