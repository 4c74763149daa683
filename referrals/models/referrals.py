"""Referrals: an alumnus's request for a writer, and each try with one writer."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careerlink.audit.machines import Stateful
from careerlink.web import clock
from careerlink.web.keys import KeyField


class Outcome(models.TextChoices):
    """How a referral ended, in words that do not sting."""

    GOT_HELP = "got_help", _("It helped")
    PARTLY = "partly", _("It helped in part")
    COULDNT_CONTACT = "couldnt_contact", _("No contact came about")
    NOT_A_FIT = "not_a_fit", _("It was not the right match")
    NO_CAPACITY = "no_capacity", _("No writer had time")
    INELIGIBLE = "ineligible", _("Something else was needed")
    FAILED = "failed", _("It did not work out")
    NO_LONGER_INTERESTED = "no_longer_interested", _("It is not needed any more")
    NO_REPLY = "no_reply", _("No choice was made in time")
    UNRESOLVED = "unresolved", _("The two sides saw it differently")
    UNKNOWN = "unknown", _("Nobody told us")


class Referral(Stateful):
    """One request of an alumnus. She holds the consent, chooses the writers, and may stop at any time.

    `due_at` is the end of the clock of the state it is in. `seed` is what the order of writers is drawn with, so that
    it can be drawn again. `moves_on` is her tick: a no, or no answer, asks the next writer at once. `ask_at` is when
    the next question about the outcome is due, `asked` how many of those of days 14, 45 and 90 were sent; `held_for` is
    the time on hold by which they come later. `resumes_on` is the day on which a referral on hold goes on.
    `with_moderator_since` is when the office had not settled what the two sides told differently. `disowned_at` is when
    whoever reads the address said that it was not meant for them: no link opens it from then on.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Not sent yet")
        AWAITING_CONSENT = "awaiting_consent", _("Waiting for consent")
        CHOOSING = "choosing", _("Choosing a writer")
        WITH_WRITER = "with_writer", _("With a writer")
        IN_CONTACT = "in_contact", _("In contact")
        IN_SERVICE = "in_service", _("Working together")
        ON_HOLD = "on_hold", _("On hold")
        OUTCOME_PENDING = "outcome_pending", _("Finding out what came of it")
        DISPUTED = "disputed", _("Told differently by the two sides")
        CLOSED = "closed", _("Closed")
        DISCARDED = "discarded", _("Thrown away")
        CONSENT_REFUSED = "consent_refused", _("No, thank you")
        CONSENT_EXPIRED = "consent_expired", _("No answer")
        CONSENT_REVOKED = "consent_revoked", _("Consent taken back")
        ENTERED_IN_ERROR = "entered_in_error", _("Entered by mistake")

    class Origin(models.TextChoices):
        PHONE = "phone", _("Entered by the office")
        SELF = "self", _("Asked on the help page")
        BULK = "bulk", _("Invited with others")

    class Settled(models.TextChoices):
        AGREEMENT = "agreement", _("Both sides said the same")
        OFFICE = "office", _("The office decided")
        MODERATOR = "moderator", _("CareerLink decided")
        ALUMNUS = "alumnus", _("The alumnus said so")
        CLOCK = "clock", _("Nobody answered")

    # Those in which consent is valid; writers are asked, or may go on seeing what they were shown, in no others.
    CONSENTED = (
        State.CHOOSING,
        State.WITH_WRITER,
        State.IN_CONTACT,
        State.IN_SERVICE,
        State.ON_HOLD,
        State.OUTCOME_PENDING,
        State.DISPUTED,
    )
    OPEN = (State.DRAFT, State.AWAITING_CONSENT, *CONSENTED)

    key = KeyField()
    host = models.ForeignKey("partners.Host", on_delete=models.PROTECT, related_name="referrals")
    alumnus = models.ForeignKey("referrals.Alumnus", on_delete=models.PROTECT, related_name="referrals")
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    origin = models.CharField(max_length=6, choices=Origin.choices, default=Origin.PHONE)
    words = models.TextField(_("what you need help with"), max_length=1000, blank=True)
    service = models.CharField(_("kind of help"), max_length=14, blank=True)  # partners.models.choices.Service
    where = models.CharField(_("where"), max_length=8, default="either")  # Need.Where
    wants_pro_bono = models.BooleanField(_("only free of charge"), default=False)
    seed = models.BigIntegerField(default=0)
    moves_on = models.BooleanField(_("ask the next at once"), default=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)  # when the writer said yes with whom it went on
    ask_at = models.DateTimeField(null=True, blank=True)
    asked = models.PositiveSmallIntegerField(default=0)
    held_for = models.DurationField(default=timedelta, editable=False)
    resumes_on = models.DateField(_("go on on"), null=True, blank=True)
    with_moderator_since = models.DateTimeField(null=True, blank=True, editable=False)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    settled_as = models.CharField(max_length=10, choices=Settled.choices, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    status_since = models.DateTimeField(default=clock.now, editable=False)  # older status links do not open
    disowned_at = models.DateTimeField(null=True, blank=True, editable=False)
    leaves_on = models.DateField(null=True, blank=True, editable=False)  # told to the office: anonymous from then on
    anonymized_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="closed") | models.Q(closed_at__isnull=False) & ~models.Q(outcome=""),
                name="referral_closed_with_outcome",
                violation_error_message=_("Say what came of it."),
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="") | models.Q(state__in=["closed", "consent_revoked"]),
                name="referral_outcome_at_the_end",
            ),
            models.CheckConstraint(
                condition=~models.Q(
                    state__in=[
                        "draft", "awaiting_consent", "choosing", "with_writer", "in_contact", "in_service", "on_hold",
                        "outcome_pending", "disputed",
                    ]
                )
                | models.Q(due_at__isnull=False),
                name="referral_open_has_clock",
            ),
            models.CheckConstraint(
                condition=~models.Q(
                    state__in=[
                        "choosing", "with_writer", "in_contact", "in_service", "on_hold", "outcome_pending", "disputed",
                    ]
                )
                | models.Q(consented_at__isnull=False),
                name="referral_goes_on_with_consent",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["in_contact", "in_service", "outcome_pending", "disputed"])
                | models.Q(accepted_at__isnull=False),
                name="referral_in_contact_was_accepted",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="on_hold") | models.Q(resumes_on__isnull=False),
                name="referral_on_hold_goes_on",
                violation_error_message=_("Say on which day it goes on."),
            ),
            models.UniqueConstraint(
                fields=["alumnus"],
                condition=models.Q(
                    state__in=[
                        "draft", "awaiting_consent", "choosing", "with_writer", "in_contact", "in_service", "on_hold",
                        "outcome_pending", "disputed",
                    ]
                ),
                name="referral_open_once",
                violation_error_message=_("There is an open request of this person already."),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["host", "state", "due_at", "id"], name="referral_host_state"),
            # The lists of an office: who is to do something next. Those with a writer are one state, as above.
            models.Index(
                fields=["host", "due_at", "id"],
                condition=models.Q(state__in=["draft", "disputed"]),
                name="referral_turn_office",
            ),
            models.Index(
                fields=["host", "due_at", "id"],
                condition=models.Q(state__in=["awaiting_consent", "choosing", "on_hold"]),
                name="referral_turn_alumnus",
            ),
            models.Index(
                fields=["host", "due_at", "id"],
                condition=models.Q(state__in=["in_contact", "in_service", "outcome_pending"]),
                name="referral_turn_both",
            ),
            models.Index(fields=["state", "due_at"], name="referral_due"),
            models.Index(fields=["alumnus", "-id"], name="referral_alumnus"),
            models.Index(fields=["host", "closed_at", "id"], name="referral_host_closed"),
            models.Index(fields=["ask_at"], condition=models.Q(ask_at__isnull=False), name="referral_ask"),
            models.Index(
                fields=["state_since"], condition=models.Q(anonymized_at__isnull=True), name="referral_to_forget"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Request for a writer"))

    def get_absolute_url(self) -> str:
        return self.alumnus.get_absolute_url()

    @property
    def has_consent(self) -> bool:
        return self.state in self.CONSENTED

    def concerns(self) -> dict:
        return {"scope": self.host.key}


class Leg(Stateful):
    """One try with one writer. She sees the need when asked, and whom it is about only after her yes."""

    class State(models.TextChoices):
        OFFERED = "offered", _("Asked")
        ACCEPTED = "accepted", _("Said yes")
        CONTACTED = "contacted", _("In contact")
        DECLINED = "declined", _("Said no")
        EXPIRED = "expired", _("No answer in time")
        OBSOLETE = "obsolete", _("No longer needed")
        RELEASED = "released", _("Free again")
        ENDED = "ended", _("Done")

    class Side(models.TextChoices):
        WRITER = "writer", _("The writer's side")
        ALUMNUS = "alumnus", _("The alumnus's side")

    class Why(models.TextChoices):
        """Why a writer says no: first what lies with the writer, then what lies with the request."""

        NO_TIME = "no_time", _("I have no time now")
        NOT_MY_FIELD = "not_my_field", _("It is not my field")
        PRICE = "price", _("I could not do it at a fair price")
        KNOWS = "knows", _("I know this person already")
        OTHER = "other", _("Another reason")
        UNCLEAR = "unclear", _("I cannot tell what is needed")
        NOT_FOR_WRITER = "not_for_writer", _("It needs somebody else than a writer")
        TOO_SOON = "too_soon", _("It is needed sooner than anybody can")

    OF_REQUEST = (Why.UNCLEAR, Why.NOT_FOR_WRITER, Why.TOO_SOON)
    LIVE = (State.OFFERED, State.ACCEPTED, State.CONTACTED)
    KNOWN = (State.ACCEPTED, State.CONTACTED)  # in these she sees whom it is about

    key = KeyField()
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="legs")
    writer = models.ForeignKey("partners.Writer", on_delete=models.PROTECT, related_name="legs")
    # Nobody is asked without one: it was in force when this try began.
    consent = models.ForeignKey("referrals.Consent", on_delete=models.PROTECT, related_name="legs")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OFFERED)
    offered_at = models.DateTimeField(default=clock.now, editable=False)
    due_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    contacted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)  # how often the writer tried to reach her in vain
    why = models.CharField(max_length=16, choices=Why.choices, blank=True)  # why the writer said no or gave it back
    side = models.CharField(max_length=8, choices=Side.choices, blank=True)  # with whom that lies

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"],
                condition=models.Q(state__in=["offered", "accepted", "contacted"]),
                name="leg_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["offered", "accepted", "contacted"]) | models.Q(due_at__isnull=False),
                name="leg_open_has_clock",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["accepted", "contacted"]) | models.Q(accepted_at__isnull=False),
                name="leg_known_after_yes",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="declined") | ~models.Q(why=""), name="leg_declined_with_reason"
            ),
            models.CheckConstraint(condition=models.Q(tries__lte=2), name="leg_two_tries"),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="leg_due"),
            models.Index(fields=["writer", "state", "id"], name="leg_writer"),
            models.Index(fields=["referral", "id"], name="leg_referral"),
        ]

    def __str__(self) -> str:
        return f"{self.referral_id} with {self.writer_id}"

    def get_absolute_url(self) -> str:
        return reverse("leg", args=[self.key])

    def concerns(self) -> dict:
        return {"scope": self.referral.host.key, "person": self.writer.user_id}
