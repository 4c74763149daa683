"""What stays of volunteering: certificates, feedback, and the semester on one page."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careerlink.web import clock
from careerlink.web.keys import KeyField


class Certificate(models.Model):
    """What a writer can show to others, as it was issued: of one place, or the service of one year. Anybody can
    check its `code`; it is revoked when the hours it speaks of are put right.
    """

    class Kind(models.TextChoices):
        PLACE = "place", _("Certificate")
        YEAR = "year", _("Service record of a year")

    key = KeyField()
    code = KeyField(max_length=24)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    writer = models.ForeignKey("partners.Writer", on_delete=models.PROTECT, related_name="certificates")
    place = models.ForeignKey(
        "events.Assignment", on_delete=models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    name = models.CharField(max_length=100)
    # What it says: a list of {"day", "event", "role", "host", "college", "minutes"}, days as ISO 8601.
    lines = models.JSONField(default=list)
    minutes = models.PositiveIntegerField()
    issued_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="place", place__isnull=False, year=None)
                | models.Q(kind="year", place=None, year__isnull=False),
                name="certificate_of_place_or_year",
            ),
            models.UniqueConstraint(
                fields=["place"], condition=models.Q(revoked_at=None, kind="place"), name="certificate_of_place_once"
            ),
            models.UniqueConstraint(
                fields=["writer", "year"], condition=models.Q(revoked_at=None, kind="year"), name="record_of_year_once"
            ),
        ]
        indexes = [models.Index(fields=["writer", "-issued_at"], name="certificate_writer")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.shown_code}"

    @property
    def shown_code(self) -> str:
        """The code in groups of five, as people read it out."""
        return "-".join(self.code[start : start + 5] for start in range(0, len(self.code), 5)).upper()


class Feedback(models.Model):
    """One answer of one side after a place, with a comment if she likes. Private: the other side is shown no row."""

    class Side(models.TextChoices):
        HOST = "host", _("Host")
        WRITER = "writer", _("Writer")

    class Answer(models.TextChoices):
        YES = "yes", _("Yes, gladly")
        PERHAPS = "perhaps", _("Perhaps")
        NO = "no", _("Rather not")

    place = models.ForeignKey("events.Assignment", on_delete=models.CASCADE, related_name="feedback")
    side = models.CharField(max_length=6, choices=Side.choices)
    answer = models.CharField(_("would you do this together again?"), max_length=7, choices=Answer.choices)
    comment = models.TextField(_("comment"), max_length=1000, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "feedback"
        constraints = [models.UniqueConstraint(fields=["place", "side"], name="feedback_once")]

    def __str__(self) -> str:
        return f"{self.side} {self.answer}"


class Term(models.Model):
    """A semester of a host, in its own dates (both days included), and who is mailed its page when it is over."""

    key = KeyField()
    host = models.ForeignKey("partners.Host", on_delete=models.CASCADE, related_name="terms")
    name = models.CharField(_("name"), max_length=60)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    mailed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")),
                name="term_ends_after_start",
                violation_error_message=_("The last day must be after the first."),
            ),
            models.UniqueConstraint(
                fields=["host", "starts_on"],
                name="term_once",
                violation_error_message=_("You have a semester that begins on this day already."),
            ),
        ]
        indexes = [models.Index(fields=["ends_on", "id"], name="term_ends", condition=models.Q(mailed_at=None))]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("semester", args=[self.host.slug, self.key])


class SemesterReport(models.Model):
    """The semester's page as it was issued: later corrections change the next one, never this."""

    key = KeyField()
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="reports")
    # A list of {"code", "label", "value", "note"} in words, as printed.
    figures = models.JSONField()
    issued_at = models.DateTimeField(default=clock.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-issued_at", "-id"]
        indexes = [models.Index(fields=["term", "-issued_at"], name="report_term")]

    def __str__(self) -> str:
        return f"{self.term_id} {self.issued_at:%Y-%m-%d}"


class HostRate(models.Model):
    """What a host reckons an hour of volunteering with in one year, and by which source."""

    host = models.ForeignKey("partners.Host", on_delete=models.CASCADE, related_name="hour_rates")
    year = models.PositiveSmallIntegerField(_("year"))
    cents = models.PositiveIntegerField(_("cents an hour"))
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["host", "year"], name="host_rate_once"),
            models.CheckConstraint(
                condition=models.Q(cents__gte=100, cents__lte=50000),
                name="host_rate_bounds",
                violation_error_message=_("Between 1 and 500 dollars an hour."),
            ),
            models.CheckConstraint(
                condition=~models.Q(source=""),
                name="host_rate_has_source",
                violation_error_message=_("Say where the figure comes from."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host_id} {self.year}"
