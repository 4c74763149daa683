"""Search by ordinary words."""

import csv
import re
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.db.models import Model, Q

from careerlink.taxonomy import postings
from careerlink.taxonomy.models import CredentialType, Institution, JobTitle, Major, Place, Word
from careerlink.taxonomy.names import domain_label, institution_names, major_names, place_names, plain_names
from careerlink.taxonomy.queries.matches import MODELS, Match, instances, match_of
from careerlink.taxonomy.queries.scoring import Found, score
from careerlink.taxonomy.words import plain, without_aside

LONGEST = 200  # characters read
MOST = 50  # matches given
_JUDGED = 30  # best-scored things whose names are compared with the words
_EXACT = 1.0  # what an exact name adds
_OWN = 0.3  # what the title itself adds, beside an alias or a job title
_BEGINS = 0.3  # what a name that begins with the words adds
_CLEAR = 1.35  # the first is taken without asking when it scores this much more than the second
_ABBREVIATIONS = Path(__file__).resolve().parent.parent / "data" / "abbreviations.csv"
_ASIDE = re.compile(r"\(([^)]*)\)")
_ZIP = re.compile(r"^[0-9]{2,5}$|\b[0-9]{5}\b", re.ASCII)


def search(text: str, vocabulary: str, limit: int = 10, *, is_open: bool = True) -> list[Match]:
    """The best matches for typed words, best first, at most 50. Bounded work for any text.

    `is_open` says that the person may still be typing the last word.
    """
    words = " ".join(str(text)[: 2 * LONGEST].replace("\0", " ").split())[:LONGEST]
    limit = max(0, min(limit, MOST))
    if not words or not limit:
        return []
    if vocabulary == "credential":
        return _credentials(words)[:limit]
    digits = _ZIP.search(words) if vocabulary == "place" else None
    if digits:
        return _zips(digits.group(), limit)
    found = score(words, vocabulary, is_open=is_open) or score(_aside(words), vocabulary, is_open=is_open)
    longer = _in_full(words, vocabulary)
    if longer != plain(words):
        for thing, other in score(longer, vocabulary, is_open=False).items():
            if thing not in found or other.score > found[thing].score:
                found[thing] = other
    if not found:
        return _unindexed(words, vocabulary, limit)
    return _matches(vocabulary, found, [{longer}, {plain(words), plain(without_aside(words))}], limit)


def clear_match(found: list[Match]) -> Match | None:
    """The one that the words plainly mean, or None when a person has to choose."""
    if not found:
        return None
    exact = [match for match in found if match.is_exact]
    if exact:
        return exact[0] if len(exact) == 1 else None
    if len(found) == 1:
        return found[0]
    is_ahead = found[0].coverage > 0.5 and found[0].score >= _CLEAR * found[1].score
    return found[0] if is_ahead else None


def _aside(words: str) -> str:
    """What stands in brackets: "Advanced Practice Nurse" of "APN (Advanced Practice Nurse)"."""
    return " ".join(_ASIDE.findall(words))


@cache
def _abbreviations() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    with _ABBREVIATIONS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["vocabulary"]][plain(row["short"])] = row["long"]
    return dict(found)


def _in_full(words: str, vocabulary: str) -> str:
    """The words with their abbreviations written out."""
    shorts = _abbreviations().get(vocabulary, {})
    typed = plain(words)
    if typed in shorts:
        return plain(shorts[typed])
    parts = typed.split()
    for pair in pairwise(parts):
        if " ".join(pair) in shorts:
            typed = typed.replace(" ".join(pair), shorts[" ".join(pair)])
    return plain(" ".join(shorts.get(part, part) for part in typed.split()))


