"""What a podcast recording needs before it is recorded, and before it is out."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careerlink.audit.machines import Stateful
from careerlink.web import clock
from careerlink.web.keys import KeyField


class Episode(Stateful):
    """The episode that a recording is for. It is not recorded before each guest has signed, nor published without a
    transcript.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("To be recorded")
        RECORDED = "recorded", _("Recorded")
        PUBLISHED = "published", _("Out")
        DROPPED = "dropped", _("Not recorded")
        SHELVED = "shelved", _("Did not come out")

    key = KeyField()
    event = models.OneToOneField("events.Event", on_delete=models.PROTECT, related_name="episode")
    terms = models.TextField(_("what a guest agrees to"), max_length=3000)
    transcript = models.URLField(_("link to the transcript"), max_length=500, blank=True)
    link = models.URLField(_("link to listen"), max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    due_at = models.DateTimeField(null=True, blank=True)  # the end of the clock of the state it is in
    recorded_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["planned", "recorded"]) | models.Q(due_at__isnull=False),
                name="episode_open_has_clock",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="published") | (~models.Q(transcript="") & ~models.Q(link="")),
                name="episode_out_has_transcript",
                violation_error_message=_("Nothing is published without a transcript."),
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="episode_due")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("event_episode", args=[self.event.key])

    def concerns(self) -> dict:
        return {"scope": self.event.host.key}


class Release(models.Model):
    """A guest's word that she may be recorded: signed by herself on her page, or on paper that the host keeps here.
    `terms` is the text as she signed it.
    """

    class How(models.TextChoices):
        SIGNED = "signed", _("Signed here")
        PAPER = "paper", _("Signed on paper")

    key = KeyField()
    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="releases")
    writer = models.ForeignKey("partners.Writer", on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=8, choices=How.choices)
    terms = models.TextField(max_length=3000)
    signature = models.CharField(_("your name as your signature"), max_length=100, blank=True)
    file = models.FileField(blank=True)
    content_type = models.CharField(max_length=40, blank=True)
    signed_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "writer"],
                name="release_once",
                violation_error_message=_("This release is signed already."),
            ),
            models.CheckConstraint(
                condition=models.Q(how="paper", signature="") | models.Q(how="signed", file=""),
                name="release_here_or_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.writer_id} for {self.episode_id}"
