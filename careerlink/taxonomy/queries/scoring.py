"""The word index read and scored: typed words to things with scores.

A thing's score is how well its best name matches (words weighed by rarity), how much the words
belong to it over all its names, and how likely people mean it among equals. A search costs a handful
of small queries and a bounded amount of counting, whatever was typed.
"""

from collections import defaultdict
from dataclasses import dataclass
from heapq import nlargest
from math import log, sqrt
from operator import itemgetter

from careerlink.taxonomy import postings
from careerlink.taxonomy.models import Word
from careerlink.taxonomy.words import is_near, root, tokens, without_aside

MOST_WORDS = 8
GIVEN = 60  # best-scored things that come out
_UNKNOWN = 10.0  # the rarity of a word that the index lacks
_BEGUN = 0.6  # a word whose beginning was typed
_BEGUN_BESIDE = 0.25  # the same, when what was typed is a word itself
_SLIPPED = 0.6  # a word typed with a slip
_ENDINGS_TRIED = 10
_ENOUGH = 400  # names found by the rarer words, after which common words bring no new ones
_LAST = "\x7f"


@dataclass(frozen=True)
class Recipe:
    """How the parts of a score are weighed in one vocabulary of about so many `things`."""

    things: int
    has_roots: bool = True
    belonging: float = 1.0
    standing: float = 0.0  # added, for as much of the words as the name answers
    title: float = 0.0  # multiplies the match of names with standing
    family: float = 0.0  # what the best neighbours add


RECIPES = {
    "institution": Recipe(4000, has_roots=False, belonging=0.3, standing=0.5),
    "major": Recipe(2100, belonging=0.2, standing=0.5),
    "occupation": Recipe(870, title=0.15, family=0.3),
    "industry": Recipe(420, belonging=0.2, standing=0.1),
    "place": Recipe(30_000, has_roots=False, belonging=0.3, standing=0.5),
}


@dataclass(frozen=True)
class Found:
    """A thing (as a number) with its score, the number of its best name and how much that answers."""

    thing: int
    score: float
    name: int
    coverage: float


def score(words: str, vocabulary: str, *, is_open: bool = True) -> dict[int, Found]:
    """All things that share a word with the typed ones. `is_open`: the last word may go on."""
    recipe = RECIPES[vocabulary]
    groups = _meant(tokens(without_aside(words))[:MOST_WORDS], vocabulary, recipe, is_open=is_open)
    wanted = {word for group in groups for word in group}
    rows = {
        word: (rarity, names, things)
        for word, rarity, names, things in Word.objects.filter(vocabulary=vocabulary, word__in=wanted).values_list(
            "word", "rarity", "names", "things"
        )
    }
    length = full = 0.0
    matched: dict[int, float] = {}
    belonging: dict[int, float] = defaultdict(float)
    for group in sorted(groups, key=lambda group: sum(len(rows[word][1]) for word in group if word in rows)):
        known = sorted((rows[word][0] ** 2 * factor, word) for word, factor in group.items() if word in rows)
        length += known[-1][0] if known else _UNKNOWN**2
        full += max((rows[word][0] ** 2 for _, word in known), default=_UNKNOWN**2)
        _add_names(known, rows, matched)
        _add_things(known, rows, recipe, belonging)
    return _best(matched, belonging, (sqrt(length) or 1.0, full or 1.0), recipe)


def _add_names(known: list[tuple[float, str]], rows: dict, matched: dict[int, float]) -> None:
    """Count one typed word in: each name gets the most of what the word may stand for.

    Words come in order, rare ones first. Once enough names are found, common words add to these only.
    """
    here: dict[int, float] = {}
    for weight, word in known:
        here.update(dict.fromkeys(postings.names_from_bytes(rows[word][1]), weight))
    if not matched:
        matched.update(here)
    elif len(matched) < _ENOUGH:
        for number, value in here.items():
            matched[number] = matched.get(number, 0.0) + value
    else:
        for number in matched.keys() & here.keys():
            matched[number] += here[number]


