"""Every mail is a row before it is sent."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from careerlink.audit.machines import Stateful
from careerlink.web import clock
from careerlink.web.keys import KeyField


class Mailbox(models.Model):
    """An address that mail goes to, with or without an account behind it.

    `user_id` is the id of the User who confirmed the address, without a foreign key: accounts stand
    above the outbox.
    """

    address = models.EmailField()
    user_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    zone = models.CharField(max_length=40, default="America/New_York")
    language = models.CharField(max_length=10, default="en")
    bounced_at = models.DateTimeField(null=True, blank=True)
    bounce_words = models.CharField(max_length=300, blank=True)  # what the other server said about it
    made_at = models.DateTimeField(default=clock.now, editable=False)
    # Quiet hours: full hours of the day in `zone`; the same hour twice is none.
    quiet_from = models.PositiveSmallIntegerField(default=21)
    quiet_until = models.PositiveSmallIntegerField(default=7)
    holds_answers = models.BooleanField(default=False)  # quiet hours hold all but codes and links

    class Meta:
        verbose_name_plural = "mailboxes"
        constraints = [
            models.UniqueConstraint(Lower("address"), name="mailbox_address_once"),
            models.CheckConstraint(
                condition=models.Q(quiet_from__lte=23, quiet_until__lte=23),
                name="mailbox_quiet_hours",
                violation_error_message=_("An hour is between 0 and 23."),
            ),
        ]

    def __str__(self) -> str:
        return self.in_short

    @property
    def in_short(self) -> str:
        """The address as lists have it: of somebody without an account (an alumnus, a student, an employer's contact)
        only the first letter and the domain. Whoever looks for one types it into the search.
        """
        if self.user_id:
            return self.address
        name, at, domain = self.address.rpartition("@")
        return f"{name[:1]}…{at}{domain}"


class Choice(models.Model):
    """How often one address wants one group of mail; without a row the group's default holds.

    Mail about commitments has no row: it answers what the person did, or a date hangs on it.
    """

    class Group(models.TextChoices):
        DECISIONS = "decisions", _("Decisions waiting for you")
        SUGGESTIONS = "suggestions", _("Suggestions")
        NEWS = "news", _("News")

    class Pace(models.TextChoices):
        AT_ONCE = "at_once", _("At once")
        WEEKLY = "weekly", _("Once a week")
        NEVER = "never", _("Never")

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="choices")
    group = models.CharField(max_length=12, choices=Group.choices)
    pace = models.CharField(max_length=8, choices=Pace.choices)
    before = models.CharField(max_length=8, choices=Pace.choices, blank=True)  # what one click stopped
    chosen_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "group"], name="choice_once"),
            models.CheckConstraint(
                condition=models.Q(group="decisions", pace__in=["at_once", "weekly"])
                | models.Q(group__in=["suggestions", "news"], pace__in=["at_once", "weekly", "never"]),
                name="choice_allowed",
                violation_error_message=_("Decisions that wait for you come at once or once a week."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mailbox_id} {self.group}: {self.pace}"


class OutgoingMail(Stateful):
    """One mail to one address. `key` says what it is about, so that the same mail is written once."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        CLAIMED = "claimed", "Being sent"
        GATHERED = "gathered", "Kept for the weekly mail"
        SENT = "sent", "Sent"
        SKIPPED = "skipped", "Skipped: no longer true"
        CANCELLED = "cancelled", "Cancelled"
        FAILED = "failed", "Failed"

    ENDED_UNSENT = (State.FAILED, State.SKIPPED, State.CANCELLED)

    key = models.CharField(max_length=150, unique=True)
    public_key = KeyField()
    kind = models.SlugField(max_length=60)
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="mails")
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    # What it is about: label ("partners.offer") and id of the row; scope is the key of a host.
    about_label = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True, blank=True)
    scope = models.CharField(max_length=24, blank=True)
    context = models.JSONField(default=dict, blank=True)  # ids and codes only
    secret = models.TextField(blank=True)  # encrypted context (codes, links), wiped on sending
    is_secret = models.BooleanField(default=False)  # carries a code or a link; its body is not kept
    is_urgent = models.BooleanField(default=False)  # somebody waits in front of the page: goes first
    made_at = models.DateTimeField(default=clock.now, editable=False)
    due_at = models.DateTimeField(default=clock.now)  # when it was meant to leave
    send_after = models.DateTimeField(default=clock.now)  # when it is tried next
    claimed_at = models.DateTimeField(null=True, blank=True)
    claim = models.CharField(max_length=24, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True)  # the server's words, or why it was skipped
    message_id = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)  # when subject and body were wiped
    # The weekly mail that this one was gathered into, and left with if it is sent.
    digest = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="gathered")

    class Meta:
        indexes = [
            models.Index(fields=["state", "is_urgent", "send_after", "id"], name="mail_due"),
            models.Index(fields=["state", "due_at"], name="mail_oldest_due"),
            models.Index(fields=["state_since"], condition=models.Q(forgotten_at=None), name="mail_to_forget"),
            models.Index(fields=["about_label", "about_id"], name="mail_about"),
            models.Index(
                fields=["scope", "send_after", "id"],
                condition=models.Q(state="waiting") & ~models.Q(scope=""),
                name="mail_planned",
            ),
            models.Index(fields=["message_id"], condition=~models.Q(message_id=""), name="mail_message_id"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False), name="mail_sent_has_time"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="gathered") | models.Q(digest__isnull=False), name="mail_gathered_into_one"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def concerns(self) -> dict:
        return {"scope": self.scope, "person": self.mailbox.user_id}


class MailDay(models.Model):
    """The one day on which a mail that nobody asked for may reach an address: the first takes it, and the
    rest waits for the weekly mail. `day` is the reader's calendar day.
    """

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    mail = models.ForeignKey(OutgoingMail, on_delete=models.CASCADE, related_name="days")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailbox", "day"], name="mail_day_once")]

    def __str__(self) -> str:
        return f"{self.mailbox_id} {self.day}"


class Bounce(models.Model):
    """One report about a mail of ours: it did not arrive, or its reader calls it unwanted."""

    class What(models.TextChoices):
        GONE = "gone", "The address does not work"
        FOR_NOW = "for_now", "Not taken for now"
        UNWANTED = "unwanted", "Reported as unwanted"

    mail = models.ForeignKey(OutgoingMail, on_delete=models.CASCADE, related_name="bounces")
    what = models.CharField(max_length=8, choices=What.choices)
    words = models.CharField(max_length=300, blank=True)  # the other server's
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mail", "what"], name="bounce_once")]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.words}"


class Hold(models.Model):
    """While a hold is open no mail leaves: the database came back from a backup of `since` and has not yet
    learnt what happened after it.
    """

    since = models.DateTimeField()
    is_ledger_whole = models.BooleanField()  # whether the ledger tells all that happened
    lifted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d %H:%M}"


class Departed(models.Model):
    """A mail that left between a backup and its restore, by the digest of its key in the ledger. The clocks
    may write it once more; it does not leave again.
    """

    digest = models.CharField(max_length=32, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest
