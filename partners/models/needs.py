"""Requests of hosts, and the cold start: who would come if a college joined."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from careerlink.audit.machines import Stateful
from careerlink.web import clock
from careerlink.web.keys import KeyField
from partners.models.choices import Kind, Language, Service, Vocabulary


class Need(Stateful):
    """What a host wants from a writer, with a date that is its clock."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Not published yet")
        WAITING = "waiting", _("Waiting for a yes")
        OPEN = "open", _("Open")
        FILLED = "filled", _("Filled")
        WITHDRAWN = "withdrawn", _("Taken back")
        EXPIRED = "expired", _("Its date has passed")

    class Where(models.TextChoices):
        CAMPUS = "campus", _("On campus")
        ONLINE = "online", _("Online")
        EITHER = "either", _("On campus or online")

    key = KeyField()
    host = models.ForeignKey("partners.Host", on_delete=models.CASCADE, related_name="needs")
    kind = models.CharField(_("what for"), max_length=20, choices=Kind.choices)
    words = models.CharField(_("for which majors or jobs"), max_length=200, blank=True)
    service = models.CharField(_("which service"), max_length=12, choices=Service.choices, blank=True)
    language = models.CharField(_("in which language"), max_length=3, choices=Language.choices, blank=True)
    details = models.TextField(_("details"), max_length=2000, blank=True)
    needed_on = models.DateField(_("when"))
    where = models.CharField(_("where"), max_length=8, choices=Where.choices, default=Where.CAMPUS)
    how_many = models.PositiveSmallIntegerField(_("how many writers"), default=1)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    # From when until when it waits for the yes of its college: the end of its day is the end of waiting.
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    answer_by = models.DateTimeField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True)
    suggested_at = models.DateTimeField(null=True, blank=True, editable=False)  # when writers whom it fits were told
    ranked_at = models.DateTimeField(null=True, blank=True, editable=False)  # when the matcher looked for writers

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(how_many__gte=1, how_many__lte=100),
                name="need_how_many_bounds",
                violation_error_message=_("Ask for between 1 and 100 writers."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="waiting") | models.Q(asked_at__isnull=False, answer_by__isnull=False),
                name="need_waiting_has_clock",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "needed_on", "id"], name="need_state_date"),
            models.Index(fields=["host", "state", "needed_on"], name="need_host_state"),
            models.Index(
                fields=["needed_on", "id"],
                name="need_to_suggest",
                condition=models.Q(state="open", suggested_at=None),
            ),
            models.Index(fields=["answer_by", "id"], name="need_waiting", condition=models.Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}" if self.subject else str(self.get_kind_display())

    @property
    def subject(self) -> str:
        """What it is about in the host's own words; without any, the service and the language that it names."""
        named = [str(self.get_service_display())] if self.service else []
        named += [str(self.get_language_display())] if self.language else []
        return self.words or ", ".join(named)

    def concerns(self) -> dict:
        return {"scope": self.host.key}


class NeedTag(models.Model):
    """A standard code that the words of a request were resolved to."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="tags")
    vocabulary = models.CharField(max_length=10, choices=Vocabulary.choices)
    code = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["need", "vocabulary", "code"], name="need_tag_once")]
        indexes = [models.Index(fields=["vocabulary", "code", "need"], name="need_tag_code")]

    def __str__(self) -> str:
        return f"{self.vocabulary} {self.code}"


class WaitingName(models.Model):
    """A writer put her name down for a college that is not here yet. No mail goes to the college."""

    writer = models.ForeignKey("partners.Writer", on_delete=models.CASCADE, related_name="waiting_names")
    institution = models.ForeignKey("taxonomy.Institution", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["writer", "institution"], name="waiting_name_once")]
        indexes = [models.Index(fields=["institution", "told_at"], name="waiting_name_institution")]

    def __str__(self) -> str:
        return f"{self.writer_id} waits for {self.institution_id}"


class WriterInvitation(Stateful):
    """An office asked a writer whom it knows, by name and e-mail, to join."""

    class State(models.TextChoices):
        SENT = "sent", _("Sent")
        JOINED = "joined", _("Joined")
        EXPIRED = "expired", _("Not answered in time")
        WITHDRAWN = "withdrawn", _("Taken back")

    key = KeyField()
    host = models.ForeignKey("partners.Host", on_delete=models.CASCADE, related_name="writer_invitations")
    name = models.CharField(_("name"), max_length=100)
    email = models.EmailField(_("e-mail address"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENT)
    writer = models.ForeignKey("partners.Writer", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["host", "email"],
                condition=models.Q(state="sent"),
                name="writer_invitation_once",
                violation_error_message=_("You have invited this address already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def concerns(self) -> dict:
        return {"scope": self.host.key}
