"""Events and where they are."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careerlink.audit.machines import Stateful
from careerlink.web import clock
from careerlink.web.keys import KeyField
from events.models.choices import EventKind
from partners.models import Vocabulary


class Venue(models.Model):
    """A place on or near campus where a host holds events, with the time zone of its clocks."""

    key = KeyField()
    host = models.ForeignKey("partners.Host", on_delete=models.CASCADE, related_name="venues")
    name = models.CharField(_("name"), max_length=100)
    address = models.CharField(_("address"), max_length=200, blank=True)
    room = models.CharField(_("room"), max_length=100, blank=True)
    directions = models.TextField(_("how to get there"), max_length=2000, blank=True)
    parking = models.CharField(_("where to park"), max_length=300, blank=True)
    zone = models.CharField(_("time zone"), max_length=40)
    # Added before and after each place there when a writer's time is kept free.
    travel_minutes = models.PositiveSmallIntegerField(_("minutes kept free for the way"), default=0)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                "host",
                Lower("name"),
                Lower("room"),
                name="venue_once",
                violation_error_message=_("You have a venue of this name and room already."),
            ),
            models.CheckConstraint(
                condition=models.Q(travel_minutes__lte=240),
                name="venue_travel_bounds",
                violation_error_message=_("Keep at most 240 minutes free."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.room}" if self.room else self.name


class Event(Stateful):
    """Something that a host holds on one day, with roles in which writers help.

    All times are UTC; `zone` is the venue's or host's, in which they are told. `closes_at` is the cut-off: until
    then writers sign up and the waiting list moves, after it only people who stand by are asked.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Not published yet")
        PUBLISHED = "published", _("Published")
        HIDDEN = "hidden", _("Hidden")
        INVITE_ONLY = "invite_only", _("By invitation")
        CANCELLED = "cancelled", _("Called off")
        COMPLETED = "completed", _("Over")
        DISCARDED = "discarded", _("Never held")

    LIVE = (State.PUBLISHED, State.HIDDEN, State.INVITE_ONLY)

    key = KeyField()
    host = models.ForeignKey("partners.Host", on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind.choices)
    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(_("description"), max_length=5000, blank=True)  # Markdown
    words = models.CharField(_("for which majors"), max_length=200, blank=True)  # as typed; EventTag has the codes
    venue = models.ForeignKey(Venue, on_delete=models.SET_NULL, null=True, blank=True, related_name="events")
    is_online = models.BooleanField(_("online"), default=False)
    link = models.URLField(_("link to join"), max_length=500, blank=True)  # only for who takes part
    zone = models.CharField(max_length=40)
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    opens_at = models.DateTimeField(_("sign-up from"), null=True, blank=True)
    closes_at = models.DateTimeField(_("sign-up until"), null=True, blank=True)
    competencies = models.JSONField(_("competencies"), default=list, blank=True)  # numbers of taxonomy.Competency
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    due_at = models.DateTimeField(null=True, blank=True)  # the end of the clock of the state it is in
    # What calendars of its people were told: raised by each change (RFC 5545, SEQUENCE), and when.
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # What it was drafted from: "partners.offer" or "partners.classrequest", with its id.
    source_label = models.CharField(max_length=60, blank=True)
    source_id = models.BigIntegerField(null=True, blank=True)
    wall_nonce = models.CharField(max_length=24, blank=True)  # what the code on the wall is derived from; "" is off
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    published_at = models.DateTimeField(null=True, blank=True)
    called_off_why = models.CharField(_("why it is called off"), max_length=300, blank=True)  # everybody is told

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")) | models.Q(starts_at=None, ends_at=None),
                name="event_ends_after_start",
                violation_error_message=_("It must end after it begins."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "discarded", "cancelled"])
                | models.Q(starts_at__isnull=False, closes_at__isnull=False),
                name="event_live_has_times",
                violation_error_message=_("Say when it begins and ends before you publish it."),
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at=None) | models.Q(closes_at__lte=models.F("starts_at")),
                name="event_closes_before_start",
                violation_error_message=_("Sign-up ends at the latest when the event begins."),
            ),
            models.CheckConstraint(
                condition=models.Q(opens_at=None) | models.Q(opens_at__lt=models.F("closes_at")),
                name="event_opens_before_closing",
                violation_error_message=_("Sign-up must begin before it ends."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["draft", "published", "hidden", "invite_only"])
                | models.Q(due_at__isnull=False),
                name="event_open_has_clock",
            ),
            models.UniqueConstraint(
                fields=["source_label", "source_id"], condition=~models.Q(source_label=""), name="event_source_once"
            ),
        ]
        indexes = [
            models.Index(fields=["host", "state", "starts_at", "id"], name="event_host"),
            models.Index(fields=["state", "starts_at", "id"], name="event_state"),
            models.Index(fields=["state", "due_at"], name="event_due"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("event", args=[self.key])

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE

    @property
    def takes_signups(self) -> bool:
        """Whether the window of sign-up is open now; who may sign up, `permissions` says."""
        now = clock.now()
        return self.is_live and (self.opens_at is None or self.opens_at <= now) and now < self.closes_at

    def move(self, event, *, by=None, reason="", note="", **fields):
        """Each move is news to calendars."""
        fields.setdefault("sequence", self.sequence + 1)
        return super().move(event, by=by, reason=reason, note=note, **fields)

    def concerns(self) -> dict:
        return {"scope": self.host.key}


class EventTag(models.Model):
    """A major (or other standard code) that an event is for."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="tags")
    vocabulary = models.CharField(max_length=10, choices=Vocabulary.choices)
    code = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "vocabulary", "code"], name="event_tag_once")]

    def __str__(self) -> str:
        return f"{self.vocabulary} {self.code}"
