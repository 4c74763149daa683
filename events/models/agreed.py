"""Who agreed to take part before the event was planned."""

from django.db import models

from careerlink.web import clock


class AgreedWriter(models.Model):
    """A writer whose offer was accepted, or who stands in for a class, at the event that was drafted from it. Until
    she has her place, the agreed work is that of the offer, which `source_label` and `source_id` name.
    """

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="agreed")
    writer = models.ForeignKey("partners.Writer", on_delete=models.CASCADE, related_name="+")
    source_label = models.CharField(max_length=60)
    source_id = models.BigIntegerField()
    place = models.OneToOneField(
        "events.Assignment", on_delete=models.SET_NULL, null=True, blank=True, related_name="agreed_as"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["source_label", "source_id"], name="agreed_source_once")]
        indexes = [models.Index(fields=["event", "writer"], name="agreed_event_writer")]

    def __str__(self) -> str:
        return f"{self.writer_id} agreed to {self.event_id}"
