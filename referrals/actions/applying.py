"""A list that was read is brought into the records in one transaction, and taken out of them in one: a handful of
statements over all its rows. What somebody changed in the meantime is left alone both times.
"""

# ruff: noqa: S608 all names in these statements are those of our own tables and columns
from collections.abc import Sequence

import structlog
from django.db import connection, transaction
from django.db.models import Model

from careerlink.web import clock
from referrals import clocks
from referrals.actions import import_work as work
from referrals.actions.staging import counts_of
from referrals.models import (
    AlumniImport,
    Alumnus,
    AlumnusAddress,
    AlumnusTag,
    ImportAddress,
    ImportBefore,
    ImportRow,
    ImportTag,
)
from referrals.models.imports import Facts

log = structlog.get_logger(__name__)

State = AlumniImport.State
TABLES: dict[str, type[Model]] = {
    "alumnus": Alumnus,
    "address": AlumnusAddress,
    "tag": AlumnusTag,
    "staged": ImportRow,
    "before": ImportBefore,
    "staged_address": ImportAddress,
    "staged_tag": ImportTag,
}
NAMES = {name: model._meta.db_table for name, model in TABLES.items()}
CACHE = 64 * 1024  # kB of memory in which SQLite keeps what a long list touches
NOTHING = {"graduation_year": "0", "place_id": "''"}  # what stands for null when two rows are compared


def apply_import(key: str) -> bool:
    """Bring the rows of an import into the records, all or none; whether that was done."""
    return _hold(key, State.APPLYING, _apply)


def undo_import(key: str) -> bool:
    """Take the rows of an import out again, all that nobody changed since; whether that was done."""
    return _hold(key, State.UNDOING, _undo)


def _hold(key: str, state: str, work_on) -> bool:
    held = work.take(key, state)
    if held is None:
        return False
    if connection.vendor == "sqlite":
        _run(f"PRAGMA cache_size = -{CACHE}", [])
    try:
        work_on(held)
    except work.GivenUp:
        return False
    except Exception:
        log.exception("import_failed", key=held.key, state=state)
        if held.tries < work.MOST_TRIES:
            work.release(held)
        return False
    return True


# --- Bringing in -------------------------------------------------------------------------------------------------


def _apply(held: AlumniImport) -> None:
    file = held.file.name
    with transaction.atomic():
        work.go_on(held)
        _leave_late(held)
        _add_people(held)
        _change_people(held)
        now = clock.now()
        held.move(
            "finish_applying",
            due_at=now + clocks.IMPORT_UNDO,
            applied_at=now,
            claim="",
            alive_until=None,
            tries=0,
            file="",
            counts=counts_of(held),
        )
        transaction.on_commit(lambda: work.storage().delete(file) if file else None)


def _leave_late(held: AlumniImport) -> None:
    """What somebody changed since the list was read is left out: nobody has seen what would come of it."""
    _run(
        """
        UPDATE {staged} SET verdict = 'late' WHERE alumni_import_id = %s AND verdict IN ('new', 'changed') AND id IN (
            SELECT x.row_id FROM {staged_address} x JOIN {address} a ON a.host_id = %s AND a.email = x.email
            WHERE x.alumni_import_id = %s)
        """,
        [held.pk, held.host_id, held.pk],
    )
    _run(
        f"""
        UPDATE {{staged}} SET verdict = 'late' WHERE alumni_import_id = %s AND verdict = 'changed' AND NOT EXISTS (
            SELECT 1 FROM {{alumnus}} a JOIN {{before}} b ON b.row_id = {{staged}}.id
            WHERE a.id = {{staged}}.alumnus_id AND a.erased_at IS NULL AND {_same("a", "b")})
        """,
        [held.pk],
    )


