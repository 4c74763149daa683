"""The ledger of hours: rows that are added and never changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from careerlink.web import clock
from careerlink.web.keys import KeyField


class HoursEntry(models.Model):
    """What was said about the minutes of one place. A correction is a new row that names the one it replaces; what
    counts is the row that nothing replaces. Triggers of the database refuse changes and deletion; only `words` may
    be blanked, when a person is erased.
    """

    class State(models.TextChoices):
        CLAIMED = "claimed", _("Waits for an answer")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Not approved")
        LAPSED = "lapsed", _("No answer in time")
        REVOKED = "revoked", _("Taken back")

    # What is open to a new claim by the writer.
    CLAIMABLE = (State.LAPSED,)

    key = KeyField()
    place = models.ForeignKey("events.Assignment", on_delete=models.PROTECT, related_name="hours")
    host = models.ForeignKey("partners.Host", on_delete=models.PROTECT, related_name="+")
    writer = models.ForeignKey("partners.Writer", on_delete=models.PROTECT, related_name="hours")
    on = models.DateField()  # the day of the shift where it was held
    minutes = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    words = models.CharField(max_length=500, blank=True)  # why it was claimed, refused or corrected
    by = models.BigIntegerField(null=True, blank=True)  # the id of the person, none for the clock
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "hours entries"
        constraints = [
            models.UniqueConstraint(fields=["place"], condition=models.Q(replaces=None), name="hours_one_beginning"),
            models.CheckConstraint(
                condition=models.Q(minutes__lte=24 * 60),
                name="hours_within_a_day",
                violation_error_message=_("At most 24 hours."),
            ),
        ]
        indexes = [
            models.Index(fields=["writer", "on", "id"], name="hours_writer"),
            models.Index(fields=["host", "on", "id"], name="hours_host"),
            models.Index(fields=["state", "at"], name="hours_state"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} minutes, {self.state}"

    @property
    def counts(self) -> bool:
        """Whether these minutes are in sums, as long as nothing replaces the row."""
        return self.state == self.State.APPROVED

    def concerns(self) -> dict:
        return {"scope": self.host.key, "person": self.writer.user_id}
