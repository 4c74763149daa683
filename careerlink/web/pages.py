"""Pages of long lists by keyset: a page starts after a row, not after a number of rows, so the last
page of a million costs what the first does, and nothing is counted.
"""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Q, QuerySet
from django.http import QueryDict

PARAMETER = "page"
FORWARD, BACK = "f", "b"
LONGEST_CURSOR = 1000  # characters
INTEGERS = range(-(2**63), 2**63)  # what both databases hold


@dataclass
class Page:
    """Some rows of a list. `older` and `newer` are opaque cursors, "" where there is nothing more:
    older is further along in the order of the list, newer is back towards its beginning.
    """

    rows: list
    older: str = ""
    newer: str = ""
    known: int = 0  # rows that are certainly there, 0 where the page cannot tell
    query: QueryDict | None = field(default=None, repr=False)

    def __iter__(self):
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def within(self, query: QueryDict) -> "Page":
        """The same page knowing the query string (filters) that its links have to keep."""
        self.query = query
        return self

    @property
    def older_url(self) -> str:
        """The query string of the page further along, "" at the end."""
        return self._url(self.older)

    @property
    def newer_url(self) -> str:
        return self._url(self.newer)

    def _url(self, cursor: str) -> str:
        if not cursor:
            return ""
        kept = self.query.copy() if self.query is not None else QueryDict(mutable=True)
        kept[PARAMETER] = cursor
        return f"?{kept.urlencode()}"


def keyset_page(
    queryset: QuerySet, cursor: str = "", order: Sequence[str] = ("name", "id"), size: int = 25, ahead: int = 0
) -> Page:
    """One page of `queryset` in `order` (field names, "-" for descending, together unique and never
    null), starting where `cursor` says. One query, no COUNT. Anything that is not a cursor of this
    order gives the first page. With `ahead` it reads so many rows on, to know how many there are.
    """
    names = [name.lstrip("-") for name in order]
    descending = [name.startswith("-") for name in order]
    direction, values = _read(cursor, [_field(queryset.model, name) for name in names])
    back = direction == BACK
    unbounded = queryset
    if values:
        queryset = queryset.filter(_beyond(names, [down != back for down in descending], values))
    ordering = [("-" if down != back else "") + name for name, down in zip(names, descending, strict=True)]
    rows = list(queryset.order_by(*ordering)[: max(size, ahead) + 1])
    if back and not rows:
        return keyset_page(unbounded, "", order, size, ahead)
    page = _page(rows[: size + 1], lambda row: [_value(row, name) for name in names], back, bool(values), size)
    page.known = len(rows) if not values or len(rows) > max(size, ahead) else 0
    return page


def listed_page(items: Sequence, cursor: str, key: Callable[[Any], Sequence], size: int = 25) -> Page:
    """The same for a short list in memory that is sorted by `key` (a tuple of numbers and texts, unique)."""
    direction, values = _read(cursor, [None] * len(key(items[0])) if items else [])
    try:
        if direction == BACK:
            found = [item for item in items if list(key(item)) < values][-size - 1 :][::-1]
        elif values:
            found = [item for item in items if list(key(item)) > values][: size + 1]
        else:
            found = list(items[: size + 1])
    except TypeError:  # a cursor of another list
        return listed_page(items, "", key, size)
    if direction == BACK and not found:
        return listed_page(items, "", key, size)
    return _page(found, lambda item: list(key(item)), direction == BACK, bool(values), size)


def numbered_page(
    group: Callable[[int], tuple[list, bool]], cursor: str, size: int, *, groups: int, group_size: int
) -> Page:
    """A page of a list that is put in order group by group: `group(n)` gives the n-th in order and whether
    there is another; a group holds whole pages, at most `groups` of them are shown.
    """
    pages = group_size // size
    _direction, values = _read(cursor, [None])
    number = values[0] if values and isinstance(values[0], int) and 0 <= values[0] < groups * pages else 0
    found, is_more = group(number // pages)
    start = number % pages * size
    rows = found[start : start + size]
    if not rows and number:
        return numbered_page(group, "", size, groups=groups, group_size=group_size)
    has_next = len(found) > start + size or (is_more and number + 1 < groups * pages)
    return Page(
        rows,
        older=_write(FORWARD, [number + 1]) if has_next else "",
        newer=_write(BACK, [number - 1]) if number else "",
        known=number // pages * group_size + len(found) + is_more,
    )


def _page(found: list, key: Callable[[Any], list], back: bool, began: bool, size: int) -> Page:
    more, rows = len(found) > size, found[:size]
    if back:
        rows.reverse()
    if not rows:
        return Page(rows)
    return Page(
        rows,
        older=_write(FORWARD, key(rows[-1])) if (more or back) else "",
        newer=_write(BACK, key(rows[0])) if (more if back else began) else "",
    )


def _beyond(names: list[str], descending: list[bool], values: list) -> Q:
    """Rows strictly after `values`; the first column is bounded outright, so that an index is used."""
    found = Q()
    for at in range(len(names) - 1, -1, -1):
        step = "lt" if descending[at] else "gt"
        after = Q(**{f"{names[at]}__{step}": values[at]})
        found = after | Q(**{names[at]: values[at]}) & found if found else after
    bound = "lte" if descending[0] else "gte"
    return Q(**{f"{names[0]}__{bound}": values[0]}) & found


def _field(model: Any, name: str) -> Any:
    """The field behind a name such as "institution__name"; None for what a query computes."""
    *relations, last = name.split("__")
    try:
        for relation in relations:
            model = model._meta.get_field(relation).related_model
        return model._meta.pk if last == "pk" else model._meta.get_field(last)
    except (FieldDoesNotExist, AttributeError):
        return None


def _value(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = row[part] if isinstance(row, dict) else getattr(row, part)
    return row


def _write(direction: str, values: Sequence) -> str:
    plain = [value.isoformat() if isinstance(value, date | datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps([direction, *plain]).encode()).decode().rstrip("=")


def _read(cursor: str, fields: list[Field | None]) -> tuple[str, list]:
    """Direction and values of a cursor; forward and none for whatever nobody could have been given."""
    if not cursor or len(cursor) > LONGEST_CURSOR:
        return FORWARD, []
    try:
        direction, *values = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
        if direction not in (FORWARD, BACK) or len(values) != len(fields):
            return FORWARD, []
        return direction, [_judged(value, field) for value, field in zip(values, fields, strict=True)]
    except (ValueError, TypeError, OverflowError, RecursionError, ValidationError):
        return FORWARD, []


def _judged(value: Any, field: Field | None) -> Any:
    """A value of a cursor as the database may see it. Raises ValueError or ValidationError."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("not a value of a list")
    if isinstance(value, str):
        value.encode()  # half of a surrogate pair cannot be stored
        if "\x00" in value:
            raise ValueError("a null byte")
    if field is not None:
        value = field.to_python(value)
    if isinstance(value, float) and value != value:
        raise ValueError("not a number")
    if isinstance(value, int) and value not in INTEGERS:
        raise ValueError("too large a number")
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError("a moment without a zone")
    return value
