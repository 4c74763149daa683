"""Random keys: what stands in addresses instead of numbers that could be guessed or counted."""

import secrets

from django.db import models

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is misread when said on the telephone
LENGTH = 20  # 31 ** 20 is 99 bits
_FAIR = 256 - 256 % len(ALPHABET)  # above that some letters would come more often than others
_LETTERS = bytes(ord(ALPHABET[byte % len(ALPHABET)]) for byte in range(256))
_UNFAIR = bytes(range(_FAIR, 256))


def new_key() -> str:
    """A random key of 20 characters (99 bits) that is safe in an address."""
    letters = b""
    while len(letters) < LENGTH:
        letters += secrets.token_bytes(LENGTH + 6).translate(_LETTERS, _UNFAIR)
    return letters[:LENGTH].decode()


class KeyField(models.CharField):
    """The public name of a row: unique, random, never changed."""

    def __init__(self, *args, **kwargs):
        defaults = {"max_length": 24, "unique": True, "default": new_key, "editable": False}
        super().__init__(*args, **{**defaults, **kwargs})
