"""Somebody tells the moderators that something is wrong."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from careerlink.web.keys import KeyField
from partners.models.approval import Reviewed


class Report(Reviewed):
    """A report about a host or a writer."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("Waiting")
        UPHELD = "upheld", _("Acted on")
        DISMISSED = "dismissed", _("No reason to act")

    class About(models.TextChoices):
        SOLICITATION = "solicitation", _("Asked students or alumni for business")
        FEES = "fees", _("Fees differ from what was shown")
        CREDENTIAL = "credential", _("A credential is not real")
        CONDUCT = "conduct", _("Behaved badly")
        IDENTITY = "identity", _("Is not who they say")
        SAFETY = "safety", _("Somebody may be in danger")
        OTHER = "other", _("Something else")

    URGENT = (About.SAFETY, About.SOLICITATION)

    key = KeyField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    host = models.ForeignKey("partners.Host", on_delete=models.CASCADE, null=True, blank=True, related_name="reports")
    writer = models.ForeignKey(
        "partners.Writer", on_delete=models.CASCADE, null=True, blank=True, related_name="reports"
    )
    about = models.CharField(_("what is wrong"), max_length=14, choices=About.choices)
    text = models.TextField(_("what happened"), max_length=4000)
    is_urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.SUBMITTED)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(host__isnull=False, writer=None) | models.Q(host=None, writer__isnull=False),
                name="report_about_one",
            )
        ]
        indexes = [models.Index(fields=["state", "answer_by"], name="report_state_answer_by")]

    def __str__(self) -> str:
        return str(self.get_about_display())
