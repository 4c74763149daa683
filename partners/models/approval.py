"""What everything that a moderator decides on has in common."""

from django.conf import settings
from django.db import models

from careerlink.audit.machines import Stateful


class Reviewed(Stateful):
    """A row that a moderator decides on.

    `answer_by` is the date the applicant was told; `alarmed_at` when the moderator was alarmed at
    half time; `delay_told_at` when the applicant was last told that it takes longer.
    """

    submitted_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)
    delay_told_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    review_reason = models.CharField(max_length=60, blank=True)

    class Meta:
        abstract = True
