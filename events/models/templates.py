"""Events that a host kept as a pattern for the next one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from careerlink.web import clock
from careerlink.web.keys import KeyField
from events.models.choices import EventKind


class EventTemplate(models.Model):
    """What an event was, without its day and without anybody's place: facts, roles and shifts. `plan` has the shape
    that `queries.plans` describes.
    """

    key = KeyField()
    host = models.ForeignKey("partners.Host", on_delete=models.CASCADE, related_name="event_templates")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind.choices)
    plan = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["host", "name"],
                name="event_template_once",
                violation_error_message=_("You have a template of this name already. Choose another."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
