"""A writer in one time block of one kind of work: her place, from the first word to the end."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careerlink.audit.machines import Stateful
from careerlink.web import clock
from careerlink.web.keys import KeyField


class Assignment(Stateful):
    """One writer and one shift. `seat` is the number of the seat that she has; two never share one. What is over
    never comes back to life: another try is another row.
    """

    class State(models.TextChoices):
        INVITED = "invited", _("Invited")
        REQUESTED = "requested", _("Asked for")
        WAITLISTED = "waitlisted", _("On the waiting list")
        HELD = "held", _("Kept for the writer")
        CONFIRMED = "confirmed", _("Confirmed")
        CHECKED_IN = "checked_in", _("Is here")
        COMPLETED = "completed", _("Was there")
        LEFT_EARLY = "left_early", _("Left early")
        NO_SHOW = "no_show", _("Did not come")
        UNRECORDED = "unrecorded", _("Not recorded")
        HOST_NO_SHOW = "host_no_show", _("The host was not there")
        CANCELLED_BY_VOLUNTEER = "cancelled_by_volunteer", _("Withdrew")
        CANCELLED_LATE = "cancelled_late", _("Withdrew late")
        CANCELLED_BY_HOST = "cancelled_by_host", _("Called off by the host")
        SWAPPED = "swapped", _("A stand-in took it")
        DECLINED = "declined", _("Said no")
        REFUSED = "refused", _("Not taken up")
        EXPIRED = "expired", _("No answer in time")
        WITHDRAWN = "withdrawn", _("Taken back")
        LAPSED = "lapsed", _("Ran out")

    WAITING = (State.INVITED, State.REQUESTED, State.WAITLISTED)
    COMING = (State.CONFIRMED, State.CHECKED_IN)
    SEATED = (State.HELD, *COMING)
    GONE = (
        State.CANCELLED_BY_VOLUNTEER,
        State.CANCELLED_LATE,
        State.CANCELLED_BY_HOST,
        State.SWAPPED,
        State.DECLINED,
        State.REFUSED,
        State.EXPIRED,
        State.WITHDRAWN,
        State.LAPSED,
    )
    MAYBE = (State.INVITED, State.REQUESTED, State.HELD)  # calendars show them, but not as certain
    LIVE = (*WAITING, *SEATED)
    AFTER = (State.COMPLETED, State.LEFT_EARLY, State.NO_SHOW, State.UNRECORDED, State.HOST_NO_SHOW)
    WORKED = (State.COMPLETED, State.LEFT_EARLY)

    class How(models.TextChoices):
        """How it came about."""

        SELF = "self", _("Signed up")
        INVITED = "invited", _("Was invited")
        STAFF = "staff", _("Entered by the host")
        STANDBY = "standby", _("Stood by")
        STAND_IN = "stand_in", _("Stands in for somebody")
        AGREED = "agreed", _("Agreed before the event was planned")

    key = KeyField()
    shift = models.ForeignKey("events.Shift", on_delete=models.PROTECT, related_name="places")
    writer = models.ForeignKey("partners.Writer", on_delete=models.PROTECT, related_name="places")
    state = models.CharField(max_length=24, choices=State.choices)
    seat = models.PositiveSmallIntegerField(null=True, blank=True)
    how = models.CharField(max_length=10, choices=How.choices, default=How.SELF)
    due_at = models.DateTimeField(null=True, blank=True)  # the end of the clock of the state it is in
    reminded_at = models.DateTimeField(null=True, blank=True)  # the one reminder of an open state
    waits_since = models.DateTimeField(null=True, blank=True)  # her turn on the waiting list
    override = models.CharField(max_length=300, blank=True)  # why staff entered her against a rule
    replaces = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="stand_ins")
    # What calendars were told: raised by each change (RFC 5545, SEQUENCE).
    sequence = models.PositiveIntegerField(default=0)
    checked_in_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    contested_at = models.DateTimeField(null=True, blank=True)
    contest = models.CharField(max_length=1000, blank=True)
    contest_settled_at = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)  # wrong codes that she typed from the wall
    feedback_asked_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shift", "seat"], condition=models.Q(seat__isnull=False), name="place_seat_once"
            ),
            models.UniqueConstraint(
                fields=["shift", "writer"],
                condition=models.Q(state__in=["invited", "requested", "waitlisted", "held", "confirmed", "checked_in"]),
                name="place_once",
                violation_error_message=_("There is a place for this writer already."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["held", "confirmed", "checked_in"], seat__gte=1)
                | (~models.Q(state__in=["held", "confirmed", "checked_in"]) & models.Q(seat=None)),
                name="place_seat_when_seated",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["invited", "requested", "waitlisted", "held", "confirmed", "checked_in"])
                | models.Q(due_at__isnull=False),
                name="place_open_has_clock",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="waitlisted") | models.Q(waits_since__isnull=False),
                name="place_waits_since",
            ),
        ]
        indexes = [
            models.Index(fields=["shift", "state"], name="place_shift"),
            models.Index(fields=["writer", "state", "shift"], name="place_writer"),
            models.Index(fields=["state", "due_at"], name="place_due"),
            models.Index(
                fields=["contested_at"],
                condition=models.Q(contested_at__isnull=False, contest_settled_at=None),
                name="place_contested",
            ),
            models.Index(
                fields=["state", "shift"],
                name="place_to_ask",
                condition=models.Q(state__in=["completed", "left_early"], feedback_asked_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.writer_id} {self.state} {self.shift_id}"

    def get_absolute_url(self) -> str:
        return reverse("place", args=[self.key])

    @property
    def event(self):
        return self.shift.role.event

    def move(self, event, *, by=None, reason="", note="", **fields):
        """Each move is news to calendars: it raises the number by which they know the newest word."""
        fields.setdefault("sequence", self.sequence + 1)
        return super().move(event, by=by, reason=reason, note=note, **fields)

    def concerns(self) -> dict:
        return {"scope": self.event.host.key, "person": self.writer.user_id}


class StandbyName(models.Model):
    """A writer who may be asked at short notice when somebody at this event cannot come."""

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="standby")
    writer = models.ForeignKey("partners.Writer", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "writer"], name="standby_once")]

    def __str__(self) -> str:
        return f"{self.writer_id} stands by for {self.event_id}"
