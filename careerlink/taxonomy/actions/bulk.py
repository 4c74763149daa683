"""Many rows in few statements, without a model instance for each."""

from collections.abc import Iterable, Sequence
from itertools import islice

from django.db import connection, models

_PLACES = 30_000  # values in one statement; SQLite takes 32,766


def put(model: type[models.Model], names: Sequence[str], rows: Iterable[tuple], *, key: str = "") -> int:
    """Insert rows of values for these fields, and say how many.

    With `key`, a row that is there already is updated in its other fields.
    """
    quote = connection.ops.quote_name
    column_of = {field.name: quote(field.column) for field in model._meta.concrete_fields if field.column}
    columns = [column_of[name] for name in names]
    head = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(columns)}) VALUES "  # noqa: S608 names of our own tables
    tail = ""
    if key:
        known = column_of[key]
        changes = ", ".join(f"{column} = excluded.{column}" for column in columns if column != known)
        tail = f" ON CONFLICT ({known}) DO UPDATE SET {changes}"
    one = f"({', '.join(['%s'] * len(columns))})"
    rows, count = iter(rows), 0
    with connection.cursor() as cursor:
        while batch := list(islice(rows, _PLACES // len(columns))):
            values = [value for row in batch for value in row]
            cursor.execute(head + ", ".join([one] * len(batch)) + tail, values)
            count += len(batch)
    return count
