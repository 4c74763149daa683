"""Inviting many alumni: whom an office chose at once, and the days over which their mails leave."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from careerlink.audit.machines import Stateful
from careerlink.web import clock
from careerlink.web.keys import KeyField


class BulkInvite(Stateful):
    """An office invites many alumni to ask for a writer, at most so many a day; one such at a time.

    `year_from`, `year_to` and `majors` (in words) are how they were chosen; with `is_rested` nobody who was asked in
    the last 12 months is among them. `due_at` is when the next mails leave.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("Leaving day by day")
        DONE = "done", _("All have left")
        STOPPED = "stopped", _("Stopped")

    key = KeyField()
    host = models.ForeignKey("partners.Host", on_delete=models.PROTECT, related_name="bulk_invites")
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    year_from = models.PositiveSmallIntegerField(null=True, blank=True)
    year_to = models.PositiveSmallIntegerField(null=True, blank=True)
    majors = models.CharField(max_length=100, blank=True)
    is_rested = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["host"],
                condition=models.Q(state="running"),
                name="bulk_invite_one_at_a_time",
                violation_error_message=_("Invitations are leaving already. Wait for the last, or stop them."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="running") | models.Q(due_at__isnull=False), name="bulk_invite_has_clock"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="bulk_invite_due"),
            models.Index(fields=["host", "-id"], name="bulk_invite_host"),
        ]

    def __str__(self) -> str:
        return f"{self.host_id}, {self.made_at:%Y-%m-%d}"

    def concerns(self) -> dict:
        return {"scope": self.host.key}


class BulkInvitee(models.Model):
    """One of those who were chosen. `at` is when it was this one's turn: from then on there is a referral, or a reason
    why not.
    """

    class Why(models.TextChoices):
        """Why somebody is left out, in the order in which it is asked."""

        OPTED_OUT = "opted_out", _("asked not to be written to")
        OPEN = "open", _("has an open request")
        NO_ADDRESS = "no_address", _("no e-mail address is known")
        BOUNCED = "bounced", _("mail to the address comes back")
        NO_MAIL = "no_mail", _("stopped mail that nobody asked for")
        ASKED = "asked", _("was asked in the last 12 months")

    invite = models.ForeignKey(BulkInvite, on_delete=models.CASCADE, related_name="people")
    alumnus = models.ForeignKey("referrals.Alumnus", on_delete=models.CASCADE, related_name="+")
    referral = models.OneToOneField(
        "referrals.Referral", on_delete=models.SET_NULL, null=True, blank=True, related_name="bulk_invitee"
    )
    left_out = models.CharField(max_length=10, choices=Why.choices, blank=True)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invite", "alumnus"], name="bulk_invitee_once"),
            models.CheckConstraint(
                condition=models.Q(left_out="") | models.Q(referral=None), name="bulk_invitee_invited_or_not"
            ),
            models.CheckConstraint(
                condition=models.Q(at__isnull=False) | models.Q(left_out="", referral=None),
                name="bulk_invitee_in_turn",
            ),
        ]
        indexes = [models.Index(fields=["invite", "id"], condition=models.Q(at=None), name="bulk_invitee_next")]

    def __str__(self) -> str:
        return f"{self.invite_id}: {self.alumnus_id}"
