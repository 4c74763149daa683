"""Watching over the trail: the recent part at each look, the whole once a day in portions."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice

import structlog
from django.db import connection, transaction

from careerlink.audit.models import Check, Seal
from careerlink.audit.seals import TABLES, last_seal
from careerlink.audit.signals import trail_is_broken
from careerlink.audit.verify import UNSEALED_FOR, Finding, look_through, recent_number
from careerlink.web import clock
from careerlink.web.parts import moment

log = structlog.get_logger(__name__)

PORTION = 50  # seals; about a second
WHOLE_EVERY = timedelta(days=1)
MOST_FINDINGS = 20
# Since when it is broken, and of each table the moment of the first row beyond its last seal.
_UNSEALED = (
    "(SELECT at FROM {table} WHERE id > COALESCE("
    "(SELECT last_id FROM {seals} WHERE of = %s ORDER BY last_id DESC LIMIT 1), 0) ORDER BY id LIMIT 1)"
)
_IN_SHORT = ", ".join(
    [
        f"SELECT (SELECT broken_since FROM {Check._meta.db_table} WHERE id = 1)",  # noqa: S608 names of our own
        *(_UNSEALED.format(table=table._meta.db_table, seals=Seal._meta.db_table) for table in TABLES.values()),
    ]
)


def watch() -> list[Finding]:
    """Look at the recent part and at the next portion of the whole; note what was found and say so to
    the rooms above. What was found stays until a walk through the whole finds it no more.
    """
    now = clock.now()
    check = Check.objects.filter(pk=1).first() or Check(pk=1, checked_at=now)
    recent = list(islice(look_through(recent_number()), MOST_FINDINGS))
    has_ended = _next_portion(check, now)
    check.findings = _first(recent, check.walking if has_ended else [*check.findings, *check.walking])
    check.checked_at = now
    check.broken_since = (check.broken_since or now) if check.findings else None
    findings = findings_of(check)
    with transaction.atomic():
        check.save()
        if findings:
            log.error("audit_broken", findings=[f"{one.code} {one.label} {one.id}" for one in findings])
            trail_is_broken.send(Check, findings=findings)
    return findings


def findings_of(check: Check) -> list[Finding]:
    return [Finding(*one) for one in check.findings]


def in_short() -> str:
    """What `/readyz` says of the trail: "ok", that the last look found it broken, or that what was written has not
    been sealed for more than 10 minutes. One query, which reads a row of each table by its index.
    """
    with connection.cursor() as cursor:
        cursor.execute(_IN_SHORT, list(TABLES))
        broken_since, *firsts = cursor.fetchone()
    if broken_since:
        return "is broken"
    late = clock.now() - UNSEALED_FOR
    unsealed = filter(None, map(moment, firsts))
    return "is not sealed" if any(at < late for at in unsealed) else "ok"


def _next_portion(check: Check, now: datetime) -> bool:
    """Walk on through the whole; True when its end was reached. The next walk begins a day after this one
    did, and at once while something is wrong.
    """
    if check.whole_ended_at and not check.findings and now - (check.whole_began_at or now) < WHOLE_EVERY:
        return False
    if check.whole_ended_at or check.whole_began_at is None:
        check.whole_began_at, check.whole_ended_at, check.through, check.walking = now, None, 0, []
    newest = last_seal()
    until = min(check.through + PORTION, newest.number if newest else 0)
    found = list(islice(look_through(check.through, until), MOST_FINDINGS))
    check.walking = _first(found, check.walking)
    check.through = until
    if newest and until < newest.number:
        return False
    check.whole_ended_at = now
    return True


def _first(found: Iterable[Finding], others: Iterable) -> list[list]:
    """The first of these and those, each once, as they are stored."""
    plain = [[one.code, one.label, one.id] for one in found]
    return [list(one) for one in dict.fromkeys(map(tuple, [*plain, *others]))][:MOST_FINDINGS]
