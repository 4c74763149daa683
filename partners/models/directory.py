"""What the directory of writers is searched by."""

import re
import unicodedata

from django.db import models

LONGEST = 30  # letters of a word that are kept
MOST_WORDS = 80  # of one writer
SHORTEST = 2


class WriterWord(models.Model):
    """One word of what a writer says about herself, in small letters; search by words reads only this.

    Kept by `actions.directory.index_words`. PostgreSQL gets a pattern index with `db_index`, so that
    the beginning of a word finds its rows among tens of millions without any extension.
    """

    writer = models.ForeignKey("partners.Writer", on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=LONGEST, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["writer", "word"], name="writer_word_once")]

    def __str__(self) -> str:
        return self.word


def words_of(*texts: str) -> list[str]:
    """The words of some texts in small letters without accents, each once, in their order; at most 80."""
    found: dict[str, None] = {}
    for text in texts:
        plain = unicodedata.normalize("NFKD", str(text)).casefold()
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
        for word in re.findall(r"\w+", plain):
            if len(word) >= SHORTEST:
                found[word[:LONGEST]] = None
    return list(found)[:MOST_WORDS]
