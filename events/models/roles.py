"""What there is to do at an event, and when."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from careerlink.web import clock
from careerlink.web.keys import KeyField
from partners.models import Vocabulary


class Role(models.Model):
    """One kind of work at an event. `least` and `most` are heads in each of its shifts."""

    key = KeyField()
    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="roles")
    name = models.CharField(_("name"), max_length=80)
    duties = models.TextField(_("what to do"), max_length=1000, blank=True)
    least = models.PositiveSmallIntegerField(_("at least"), default=1)
    most = models.PositiveSmallIntegerField(_("at most"), default=1)
    credential = models.CharField(_("required credential"), max_length=12, blank=True)  # an acronym of the taxonomy
    is_instant = models.BooleanField(_("signing up is enough"), default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(most__gte=1, most__lte=200),
                name="role_most_bounds",
                violation_error_message=_("Between 1 and 200 people."),
            ),
            models.CheckConstraint(
                condition=models.Q(least__lte=models.F("most")),
                name="role_least_bounds",
                violation_error_message=_("At least must not be more than at most."),
            ),
            models.UniqueConstraint(
                fields=["event", "name"],
                name="role_name_once",
                violation_error_message=_("The event has a role of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RoleTag(models.Model):
    """Expertise that a role asks for, in a standard code: who has one of them may take it."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="tags")
    vocabulary = models.CharField(max_length=10, choices=Vocabulary.choices)
    code = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "vocabulary", "code"], name="role_tag_once")]

    def __str__(self) -> str:
        return f"{self.vocabulary} {self.code}"


class Shift(models.Model):
    """One block of time of one role (half-open: at `ends_at` people are free). One with history is never
    deleted, but called off.
    """

    key = KeyField()
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    called_off_at = models.DateTimeField(null=True, blank=True, editable=False)
    ranked_at = models.DateTimeField(null=True, blank=True, editable=False)  # since when suggestions are kept for it
    suggested_at = models.DateTimeField(null=True, blank=True, editable=False)  # when writers were told at once
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="shift_ends_after_start",
                violation_error_message=_("It must end after it begins."),
            ),
        ]
        indexes = [models.Index(fields=["starts_at", "id"], name="shift_start")]

    def __str__(self) -> str:
        return f"{self.role_id} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def event(self):
        return self.role.event

    @property
    def busy(self) -> tuple:
        """From when until when it keeps a person busy, with the way to the venue and back."""
        venue = self.role.event.venue
        way = timedelta(minutes=venue.travel_minutes if venue and not self.role.event.is_online else 0)
        return self.starts_at - way, self.ends_at + way
