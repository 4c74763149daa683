"""Writers: whom they help best, what they hold, what they ask for."""

from datetime import date
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careerlink.web import clock
from careerlink.web.keys import KeyField
from partners.models.approval import Reviewed
from partners.models.choices import Vocabulary


class WriterQuerySet(models.QuerySet):
    def approved(self):
        """Those who may take part, paused ones included."""
        return self.filter(state__in=[Writer.State.APPROVED, Writer.State.PAUSED])


class Writer(Reviewed):
    """A private resume writer or career coach.

    `verified_until` is the last day on which one of her checked credentials is valid (9999-12-31 for
    one without expiry), kept by the credential actions; she is verified while it is not past.
    `latitude` and `longitude` are those of her ZIP code, kept beside it for distances in one query.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Not sent yet")
        SUBMITTED = "submitted", _("Waiting to be approved")
        NEEDS_INFORMATION = "needs_information", _("We asked you something")
        APPROVED = "approved", _("Approved")
        PAUSED = "paused", _("Paused")
        SUSPENDED = "suspended", _("Suspended")
        REFUSED = "refused", _("Not approved")

    class Availability(models.TextChoices):
        ANY = "any", _("Most days")
        WEEKDAYS = "weekdays", _("Weekdays, daytime")
        EVENINGS = "evenings", _("Evenings")
        WEEKENDS = "weekends", _("Weekends")

    key = KeyField()
    slug = models.SlugField(max_length=80, unique=True)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="writer")
    name = models.CharField(_("name"), max_length=100)
    headline = models.CharField(_("in one line"), max_length=120, blank=True)
    about = models.TextField(_("about you"), max_length=3000, blank=True)
    state = models.CharField(max_length=18, choices=State.choices, default=State.DRAFT)
    suspended_until = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    place = models.ForeignKey("taxonomy.Place", on_delete=models.PROTECT, null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True, editable=False)
    longitude = models.FloatField(null=True, blank=True, editable=False)
    travel_miles = models.PositiveSmallIntegerField(_("how far you travel, in miles"), default=25)
    is_online = models.BooleanField(_("online"), default=True)
    availability = models.CharField(
        _("when you have time"), max_length=10, choices=Availability.choices, default=Availability.ANY
    )
    free_from = models.DateField(_("free from"), null=True, blank=True)
    cap = models.PositiveSmallIntegerField(_("commitments at the same time"), default=3)
    is_pro_bono = models.BooleanField(_("works with alumni free of charge"), default=False)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    website = models.URLField(_("web page"), blank=True)
    photo = models.FileField(blank=True)
    is_public = models.BooleanField(_("profile may be seen without log-in"), default=False)
    last_text = models.TextField(blank=True, editable=False)
    verified_until = models.DateField(null=True, blank=True, editable=False)
    pledged_at = models.DateTimeField(null=True, blank=True, editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    # Her weekly mail of requests that fit: when the next is due (None: not reckoned yet), when the last was written,
    # and how many in a row were followed by nothing.
    next_requests_at = models.DateTimeField(null=True, blank=True, editable=False)
    requests_mailed_at = models.DateTimeField(null=True, blank=True, editable=False)
    requests_unheard = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)

    objects = WriterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cap__gte=1, cap__lte=50),
                name="writer_cap_bounds",
                violation_error_message=_("Take on between 1 and 50 commitments at the same time."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="paused") | models.Q(paused_until__isnull=False),
                name="writer_paused_says_until",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["approved", "paused"]) | models.Q(reviewed_at__isnull=False),
                name="writer_approved_by_a_review",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "name", "id"], name="writer_state_name"),
            # The directory: both states in one order, which an index that starts with the state has not.
            models.Index(
                fields=["name", "id"],
                name="writer_listed",
                condition=models.Q(state__in=["approved", "paused"]),
            ),
            models.Index(fields=["latitude", "longitude"], name="writer_position"),
            models.Index(fields=["state", "answer_by"], name="writer_state_answer_by"),
            models.Index(fields=["delay_told_at", "answer_by", "id"], name="writer_queue"),
            models.Index(
                fields=["next_requests_at", "id"],
                name="writer_next_requests",
                condition=models.Q(state="approved"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("writer_page", args=[self.slug])

    @property
    def is_approved(self) -> bool:
        return self.state in (self.State.APPROVED, self.State.PAUSED)

    @property
    def takes_part(self) -> bool:
        """Approved, and the person behind her profile is neither suspended nor gone. Reads `user`."""
        return self.is_approved and self.user.is_active and not self.user.is_suspended

    @property
    def is_verified(self) -> bool:
        return self.verified_until is not None and self.verified_until >= clock.today()

    @property
    def photo_url(self) -> str:
        """Where her photo is shown to those who may see her, "" without one; a new photo is a new address."""
        if not self.photo:
            return ""
        return f"{reverse('writer_photo', args=[self.slug])}?v={PurePath(self.photo.name).stem[:8]}"

    def concerns(self) -> dict:
        return {"person": self.user_id}


class Phrase(models.Model):
    """One of up to three ordinary phrases in which a writer says whom she helps best."""

    MOST = 3

    writer = models.ForeignKey(Writer, on_delete=models.CASCADE, related_name="phrases", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=100)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["writer", "position"], name="phrase_position_once"),
            models.CheckConstraint(
                condition=models.Q(position__gte=1, position__lte=3),
                name="phrase_at_most_three",
                violation_error_message=_("Say it in at most three phrases."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class WriterTag(models.Model):
    """A standard code that describes whom a writer helps and how; what search and matching read."""

    writer = models.ForeignKey(Writer, on_delete=models.CASCADE, related_name="tags", db_index=False)
    vocabulary = models.CharField(max_length=10, choices=Vocabulary.choices)
    code = models.CharField(max_length=12)
    phrase = models.ForeignKey(Phrase, on_delete=models.CASCADE, null=True, blank=True, related_name="tags")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["writer", "vocabulary", "code"], name="writer_tag_once")]
        indexes = [models.Index(fields=["vocabulary", "code", "writer"], name="writer_tag_code")]

    def __str__(self) -> str:
        return f"{self.vocabulary} {self.code}"


class Fee(models.Model):
    """What a writer asks for, shown before any contact. Anything on a campus is free."""

    writer = models.ForeignKey(Writer, on_delete=models.CASCADE, related_name="fees")
    what = models.CharField(_("what"), max_length=100)
    dollars = models.PositiveIntegerField(_("price in dollars"))
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["dollars", "id"]

    def __str__(self) -> str:
        return f"{self.what}: {self.dollars}"


class Credential(Reviewed):
    """A credential in a writer's passport: who issued it, what proves it, who checked it and until when it holds."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("Not checked yet")
        CHECKED = "checked", _("Checked")
        EXPIRING = "expiring", _("Runs out soon")
        LAPSED = "lapsed", _("Ran out")
        REJECTED = "rejected", _("Could not be confirmed")
        REVOKED = "revoked", _("Taken away")

    key = KeyField()
    writer = models.ForeignKey(Writer, on_delete=models.CASCADE, related_name="credentials")
    type = models.ForeignKey("taxonomy.CredentialType", on_delete=models.PROTECT, null=True, blank=True)
    name = models.CharField(_("name of the credential"), max_length=120)
    issuer = models.CharField(_("issued by"), max_length=150)
    number = models.CharField(_("number"), max_length=60, blank=True)
    lookup_url = models.URLField(_("where it can be looked up"), blank=True)
    expires_on = models.DateField(_("good until"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.SUBMITTED)
    # While a renewal of a credential that still holds is checked: the last day of the check before.
    held_until = models.DateField(null=True, blank=True, editable=False)
    # The last reminder she got before it runs out: 60, 30 or 7 days; empty before the first.
    reminded = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["checked", "expiring"]) | models.Q(reviewed_at__isnull=False),
                name="credential_checked_by_somebody",
            )
        ]
        indexes = [
            models.Index(fields=["state", "expires_on"], name="credential_state_expires"),
            models.Index(fields=["delay_told_at", "answer_by", "id"], name="credential_queue"),
        ]

    def __str__(self) -> str:
        return self.name

    HELD = (State.CHECKED, State.EXPIRING)

    @property
    def valid_until(self) -> date | None:
        """The last day on which it counts as checked (`date.max` for one without an end), None for never.

        Asking for a renewal while it still holds does not take the check before away.
        """
        if self.state in self.HELD:
            return self.expires_on or date.max
        if self.state in (self.State.SUBMITTED, self.State.REJECTED):
            return self.held_until
        return None

    def is_valid_on(self, day: date) -> bool:
        """Whether it is checked and not past on `day`, whatever the nightly sweep has done yet."""
        return self.valid_until is not None and self.valid_until >= day

    @property
    def is_valid_today(self) -> bool:
        return self.is_valid_on(clock.today())

    @property
    def shown_state(self) -> str:
        """The state as its date has it: past its last day it has lapsed, before the sweep has been there."""
        if self.state in self.HELD and not self.is_valid_on(clock.today()):
            return self.State.LAPSED
        return self.state

    def concerns(self) -> dict:
        return {"person": self.writer.user_id}


class Evidence(models.Model):
    """A private file that proves a credential; opened only through a door."""

    key = KeyField()
    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="evidence")
    file = models.FileField()
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.name


class SavedWriter(models.Model):
    """A writer whom a host keeps in mind, with a note that only the host sees."""

    host = models.ForeignKey("partners.Host", on_delete=models.CASCADE, related_name="saved_writers")
    writer = models.ForeignKey(Writer, on_delete=models.CASCADE, related_name="+")
    note = models.TextField(_("your note"), max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["host", "writer"], name="saved_writer_once")]

    def __str__(self) -> str:
        return f"{self.host_id} keeps {self.writer_id}"


class SavedHost(models.Model):
    """A host whom a writer keeps in mind, with a note that only she sees."""

    writer = models.ForeignKey(Writer, on_delete=models.CASCADE, related_name="saved_hosts")
    host = models.ForeignKey("partners.Host", on_delete=models.CASCADE, related_name="+")
    note = models.TextField(_("your note"), max_length=2000, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["writer", "host"], name="saved_host_once")]

    def __str__(self) -> str:
        return f"{self.writer_id} keeps {self.host_id}"
