"""Reading what belongs to the rows of one page from several tables in one statement.

Written as SQL: the ORM takes longer to put such a UNION together than the database to answer it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection
from django.db.models import Model


@dataclass(frozen=True)
class Part:
    """Rows of `table` under the name `what`: `text` and `number` are columns or plain SQL, `where` narrows
    them with `params`; with `grouped` they are figures for each owner.
    """

    what: str
    table: type[Model]
    text: str = "''"
    number: str = "0"
    where: str = ""
    params: tuple = ()
    grouped: bool = False


def read_parts(parts: Sequence[Part], owner: str, ids: Sequence[int]) -> Iterator[tuple[str, int, str, int]]:
    """(what, id of the owner, text, number) of all `parts` that belong to `ids` by their column `owner`. One query."""
    if not ids:
        return
    these, statements, params = ", ".join(["%s"] * len(ids)), [], []
    for part in parts:
        where = f"{owner} IN ({these})" + (f" AND {part.where}" if part.where else "")
        group = f" GROUP BY {owner}" if part.grouped else ""
        statements.append(
            f"SELECT '{part.what}', {owner}, {part.text}, {part.number}"  # noqa: S608 names of our own
            f" FROM {part.table._meta.db_table} WHERE {where}{group}"
        )
        params += [*ids, *part.params]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), params)
        yield from cursor.fetchall()


def moment(value: datetime | str | None) -> datetime | None:
    """A moment as plain SQL gives it: SQLite has texts in UTC, or moments without a zone where it knows the column."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found
