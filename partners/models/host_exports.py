"""A host takes everything of its own out."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from careerlink.audit.machines import Stateful
from careerlink.web import clock
from careerlink.web.keys import KeyField


class HostExport(Stateful):
    """One archive of all that a host owns, made by a worker. At most one is being made at a time.

    `due_at` is the end of the clock of the state it is in; while it is being made each step moves it on, as
    a sign of life. `claim` tells the worker who holds it from one that was given up. `contacts` are the
    partnerships whose contact details stand in the archive.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("About to begin")
        WORKING = "working", _("Being put together")
        READY = "ready", _("Ready")
        EXPIRED = "expired", _("Deleted")
        FAILED = "failed", _("Did not work")

    RUNNING = (State.ASKED, State.WORKING)

    key = KeyField()
    host = models.ForeignKey("partners.Host", on_delete=models.CASCADE, related_name="exports")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    due_at = models.DateTimeField(null=True, blank=True)
    claim = models.CharField(max_length=24, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    lists_done = models.PositiveSmallIntegerField(default=0)
    lists = models.PositiveSmallIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    file = models.FileField(blank=True)
    size = models.PositiveBigIntegerField(default=0)
    ready_at = models.DateTimeField(null=True, blank=True)
    contacts = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["host"], condition=models.Q(state__in=["asked", "working"]), name="host_export_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["asked", "working", "ready"]) | models.Q(due_at__isnull=False),
                name="host_export_open_has_clock",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | ~models.Q(file=""), name="host_export_ready_has_file"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="host_export_due"),
            models.Index(fields=["host", "id"], name="host_export_host"),
        ]

    def __str__(self) -> str:
        return f"{self.host_id}, {self.asked_at:%Y-%m-%d}"

    @property
    def is_running(self) -> bool:
        return self.state in self.RUNNING

    def concerns(self) -> dict:
        return {"scope": self.host.key, "person": self.asked_by_id}
