"""What the directory of writers is searched by."""

import re
import unicodedata
from math import cos, radians

from django.db import models

LONGEST = 30  # letters of a word that are kept
MOST_WORDS = 80  # of one writer
SHORTEST = 2


class WriterWord(models.Model):
    """One word of what a writer says about herself, in small letters; search by words reads only this.

    Kept by `actions.directory.index_words`. PostgreSQL gets a pattern index with `db_index`, so that
    the beginning of a word finds its rows among tens of millions without any extension.
    """

    writer = models.ForeignKey("partners.Writer", on_delete=models.CASCADE, related_name="words", db_index=False)
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


# Where a writer is, as the index `writer_spot` of PostgreSQL has it (migration 0003): in degrees, those of
# longitude as long as in the middle of the United States. A tenth of a millimetre made from the id keeps
# people of one ZIP code apart, so that their order is the same on every page.
SPOT = "point({longitude} * 0.78 + ({id} %% 997) * 1e-9::float8, {latitude} + ({id} %% 1009) * 1e-9::float8)"


class Away(models.Func):
    """How far writers are from a point, for putting them in order: nearest first, unknown places last.

    PostgreSQL's index hands out the nearest of a million one by one; elsewhere it is the plain distance in
    degrees of this latitude.
    """

    output_field = models.FloatField()

    def __init__(self, latitude: float, longitude: float):
        super().__init__("latitude", "longitude", "id")
        self.origin = (latitude, longitude)

    def columns(self, compiler) -> dict[str, str]:
        sources = zip(("latitude", "longitude", "id"), self.get_source_expressions(), strict=True)
        return {name: compiler.compile(source)[0] for name, source in sources}

    def as_sql(self, compiler, connection, **_context):
        latitude, longitude = self.origin
        up, across = "({latitude} - %s)", "(({longitude} - %s) * %s)"
        sql = f"coalesce({up} * {up} + {across} * {across}, 1e9) + ({{id}} %% 997) * 1e-12"
        wide = cos(radians(latitude))
        return sql.format(**self.columns(compiler)), [latitude, latitude, longitude, wide, longitude, wide]

    def as_postgresql(self, compiler, connection, **_context):
        latitude, longitude = self.origin
        sql = f"{SPOT} <-> point(%s * 0.78::float8, %s)"
        return sql.format(**self.columns(compiler)), [longitude, latitude]
