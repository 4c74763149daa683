"""The tables of PostgreSQL: COPY in one transaction that sees one moment; no pg_dump is needed.

Whatever version of PostgreSQL wrote a backup, another reads it: rows travel as text, and the tables
themselves are made by the migrations that the backup names.
"""

import gzip
from collections.abc import Callable, Iterable
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

MOVE_ON = 1_000_000  # ids that were given after the backup are never given again
LEVEL = 1  # a backup is read seldom and written daily

TABLES = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
        AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
    ORDER BY relname
"""
COLUMNS = """
    SELECT attname FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    ORDER BY attnum
"""
SEQUENCES = "SELECT sequencename, COALESCE(last_value, 0) FROM pg_sequences WHERE schemaname = current_schema()"
TRIGGERS = """
    SELECT relname, tgname, tgenabled::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE relnamespace = current_schema()::regnamespace AND NOT tgisinternal AND tgenabled <> 'D'
"""
FUNCTIONS = """
    SELECT oid::regprocedure::text FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace
        AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
"""
OTHERS = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
ENABLE = {"O": "ENABLE", "R": "ENABLE REPLICA", "A": "ENABLE ALWAYS"}

Look = Callable[[Callable[[str], list[tuple]]], None]


def dump(folder: Path, look: Look) -> dict:
    """Write every table into `folder` as of one moment; `look` is given a way to query that moment.
    Returns rows by table and the numbers that sequences had reached.
    """
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            rows = {table: _copy_out(cursor, table, folder) for table in _names(cursor, TABLES)}
            look(lambda query: _all(cursor, query))
            sequences = dict(_all(cursor, SEQUENCES))  # never behind the rows: they do not turn back
            cursor.execute("COMMIT")
    finally:
        own.close()
    return {"rows": rows, "sequences": sequences}


def load(folder: Path, tables: dict, statements: Iterable[str]) -> None:
    """Put a backup in place of what is in the tables, in one transaction. Raises DatabaseError, and then
    everything is as it was.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '30s'")
        triggers = _all(cursor, TRIGGERS)  # rows come back as they were: nothing reacts to them
        for table, name, _mode in triggers:
            cursor.execute(f"ALTER TABLE {_quoted(table)} DISABLE TRIGGER {_quoted(name)}")
        cursor.execute(f"TRUNCATE {', '.join(map(_quoted, tables['rows']))}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table, number in tables["rows"].items():
            _copy_in(cursor, table, folder, number)
        for sequence, value in tables["sequences"].items():
            cursor.execute("SELECT setval(%s::regclass, %s)", [_quoted(sequence), value + MOVE_ON])
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, name, mode in triggers:
            cursor.execute(f"ALTER TABLE {_quoted(table)} {ENABLE[mode]} TRIGGER {_quoted(name)}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def make_tables_of(migrations: set[tuple[str, str]]) -> None:
    """Throw all tables away and make those of an older state: what exactly these migrations make."""
    with transaction.atomic(), connection.cursor() as cursor:
        if tables := _names(cursor, TABLES):
            cursor.execute(f"DROP TABLE {', '.join(map(_quoted, tables))} CASCADE")
        for function in _names(cursor, FUNCTIONS):
            cursor.execute(f"DROP FUNCTION IF EXISTS {function} CASCADE")
    executor = MigrationExecutor(connection)
    leaves = [key for key in migrations if not _children(executor, key) & migrations]
    executor.migrate(sorted(leaves))


def bring_back(folder: Path, tables: dict, statements: Iterable[str], *, migrations: set, is_older: bool) -> None:
    """Load a backup into tables of the state that it was made in, and migrate them forward."""
    if is_older:
        make_tables_of(migrations)
        load(folder, tables, statements)
    call_command("migrate", verbosity=0)
    if not is_older:
        load(folder, tables, statements)


def others() -> int:
    """How many other connections use the database."""
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        return cursor.fetchone()[0]


def _children(executor: MigrationExecutor, key: tuple[str, str]) -> set[tuple[str, str]]:
    nodes = executor.loader.graph.node_map[key].children
    return {node.key for node in nodes if node.key[0] == key[0]}


def _copy_out(cursor, table: str, folder: Path) -> int:
    with gzip.open(folder / f"{table}.copy.gz", "wb", compresslevel=LEVEL) as out:
        cursor.copy_expert(f"COPY {_quoted(table)} ({_columns(cursor, table)}) TO STDOUT", out)
    return cursor.rowcount


def _copy_in(cursor, table: str, folder: Path, number: int) -> None:
    with gzip.open(folder / f"{table}.copy.gz", "rb") as rows:
        cursor.copy_expert(f"COPY {_quoted(table)} ({_columns(cursor, table)}) FROM STDIN", rows)
    if cursor.rowcount != number:
        raise ValueError(f"{table}: {cursor.rowcount} rows came back of {number}")


def _columns(cursor, table: str) -> str:
    cursor.execute(COLUMNS, [_quoted(table)])
    return ", ".join(_quoted(name) for (name,) in cursor.fetchall())


def _names(cursor, query: str) -> list[str]:
    return [name for (name,) in _all(cursor, query)]


def _all(cursor, query: str) -> list[tuple]:
    cursor.execute(query)
    return cursor.fetchall()


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
