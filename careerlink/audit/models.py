"""The trail: who did what to what and why, and who saw whose details. Append-only, ids and codes only."""

from collections.abc import Sequence

from django.db import models

from careerlink.audit import stamps
from careerlink.web.keys import KeyField


class AppendOnlyError(Exception):
    """Somebody tried to change or delete a row of the trail."""


class AppendOnly(models.QuerySet):
    """A QuerySet that adds and reads, and refuses everything else."""

    def update(self, **kwargs):
        raise AppendOnlyError("the trail is never changed")

    def delete(self):
        raise AppendOnlyError("the trail is never deleted")

    def bulk_update(self, objs, fields, batch_size=None):
        raise AppendOnlyError("the trail is never changed")

    def bulk_create(
        self,
        objs,
        batch_size=None,
        ignore_conflicts=False,
        update_conflicts=False,
        update_fields=None,
        unique_fields=None,
    ):
        if update_conflicts:
            raise AppendOnlyError("the trail is never changed")
        rows = list(objs)
        for row in rows:
            row.bear_stamp()
        return super().bulk_create(rows, batch_size, ignore_conflicts)

    def _update(self, values):
        """What Django itself calls when it saves a row that is there."""
        raise AppendOnlyError("the trail is never changed")

    def _raw_delete(self, using):
        """What Django itself calls for rows that hang on others."""
        raise AppendOnlyError("the trail is never deleted")


class AppendOnlyModel(models.Model):
    """A row that is written once. `SAYS` names the columns that its stamp and its seal cover."""

    SAYS: Sequence[str] = ()

    class Meta:
        abstract = True
        base_manager_name = "objects"  # Django's own ways refuse as well

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise AppendOnlyError("the trail is never changed")
        self.bear_stamp()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError("the trail is never deleted")

    def bear_stamp(self) -> None:
        """Called before a row is written; a row without a stamp has nothing to do."""


class Stamped(AppendOnlyModel):
    """A row that bears a keyed hash over what it says from the moment it is written, so that a row which
    came by another way than ours is known at once. No action waits for another one's.
    """

    key = KeyField()
    at = models.DateTimeField()
    stamp = models.CharField(max_length=32, editable=False)

    objects = AppendOnly.as_manager()

    class Meta(AppendOnlyModel.Meta):
        abstract = True

    def bear_stamp(self) -> None:
        self.stamp = stamps.stamp(stamps.canonical([getattr(self, name) for name in self.SAYS]))


class Entry(Stamped):
    """One thing that happened. For a state machine it is the transition row itself.

    `by` is the id of a User, or empty when the clock did it. `about` names the row as
    `label` ("partners.offer") and `about_id`; `scope` is the key of the host in whose rooms it
    happened, `person` the id of the User whom it concerns.
    """

    SAYS = (
        "key", "at", "by", "event", "label", "about_id", "before", "after", "reason", "fields", "scope", "person",
    )  # fmt: skip

    by = models.BigIntegerField(null=True, blank=True)
    event = models.SlugField(max_length=60)
    label = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    before = models.CharField(max_length=30, blank=True)
    after = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    fields = models.JSONField(default=list, blank=True)
    scope = models.CharField(max_length=24, blank=True)
    person = models.BigIntegerField(null=True, blank=True)

    class Meta(Stamped.Meta):
        verbose_name_plural = "entries"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["label", "about_id", "id"], name="entry_about"),
            models.Index(fields=["by", "id"], name="entry_by"),
            models.Index(fields=["person", "id"], name="entry_person"),
            models.Index(fields=["scope", "id"], name="entry_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.about_id}: {self.event}"


class Note(models.Model):
    """Free text beside an entry. It may hold personal words, so it can be erased and the entry stays."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="note")
    text = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text[:40]


class Disclosure(Stamped):
    """Somebody was shown another person's contact details or private file, and by which right.

    `seen_by` and `person` are ids of Users; `what` is a code ("contact", "evidence").
    """

    SAYS = ("key", "at", "seen_by", "person", "what", "right", "label", "about_id", "scope")

    seen_by = models.BigIntegerField()
    person = models.BigIntegerField()
    what = models.SlugField(max_length=40)
    right = models.SlugField(max_length=60)
    label = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    scope = models.CharField(max_length=24, blank=True)

    class Meta(Stamped.Meta):
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["person", "id"], name="disclosure_person"),
            models.Index(fields=["seen_by", "at"], name="disclosure_seen_by"),
        ]

    def __str__(self) -> str:
        return f"{self.what} of {self.person}"


class Seal(AppendOnlyModel):
    """A keyed hash over some rows of the trail and over the seal before it.

    `of` names their table, `spans` their ids exactly, `digest` what they say in the order of their ids;
    `marks` has the first characters of each row's stamp, to tell which row is not the one that was sealed.
    A row whose transaction was slow may have a lower id than rows that are sealed already; it is
    sealed with the next ones. `previous` is the hash of the seal before, "" for the first: two workers
    who seal at once get one winner.
    """

    number = models.PositiveBigIntegerField(unique=True)
    previous = models.CharField(max_length=64, unique=True, blank=True)
    at = models.DateTimeField()
    of = models.CharField(max_length=60)
    spans = models.JSONField()
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    marks = models.TextField()
    digest = models.CharField(max_length=64)
    key_id = models.CharField(max_length=12)
    mac = models.CharField(max_length=64)

    SAYS = ("number", "previous", "at", "of", "spans", "first_id", "last_id", "marks", "digest", "key_id")

    objects = AppendOnly.as_manager()

    class Meta(AppendOnlyModel.Meta):
        ordering = ["-number"]
        indexes = [models.Index(fields=["of", "last_id"], name="seal_last_id")]

    def __str__(self) -> str:
        return f"seal {self.number}"

    def message(self) -> bytes:
        """What its hash is over."""
        return stamps.canonical([getattr(self, name) for name in self.SAYS])


class Check(models.Model):
    """How the trail was found when it was last looked through. One row."""

    checked_at = models.DateTimeField()
    through = models.PositiveBigIntegerField(default=0)  # the seal up to which the whole has been looked through
    whole_began_at = models.DateTimeField(null=True, blank=True)
    whole_ended_at = models.DateTimeField(null=True, blank=True)
    broken_since = models.DateTimeField(null=True, blank=True)
    findings = models.JSONField(default=list, blank=True)  # [code, label, id], the first of them
    walking = models.JSONField(default=list, blank=True)  # those of the walk through the whole that is under way

    def __str__(self) -> str:
        return f"{self.checked_at:%Y-%m-%d %H:%M} UTC"
