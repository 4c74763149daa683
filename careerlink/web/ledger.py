"""What must outlive the database: append-only files outside it and outside its backups.

`departed` says which mails have left, `erased` who was erased and which office has left for good. Lines hold
a moment and keyed digests and nothing else; the key lies beside them. With them a database that comes back
from a backup learns what happened after it: nobody is written to twice, and nobody who was erased is there
again, nor an office that left.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from careerlink.web import clock

DEPARTED, ERASED = "departed", "erased"
DIGEST = 16  # bytes


class LedgerLostError(Exception):
    """The key of the ledger is gone: its lines can no longer be read."""


def digest(text: str) -> str:
    """What stands in the ledger for `text`: nobody finds it out without the key."""
    return hashlib.blake2b(text.encode(), key=_key(settings.LEDGER_ROOT), digest_size=DIGEST).hexdigest()


def write(book: str, *digests: str) -> None:
    """Add one line to a book; several processes may write at once. Raises OSError."""
    now = clock.now()
    # The empty line keeps this one whole when the one before was torn by a crash.
    line = "\n" + " ".join([now.isoformat(timespec="seconds"), *digests]) + "\n"
    # A book for each month, so that old ones can be put away whole.
    file = _open(f"{settings.LEDGER_ROOT}/{book}-{now.year}-{now.month:02}.log")
    try:
        os.write(file, line.encode())
    finally:
        os.close(file)


def _open(path: str) -> int:
    """To be written at its end only, and never kept open: a copy of the ledger may be put in its place."""
    try:
        return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    except FileNotFoundError:
        _root()
        return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)


def keep(book: str) -> None:
    """See to it that the lines of a book survive a loss of power. Raises OSError."""
    for path in _books(book)[-1:]:
        with path.open("rb") as file:
            os.fsync(file.fileno())


def read(book: str, since: datetime | None = None) -> Iterator[tuple[datetime, list[str]]]:
    """The lines of a book from a moment on, oldest first. A line that was torn by a crash is left out."""
    for path in _books(book):
        if since and path.stem[-7:] < f"{since:%Y-%m}":
            continue
        with path.open(encoding="ascii", errors="replace") as lines:
            for line in lines:
                found = _parse(line)
                if found and (since is None or found[0] >= since):
                    yield found


def position() -> dict:
    """Which ledger this is and how far it has come; a backup remembers it."""
    sizes = {path.name: path.stat().st_size for path in _books(DEPARTED) + _books(ERASED)}
    return {"ledger": digest("which ledger is this"), "sizes": sizes}


def goes_on_from(then: dict) -> bool:
    """Whether this ledger is the one of that position and has lost nothing since."""
    now = position()
    is_whole = all(now["sizes"].get(name, -1) >= size for name, size in then["sizes"].items())
    return now["ledger"] == then["ledger"] and is_whole


def forget(book: str, before: datetime) -> None:
    """Throw away the books of months that were over before that moment."""
    for path in _books(book):
        if path.stem[-7:] < f"{before:%Y-%m}":
            path.unlink(missing_ok=True)


def _parse(line: str) -> tuple[datetime, list[str]] | None:
    words = line.split()
    if not line.endswith("\n") or len(words) < 2 or any(len(word) != DIGEST * 2 for word in words[1:]):
        return None
    try:
        return datetime.fromisoformat(words[0]), words[1:]
    except ValueError:
        return None


def _books(book: str) -> list[Path]:
    return sorted(_root().glob(f"{book}-????-??.log"))


def _root() -> Path:
    root = Path(settings.LEDGER_ROOT)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root


@lru_cache(maxsize=1)
def _key(root: str | Path) -> bytes:
    """The key of the ledger, made with its first use and never again."""
    path = _root() / "key"
    if not path.exists():
        if _books(DEPARTED) or _books(ERASED):
            raise LedgerLostError(f"{path} is gone: put it back from a copy of the ledger")
        draft = path.with_name(f"key.{secrets.token_hex(8)}")
        with draft.open("xb") as file:
            draft.chmod(0o600)
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)  # whoever is first has made it
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()
