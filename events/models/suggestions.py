"""Whom the matcher suggests for a shift."""

from django.db import models

from careerlink.web import clock


class ShiftSuggestion(models.Model):
    """One writer whom the matcher found for a shift, as of `made_at`: pages read these, and judge again what makes
    it impossible. `reasons` are those of `partners.matching`, each as a list of its parts.
    """

    shift = models.ForeignKey("events.Shift", on_delete=models.CASCADE, related_name="suggestions", db_index=False)
    writer = models.ForeignKey("partners.Writer", on_delete=models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField()
    score = models.IntegerField()
    reasons = models.JSONField(default=list)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["shift", "rank"], name="shift_suggestion_rank_once"),
            models.UniqueConstraint(fields=["shift", "writer"], name="shift_suggestion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.writer_id} for {self.shift_id}"
