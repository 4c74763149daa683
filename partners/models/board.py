"""The Career Services Board of an office: who sits on it, for how long, and what each declares once a year."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careerlink.audit.machines import Stateful
from careerlink.web import clock
from careerlink.web.keys import KeyField


class Board(models.Model):
    """One board a host; openings on it are requests of the kind "board"."""

    host = models.OneToOneField("partners.Host", on_delete=models.CASCADE, related_name="board")
    name = models.CharField(_("name"), max_length=100, blank=True)
    about = models.TextField(_("what it is for"), max_length=2000, blank=True)
    size = models.PositiveSmallIntegerField(_("seats"), default=9)
    term_years = models.PositiveSmallIntegerField(_("years in a term"), default=3)
    most_terms = models.PositiveSmallIntegerField(_("terms in a row at most"), default=2)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(size__gte=1, size__lte=60),
                name="board_size_bounds",
                violation_error_message=_("A board has between 1 and 60 seats."),
            ),
            models.CheckConstraint(
                condition=models.Q(term_years__gte=1, term_years__lte=10, most_terms__gte=1, most_terms__lte=10),
                name="board_term_bounds",
                violation_error_message=_("A term lasts between 1 and 10 years, and there are at most 10 in a row."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Career Services Board"))


class BoardSeat(Stateful):
    """One writer on the board of one host for one term."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Invited")
        SERVING = "serving", _("Serving")
        ENDED = "ended", _("Ended")

    class Reason(models.TextChoices):
        """Why a seat ended."""

        TERM_OVER = "term_over", _("The term was over")
        RESIGNED = "resigned", _("Left at their own wish")
        RELEASED = "released", _("Released by the office")
        DECLINED = "declined", _("Did not take the seat")
        NO_ANSWER = "no_answer", _("No answer to the invitation")
        WITHDRAWN = "withdrawn", _("The invitation was taken back")
        BOARD_CLOSED = "board_closed", _("The board was closed")
        CONFLICT = "conflict", _("A conflict of interest")
        NOT_HERE = "not_here", _("No longer takes part")

    class Renewal(models.TextChoices):
        """What became of the question whether she serves another term."""

        NONE = "", _("Not asked yet")
        ASKED = "asked", _("Asked")
        YES = "yes", _("Stays for another term")
        NO = "no", _("Leaves at the end of the term")

    key = KeyField()
    host = models.ForeignKey("partners.Host", on_delete=models.PROTECT, related_name="board_seats")
    writer = models.ForeignKey("partners.Writer", on_delete=models.PROTECT, related_name="board_seats")
    offer = models.OneToOneField(
        "partners.Offer", on_delete=models.SET_NULL, null=True, blank=True, related_name="board_seat"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    is_chair = models.BooleanField(_("chairs the board"), default=False)
    term = models.PositiveSmallIntegerField(default=1)  # the first, second … in a row
    starts_on = models.DateField(_("begins on"))
    ends_on = models.DateField(_("ends on"))
    message = models.TextField(_("a word to the writer"), max_length=1000, blank=True)
    reason = models.CharField(_("why it ended"), max_length=12, choices=Reason.choices, blank=True)
    private_note = models.TextField(_("a note, for your office only"), max_length=1000, blank=True)
    renewal = models.CharField(max_length=6, choices=Renewal.choices, blank=True)
    renewal_asked_at = models.DateTimeField(null=True, blank=True)
    statement_asked_at = models.DateTimeField(null=True, blank=True)  # when she was last asked for this year's
    due_at = models.DateTimeField(null=True, blank=True)  # the end of the clock of the state it is in
    ended_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["host", "writer"],
                condition=models.Q(state__in=["proposed", "serving"]),
                name="board_seat_once",
                violation_error_message=_("This writer sits on the board already, or is invited to."),
            ),
            models.UniqueConstraint(
                fields=["host"],
                condition=models.Q(state="serving", is_chair=True),
                name="board_one_chair",
                violation_error_message=_("The board has a chair already."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")),
                name="board_seat_ends_after_start",
                violation_error_message=_("The term must end after it begins."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["proposed", "serving"]) | models.Q(due_at__isnull=False),
                name="board_seat_open_has_clock",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ended") | (~models.Q(reason="") & models.Q(ended_at__isnull=False)),
                name="board_seat_ended_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["host", "state", "ends_on"], name="board_seat_host"),
            models.Index(fields=["writer", "state"], name="board_seat_writer"),
            models.Index(fields=["state", "due_at"], name="board_seat_due"),
        ]

    def __str__(self) -> str:
        return f"{self.writer_id} on the board of {self.host_id}"

    def get_absolute_url(self) -> str:
        return reverse("board_seat", args=[self.key])

    def concerns(self) -> dict:
        return {"scope": self.host.key, "person": self.writer.user_id}


class ConflictStatement(models.Model):
    """A yearly statement about conflicts of interest, under the version of the text that she signed."""

    seat = models.ForeignKey(BoardSeat, on_delete=models.PROTECT, related_name="statements")
    year = models.PositiveSmallIntegerField()  # the calendar year that it is for
    text = models.ForeignKey("accounts.LegalText", on_delete=models.PROTECT, related_name="+")
    has_conflicts = models.BooleanField(_("there is something to declare"), default=False)
    conflicts = models.TextField(_("what there is to declare"), max_length=2000, blank=True)
    signature = models.CharField(_("your name as your signature"), max_length=100)
    signed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "year"],
                name="conflict_statement_once_a_year",
                violation_error_message=_("This year's statement is signed already."),
            ),
            models.CheckConstraint(
                condition=models.Q(has_conflicts=False) | ~models.Q(conflicts=""),
                name="conflict_statement_names_conflicts",
                violation_error_message=_("Say what there is to declare."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} in {self.year}"
