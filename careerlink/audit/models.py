"""The trail: who did what to what and why, and who saw whose details. Append-only, ids and codes only."""

from django.db import models

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


class AppendOnlyModel(models.Model):
    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise AppendOnlyError("the trail is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError("the trail is never deleted")


class Entry(AppendOnlyModel):
    """One thing that happened. For a state machine it is the transition row itself.

    `by` is the id of a User, or empty when the clock did it. `about` names the row as
    `label` ("partners.offer") and `about_id`; `scope` is the key of the host in whose rooms it
    happened, `person` the id of the User whom it concerns.
    """

    key = KeyField()
    at = models.DateTimeField()
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

    objects = AppendOnly.as_manager()

    class Meta:
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


class Disclosure(AppendOnlyModel):
    """Somebody was shown another person's contact details or private file, and by which right.

    `seen_by` and `person` are ids of Users; `what` is a code ("contact", "evidence").
    """

    at = models.DateTimeField()
    seen_by = models.BigIntegerField()
    person = models.BigIntegerField()
    what = models.SlugField(max_length=40)
    right = models.SlugField(max_length=60)
    label = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    scope = models.CharField(max_length=24, blank=True)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["person", "id"], name="disclosure_person")]

    def __str__(self) -> str:
        return f"{self.what} of {self.person}"