def _matches(vocabulary: str, found: dict[int, Found], spellings: list[set[str]], limit: int) -> list[Match]:
    """The best as matches; names that are exactly the words, or begin with them, go first.

    `spellings`: the words written out, then as typed; where a name is exactly the former, the latter do
    not count as exact ("theatre" written out is one major, as typed it is a part of several).
    """
    best = sorted(found.values(), key=lambda each: (-each.score, each.thing))[: max(_JUDGED, limit)]
    codes = {postings.code_of_number(vocabulary, each.thing): each for each in best}
    rows = instances(vocabulary, codes)
    titles = _job_titles(each.name for each in best) if vocabulary == "occupation" else {}
    names = {}
    for code, row in rows.items():
        title = titles.get(codes[code].name)
        names[code] = _job_names(title) if title else _names(row)
    meant = next((each for each in spellings if any(not there.isdisjoint(each) for there in names.values())), set())
    matches = []
    for code, row in rows.items():
        each = codes[code]
        title = titles.get(each.name)
        is_exact = not names[code].isdisjoint(meant)
        bonus = _EXACT if is_exact else _BEGINS if _begins(names[code], set.union(*spellings)) else 0.0
        if plain(str(row)) in meant:
            bonus += _OWN
        note = title.title if title and title.title != str(row) and title.sources != "onet" else ""
        matches.append(
            match_of(vocabulary, row, note=note, score=each.score + bonus, is_exact=is_exact, coverage=each.coverage)
        )
    matches.sort(key=lambda match: (-match.score, len(match.title), match.code))
    return matches[:limit]


def _begins(names: set[str], spellings: set[str]) -> bool:
    """Whether a name goes on where the typed words stop; each of them may be the beginning of a word."""
    for spelling in spellings:
        typed = spelling.split()
        for name in names:
            there = name.split()
            if len(there) >= len(typed) and all(map(str.startswith, there, typed)):
                return True
    return False


def _job_titles(numbers) -> dict[int, JobTitle]:
    return JobTitle.objects.in_bulk({number for number in numbers if number})


def _job_names(title: JobTitle) -> set[str]:
    return plain_names([title.title, without_aside(title.title), title.short_title])


def _names(row: Model) -> set[str]:
    if isinstance(row, Institution):
        names = institution_names(row.name, row.aliases)
        if row.domain_shared_by == 1 and row.email_domain:
            names.append(domain_label(row.email_domain))
        return plain_names(names) - {plain(row.city)}
    if isinstance(row, Major):
        return plain_names(major_names(row.title, row.examples))
    if isinstance(row, Place):
        return plain_names(place_names(row.city, row.state, row.state_name))
    return {plain(str(row))}


def _zips(digits: str, limit: int) -> list[Match]:
    """Places whose ZIP code begins with these digits."""
    rows = Place.objects.filter(zip__gte=digits.ljust(5, "0"), zip__lte=digits.ljust(5, "9")).order_by("zip")[:limit]
    return [match_of("place", row, score=1.0, is_exact=row.zip == digits, coverage=1.0) for row in rows]


def _credentials(words: str) -> list[Match]:
    """The few credentials there are, by acronym, name or issuer."""
    typed = plain(words).split()
    found = []
    for row in CredentialType.objects.select_related("issuer"):
        names = {plain(row.acronym), plain(row.name)}
        there = f"{plain(row.acronym)} {plain(row.name)} {plain(row.issuer.name if row.issuer else '')}".split()
        hits = sum(any(word.startswith(part) for word in there) for part in typed)
        if hits:
            is_exact = " ".join(typed) in names
            value = hits / len(typed) + is_exact + row.acronym.lower().startswith(words.lower())
            found.append(match_of("credential", row, score=value, is_exact=is_exact, coverage=hits / len(typed)))
    return sorted(found, key=lambda match: (-match.score, match.code))


_TITLES = {
    "institution": ["name", "aliases"],
    "major": ["title", "examples"],
    "occupation": ["title"],
    "industry": ["title"],
    "place": ["city"],
}


def _unindexed(words: str, vocabulary: str, limit: int) -> list[Match]:
    """Before the data is loaded there is no index: look for the words in the titles of what is there."""
    if Word.objects.filter(vocabulary=vocabulary).exists():
        return []
    wanted = Q()
    for name in _TITLES[vocabulary]:
        wanted |= Q(**{f"{name}__icontains": words})
    found = [
        match_of(vocabulary, row, score=1.0, is_exact=plain(words) in _names(row), coverage=1.0)
        for row in MODELS[vocabulary]._default_manager.filter(wanted)[:limit]
    ]
    return sorted(found, key=lambda match: (not match.is_exact, match.title))
