"""The registry of kinds of mail. Rooms fill it from their `emails.py`, so that the outbox can render
and re-check a mail at the moment it leaves without knowing the rooms above it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from careerlink.outbox.models import OutgoingMail

Group = Literal["commitments", "decisions", "suggestions", "news"]


@dataclass(frozen=True)
class Content:
    """A mail ready to leave. `text` is written, not derived from `html`."""

    subject: str
    text: str
    html: str
    attachments: list[tuple[str, bytes, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Kind:
    """A kind of mail. `render(mail)` reads state as it is when the mail leaves; `still_true(mail)`
    returns "" or the reason why it need not leave any more.
    """

    slug: str
    group: Group
    transactional: bool
    urgent: bool
    render: Callable[[OutgoingMail], Content]
    still_true: Callable[[OutgoingMail], str]


kinds: dict[str, Kind] = {}


def always(mail: OutgoingMail) -> str:
    """For kinds that stay true whatever happens after."""
    return ""


def register(
    slug: str,
    *,
    group: Group,
    transactional: bool,
    render: Callable[[OutgoingMail], Content],
    urgent: bool = False,
    still_true: Callable[[OutgoingMail], str] = always,
) -> None:
    """Add a kind. Raises ValueError when the slug is taken."""
    if slug in kinds:
        raise ValueError(f"there are two kinds of mail called {slug}")
    kinds[slug] = Kind(slug, group, transactional, urgent, render, still_true)
