"""Requests for places that were answered together, so that the answer can be taken back until its mails leave."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careerlink.web import clock
from careerlink.web.keys import KeyField


class Answering(models.Model):
    """One answer to several requests. Its key is made when the answer is looked at, so that a second click finds it."""

    class Answer(models.TextChoices):
        ACCEPT = "accept", _("Accept")
        DECLINE = "decline", _("Decline")

    key = KeyField()
    host = models.ForeignKey("partners.Host", on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=8, choices=Answer.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    leaves_at = models.DateTimeField()  # when its mails leave; until then it can be taken back
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(leaves_at__gt=models.F("at")), name="answering_leaves_after"),
        ]
        indexes = [
            models.Index(fields=["host", "leaves_at"], name="answering_host"),
            models.Index(fields=["at"], name="answering_at"),
        ]

    def __str__(self) -> str:
        return f"{self.answer} {self.at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("answering", args=[self.key])

    @property
    def can_be_undone(self) -> bool:
        return self.undone_at is None and clock.now() < self.leaves_at


class AnsweredPlace(models.Model):
    """One of the requests that were answered together."""

    answering = models.ForeignKey(Answering, on_delete=models.CASCADE, related_name="rows")
    place = models.ForeignKey("events.Assignment", on_delete=models.CASCADE, related_name="+")
    is_undone = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answering", "place"], name="answered_place_once")]

    def __str__(self) -> str:
        return f"{self.place_id} in {self.answering_id}"
