"""Counting what a page asks the database, without session, user and transaction control."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

NOT_COUNTED = re.compile(
    r"^(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|PRAGMA|SET )"
    r"|django_session"
    r'|FROM "accounts_user" WHERE "accounts_user"."id" = '
    r"|usersessions_usersession",
    re.IGNORECASE,
)


@contextmanager
def count_queries() -> Iterator[Callable[[], int]]:
    """Count the statements inside: `with count_queries() as n: …; assert n() == 7`.

    When the number is not the expected one, `n.listing()` has the statements.
    """
    with CaptureQueriesContext(connection) as captured:
        counter = _Counter(captured)
        yield counter


class _Counter:
    def __init__(self, captured: CaptureQueriesContext):
        self.captured = captured

    def statements(self) -> list[str]:
        return [q["sql"] for q in self.captured.captured_queries if not NOT_COUNTED.search(q["sql"])]

    def __call__(self) -> int:
        return len(self.statements())

    def listing(self) -> str:
        return "\n".join(statement[:300] for statement in self.statements())
