"""The registry of kinds of mail. Rooms fill it from their `emails.py`, so that the outbox can render
and re-check a mail at the moment it leaves without knowing the rooms above it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from django.utils.functional import Promise

from careerlink.outbox.models import OutgoingMail

Group = Literal["commitments", "decisions", "suggestions", "news", "digest"]


@dataclass(frozen=True)
class Content:
    """A mail ready to leave. `text` is written, not derived from `html`. `invite` is an iCalendar object (RFC 5545)
    that mail programs offer to the reader's calendar, and its method.
    """

    subject: str
    text: str
    html: str
    attachments: list[tuple[str, bytes, str]] = field(default_factory=list)
    invite: tuple[str, str] | None = None


class Line(NamedTuple):
    """What the weekly mail says of a mail that was gathered into it: a heading, a sentence, a full address."""

    title: str
    sentence: str
    url: str


@dataclass(frozen=True)
class Kind:
    """A kind of mail. `render(mail)` reads state as it is when the mail leaves; `still_true(mail)`
    returns "" or the reason why it need not leave any more; `line(mail)` is its part of the weekly mail.
    `in_name` says in a few words what it is ("Reminder of your invitation") when it goes out in the name of the
    host that is its scope: then the people of that host see it while it waits, and may stop it.
    `stops` is for transactional mail to strangers: the group that the one click in it stops.
    """

    slug: str
    group: Group
    transactional: bool
    urgent: bool
    render: Callable[[OutgoingMail], Content]
    still_true: Callable[[OutgoingMail], str]
    line: Callable[[OutgoingMail], Line] | None = None
    in_name: str | Promise = ""
    stops: str = ""


ASKED_FOR = ("commitments", "decisions")  # groups that answer what somebody did, or whose decision has a clock
GATHERED = ("suggestions", "news")  # groups whose mail may be gathered into the weekly one ("digest")
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
    line: Callable[[OutgoingMail], Line] | None = None,
    in_name: str | Promise = "",
    stops: str = "",
) -> None:
    """Add a kind. Raises ValueError when the slug is taken, or when it breaks a rule of `docs/decisions/0014`:
    mail about commitments and decisions is transactional, suggestions and news are not, and have a `line`.
    """
    if slug in kinds:
        raise ValueError(f"there are two kinds of mail called {slug}")
    if transactional != (group in ASKED_FOR):
        raise ValueError(f"{slug}: mail of the group {group} is {'not ' if transactional else ''}transactional")
    if group in GATHERED and (line is None or urgent):
        raise ValueError(f"{slug}: mail that nobody asked for needs a line for the weekly mail and is never urgent")
    kinds[slug] = Kind(slug, group, transactional, urgent, render, still_true, line, in_name, stops)
