"""What a writer proposes to a host."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careerlink.audit.machines import Stateful
from careerlink.web import clock
from careerlink.web.keys import KeyField, new_key
from partners.models.choices import Kind


class OfferQuerySet(models.QuerySet):
    def standing(self):
        """Those that were made, whatever became of them: what was never sent, or was no longer needed before an
        answer, keeps nobody from being asked.
        """
        return self.exclude(state__in=[Offer.State.DRAFT, Offer.State.DISCARDED, Offer.State.OBSOLETE])


class Offer(Stateful):
    """One proposal. It never ends in silence: every open state has an owner and a clock."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Not sent yet")
        QUEUED = "queued", _("In line")
        SENT = "sent", _("Sent")
        SEEN = "seen", _("Seen")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Not now")
        REDIRECTED = "redirected", _("Passed on")
        WITHDRAWN = "withdrawn", _("Taken back")
        LAPSED = "lapsed", _("No answer in time")
        OBSOLETE = "obsolete", _("No longer needed")
        DISCARDED = "discarded", _("Thrown away")

    class Reason(models.TextChoices):
        NOT_NOW = "not_now", _("Not now")
        COVERED = "covered", _("We have somebody")
        NO_ROOM = "no_room", _("No date or room")
        NOT_A_FIT = "not_a_fit", _("Not what we need")
        CREDENTIAL = "credential", _("Credential not checked")
        FEES = "fees", _("Fees")

    OPEN = (State.DRAFT, State.QUEUED, State.SENT, State.SEEN)
    UNDECIDED = (State.SENT, State.SEEN)
    NOT_TAKEN_UP = (State.DECLINED, State.LAPSED, State.OBSOLETE)  # ends after which it may go on
    MOST_HOPS = 3

    key = KeyField()
    writer = models.ForeignKey("partners.Writer", on_delete=models.PROTECT, related_name="offers")
    host = models.ForeignKey("partners.Host", on_delete=models.PROTECT, related_name="offers")
    need = models.ForeignKey("partners.Need", on_delete=models.SET_NULL, null=True, blank=True, related_name="offers")
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="children")
    hops = models.PositiveSmallIntegerField(default=0)
    # Shared by an offer and all that came of it on the same campus: one door at a time, and none twice.
    chain = models.CharField(max_length=24, default=new_key, editable=False)
    kind = models.CharField(_("what you offer"), max_length=20, choices=Kind.choices)
    text = models.TextField(_("your words"), blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    may_cascade = models.BooleanField(_("also offer to professors and student groups"), null=True, blank=True)
    cascade_asked_at = models.DateTimeField(null=True, blank=True)  # when she was asked whether it goes on
    goes_on_at = models.DateTimeField(null=True, blank=True)  # it ended, and where it goes now is to be found
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    snoozed_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    queued_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)  # the end of the clock of the state it is in
    reminded = models.PositiveSmallIntegerField(default=0)  # reminders given: 0, 1 (day 5), 2 (day 10)
    remind_at = models.DateTimeField(null=True, blank=True)  # when the next reminder is due
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The host's own: shown to nobody else.
    private_reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    private_note = models.TextField(max_length=1000, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["writer", "host", "kind"],
                condition=models.Q(state__in=["draft", "queued", "sent", "seen"]),
                name="offer_open_once",
                violation_error_message=_("You have an offer of this kind here that is not answered yet."),
            ),
            models.UniqueConstraint(fields=["chain", "host"], name="offer_no_host_twice"),
            models.UniqueConstraint(
                fields=["chain"],
                condition=models.Q(state__in=["draft", "queued", "sent", "seen"]),
                name="offer_one_door_at_a_time",
            ),
            models.CheckConstraint(condition=models.Q(hops__lte=3), name="offer_at_most_three_hops"),
            models.CheckConstraint(
                condition=models.Q(goes_on_at__isnull=True)
                | models.Q(may_cascade=True, state__in=["declined", "lapsed", "obsolete"]),
                name="offer_goes_on_with_her_word",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["draft", "queued", "sent", "seen"]) | models.Q(due_at__isnull=False),
                name="offer_open_has_clock",
            ),
        ]
        indexes = [
            models.Index(fields=["host", "state", "due_at"], name="offer_host_state"),
            models.Index(fields=["writer", "state", "due_at"], name="offer_writer_state"),
            models.Index(fields=["state", "due_at"], name="offer_state_due"),
            models.Index(fields=["remind_at"], condition=models.Q(remind_at__isnull=False), name="offer_remind"),
            models.Index(fields=["goes_on_at"], condition=models.Q(goes_on_at__isnull=False), name="offer_goes_on"),
            models.Index(fields=["chain", "hops"], name="offer_chain"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("offer", args=[self.key])

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_undecided(self) -> bool:
        return self.state in self.UNDECIDED

    def concerns(self) -> dict:
        return {"scope": self.host.key, "person": self.writer.user_id}
