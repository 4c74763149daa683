"""What an office says about its own help: before any writer comes free help."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from careerlink.web import clock
from careerlink.web.keys import KeyField


class HelpSettings(models.Model):
    """How one office refers alumni. Without a row it does not refer anybody yet.

    `own_years` is for how many years after graduation the office helps by itself, free of charge (None: it does not
    say); `who_we_help` says so in its own words. At most `mails_a_day` alumni are invited in bulk on one day.
    """

    host = models.OneToOneField("partners.Host", on_delete=models.CASCADE, related_name="help_settings")
    is_public = models.BooleanField(_("alumni may ask on our public page"), default=True)
    own_years = models.PositiveSmallIntegerField(_("years after graduation"), null=True, blank=True)
    who_we_help = models.TextField(_("whom we help ourselves"), max_length=1000, blank=True)
    mails_a_day = models.PositiveSmallIntegerField(_("invitations a day"), default=50)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name_plural = "help settings"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(own_years=None) | models.Q(own_years__lte=80),
                name="help_years_bounds",
                violation_error_message=_("Give a number of years up to 80."),
            ),
            models.CheckConstraint(
                condition=models.Q(mails_a_day__gte=1, mails_a_day__lte=500),
                name="help_mails_bounds",
                violation_error_message=_("Between 1 and 500 invitations a day."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.host_id)


class FreeService(models.Model):
    """Something that alumni get free of charge, from the office or elsewhere: it is shown before any writer."""

    key = KeyField()
    host = models.ForeignKey("partners.Host", on_delete=models.CASCADE, related_name="free_services")
    title = models.CharField(_("what it is"), max_length=100)
    words = models.CharField(_("what it helps with"), max_length=300, blank=True)
    url = models.URLField(_("web page"), blank=True)
    # Only for those who graduated at most so many years ago; None is for everybody.
    within_years = models.PositiveSmallIntegerField(_("only within so many years of graduation"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["host", "title"],
                name="free_service_once",
                violation_error_message=_("You have a service of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class CounselParagraph(models.Model):
    """The paragraph that an office's counsel adds to the consent, in one version. The newest is in force; an empty
    body takes it out again.
    """

    host = models.ForeignKey("partners.Host", on_delete=models.PROTECT, related_name="counsel_paragraphs")
    version = models.PositiveSmallIntegerField()
    body = models.TextField(_("paragraph"), max_length=2000, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["host", "-version"]
        constraints = [models.UniqueConstraint(fields=["host", "version"], name="counsel_version_once")]

    def __str__(self) -> str:
        return f"{self.host_id}, {self.version}"
