"""What the directory of writers is searched by."""

import re
import unicodedata
from math import cos, radians, sin

from django.db import models

from careerlink.taxonomy.distance import EARTH_MILES, box

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


class _Where(models.Func):
    """Something about where writers are; filled with the columns of their row."""

    def __init__(self, *args):
        super().__init__("latitude", "longitude", "id")
        self.args = args

    def columns(self, compiler) -> dict[str, str]:
        sources = zip(("latitude", "longitude", "id"), self.get_source_expressions(), strict=True)
        return {name: compiler.compile(source)[0] for name, source in sources}


class Away(_Where):
    """How far writers are from a point, for putting them in order: nearest first, unknown places last.

    PostgreSQL's index hands out the nearest of a million one by one; elsewhere it is the plain distance in
    degrees of this latitude.
    """

    output_field = models.FloatField()

    def __init__(self, latitude: float, longitude: float):
        super().__init__(latitude, longitude)

    def as_sql(self, compiler, connection, **_context):
        latitude, longitude = self.args
        up, across = "({latitude} - %s)", "(({longitude} - %s) * %s)"
        sql = f"coalesce({up} * {up} + {across} * {across}, 1e9) + ({{id}} %% 997) * 1e-12"
        wide = cos(radians(latitude))
        return sql.format(**self.columns(compiler)), [latitude, latitude, longitude, wide, longitude, wide]

    def as_postgresql(self, compiler, connection, **_context):
        latitude, longitude = self.args
        sql = f"{SPOT} <-> point(%s * 0.78::float8, %s)"
        return sql.format(**self.columns(compiler)), [longitude, latitude]


class Within(_Where):
    """Whether writers are at most so many miles from a point, by the great circle; an index cuts out the box."""

    output_field = models.BooleanField()
    conditional = True
    CIRCLE = (
        "power(sin(radians({latitude} - %s) / 2), 2)"
        " + cos(radians({latitude})) * %s * power(sin(radians({longitude} - %s) / 2), 2) <= %s"
    )

    def __init__(self, latitude: float, longitude: float, miles: float):
        super().__init__(latitude, longitude, miles)

    def _sql(self, compiler, square: str, corners: list[float]):
        latitude, longitude, miles = self.args
        circle = [latitude, cos(radians(latitude)), longitude, sin(miles / EARTH_MILES / 2) ** 2]
        return f"({square} AND {self.CIRCLE})".format(**self.columns(compiler)), [*corners, *circle]

    def as_sql(self, compiler, connection, **_context):
        square = "{latitude} BETWEEN %s AND %s AND {longitude} BETWEEN %s AND %s"
        return self._sql(compiler, square, list(box(*self.args)))

    def as_postgresql(self, compiler, connection, **_context):
        south, north, west, east = box(*self.args)
        square = f"{SPOT} <@ box(point(%s * 0.78::float8, %s), point(%s * 0.78::float8 + 2e-6, %s + 2e-6::float8))"
        return self._sql(compiler, square, [west, south, east, north])