def _add_people(held: AlumniImport) -> None:
    columns, values, params = _new_alumnus(held)
    _run(
        f"""
        INSERT INTO {{alumnus}} ({columns}) SELECT {values} FROM {{staged}} r
        WHERE r.alumni_import_id = %s AND r.verdict = 'new' ORDER BY r.id
        """,
        [*params, held.pk],
    )
    _run(
        """
        INSERT INTO {address} (alumnus_id, host_id, email, is_main) SELECT a.id, a.host_id, x.email, x.is_main
        FROM {staged} r JOIN {alumnus} a ON a.key = r.key JOIN {staged_address} x ON x.row_id = r.id
        WHERE r.alumni_import_id = %s AND r.verdict = 'new' ORDER BY x.id
        """,
        [held.pk],
    )
    _run(
        """
        INSERT INTO {tag} (alumnus_id, vocabulary, code) SELECT a.id, t.vocabulary, t.code
        FROM {staged} r JOIN {alumnus} a ON a.key = r.key JOIN {staged_tag} t ON t.row_id = r.id
        WHERE r.alumni_import_id = %s AND r.verdict = 'new' ORDER BY t.id
        """,
        [held.pk],
    )


def _new_alumnus(held: AlumniImport) -> tuple[str, str, list]:
    """The columns of a new alumnus, where each comes from, and the values of those that are the same for all."""
    columns, values, params = [], [], []
    fixed = {"host_id": held.host_id, "source": Alumnus.Source.IMPORT}
    for field in Alumnus._meta.concrete_fields:
        if field.primary_key:
            continue
        columns.append(connection.ops.quote_name(field.column))
        if field.attname in (*Facts.FIELDS, "key"):
            values.append(f"r.{field.column}")
        else:
            values.append("%s")
            value = fixed.get(field.attname, field.get_default())
            params.append(field.get_db_prep_save(value, connection))
    return ", ".join(columns), ", ".join(values), params


def _change_people(held: AlumniImport) -> None:
    _run(
        """
        INSERT INTO {address} (alumnus_id, host_id, email, is_main) SELECT r.alumnus_id, %s, x.email, FALSE
        FROM {staged} r JOIN {staged_address} x ON x.row_id = r.id
        WHERE r.alumni_import_id = %s AND r.verdict = 'changed' ORDER BY x.id
        """,
        [held.host_id, held.pk],
    )
    _run(
        """
        UPDATE {staged_tag} SET is_added = TRUE WHERE row_id IN (
            SELECT r.id FROM {staged} r WHERE r.alumni_import_id = %s AND r.verdict = 'changed')
        AND NOT EXISTS (
            SELECT 1 FROM {staged} r JOIN {tag} g ON g.alumnus_id = r.alumnus_id WHERE r.id = {staged_tag}.row_id
            AND g.vocabulary = {staged_tag}.vocabulary AND g.code = {staged_tag}.code)
        """,
        [held.pk],
    )
    _run(
        """
        INSERT INTO {tag} (alumnus_id, vocabulary, code) SELECT r.alumnus_id, t.vocabulary, t.code
        FROM {staged} r JOIN {staged_tag} t ON t.row_id = r.id
        WHERE r.alumni_import_id = %s AND r.verdict = 'changed' AND t.is_added ORDER BY t.id
        """,
        [held.pk],
    )
    _run(
        f"""
        UPDATE {{alumnus}} SET {_from("r")}, changed_at = %s FROM {{staged}} r
        WHERE r.alumni_import_id = %s AND r.verdict = 'changed' AND r.alumnus_id = {{alumnus}}.id
        """,
        [_now(), held.pk],
    )


# --- Taking out --------------------------------------------------------------------------------------------------


def _undo(held: AlumniImport) -> None:
    with transaction.atomic():
        work.go_on(held)
        _leave_changed(held)
        _remove_people(held)
        _restore_people(held)
        held.move("finish_undoing", due_at=None, claim="", alive_until=None, tries=0, counts=counts_of(held))


