"""Encryption at rest of what a waiting mail must carry but nobody may read in the database."""

import base64
import hashlib
import json

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def encrypt(text: str) -> str:
    """Encrypt under the first of the secret keys."""
    return _fernet().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Decrypt under any of the secret keys. Raises cryptography.fernet.InvalidToken."""
    return _fernet().decrypt(token.encode()).decode()


def seal(secret: dict) -> str:
    """What queue_mail() stores of a secret context; nothing for an empty one."""
    return encrypt(json.dumps(secret)) if secret else ""


def read(mail) -> dict:
    """The secret context of a mail that has not left, for its render function; empty when it had none
    or when it was wiped.
    """
    return json.loads(decrypt(mail.secret)) if mail.secret else {}


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.blake2b(key.encode(), digest_size=32, person=b"outbox").digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
