"""One point for or against, as every part of the matcher says it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """One point for (`is_for`) or against, as a code with its numbers and codes; pages word it.

    `points` is what it adds to the score (nothing where it makes it impossible), `n` how often something was
    so, `kind` of which work.
    """

    code: str
    is_for: bool = True
    miles: int | None = None
    codes: tuple[str, ...] = ()
    points: int = 0
    n: int = 0
    kind: str = ""
