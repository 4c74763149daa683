"""The tables of SQLite: its online backup, which others may write beside."""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from django.core.management import call_command
from django.db import connection

NAME = "database.sqlite3"
MOVE_ON = 1_000_000  # ids that were given after the backup are never given again

Look = Callable[[Callable[[str], list[tuple]]], None]


def dump(folder: Path, look: Look) -> dict:
    """Write the whole database into `folder` as of one moment; `look` is given a way to query that moment.
    Returns rows by table.
    """
    connection.ensure_connection()
    with closing(sqlite3.connect(folder / NAME)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        look(lambda query: copy.execute(query).fetchall())
        return {"rows": _count(copy)}


def bring_back(folder: Path, tables: dict, statements: Iterable[str], *, migrations: set, is_older: bool) -> None:
    """Put a backup in place of the database in one step, then migrate it forward. Raises sqlite3.Error or
    ValueError, and then everything is as it was.
    """
    with closing(sqlite3.connect(":memory:")) as draft:
        with closing(sqlite3.connect(f"file:{(folder / NAME).resolve()}?mode=ro", uri=True)) as backup:
            backup.backup(draft)
        if draft.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise ValueError(f"{NAME} is damaged")
        if _count(draft) != tables["rows"]:
            raise ValueError(f"{NAME} holds other rows than its manifest says")
        for (table,) in draft.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'").fetchall():
            draft.execute("INSERT INTO sqlite_sequence (name, seq) SELECT ?, 0 WHERE NOT EXISTS "
                          "(SELECT 1 FROM sqlite_sequence WHERE name = ?)", [table, table])  # fmt: skip
        draft.execute("UPDATE sqlite_sequence SET seq = seq + ?", [MOVE_ON])
        for statement in statements:
            draft.execute(statement)
        draft.commit()
        connection.ensure_connection()
        draft.backup(connection.connection)
    call_command("migrate", verbosity=0)


def others() -> int:
    """SQLite does not know who else has the file open."""
    return 0


def _count(database: sqlite3.Connection) -> dict[str, int]:
    names = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    return {name: database.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for (name,) in names}  # noqa: S608 names of tables
