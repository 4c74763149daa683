"""What calendars and mails have told people about their places, and the secret addresses of their own calendars."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from careerlink.web import clock


class Told(models.Model):
    """What a writer was told last about her place: what a change is held against, and until when it rests.

    There is a row for each place that a calendar has ever shown. `before` is what she had been told before the last
    notice (times in ISO 8601), and `notices` how many were written.
    """

    place = models.OneToOneField("events.Assignment", on_delete=models.CASCADE, related_name="told")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=40)
    role = models.CharField(max_length=80)
    where = models.TextField(blank=True)
    since = models.DateTimeField(default=clock.now)  # when what calendars show changed last
    notice_at = models.DateTimeField(null=True, blank=True)  # something changed: told then, if it is still so
    before = models.JSONField(default=dict, blank=True)
    notices = models.PositiveIntegerField(default=0)
    reminded_for = models.DateTimeField(null=True, blank=True)  # the start for which reminders are planned

    class Meta:
        verbose_name_plural = "told"
        indexes = [
            models.Index(fields=["notice_at"], condition=models.Q(notice_at__isnull=False), name="told_notice_due"),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.starts_at:%Y-%m-%d %H:%M}"


class CalendarFeed(models.Model):
    """A person's own calendar at a secret address. The row keeps only a nonce: the address is an HMAC over it, so
    that the database alone opens nothing; a new nonce is a new address.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    nonce = models.CharField(_("number behind the address"), max_length=32, unique=True)
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"
