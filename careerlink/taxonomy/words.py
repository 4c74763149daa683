"""Words as people type them, and as the index keeps them: folded, without plurals, with roots."""

import re
import unicodedata
from functools import lru_cache

LONGEST_WORD = 40
_KEPT = 20_000  # the words of the index, while it is made
_WORD = re.compile(r"[a-z0-9]+")
_ASIDE = re.compile(r"\([^)]*\)")
_SMALL = frozenset(
    ["a", "all", "an", "and", "at", "by", "except", "for", "from", "in", "of", "on", "or", "other", "the", "to", "with"]
)
_ENDINGS = (  # longest first
    *("ization", "isation", "ational", "ation", "ments", "ment", "ings", "ists", "ions", "ical"),
    *("ing", "ers", "ors", "ist", "ion", "ics", "ian", "ant", "ic", "er", "or", "al", "ed", "es", "e", "y"),
)


def fold(text: str) -> str:
    """Lower case without accents, ASCII only."""
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return text.lower().replace("'", "").replace("&", " and ")


@lru_cache(_KEPT)
def singular(word: str) -> str:
    """The word without an English plural ending; good enough to match, not to print."""
    if len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word


def tokens(text: str) -> list[str]:
    """The words that count, in order, singular."""
    found = _WORD.findall(fold(text))
    kept = [word for word in found if word not in _SMALL] or found
    return [singular(word[:LONGEST_WORD]) for word in kept]


@lru_cache(_KEPT)
def root(word: str) -> str:
    """What "accountant" and "accounting" share. Marked with ~, so that roots never meet words."""
    if len(word) >= 6:
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 4:
                return "~" + word[: -len(ending)]
    return "~" + word


def plain(text: str) -> str:
    """The text in the form in which two spellings of one name are equal."""
    found = _WORD.findall(fold(text))
    return " ".join(singular(word) for word in found if word not in _SMALL or word in ("other", "all"))


def without_aside(text: str) -> str:
    """The text without what stands in brackets, unless nothing else is there."""
    return _ASIDE.sub(" ", text).strip() or text


def is_near(typed: str, word: str, most: int) -> bool:
    """Whether at most `most` slips (a letter more, less, other, or two swapped) lie between the words."""
    if abs(len(typed) - len(word)) > most or len(set(typed) ^ set(word)) > 2 * most:
        return False
    before: list[int] = []
    row = list(range(len(word) + 1))
    for i, letter in enumerate(typed, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(word, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == word[j - 2] and typed[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return False
    return row[-1] <= most