def _add_things(known: list[tuple[float, str]], rows: dict, recipe: Recipe, belonging: dict[int, float]) -> None:
    here: dict[int, float] = {}
    for weight, word in known:
        rarity, _, data = rows[word]
        shares = postings.things_from_bytes(data)
        unit = weight / rarity * log(1 + recipe.things / max(1, len(shares))) / postings.FULL
        for share in shares:
            value = unit * (share & 255)
            if value > here.get(share >> 8, 0.0):
                here[share >> 8] = value
    for thing, value in here.items():
        belonging[thing] += value


def _best(
    matched: dict[int, float], belonging: dict[int, float], lengths: tuple[float, float], recipe: Recipe
) -> dict[int, Found]:
    """The best-scored things. `lengths`: of what was typed, as it was understood, and had it been clear."""
    length, full = lengths
    best: dict[int, tuple[float, int, float]] = {}
    for number, value in matched.items():
        standing = (number & 255) / postings.FULL
        match = value * postings.NORM_UNIT / (length * (number >> 8 & 4095)) * (1 + recipe.title * standing)
        match += recipe.standing * standing * value / (length * length)
        thing = number >> 40
        if thing not in best or match > best[thing][0]:
            best[thing] = (match, number >> 20 & 0xFFFFF, value / full)
    most = max(belonging.values(), default=0.0) or 1.0
    nothing = (0.0, 0, 0.0)
    scores = {
        thing: best.get(thing, nothing)[0] + recipe.belonging * belonging.get(thing, 0.0) / most
        for thing in best.keys() | belonging.keys()
    }
    if recipe.family:
        families: dict[int, list[float]] = defaultdict(list)
        for thing, value in scores.items():
            families[thing // 1000].append(value)
        kin = {family: sum(sorted(values)[-3:]) / 3 for family, values in families.items()}
        scores = {thing: value + recipe.family * kin[thing // 1000] for thing, value in scores.items()}
    top = nlargest(GIVEN, scores.items(), key=itemgetter(1))
    return {thing: Found(thing, value, *best.get(thing, nothing)[1:]) for thing, value in top}


def _meant(typed: list[str], vocabulary: str, recipe: Recipe, *, is_open: bool) -> list[dict[str, float]]:
    """For each typed word (and each root) what it may stand for in the index, with how surely."""
    rows = Word.objects.filter(vocabulary=vocabulary)
    known = set(rows.filter(word__in=typed).values_list("word", flat=True))
    groups = []
    for position, word in enumerate(dict.fromkeys(typed)):
        is_last = is_open and position == len(typed) - 1
        group = {word: 1.0}
        if word not in known or is_last:
            begun = rows.filter(word__gte=word, word__lt=word + _LAST).exclude(word=word)
            factor = _BEGUN_BESIDE if word in known else _BEGUN
            for longer in begun.order_by("-spread").values_list("word", flat=True)[:_ENDINGS_TRIED]:
                group[longer] = factor
        if word not in known and len(group) == 1 and len(word) > 3:
            group |= dict.fromkeys(_slips(word, rows), _SLIPPED)
        groups.append(group)
        if recipe.has_roots:
            roots: dict[str, float] = {}
            for each, factor in group.items():
                roots[root(each)] = max(factor, roots.get(root(each), 0.0))
            groups.append(roots)
    return groups


def _slips(word: str, rows) -> list[str]:
    """Words that were probably meant when this one is unknown: near ones with the same first letter."""
    most = 1 if len(word) < 7 else 2
    near = rows.filter(word__gte=word[0], word__lt=word[0] + _LAST).values_list("word", "spread")
    found = [(other, spread) for other, spread in near if is_near(word, other, most)]
    closest = [pair for pair in found if is_near(word, pair[0], 1)] or found
    return [other for other, _ in sorted(closest, key=lambda pair: -pair[1])[:3]]
