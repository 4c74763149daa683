"""Alumni of a career office, with as little about each as helps her."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careerlink.web import clock
from careerlink.web.keys import KeyField
from partners.models import CareerStage, Language, Vocabulary

FIRST_YEAR, LAST_YEAR = 1930, 2100


class Sorted(models.Func):
    """Words in small letters in the plain order of their letters, in which an index of either database finds what
    begins with some.
    """

    function = "LOWER"
    output_field = models.CharField()

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template='(LOWER(%(expressions)s) COLLATE "C")', **context)


class LastWord(Sorted):
    """The last word of a name in the same order: what stands before it is what is left when from its end all is taken
    away that is no space. Without parameters, with which SQLite would not know its index again.
    """

    words = "REPLACE(%(expressions)s, RTRIM(%(expressions)s, REPLACE(%(expressions)s, ' ', '')), '')"
    template = f"LOWER({words})"

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template=f'(LOWER({self.words}) COLLATE "C")', **context)


class Alumnus(models.Model):
    """One person in the records of one career office. No grades, no numbers, nothing sensitive.

    `erased_at` is when everything about her was blanked; the row stays so that statistics do. `opted_out_at` is when
    she said that she does not want to be written to about help; an import never takes that back.
    """

    class Source(models.TextChoices):
        OFFICE = "office", _("Entered by the office")
        SELF = "self", _("Asked on the help page")
        IMPORT = "import", _("Imported")

    key = KeyField()
    host = models.ForeignKey("partners.Host", on_delete=models.PROTECT, related_name="alumni_records")
    name = models.CharField(_("name"), max_length=120)
    graduation_year = models.PositiveSmallIntegerField(
        _("graduation year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )
    majors_words = models.CharField(_("majors"), max_length=200, blank=True)  # as typed; codes are tags
    occupation_words = models.CharField(_("job you are looking for"), max_length=200, blank=True)
    stage = models.CharField(_("career stage"), max_length=12, choices=CareerStage.choices, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=Language.choices, blank=True)
    place = models.ForeignKey(
        "taxonomy.Place", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("ZIP code"), related_name="+"
    )
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.OFFICE)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    opted_out_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Since when nothing has kept her here: retention counts from it. None while a referral is open.
    idle_since = models.DateTimeField(default=clock.now, null=True, blank=True, editable=False)
    leaves_on = models.DateField(null=True, blank=True, editable=False)  # told to the office: deleted then

    class Meta:
        verbose_name_plural = "alumni"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(graduation_year=None)
                | models.Q(graduation_year__gte=FIRST_YEAR, graduation_year__lte=LAST_YEAR),
                name="alumnus_graduated_in_our_time",
                violation_error_message=_("Give the year with four digits, such as 2019."),
            ),
            models.CheckConstraint(
                condition=~models.Q(name="") | models.Q(erased_at__isnull=False),
                name="alumnus_has_a_name",
                violation_error_message=_("Give a name."),
            ),
        ]
        indexes = [
            models.Index("host", Sorted("name"), "id", name="alumnus_host_name"),
            models.Index("host", LastWord("name"), "id", name="alumnus_host_last_name"),
            models.Index("host", "graduation_year", Sorted("name"), "id", name="alumnus_host_year"),
            models.Index(
                fields=["idle_since", "id"],
                name="alumnus_idle",
                condition=models.Q(idle_since__isnull=False, erased_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Somebody who was erased"))

    def get_absolute_url(self) -> str:
        return reverse("alumnus", args=[self.key])

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None


class AlumnusAddress(models.Model):
    """An e-mail address of an alumnus; one office has each address once. `host` is hers."""

    alumnus = models.ForeignKey(Alumnus, on_delete=models.CASCADE, related_name="addresses")
    host = models.ForeignKey("partners.Host", on_delete=models.PROTECT, related_name="+", db_index=False)
    email = models.EmailField(_("e-mail address"))  # always in lower case
    is_main = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)  # when somebody who reads it followed a link

    class Meta:
        verbose_name_plural = "alumnus addresses"
        constraints = [
            models.UniqueConstraint(
                fields=["host", "email"],
                name="alumnus_address_once",
                violation_error_message=_("Somebody in your records has this address already."),
            ),
            models.UniqueConstraint(
                fields=["alumnus"], condition=models.Q(is_main=True), name="alumnus_one_main_address"
            ),
        ]
        indexes = [
            models.Index(fields=["email"], name="alumnus_address_email"),
            models.Index("host", Sorted("email"), name="alumnus_address_begins"),
        ]

    def __str__(self) -> str:
        return self.email


class AlumnusTag(models.Model):
    """A standard code that the words about an alumnus were resolved to: a major or the occupation looked for."""

    alumnus = models.ForeignKey(Alumnus, on_delete=models.CASCADE, related_name="tags")
    vocabulary = models.CharField(max_length=10, choices=Vocabulary.choices)
    code = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alumnus", "vocabulary", "code"], name="alumnus_tag_once")]
        indexes = [models.Index(fields=["vocabulary", "code", "alumnus"], name="alumnus_tag_code")]

    def __str__(self) -> str:
        return f"{self.vocabulary} {self.code}"
