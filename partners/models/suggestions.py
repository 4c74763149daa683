"""Whom the matcher suggests for a request, and what writers said is not for them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from careerlink.web import clock


class Suggestion(models.Model):
    """One writer whom the matcher found for a request, as of `made_at`: pages read these, and judge again what
    makes it impossible. `reasons` are those of `partners.matching`, each as a list of its parts.
    """

    need = models.ForeignKey("partners.Need", on_delete=models.CASCADE, related_name="suggestions", db_index=False)
    writer = models.ForeignKey("partners.Writer", on_delete=models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField()
    score = models.IntegerField()
    reasons = models.JSONField(default=list)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["need", "rank"], name="suggestion_rank_once"),
            models.UniqueConstraint(fields=["need", "writer"], name="suggestion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.writer_id} for {self.need_id}"


class NotForMe(models.Model):
    """A writer said that a request is not for her, and why: that keeps others like it away, until she takes it
    back. `miles` and `days` are how far it was and how soon, as they were then.
    """

    class Because(models.TextChoices):
        KIND = "kind", _("I do not do this kind of thing")
        FAR = "far", _("It is too far away")
        SOON = "soon", _("It is too soon")
        NOT_NOW = "not_now", _("Not this one")

    writer = models.ForeignKey("partners.Writer", on_delete=models.CASCADE, related_name="not_for_me", db_index=False)
    need = models.ForeignKey("partners.Need", on_delete=models.CASCADE, related_name="+")
    because = models.CharField(_("because"), max_length=8, choices=Because.choices)
    miles = models.PositiveIntegerField(null=True, blank=True)
    days = models.PositiveIntegerField(null=True, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["writer", "need"], name="not_for_me_once"),
            models.CheckConstraint(
                condition=~models.Q(because="far") | models.Q(miles__isnull=False), name="not_for_me_far_has_miles"
            ),
            models.CheckConstraint(
                condition=~models.Q(because="soon") | models.Q(days__isnull=False), name="not_for_me_soon_has_days"
            ),
        ]
        verbose_name_plural = "not for me"

    def __str__(self) -> str:
        return f"{self.writer_id} not for {self.need_id}: {self.because}"
