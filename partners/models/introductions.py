"""Introductions: a writer brings an employer and a host together, when both have said yes."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careerlink.audit.machines import Stateful
from careerlink.web import clock
from careerlink.web.keys import KeyField
from partners.models.choices import Vocabulary


class Introduction(Stateful):
    """One employer's contact and one host. Neither sees an address of the other before both said yes.

    The contact has no account; what she says comes through a signed link. `blanked_at` is when what
    names her was taken out.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("To be filled in")
        PROPOSED = "proposed", _("Proposed")
        HOST_AGREED = "host_agreed", _("The office said yes")
        CONTACT_AGREED = "contact_agreed", _("The employer said yes")
        INTRODUCED = "introduced", _("Introduced")
        CLOSED = "closed", _("Done")
        DECLINED = "declined", _("Not now")
        WITHDRAWN = "withdrawn", _("Taken back")
        LAPSED = "lapsed", _("No answer in time")
        DISCARDED = "discarded", _("Thrown away")

    class Side(models.TextChoices):
        HOST = "host", _("the office")
        CONTACT = "contact", _("the employer")

    WAITING = (State.PROPOSED, State.HOST_AGREED, State.CONTACT_AGREED)
    FOR_HOST = (State.PROPOSED, State.CONTACT_AGREED)
    FOR_CONTACT = (State.PROPOSED, State.HOST_AGREED)

    key = KeyField()
    host = models.ForeignKey("partners.Host", on_delete=models.PROTECT, related_name="introductions")
    writer = models.ForeignKey("partners.Writer", on_delete=models.PROTECT, related_name="introductions")
    offer = models.OneToOneField(
        "partners.Offer", on_delete=models.SET_NULL, null=True, blank=True, related_name="introduction"
    )
    state = models.CharField(max_length=16, choices=State.choices, default=State.PROPOSED)
    organization = models.CharField(_("organization"), max_length=120, blank=True)
    industry = models.CharField(_("industry"), max_length=6, blank=True)  # NAICS 2022 code
    looks_for = models.TextField(_("what they look for"), max_length=1000, blank=True)
    majors_words = models.CharField(_("which majors"), max_length=200, blank=True)
    why = models.TextField(_("why this college"), max_length=1000, blank=True)
    contact_name = models.CharField(_("who it is"), max_length=100, blank=True)
    contact_role = models.CharField(_("their work there"), max_length=100, blank=True)
    contact_email = models.EmailField(_("their e-mail address"), blank=True)
    is_recruiter = models.BooleanField(_("a recruiter who hires for others"), default=False)
    hires_for = models.CharField(_("for which employer"), max_length=120, blank=True)
    # The campus rules as a recruiter accepted them.
    rules = models.ForeignKey("accounts.LegalText", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)
    proposed_at = models.DateTimeField(null=True, blank=True)
    host_agreed_at = models.DateTimeField(null=True, blank=True)
    host_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    contact_agreed_at = models.DateTimeField(null=True, blank=True)
    introduced_at = models.DateTimeField(null=True, blank=True)
    declined_by_side = models.CharField(max_length=8, choices=Side.choices, blank=True)
    private_reason = models.CharField(max_length=12, blank=True)  # the host's own: shown to nobody else
    private_note = models.TextField(max_length=1000, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)  # the end of the clock of the state it is in
    reminded_at = models.DateTimeField(null=True, blank=True)
    asked = models.PositiveSmallIntegerField(default=0)  # how often it was asked what came of it: 30 and 90 days
    ask_at = models.DateTimeField(null=True, blank=True)
    blanked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["introduced", "closed"])
                | models.Q(host_agreed_at__isnull=False, contact_agreed_at__isnull=False, introduced_at__isnull=False),
                name="introduction_when_both_agreed",
            ),
            models.CheckConstraint(
                condition=models.Q(is_recruiter=False)
                | models.Q(contact_agreed_at__isnull=True)
                | models.Q(rules__isnull=False),
                name="introduction_recruiter_accepts_rules",
                violation_error_message=_("A recruiter has to accept the rules of the campus."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_recruiter=False)
                | ~models.Q(hires_for="")
                | models.Q(state__in=["draft", "discarded"])
                | models.Q(blanked_at__isnull=False),
                name="introduction_recruiter_names_employer",
                violation_error_message=_("A recruiter has to name the employer that they hire for."),
            ),
            models.UniqueConstraint(
                fields=["host", "contact_email"],
                condition=models.Q(state__in=["proposed", "host_agreed", "contact_agreed"]),
                name="introduction_waiting_once",
                violation_error_message=_("Somebody has proposed this person to this office already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["draft", "proposed", "host_agreed", "contact_agreed", "introduced"])
                | models.Q(due_at__isnull=False),
                name="introduction_open_has_clock",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "discarded"])
                | models.Q(blanked_at__isnull=False)
                | (~models.Q(organization="") & ~models.Q(contact_email="")),
                name="introduction_says_who",
                violation_error_message=_("Say which organization it is, and whom we write to there."),
            ),
        ]
        indexes = [
            models.Index(fields=["host", "state", "due_at"], name="introduction_host"),
            models.Index(fields=["writer", "state", "id"], name="introduction_writer"),
            models.Index(fields=["state", "due_at"], name="introduction_due"),
            models.Index(fields=["ask_at"], condition=models.Q(ask_at__isnull=False), name="introduction_ask"),
        ]

    def __str__(self) -> str:
        return self.organization or str(_("An employer"))

    def get_absolute_url(self) -> str:
        return reverse("introduction", args=[self.key])

    def concerns(self) -> dict:
        return {"scope": self.host.key, "person": self.writer.user_id}


class IntroductionTag(models.Model):
    """A standard code that the words of an introduction were resolved to: the majors it is good for."""

    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="tags")
    vocabulary = models.CharField(max_length=10, choices=Vocabulary.choices)
    code = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["introduction", "vocabulary", "code"], name="introduction_tag_once")
        ]

    def __str__(self) -> str:
        return f"{self.vocabulary} {self.code}"


class IntroductionResult(models.Model):
    """One thing that came of an introduction, as somebody of the host said. "Nothing" stands alone."""

    class What(models.TextChoices):
        FAIR_BOOTH = "fair_booth", _("A booth at a fair")
        INTERVIEW_DAY = "interview_day", _("An interview day")
        POSTING = "posting", _("A job or internship posted")
        NOTHING = "nothing", _("Nothing so far")

    introduction = models.ForeignKey(Introduction, on_delete=models.CASCADE, related_name="results")
    what = models.CharField(max_length=14, choices=What.choices)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["introduction", "what"], name="introduction_result_once")]

    def __str__(self) -> str:
        return str(self.get_what_display())
