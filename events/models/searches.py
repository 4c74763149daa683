"""Somebody is sought for a seat at short notice: a stand-in for who cannot come, or people who stand by."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careerlink.audit.machines import Stateful
from careerlink.web import clock
from careerlink.web.keys import KeyField


class Search(Stateful):
    """Writers are asked for a shift; `partners.Asked` says who, when and what she said.

    With a stand-in (`NAMED`, `ONE_BY_ONE`) the seat belongs to `place` until another is confirmed. With people who
    stand by (`STANDBY`) seats are empty, given back after the cut-off: one search a shift, for `seats` of them.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Somebody is asked")
        AGREED = "agreed", _("Somebody would come")
        FILLED = "filled", _("Somebody was found")
        TAKEN_BACK = "taken_back", _("Taken back")
        ENDED = "ended", _("Nobody was found")

    class How(models.TextChoices):
        NAMED = "named", _("The writer named a stand-in")
        ONE_BY_ONE = "one_by_one", _("One after the other is asked")
        STANDBY = "standby", _("People who stand by are asked")

    GOING_ON = (State.OPEN, State.AGREED)
    FOR_A_PLACE = (How.NAMED, How.ONE_BY_ONE)

    key = KeyField()
    shift = models.ForeignKey("events.Shift", on_delete=models.PROTECT, related_name="searches")
    place = models.ForeignKey("events.Assignment", on_delete=models.PROTECT, related_name="searches")
    how = models.CharField(max_length=10, choices=How.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    seats = models.PositiveSmallIntegerField(default=1)
    # When the next is asked, or the end of the clock: the start of the shift.
    due_at = models.DateTimeField(null=True, blank=True)
    # Who would come, while the host has not said whether that is well.
    found = models.ForeignKey("partners.Writer", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)  # when the host heard that nobody is left to be asked
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name_plural = "searches"
        constraints = [
            models.UniqueConstraint(
                fields=["place"],
                condition=models.Q(state__in=["open", "agreed"], how__in=["named", "one_by_one"]),
                name="search_once_for_place",
                violation_error_message=_("A stand-in is being asked already."),
            ),
            models.UniqueConstraint(
                fields=["shift"], condition=models.Q(state="open", how="standby"), name="search_once_for_shift"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["open", "agreed"]) | models.Q(due_at__isnull=False),
                name="search_open_has_clock",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="search_due"),
            models.Index(fields=["shift", "state"], name="search_shift"),
        ]

    def __str__(self) -> str:
        return f"{self.how} {self.state} {self.shift_id}"

    def get_absolute_url(self) -> str:
        return reverse("stand_in", args=[self.key])

    @property
    def event(self):
        return self.shift.role.event

    @property
    def is_for_place(self) -> bool:
        return self.how in self.FOR_A_PLACE

    def concerns(self) -> dict:
        return {"scope": self.event.host.key, "person": self.place.writer.user_id}
