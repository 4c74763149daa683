"""Where mail to us arrives: a maildir, or a mailbox on an IMAP server."""

import imaplib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import structlog
from django.db import DatabaseError

from careerlink.outbox.bounces import LARGEST

log = structlog.get_logger(__name__)

AT_ONCE = 500  # messages in one go; the next go takes the rest
KEYWORD = "CareerLinkLooked"  # on messages that are no reports, so that people still find them unread
TIMEOUT = 30
PORTS = {"imap": 143, "imaps": 993}

TakeIn = Callable[[bytes], bool]


def go_through(url: str, take_in: TakeIn) -> tuple[int, int]:
    """Hand each new message to `take_in`, which says whether it was a report; returns how many were looked at
    and how many were reports. Reports are marked as read. Raises OSError or imaplib.IMAP4.error when the
    place cannot be opened.
    """
    parts = urlsplit(url)
    return _maildir(Path(unquote(parts.path)), take_in) if parts.scheme == "maildir" else _imap(parts, take_in)


def _maildir(folder: Path, take_in: TakeIn) -> tuple[int, int]:
    """A message is taken from `new` to `cur` when it has been looked at, with the flag S when it was a report."""
    looked = reports = 0
    for path in sorted((folder / "new").iterdir())[:AT_ONCE]:
        try:
            is_report = _try(take_in, path.read_bytes() if path.stat().st_size <= LARGEST else b"", path.name)
            path.rename(folder / "cur" / f"{path.name.partition(':')[0]}:2,{'S' if is_report else ''}")
        except FileNotFoundError:  # another reader was quicker
            continue
        looked, reports = looked + 1, reports + is_report
    return looked, reports


def _imap(parts, take_in: TakeIn) -> tuple[int, int]:
    kind = imaplib.IMAP4_SSL if parts.scheme == "imaps" else imaplib.IMAP4
    server = kind(parts.hostname, parts.port or PORTS[parts.scheme], timeout=TIMEOUT)
    looked = reports = 0
    try:
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        name = unquote(parts.path.strip("/")) or "INBOX"
        answer, words = server.select(f'"{name}"')
        if answer != "OK":
            raise imaplib.IMAP4.error(f"cannot open {name}: {words}")
        _answer, found = server.uid("SEARCH", "UNSEEN", "UNKEYWORD", KEYWORD)
        for uid in found[0].decode().split()[:AT_ONCE]:
            is_report = _try(take_in, _fetch(server, uid), uid)
            if is_report or server.uid("STORE", uid, "+FLAGS.SILENT", f"({KEYWORD})")[0] != "OK":
                server.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)")
            looked, reports = looked + 1, reports + is_report
    finally:
        try:
            server.logout()
        except (OSError, imaplib.IMAP4.error):
            log.warning("bounce_server_gone")
    return looked, reports


def _fetch(server: imaplib.IMAP4, uid: str) -> bytes:
    """The bytes of a message, at most one more than we are ready to read."""
    _answer, found = server.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST + 1}>)")
    return next((part[1] for part in found if isinstance(part, tuple)), b"")


def _try(take_in: TakeIn, data: bytes, name: str) -> bool:
    """One message from hell keeps no other from being read; without a database all wait."""
    try:
        return take_in(data)
    except DatabaseError:
        raise
    except Exception:
        log.exception("bounce_not_read", message=name)
        return False