def _leave_changed(held: AlumniImport) -> None:
    """Whom somebody changed since, or who asked for help meanwhile, stays as she is."""
    used = " OR ".join(f"EXISTS (SELECT 1 FROM {table} u WHERE u.{column} = a.id)" for table, column in _uses())
    _run(
        f"""
        UPDATE {{staged}} SET verdict = 'left' WHERE alumni_import_id = %s AND verdict = 'new' AND EXISTS (
            SELECT 1 FROM {{alumnus}} a WHERE a.key = {{staged}}.key AND (
                a.erased_at IS NOT NULL OR a.opted_out_at IS NOT NULL OR NOT ({_same("a", "{staged}")}) OR {used}
                OR EXISTS (SELECT 1 FROM {{address}} d WHERE d.alumnus_id = a.id AND (
                    d.confirmed_at IS NOT NULL OR NOT EXISTS (
                        SELECT 1 FROM {{staged_address}} x WHERE x.alumni_import_id = %s AND x.email = d.email)))))
        """,
        [held.pk, held.pk],
    )
    _run(
        f"""
        UPDATE {{staged}} SET verdict = 'left' WHERE alumni_import_id = %s AND verdict = 'changed' AND EXISTS (
            SELECT 1 FROM {{alumnus}} a WHERE a.id = {{staged}}.alumnus_id
            AND (a.erased_at IS NOT NULL OR NOT ({_same("a", "{staged}")})))
        """,
        [held.pk],
    )


def _uses() -> list[tuple[str, str]]:
    """Table and column of everything that keeps an alumnus where she is."""
    own = (AlumnusAddress, AlumnusTag, ImportRow)
    relations = [relation for relation in Alumnus._meta.related_objects if relation.related_model not in own]
    return [(relation.related_model._meta.db_table, relation.field.column) for relation in relations]


def _remove_people(held: AlumniImport) -> None:
    these = """SELECT a.id FROM {staged} r JOIN {alumnus} a ON a.key = r.key
        WHERE r.alumni_import_id = %s AND r.verdict = 'new'"""
    _run(f"DELETE FROM {{tag}} WHERE alumnus_id IN ({these})", [held.pk])
    _run(f"DELETE FROM {{address}} WHERE alumnus_id IN ({these})", [held.pk])
    _run(f"DELETE FROM {{alumnus}} WHERE id IN ({these})", [held.pk])


def _restore_people(held: AlumniImport) -> None:
    changed = "r.alumni_import_id = %s AND r.verdict = 'changed'"
    _run(
        f"""
        DELETE FROM {{address}} WHERE confirmed_at IS NULL AND NOT is_main AND id IN (
            SELECT d.id FROM {{staged}} r JOIN {{staged_address}} x ON x.row_id = r.id
            JOIN {{address}} d ON d.alumnus_id = r.alumnus_id AND d.email = x.email WHERE {changed})
        """,
        [held.pk],
    )
    _run(
        f"""
        DELETE FROM {{tag}} WHERE id IN (
            SELECT g.id FROM {{staged}} r JOIN {{staged_tag}} t ON t.row_id = r.id AND t.is_added
            JOIN {{tag}} g ON g.alumnus_id = r.alumnus_id AND g.vocabulary = t.vocabulary AND g.code = t.code
            WHERE {changed})
        """,
        [held.pk],
    )
    _run(
        f"""
        UPDATE {{alumnus}} SET {_from("b")}, changed_at = %s FROM {{staged}} r JOIN {{before}} b ON b.row_id = r.id
        WHERE {changed} AND r.alumnus_id = {{alumnus}}.id
        """,
        [_now(), held.pk],
    )


# --- Statements --------------------------------------------------------------------------------------------------


def _run(statement: str, params: Sequence) -> None:
    """Run one statement; names in braces are those of TABLES."""
    with connection.cursor() as cursor:
        cursor.execute(statement.format(**NAMES), params)


def _same(one: str, other: str) -> str:
    """That two rows say the same about somebody; either may be a name in braces."""
    return " AND ".join(
        f"COALESCE({one}.{name}, {NOTHING[name]}) = COALESCE({other}.{name}, {NOTHING[name]})"
        if name in NOTHING
        else f"{one}.{name} = {other}.{name}"
        for name in Facts.FIELDS
    )


def _from(name: str) -> str:
    return ", ".join(f"{column} = {name}.{column}" for column in Facts.FIELDS)


def _now():
    return connection.ops.adapt_datetimefield_value(clock.now())
