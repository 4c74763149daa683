"""How the word index is packed: two strings of numbers a word.

A *name* is one way to call a thing (a job title, an alias of a college); a *thing* is what has a code.
- `names`: 64 bits each: thing 24, name 20, length of the name's vector 12 (in 1/64), standing 8 (in 1/255).
- `things`: 32 bits each: thing 24, how much the word belongs to it 8 (in 1/255).
Little-endian everywhere, so that a database may move between machines.
"""

import sys
from array import array
from collections.abc import Iterable

NORM_UNIT = 64
FULL = 255
_RANGES = {"31": "31-33", "44": "44-45", "48": "48-49"}


def number_of(vocabulary: str, code: str) -> int:
    """A code as a number below 2**24."""
    if vocabulary == "industry":
        return int(code.split("-", maxsplit=1)[0])
    return int(code.replace(".", "").replace("-", ""))


def code_of_number(vocabulary: str, number: int) -> str:
    """The code again, as the tables have it."""
    match vocabulary:
        case "major":
            return f"{number // 10000:02d}.{number % 10000:04d}"
        case "occupation":
            return f"{number // 10000:02d}-{number % 10000:04d}"
        case "place":
            return f"{number:05d}"
        case "industry":
            return _RANGES.get(str(number), str(number))
    return str(number)


def pack_name(thing: int, name: int, norm: float, standing: float) -> int:
    return thing << 40 | name << 20 | min(int(norm * NORM_UNIT) or 1, 4095) << 8 | round(standing * FULL)


def pack_thing(thing: int, share: float) -> int:
    return thing << 8 | min(FULL, round(share * FULL))


def _ordered(numbers: array) -> array:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def names_to_bytes(numbers: Iterable[int]) -> bytes:
    return _ordered(array("Q", numbers)).tobytes()


def things_to_bytes(numbers: Iterable[int]) -> bytes:
    return _ordered(array("I", numbers)).tobytes()


def names_from_bytes(data: bytes) -> array:
    numbers = array("Q")
    numbers.frombytes(data)
    return _ordered(numbers)


def things_from_bytes(data: bytes) -> array:
    numbers = array("I")
    numbers.frombytes(data)
    return _ordered(numbers)
