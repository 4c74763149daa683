"""Don't cancel class: a stand-in for one meeting of a course."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careerlink.audit.machines import Stateful
from careerlink.web import clock
from careerlink.web.keys import KeyField


class ClassRequest(Stateful):
    """One class that somebody is sought for. What writers see and offer for is its request (`need`), of the
    kind "class visit", which follows this row: not published while a yes is waited for, open, filled, over.
    """

    class State(models.TextChoices):
        WAITING_FOR_APPROVAL = "waiting_for_approval", _("Waiting for a yes")
        OPEN = "open", _("Writers are asked")
        OFFERED = "offered", _("Somebody would come")
        FILLED = "filled", _("Somebody comes")
        NOT_FILLED = "not_filled", _("Nobody found")
        CLOSED = "closed", _("No yes in time")
        REFUSED = "refused", _("Not approved")
        WITHDRAWN = "withdrawn", _("Taken back")

    WAITING = (State.WAITING_FOR_APPROVAL, State.OPEN, State.OFFERED)

    key = KeyField()
    host = models.ForeignKey("partners.Host", on_delete=models.PROTECT, related_name="class_requests")
    need = models.OneToOneField("partners.Need", on_delete=models.PROTECT, related_name="class_request")
    state = models.CharField(max_length=22, choices=State.choices, default=State.WAITING_FOR_APPROVAL)
    course = models.CharField(_("course"), max_length=100)
    size = models.PositiveSmallIntegerField(_("how many students"))
    starts_at = models.DateTimeField(_("when class begins"))
    ends_at = models.DateTimeField(_("when class ends"))
    room = models.CharField(_("room, or how to join online"), max_length=200, blank=True)
    wishes = models.TextField(_("what you would like done"), max_length=2000, blank=True)
    decide_by = models.DateTimeField(_("decide by"))
    picked = models.ForeignKey("partners.Offer", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)  # the end of the clock of the state it is in
    searches = models.PositiveSmallIntegerField(default=1, editable=False)  # how often somebody was sought
    alarmed_at = models.DateTimeField(null=True, blank=True)  # when a moderator was told that nobody said yes
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    refusal = models.CharField(_("why not"), max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="class_ends_after_start",
                violation_error_message=_("Class must end after it begins."),
            ),
            models.CheckConstraint(
                condition=models.Q(decide_by__lt=models.F("starts_at")),
                name="class_decided_before_start",
                violation_error_message=_("Decide before class begins."),
            ),
            models.CheckConstraint(
                condition=models.Q(size__gte=1, size__lte=2000),
                name="class_size_bounds",
                violation_error_message=_("Between 1 and 2,000 students."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["waiting_for_approval", "open", "offered"])
                | models.Q(due_at__isnull=False),
                name="class_open_has_clock",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="filled") | models.Q(approved_at__isnull=False), name="class_filled_after_yes"
            ),
        ]
        indexes = [
            models.Index(fields=["host", "state", "starts_at"], name="class_host"),
            models.Index(fields=["state", "due_at"], name="class_due"),
        ]

    def __str__(self) -> str:
        return self.course

    def get_absolute_url(self) -> str:
        return reverse("class_request", args=[self.key])

    def concerns(self) -> dict:
        return {"scope": self.host.key}
