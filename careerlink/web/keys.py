"""Random keys: what stands in addresses instead of numbers that could be guessed or counted."""

import secrets

from django.db import models

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is misread when said on the telephone
LENGTH = 20  # 31 ** 20 is 99 bits


def new_key() -> str:
    """A random key of 20 characters (99 bits) that is safe in an address."""
    fair = 256 - 256 % len(ALPHABET)  # above that some letters would come more often than others
    letters = ""
    while len(letters) < LENGTH:
        letters += "".join(ALPHABET[byte % len(ALPHABET)] for byte in secrets.token_bytes(LENGTH + 6) if byte < fair)
    return letters[:LENGTH]


class KeyField(models.CharField):
    """The public name of a row: unique, random, never changed."""

    def __init__(self, *args, **kwargs):
        defaults = {"max_length": 24, "unique": True, "default": new_key, "editable": False}
        super().__init__(*args, **{**defaults, **kwargs})
