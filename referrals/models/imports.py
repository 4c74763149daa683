"""Lists of alumni that are brought in: the file, what was read from it, and what it changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from careerlink.audit.machines import Stateful
from careerlink.web import clock
from careerlink.web.keys import KeyField
from partners.models import CareerStage, Language, Vocabulary


class Reason(models.TextChoices):
    """Why a row is not taken."""

    NO_EMAIL = "no_email", _("No e-mail address")
    BAD_EMAIL = "bad_email", _("This is no e-mail address")
    NO_NAME = "no_name", _("No name")
    LONG_NAME = "long_name", _("The name has more than 120 characters")
    MANY_EMAILS = "many_emails", _("More than eight addresses for one person")
    TOO_LONG = "too_long", _("More cells than columns: something has slipped")
    QUOTE = "quote", _("A quotation mark is not closed where it should be")
    TOTAL = "total", _("A total, and no person")
    NOBODY = "nobody", _("Nothing that we take")
    TWO_PEOPLE = "two_people", _("Its addresses belong to two people")
    OTHER_NAME = "other_name", _("Its address belongs to somebody with another name")
    ERASED = "erased", _("Erased on request, and kept out")


class Warned(models.TextChoices):
    """What was left out of a row that is taken, or looks wrong in it."""

    GARBLED = "garbled", _("Letters look garbled, such as Ã© for é. We took them as they are; export the list anew.")
    YEAR = "year", _("The year of graduation could not be read and was left out.")
    ZIP = "zip", _("There is no such ZIP code, so it was left out.")
    EMAIL = "email", _("One of several addresses is none and was left out.")
    CHOICE = "choice", _("A career stage or language was not understood and was left out.")


class Facts(models.Model):
    """What an import can say about somebody. The columns are those of `Alumnus`."""

    name = models.CharField(max_length=120)
    graduation_year = models.PositiveSmallIntegerField(null=True)
    majors_words = models.CharField(max_length=200, blank=True)
    occupation_words = models.CharField(max_length=200, blank=True)
    stage = models.CharField(max_length=12, choices=CareerStage.choices, blank=True)
    language = models.CharField(max_length=8, choices=Language.choices, blank=True)
    place = models.ForeignKey("taxonomy.Place", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    FIELDS = ("name", "graduation_year", "majors_words", "occupation_words", "stage", "language", "place_id")

    class Meta:
        abstract = True


class AlumniImport(Stateful):
    """One list brought in by somebody of an office, in three steps; one at a time for each office.

    `due_at` is the end of the clock of the state it is in. A worker that holds it has `claim` and moves `alive_until`
    on as a sign of life. `done` of `total` rows of the file are staged, `shape` and `columns` say how the file is read
    and what its columns hold. `counts` says how many rows have which verdict, `warned` how many rows (and the line of
    the first) were warned of what. `emptied_at` is when file and rows were deleted.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Waiting for you to say what its columns hold")
        STAGING = "staging", _("Being read")
        READY = "ready", _("Read, and not brought in yet")
        APPLYING = "applying", _("Being brought in")
        APPLIED = "applied", _("Brought in")
        UNDOING = "undoing", _("Being undone")
        KEPT = "kept", _("Brought in")
        UNDONE = "undone", _("Undone")
        DISCARDED = "discarded", _("Thrown away")
        FAILED = "failed", _("Did not work")

    WORKING = (State.STAGING, State.APPLYING, State.UNDOING)
    OPEN = (State.UPLOADED, State.STAGING, State.READY, State.APPLYING)
    OVER = (State.KEPT, State.UNDONE, State.DISCARDED, State.FAILED)

    key = KeyField()
    host = models.ForeignKey("partners.Host", on_delete=models.PROTECT, related_name="alumni_imports")
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now, editable=False)
    due_at = models.DateTimeField(null=True, blank=True)
    claim = models.CharField(max_length=24, blank=True)
    alive_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    file = models.FileField(blank=True)
    file_name = models.CharField(max_length=120)
    size = models.PositiveIntegerField(default=0)
    shape = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    warned = models.JSONField(default=dict)
    applied_at = models.DateTimeField(null=True, blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["host"],
                condition=models.Q(state__in=["uploaded", "staging", "ready", "applying"]),
                name="alumni_import_one_at_a_time",
                violation_error_message=_("A list is being brought in already. Finish it, or throw it away."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["kept", "undone", "discarded", "failed"])
                | models.Q(due_at__isnull=False),
                name="alumni_import_open_has_clock",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="alumni_import_due"),
            models.Index(fields=["host", "id"], name="alumni_import_host"),
        ]

    def __str__(self) -> str:
        return f"{self.host_id}, {self.made_at:%Y-%m-%d}"

    @property
    def is_working(self) -> bool:
        return self.state in self.WORKING

    @property
    def is_over(self) -> bool:
        return self.state in self.OVER

    def concerns(self) -> dict:
        return {"scope": self.host.key}


class ImportRow(Facts):
    """One row of a file, as it would stand in the records: `key` is the one that a new alumnus gets, `alumnus` the one
    whom it changes. `line` is that of the file; `reason` and `value` say why it was refused or what it repeats.
    """

    class Verdict(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        SAME = "same", _("Already as in the list")
        DUPLICATE = "duplicate", _("Twice in the list")
        REFUSED = "refused", _("Refused")
        LATE = "late", _("Left out: changed by somebody in the meantime")
        LEFT = "left", _("Not undone")

    alumni_import = models.ForeignKey(AlumniImport, on_delete=models.CASCADE, related_name="rows", db_index=False)
    line = models.PositiveIntegerField()
    verdict = models.CharField(max_length=9, choices=Verdict.choices)
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    value = models.CharField(max_length=254, blank=True)
    key = KeyField(unique=False)
    alumnus = models.ForeignKey(
        "referrals.Alumnus", on_delete=models.CASCADE, null=True, related_name="+", db_constraint=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["alumni_import", "verdict", "line"], name="import_row_verdict"),
            models.Index(fields=["key"], name="import_row_key"),
        ]

    def __str__(self) -> str:
        return f"{self.alumni_import_id}, {self.line}"


class ImportBefore(Facts):
    """How somebody stood in the records before a row changed her: what the preview shows, and undoing brings back."""

    row = models.OneToOneField(ImportRow, on_delete=models.CASCADE, related_name="before", primary_key=True)

    def __str__(self) -> str:
        return str(self.row_id)


class ImportAddress(models.Model):
    """An address of a row that is not in the records yet; one import has each once."""

    row = models.ForeignKey(ImportRow, on_delete=models.CASCADE, related_name="addresses")
    alumni_import = models.ForeignKey(AlumniImport, on_delete=models.CASCADE, related_name="+", db_index=False)
    email = models.EmailField()
    is_main = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alumni_import", "email"], name="import_address_once")]

    def __str__(self) -> str:
        return self.email


class ImportTag(models.Model):
    """A standard code that words of a row were resolved to and that is not in the records yet. `is_added` once an
    import added it to somebody who was there before.
    """

    row = models.ForeignKey(ImportRow, on_delete=models.CASCADE, related_name="tags", db_index=False)
    vocabulary = models.CharField(max_length=10, choices=Vocabulary.choices)
    code = models.CharField(max_length=12)
    is_added = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["row", "vocabulary", "code"], name="import_tag_once")]

    def __str__(self) -> str:
        return f"{self.vocabulary} {self.code}"
