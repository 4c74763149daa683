"""What an alumnus signed, and among which writers she chose."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from careerlink.web import clock


class Consent(models.Model):
    """One signature of an alumnus under one version of the text, with the paragraph of the office's counsel.

    `shares` are the codes of the extra fields that may be shown to a writer besides what is always needed. Rows are
    never changed but for `revoked_at`; `signature` is blanked when she is erased.
    """

    class Share(models.TextChoices):
        """What a writer who said yes is shown only where it was ticked."""

        YEAR = "year", _("Your graduation year")
        PLACE = "place", _("Your town")
        LANGUAGE = "language", _("Your language")

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="consents")
    text = models.ForeignKey("accounts.LegalText", on_delete=models.PROTECT, related_name="+")
    counsel = models.ForeignKey(
        "referrals.CounselParagraph", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signature = models.CharField(_("your name"), max_length=120, blank=True)
    shares = models.JSONField(default=list, blank=True)
    at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=models.Q(revoked_at=None), name="consent_one_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"{self.referral_id}: {self.text_id}"


class Candidate(models.Model):
    """A writer who was shown to an alumnus, at which place of the list, and what she said: `rank` is her choice,
    first to third; `met` is her yes to "worked with me as a student in the last six months".

    `draw` counts the lists of one referral: a new one is drawn when all writers of the last have ended. `fit` is the
    score with which the place was drawn; with the first place stand, as `passed`, the ids of those writers who fit as
    well as anybody on the list and were not drawn this time. `pinned_by` and `pin_reason` are of the office, where it
    put her on the list.
    """

    referral = models.ForeignKey("referrals.Referral", on_delete=models.CASCADE, related_name="candidates")
    writer = models.ForeignKey("partners.Writer", on_delete=models.CASCADE, related_name="+")
    draw = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField()
    fit = models.IntegerField(default=0)
    reasons = models.JSONField(default=list)
    passed = models.JSONField(default=list)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    met = models.BooleanField(default=False)
    pinned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    pin_reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["referral", "draw", "position"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "draw", "position"], name="candidate_place_once"),
            models.UniqueConstraint(fields=["referral", "draw", "writer"], name="candidate_once"),
            models.UniqueConstraint(
                fields=["referral", "draw", "rank"],
                condition=models.Q(rank__isnull=False),
                name="candidate_rank_once",
                violation_error_message=_("Give each writer a rank of their own."),
            ),
            models.CheckConstraint(
                condition=models.Q(rank=None) | models.Q(rank__gte=1, rank__lte=3),
                name="candidate_rank_bounds",
                violation_error_message=_("Rank up to three writers."),
            ),
            models.CheckConstraint(
                condition=models.Q(rank=None) | models.Q(met=False),
                name="candidate_not_met_and_ranked",
                violation_error_message=_("This writer worked with you as a student and cannot be asked yet."),
            ),
        ]
        indexes = [models.Index(fields=["writer", "at"], name="candidate_writer")]

    def __str__(self) -> str:
        return f"{self.referral_id}, {self.position}: {self.writer_id}"


class OutcomeAnswer(models.Model):
    """What one side said came of a referral with one writer. `answer` is a code of `Outcome`, or "not_yet"."""

    NOT_YET = "not_yet"

    class Side(models.TextChoices):
        ALUMNUS = "alumnus", _("The alumnus")
        WRITER = "writer", _("The writer")

    leg = models.ForeignKey("referrals.Leg", on_delete=models.CASCADE, related_name="answers")
    side = models.CharField(max_length=8, choices=Side.choices)
    answer = models.CharField(max_length=20)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["leg", "side"],
                condition=~models.Q(answer="not_yet"),
                name="outcome_answer_definite_once",
                violation_error_message=_("This was answered already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.leg_id}, {self.side}: {self.answer}"
