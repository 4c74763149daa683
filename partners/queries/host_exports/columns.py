"""How rows become lists of an archive."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from careerlink.accounts.models import User
from careerlink.web.archives import Table, in_batches


def table(name: str, rows: QuerySet, columns: dict[str, Callable[[Any], Any]]) -> Table:
    lines = ([read(row) for read in columns.values()] for batch in in_batches(rows) for row in batch)
    return Table(name, list(columns), lines)


def get(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row, name)


def display(name: str) -> Callable[[Any], str]:
    return lambda row: str(getattr(row, f"get_{name}_display")())


def name_of(user: User | None) -> str:
    return user.name if user else ""
