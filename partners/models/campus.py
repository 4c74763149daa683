"""Professors and student groups of a college: what its office wants of them, and what is special about each."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from careerlink.web import clock
from careerlink.web.keys import KeyField

MOST_LEAD_DAYS = 180


class CampusRules(models.Model):
    """What a college asks of its professors and student groups, as its career office chose once."""

    class Acting(models.TextChoices):
        FREELY = "freely", _("They act freely; the office is told place and time")
        AFTER_YES = "after_yes", _("Each request needs a yes first")

    class Approver(models.TextChoices):
        ANY = "any", _("The office, the department or a moderator: whoever is first")
        OFFICE = "office", _("Only the career office")
        DEPARTMENT = "department", _("Only the department")

    institution = models.OneToOneField(
        "taxonomy.Institution", on_delete=models.CASCADE, related_name="campus_rules", primary_key=True
    )
    acting = models.CharField(_("what groups may do"), max_length=10, choices=Acting.choices, default=Acting.FREELY)
    approver = models.CharField(_("who says yes"), max_length=12, choices=Approver.choices, default=Approver.ANY)
    lead_days = models.PositiveSmallIntegerField(_("days ahead that a request must come"), default=0)
    no_contact_before_yes = models.BooleanField(_("no word to the speaker before the yes"), default=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "campus rules"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lead_days__gte=0, lead_days__lte=MOST_LEAD_DAYS),
                name="campus_lead_days_bounds",
                violation_error_message=_("Ask for between 0 and 180 days."),
            )
        ]

    def __str__(self) -> str:
        return f"rules of {self.institution_id}"


class Group(models.Model):
    """What a professor or student group has beside what every host has. Its mailbox is where writers reach a
    student group; no student's own name, address or number is shown to a writer.
    """

    class Through(models.TextChoices):
        """Who said yes to it being here."""

        NOBODY = "", _("Nobody yet")
        OFFICE = "office", _("the career office")
        DEPARTMENT = "department", _("the department")
        MODERATOR = "moderator", _("a moderator")

    class Told(models.IntegerChoices):
        """How far the question of a spring who leads the group next year has gone."""

        NOTHING = 0, _("nothing")
        ASKED = 1, _("asked")
        REMINDED = 2, _("asked and reminded")
        LAST_WORD = 3, _("the adviser was asked, or told when it pauses")

    host = models.OneToOneField("partners.Host", on_delete=models.CASCADE, related_name="group", primary_key=True)
    department = models.CharField(_("department"), max_length=100, blank=True)
    approver_name = models.CharField(_("who approves for the department"), max_length=100, blank=True)
    approver_email = models.EmailField(_("that person's e-mail address"), blank=True)
    mailbox = models.EmailField(_("mailbox of the group"), blank=True)
    approved_through = models.CharField(max_length=10, choices=Through.choices, blank=True)
    lead_days = models.PositiveSmallIntegerField(_("days ahead that a request must come"), null=True, blank=True)
    no_contact_before_yes = models.BooleanField(_("no word to the speaker before the yes"), null=True, blank=True)
    # The year whose successors were named or confirmed, the year in which the group was last asked, and how far
    # the words of that year have gone.
    successors_for = models.PositiveSmallIntegerField(null=True, blank=True)
    successors_asked_in = models.PositiveSmallIntegerField(null=True, blank=True)
    successors_told = models.PositiveSmallIntegerField(choices=Told.choices, default=Told.NOTHING)
    pauses_on = models.DateField(null=True, blank=True)  # unless it names who leads it
    paused_at = models.DateTimeField(null=True, blank=True)  # nobody leads it: no offers, no requests

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lead_days__isnull=True) | models.Q(lead_days__gte=0, lead_days__lte=MOST_LEAD_DAYS),
                name="group_lead_days_bounds",
                violation_error_message=_("Ask for between 0 and 180 days."),
            )
        ]
        indexes = [
            models.Index(fields=["paused_at"], condition=models.Q(paused_at__isnull=False), name="group_paused"),
            models.Index(fields=["pauses_on"], condition=models.Q(pauses_on__isnull=False), name="group_pauses"),
        ]

    def __str__(self) -> str:
        return f"group {self.host_id}"


class Message(models.Model):
    """A word between a writer and a student group that work together, passed on without anybody's address."""

    class Side(models.TextChoices):
        WRITER = "writer", _("from the writer")
        GROUP = "group", _("from the group")

    key = KeyField()
    partnership = models.ForeignKey("partners.Partnership", on_delete=models.CASCADE, related_name="messages")
    side = models.CharField(max_length=6, choices=Side.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("your message"), max_length=2000)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["partnership", "at"], name="message_partnership"),
            models.Index(fields=["at"], name="message_at"),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.at:%Y-%m-%d}"


class CoolingOff(models.Model):
    """A writer met a student as a volunteer: until a day, no paid work between the two.

    `person` is a keyed digest of the student's address: the row says of nobody that she exists.
    `source_label` and `source_id` name the row that noted it ("partners.engagement", 7).
    """

    writer = models.ForeignKey("partners.Writer", on_delete=models.CASCADE, related_name="cooling_off")
    host = models.ForeignKey("partners.Host", on_delete=models.CASCADE, related_name="+")
    person = models.CharField(max_length=64)
    met_on = models.DateField()
    until = models.DateField()
    source_label = models.CharField(max_length=60, blank=True)
    source_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "cooling-off"
        constraints = [
            models.UniqueConstraint(fields=["writer", "person"], name="cooling_off_once"),
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("met_on")), name="cooling_off_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["until"], name="cooling_off_until")]

    def __str__(self) -> str:
        return f"{self.writer_id} until {self.until}"
