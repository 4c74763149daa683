"""Whether this process can do its work: what `/readyz` answers."""

from collections.abc import Callable
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from careerlink.celery import app
from careerlink.web import clock

figures: dict[str, Callable[[datetime], float]] = {}
conditions: dict[str, Callable[[], str]] = {}
notices: dict[str, Callable[[], str]] = {}
_migrated = False


def register_figure(name: str, function: Callable[[datetime], float]) -> None:
    """Add a number that `/readyz` tells ("oldest_due_mail_seconds"); it says nothing about readiness."""
    figures[name] = function


def register_condition(name: str, function: Callable[[], str]) -> None:
    """Add a part to what has to be "ok"; `function()` says that, or in a few words why not."""
    conditions[name] = function


def register_notice(name: str, function: Callable[[], str]) -> None:
    """Add what somebody has to look at though the process can do its work; `function()` says "ok" or what it is."""
    notices[name] = function


def report() -> dict:
    """`ready`, a few words or "ok" for each part, and the registered notices and figures (none without a
    database).
    """
    database = _database()
    parts = {
        "database": database,
        "migrations": _migrations() if database == "ok" else "unknown",
        "broker": _broker(),
    }
    others: dict[str, str | float] = {}
    if parts["migrations"] == "ok":
        now = clock.now()
        parts |= {name: function() for name, function in conditions.items()}
        others = {name: function() for name, function in notices.items()}
        others |= {name: round(function(now), 1) for name, function in figures.items()}
    return {"ready": all(words == "ok" for words in parts.values()), **parts, **others}


def _database() -> str:
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "does not answer"
    return "ok"


def _migrations() -> str:
    """Whether all migrations are applied; once they are, a running process does not ask again."""
    global _migrated  # noqa: PLW0603 the answer cannot change back under a running process
    if not _migrated:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "ok" if _migrated else "not all applied"


def _broker() -> str:
    try:
        with app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=0, timeout=1)
            connection.default_channel.close()
    except Exception:  # each transport has errors of its own
        return "does not answer"
    return "ok"
