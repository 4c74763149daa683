"""What a row of the trail says, as bytes, and the keyed hashes over it.

The key lies outside the database (AUDIT_KEY), so that whoever can only write to the database can neither
make a row that looks like ours nor a seal over other rows. The same key names people whose address a table must
not hold.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

STAMP = b"careerlink.audit.stamp:"
SEAL = b"careerlink.audit.seal:"
DIGEST = b"careerlink.audit.digest:"


def canonical(values: Iterable[Any]) -> bytes:
    """These values (numbers, texts, lists of texts, moments) as the same bytes on every database."""
    plain = [value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value for value in values]
    return json.dumps(plain, separators=(",", ":")).encode()


def stamp(message: bytes) -> str:
    """What a row bears from the moment it is written: 128 bits of HMAC-SHA256, in hex."""
    return _stamp(settings.AUDIT_KEY, message)


def is_stamp(text: str, message: bytes) -> bool:
    """Whether `text` is the stamp of this message by a key that is, or was, ours."""
    return any(hmac.compare_digest(text.encode(), _stamp(key, message).encode()) for key in _keys())


def mac(message: bytes, key_id: str) -> str:
    """The seal over a message by the key of that name, in hex; "" when we have no such key."""
    for key in _keys():
        if name_of(key) == key_id:
            return hmac.digest(key.encode(), SEAL + message, hashlib.sha256).hex()
    return ""


def key_id() -> str:
    """The name of the key that is in use. It tells nothing about the key."""
    return name_of(settings.AUDIT_KEY)


def name_of(key: str) -> str:
    return hashlib.sha256(b"careerlink.audit.key:" + key.encode()).hexdigest()[:12]


def digests(purpose: str, text: str) -> list[str]:
    """What may stand in the database for `text` that must not: 256 bits of HMAC-SHA256, in hex. The first is by
    the key in use and is what is written; the others are by older keys, to find what was written then.
    """
    message = DIGEST + f"{purpose}:{text}".encode()
    return [hmac.digest(key.encode(), message, hashlib.sha256).hex() for key in _keys()]


def _keys() -> list[str]:
    return [settings.AUDIT_KEY, *settings.AUDIT_KEY_FALLBACKS]


def _stamp(key: str, message: bytes) -> str:
    return hmac.digest(key.encode(), STAMP + message, hashlib.sha256)[:16].hex()
