"""The one clock. Nothing else in CareerLink asks the machine what time it is."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import structlog

log = structlog.get_logger(__name__)

_set_to: ContextVar[datetime | None] = ContextVar("clock_set_to", default=None)


def now() -> datetime:
    """The present moment, aware and in UTC, or the moment that `set_to` put in its place."""
    return _set_to.get() or datetime.now(UTC)


def today(zone: str = "UTC") -> date:
    """The calendar day that people in `zone` (an IANA name) have now."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Let everything inside happen at `moment` (aware): demo data of last year, simulated years, tests."""
    if moment.tzinfo is None:
        raise ValueError("the clock needs an aware moment")
    token = _set_to.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)


def strike_all(clocks: Iterable[Callable[[], object]]) -> None:
    """Call each of `clocks`, functions that ask "what is due?". One that fails does not stop the others."""
    for strike in clocks:
        try:
            strike()
        except Exception:
            log.exception("clock_failed", clock=strike.__name__)
