"""Reference data: what there is to study, to work as, to join and to hold, in standard codes.

Loaded by `manage.py load_taxonomy` from `data/`; never written by people. Sources and licences are
in `data/PROVENANCE.md` and printed on the attribution page.
"""

from django.db import models

from careerlink.web import clock


class Institution(models.Model):
    """A college (IPEDS directory; the key is the IPEDS unit id)."""

    unitid = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=150)
    aliases = models.TextField(blank=True)  # one name a line
    city = models.CharField(max_length=60)
    state = models.CharField(max_length=2)
    zip = models.CharField(max_length=5)
    latitude = models.FloatField()
    longitude = models.FloatField()
    website = models.CharField(max_length=120, blank=True)
    email_domain = models.CharField(max_length=80, blank=True)  # a hint for the moderator, never proof
    domain_shared_by = models.PositiveSmallIntegerField(default=1)
    control = models.CharField(max_length=40)
    level = models.CharField(max_length=40)
    highest_offering = models.CharField(max_length=80, blank=True)
    carnegie = models.CharField(max_length=120, blank=True)
    size_band = models.CharField(max_length=40, blank=True)
    enrollment = models.PositiveIntegerField(null=True)
    enrollment_undergraduate = models.PositiveIntegerField(null=True)
    enrollment_graduate = models.PositiveIntegerField(null=True)
    is_hbcu = models.BooleanField(default=False)
    is_tribal = models.BooleanField(default=False)
    system_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["name"]
        indexes = [
            models.Index(fields=["state", "name"], name="institution_state_name"),
            models.Index(fields=["name"], name="institution_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Tree(models.Model):
    """A code in a published hierarchy. `level` is the depth: 1 for the widest groups."""

    code = models.CharField(max_length=10, primary_key=True)
    level = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    title = models.CharField(max_length=200)

    class Meta:
        abstract = True
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class Major(Tree):
    """A field of study (CIP 2020). Levels 1, 2, 3 are the two-, four- and six-digit codes."""

    examples = models.TextField(blank=True)  # one a line


class Occupation(Tree):
    """An occupation (SOC 2018). Levels 1 to 4: major, minor, broad, detailed."""

    job_zone = models.PositiveSmallIntegerField(null=True)
    description = models.TextField(blank=True)


class Industry(Tree):
    """An industry (NAICS 2022). Levels 1 to 3: sector, subsector, industry group."""

    class Meta(Tree.Meta):
        verbose_name_plural = "industries"


class MajorOccupation(models.Model):
    """A pair of the CIP-SOC crosswalk: this major prepares for this occupation."""

    major = models.ForeignKey(Major, on_delete=models.CASCADE, related_name="occupation_pairs")
    occupation = models.ForeignKey(Occupation, on_delete=models.CASCADE, related_name="major_pairs")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["major", "occupation"], name="crosswalk_pair_once")]

    def __str__(self) -> str:
        return f"{self.major_id} {self.occupation_id}"


class Kin(models.Model):
    """What is near to one detailed occupation or six-digit major: "27-3043:358 23.1303:750 …", occupations and majors
    with thousandths, the nearest of each kind first. Made by `manage.py relate_taxonomy`.
    """

    code = models.CharField(max_length=10, primary_key=True)
    others = models.TextField()

    class Meta:
        verbose_name_plural = "kin"

    def __str__(self) -> str:
        return self.code


class JobTitle(models.Model):
    """A title that people type, and the occupation it belongs to.

    `onet_code` is the eight-digit O*NET-SOC code; `sources` are O*NET's source codes, or "direct" for
    the SOC direct match title file, or "onet" for the title of the O*NET occupation itself.
    """

    title = models.CharField(max_length=160)
    short_title = models.CharField(max_length=60, blank=True)
    occupation = models.ForeignKey(Occupation, on_delete=models.CASCADE, related_name="job_titles")
    onet_code = models.CharField(max_length=10, blank=True)
    sources = models.CharField(max_length=60)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class Place(models.Model):
    """A ZIP code with the middle of its area."""

    zip = models.CharField(max_length=5, primary_key=True)
    city = models.CharField(max_length=60)
    state = models.CharField(max_length=2)
    state_name = models.CharField(max_length=60)
    county = models.CharField(max_length=60, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta:
        ordering = ["zip"]
        indexes = [models.Index(fields=["latitude", "longitude"], name="place_position")]

    def __str__(self) -> str:
        return f"{self.city}, {self.state} {self.zip}"


class Issuer(models.Model):
    """Who issues credentials, and where a person can look a holder up."""

    name = models.CharField(max_length=150, unique=True)
    website = models.URLField(blank=True)
    lookup_url = models.URLField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CredentialType(models.Model):
    """A credential that writers and coaches hold (CPRW, NCRW, …)."""

    acronym = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, null=True, blank=True)
    category = models.CharField(max_length=40)
    country = models.CharField(max_length=20)
    is_confirmed = models.BooleanField(default=False)

    class Meta:
        ordering = ["acronym"]

    def __str__(self) -> str:
        return f"{self.acronym}, {self.name}"


class Competency(models.Model):
    """A career-readiness competency as NACE names it."""

    order = models.PositiveSmallIntegerField(primary_key=True)
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["order"]
        verbose_name_plural = "competencies"

    def __str__(self) -> str:
        return self.name


class Word(models.Model):
    """One word of the search index of one vocabulary, with all that it can mean.

    `rarity` is how much the word tells (a logarithm, high for rare words); roots start with "~".
    How `names` and `things` are packed is told in `postings.py`.
    """

    vocabulary = models.CharField(max_length=12)
    word = models.CharField(max_length=41)
    spread = models.PositiveIntegerField()  # in how many names
    rarity = models.FloatField()
    names = models.BinaryField()
    things = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vocabulary", "word"], name="word_once")]

    def __str__(self) -> str:
        return self.word


class LoadedData(models.Model):
    """Which state of the shipped data is in the tables."""

    name = models.CharField(max_length=20, primary_key=True)
    checksum = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "loaded data"

    def __str__(self) -> str:
        return f"{self.name} {self.checksum[:12]}"
