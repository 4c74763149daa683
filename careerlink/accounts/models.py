"""People who log in, and the texts they agreed to."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from careerlink.web import clock
from careerlink.web.keys import KeyField


class UserManager(BaseUserManager["User"]):
    """Makes users; an e-mail address is the same in capitals."""

    def create_user(self, email: str, password: str | None = None, **fields):
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Which rooms are open to her follows from memberships and profiles, never from a flag here."""

    key = KeyField()
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=100, blank=True)
    zone = models.CharField(_("time zone"), max_length=40, default="America/New_York")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(_("moderator"), default=False)
    suspended_until = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(default=clock.now, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]
        indexes = [
            models.Index(fields=["joined_at"], name="user_joined"),
            models.Index(fields=["email"], name="user_email_sought"),  # as allauth looks for an address
            # The few who are kept out, so that lists leave them out without looking at everybody.
            models.Index(
                fields=["suspended_until"],
                name="user_kept_out",
                condition=models.Q(is_active=False) | models.Q(suspended_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email

    @property
    def is_suspended(self) -> bool:
        return self.suspended_until is not None and self.suspended_until > clock.now()


class Tries(models.Model):
    """Wrong tries to come in: one row for an account (or an address that is nobody's) and one for a network
    address. `name` is a keyed digest, so that the table says of nobody that she exists.
    """

    MOST = 10
    LAST = timedelta(minutes=15)  # after the newest of them

    name = models.CharField(max_length=64, unique=True)
    number = models.PositiveSmallIntegerField()
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "tries"
        constraints = [models.CheckConstraint(condition=models.Q(number__lte=10), name="tries_at_most_ten")]

    def __str__(self) -> str:
        return f"{self.number} until {self.last_at + self.LAST}"


class LegalText(models.Model):
    """A text that people agree to, in one version: terms of use, the writers' pledge, …"""

    class Slug(models.TextChoices):
        TERMS = "terms", _("Terms of use")
        PLEDGE = "pledge", _("Pledge of writers")
        GIFTS = "gifts", _("No gifts, no referral fees")
        CONFLICT = "conflict", _("Conflict-of-interest statement")
        CAMPUS = "campus", _("Campus rules for recruiters")
        CONSENT = "consent", _("Consent of alumni")

    slug = models.SlugField(max_length=30, choices=Slug.choices)
    version = models.PositiveSmallIntegerField()
    body = models.TextField(help_text=_("Markdown"))
    in_force_from = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["slug", "-version"]
        constraints = [models.UniqueConstraint(fields=["slug", "version"], name="legal_text_version_once")]

    def __str__(self) -> str:
        return f"{self.get_slug_display()}, {self.version}"


class Agreement(models.Model):
    """One person agreed to one version of one text."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="agreements")
    text = models.ForeignKey(LegalText, on_delete=models.PROTECT)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "text"], name="agreement_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.text_id}"


class SuspensionReason(models.TextChoices):
    """Why a moderator keeps somebody out for a while."""

    SOLICITATION = "solicitation", _("asking students or alumni for business")
    CONDUCT = "conduct", _("conduct towards other people")
    FALSE_STATEMENTS = "false_statements", _("statements that are not true")
    ACCOUNT_AT_RISK = "account_at_risk", _("somebody else may be using the account")
    OTHER = "other", _("something that we write to you about")
