"""What the directory of writers is searched by."""

from django.db import models


class WriterWord(models.Model):
    """One word of what a writer says about herself, in small letters; search by words reads only this.

    Kept by `actions.directory.index_words`. PostgreSQL gets a pattern index with `db_index`, so that
    the beginning of a word finds its rows among tens of millions without any extension.
    """

    writer = models.ForeignKey("partners.Writer", on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=30, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["writer", "word"], name="writer_word_once")]

    def __str__(self) -> str:
        return self.word
