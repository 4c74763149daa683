"""Archives that people take away: lists as CSV and JSON in one zip file, written row by row, so that a
long list costs disk and no memory.
"""

import csv
import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db.models import Model, QuerySet

BATCH = 500  # rows read at once
# What a spreadsheet takes for the beginning of a formula, the wide forms of some keyboards included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Table:
    """One list: its name, its columns, and its rows as they are read."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]


def in_batches(rows: QuerySet, size: int = BATCH) -> Iterator[list[Model]]:
    """The rows in the order of their ids, `size` at a time; no cursor stays open in between."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:size]):
        yield batch
        last = batch[-1].pk


def safe_cell(value: Any) -> str:
    """A value for a spreadsheet. What it would take for a formula begins with ', so that it stays text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) and not isinstance(value, int | float) else text


def plain(value: Any) -> Any:
    """A value for JSON: numbers, yes and no stay, moments are ISO 8601, the rest is text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    return value.isoformat() if isinstance(value, datetime | date) else str(value)


def sheet(table: Table) -> Iterator[str]:
    """One list as CSV for a spreadsheet, a piece at a time; no cell of it is a formula."""
    lines = csv.writer(_Echo())  # RFC 4180: lines end in CR LF
    yield "\ufeff" + lines.writerow([safe_cell(column) for column in table.columns])  # so it is read as UTF-8
    for row in table.rows:
        yield lines.writerow([safe_cell(value) for value in row])


class _Echo:
    """Hands back what is written."""

    def write(self, text: str) -> str:
        return text


class Archive:
    """A zip file being written at `path`. To be used in a `with`."""

    def __init__(self, path: Path):
        self.zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True)

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *error: object) -> None:
        self.zip.close()

    def add_text(self, name: str, text: str) -> None:
        self.zip.writestr(name, text)

    def add_part(self, label: str, tables: Iterable[Table], tick: Callable[[int], None]) -> None:
        """Add `json/<label>.json` with all lists of a part and `csv/<list>.csv` for each. `tick(rows)` is
        called after each batch and at the end of each list, with the rows written since.
        """
        with tempfile.TemporaryFile() as kept:
            spool = io.TextIOWrapper(kept, encoding="utf-8", newline="\n")
            spool.write("{")
            for number, table in enumerate(tables):
                spool.write(f"{',' if number else ''}\n{json.dumps(table.name)}: [")
                self._add_table(table, spool, tick)
                spool.write("]")
            spool.write("\n}\n")
            spool.flush()
            kept.seek(0)
            with self.zip.open(f"json/{label}.json", "w", force_zip64=True) as target:
                shutil.copyfileobj(kept, target)

    def _add_table(self, table: Table, spool: io.TextIOWrapper, tick: Callable[[int], None]) -> None:
        with self.zip.open(f"csv/{table.name}.csv", "w", force_zip64=True) as raw:
            sheet = io.TextIOWrapper(raw, encoding="utf-8", newline="")
            lines = csv.writer(sheet)  # RFC 4180: lines end in CR LF
            lines.writerow(table.columns)
            since = 0
            for number, row in enumerate(table.rows):
                lines.writerow([safe_cell(value) for value in row])
                as_dict = dict(zip(table.columns, map(plain, row), strict=True))
                spool.write(f"{',' if number else ''}\n{json.dumps(as_dict, ensure_ascii=False)}")
                since += 1
                if since == BATCH:
                    tick(since)
                    since = 0
            sheet.flush()
            sheet.detach()
        tick(since)
