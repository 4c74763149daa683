"""What was agreed, who works with whom, and who was asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from careerlink.audit.machines import Stateful
from careerlink.web import clock
from careerlink.web.keys import KeyField
from partners.models.choices import Kind


class Partnership(models.Model):
    """One host and one writer who work together; begins with the first engagement."""

    key = KeyField()
    host = models.ForeignKey("partners.Host", on_delete=models.PROTECT, related_name="partnerships")
    writer = models.ForeignKey("partners.Writer", on_delete=models.PROTECT, related_name="partnerships")
    since = models.DateTimeField(default=clock.now)
    # The no-solicitation pledge as it was in force when they began.
    pledge = models.ForeignKey("accounts.LegalText", on_delete=models.PROTECT, related_name="+")
    pledged_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["host", "writer"], name="partnership_once")]

    def __str__(self) -> str:
        return f"{self.host_id} and {self.writer_id}"


class Engagement(Stateful):
    """One agreed piece of work, with the time it keeps a person busy (half-open: until is free again).

    `source_label` and `source_id` name the row it came from ("partners.offer", 7). PostgreSQL refuses
    two agreed engagements of one writer that overlap.
    """

    class State(models.TextChoices):
        AGREED = "agreed", _("Agreed")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Called off")

    # Seats on a board and introductions end on their own pages, and the work with them.
    ENDS_ELSEWHERE = (Kind.BOARD, Kind.INTRODUCTION)

    key = KeyField()
    host = models.ForeignKey("partners.Host", on_delete=models.PROTECT, related_name="engagements")
    writer = models.ForeignKey("partners.Writer", on_delete=models.PROTECT, related_name="engagements")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    busy_from = models.DateTimeField(null=True, blank=True)
    busy_until = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.AGREED)
    source_label = models.CharField(max_length=60)
    source_id = models.BigIntegerField()
    agreed_at = models.DateTimeField(default=clock.now)
    # The rules about gifts and fees as both acknowledged them when they agreed.
    rules = models.ForeignKey("accounts.LegalText", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_label", "source_id"], name="engagement_source_once"),
            models.CheckConstraint(
                condition=models.Q(busy_from=None, busy_until=None) | models.Q(busy_until__gt=models.F("busy_from")),
                name="engagement_ends_after_start",
                violation_error_message=_("It must end after it starts."),
            ),
        ]
        indexes = [
            models.Index(fields=["writer", "state", "busy_from"], name="engagement_writer"),
            models.Index(fields=["host", "state", "busy_from"], name="engagement_host"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def concerns(self) -> dict:
        return {"scope": self.host.key, "person": self.writer.user_id}


class Asked(models.Model):
    """A host asked a writer for something, and what came of it."""

    class Answer(models.TextChoices):
        NONE = "", _("No answer yet")
        YES = "yes", _("Yes")
        NO = "no", _("No")
        MOOT = "moot", _("No longer needed")  # what she was asked for fell away before she answered

    host = models.ForeignKey("partners.Host", on_delete=models.CASCADE, related_name="asked")
    writer = models.ForeignKey("partners.Writer", on_delete=models.CASCADE, related_name="asked")
    label = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    at = models.DateTimeField(default=clock.now)
    # Until when an answer helps, where it was a request of the host's; after that the next may be asked.
    answer_by = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=4, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "asked"
        constraints = [models.UniqueConstraint(fields=["writer", "label", "about_id"], name="asked_once")]
        indexes = [models.Index(fields=["writer", "at"], name="asked_writer")]

    def __str__(self) -> str:
        return f"{self.host_id} asked {self.writer_id}"
