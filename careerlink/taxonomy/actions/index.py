"""Making the word index out of the tables' data."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import log, sqrt

from careerlink.taxonomy import postings
from careerlink.taxonomy.actions import files
from careerlink.taxonomy.actions.bulk import put
from careerlink.taxonomy.models import Word
from careerlink.taxonomy.names import domain_label, institution_names, major_names
from careerlink.taxonomy.words import root, tokens

_COLUMNS = ("vocabulary", "word", "spread", "rarity", "names", "things")
_CROWD = 0.8  # how much a thing with many names has to repeat a word before the word belongs to it
_TOLD = 1.0  # a word of a description counts like one of a name
_TAUGHT = 0.5  # a word of a major that leads to an occupation


@dataclass
class Thing:
    """What has a code: its names (number, text) and the words that are told about it.

    `standing` (0 to 1) is how likely people mean this one among equals.
    """

    number: int
    names: list[tuple[int, str, float]] = field(default_factory=list)
    told: dict[str, float] = field(default_factory=lambda: defaultdict(float))


def index() -> None:
    """Make the index of every vocabulary anew."""
    Word.objects.all().delete()
    for vocabulary, things, has_roots in (
        ("institution", _institutions(), False),
        ("major", _majors(), True),
        ("occupation", _occupations(), True),
        ("industry", _industries(), True),
        ("place", _places(), False),
    ):
        put(Word, _COLUMNS, _words(vocabulary, list(things), has_roots))


def _features(text: str, has_roots: bool) -> set[str]:
    found = tokens(text)
    return {*found, *map(root, found)} if has_roots else set(found)


def _words(vocabulary: str, things: list[Thing], has_roots: bool) -> Iterator[tuple]:
    named = [
        (thing.number, number, standing, _features(text, has_roots))
        for thing in things
        for number, text, standing in thing.names
    ]
    spread = Counter(word for *_, words in named for word in words)
    count = len(named)
    rarity = defaultdict(lambda: log(1 + count), {word: log(1 + count / n) for word, n in spread.items()})

    names: dict[str, list[int]] = defaultdict(list)
    belongs: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for owner, number, standing, words in named:
        norm = sqrt(sum(rarity[word] ** 2 for word in words))
        packed = postings.pack_name(owner, number, norm, standing)
        for word in words:
            names[word].append(packed)
            belongs[owner][word] += 1
    shares: dict[str, list[int]] = defaultdict(list)
    for thing in things:
        counts = belongs[thing.number]
        for word, n in thing.told.items():
            for feature in _features(word, has_roots):
                counts[feature] += n
        crowd = _CROWD * sqrt(len(thing.names) or 1)
        for word, n in counts.items():
            shares[word].append(postings.pack_thing(thing.number, n / (n + crowd)))
    for word in sorted(shares):
        strings = postings.names_to_bytes(names[word]), postings.things_to_bytes(shares[word])
        yield vocabulary, word, spread[word], rarity[word], *strings


def _institutions() -> Iterator[Thing]:
    most = log(80_000)
    states = _state_names()
    for row in files.rows("institutions"):
        students = int(row["enrollment_total"] or 0)
        standing = min(1.0, log(1 + students) / most)
        texts = institution_names(row["name"], row["aliases"])
        if row["email_domain"]:
            texts.append(domain_label(row["email_domain"]))
        thing = Thing(
            postings.number_of("institution", row["unitid"]),
            [(number, text, standing) for number, text in enumerate(dict.fromkeys(texts))],
        )
        told = (row["city"], row["state"], states.get(row["state"], ""), row["system_name"])
        thing.told.update({word: 1.0 for text in told for word in tokens(text)})
        yield thing


def _state_names() -> dict[str, str]:
    return {row["state"]: row["state_name"] for row in files.rows("places")}


def _majors() -> Iterator[Thing]:
    standing = {row["cip_code"]: int(row["commonness"]) / 9 for row in files.rows("common_majors")}
    for row in files.rows("majors"):
        if row["level"] != "6":
            continue
        code = row["cip_code"]
        texts = major_names(row["title"], row["examples"])
        yield Thing(
            postings.number_of("major", code),
            [(n, text, standing.get(code, 0.0)) for n, text in enumerate(texts)],
        )


def _occupations() -> Iterator[Thing]:
    things: dict[str, Thing] = {}
    for row in files.rows("occupations"):
        if row["level"] == "detailed":
            things[row["soc_code"]] = Thing(postings.number_of("occupation", row["soc_code"]))
            for word in set(tokens(row["description"])):
                things[row["soc_code"]].told[word] += _TOLD
    for number, row in enumerate(files.rows("titles"), 1):
        thing = things[row["code"][:7]]
        thing.names.append((number, row["title"], {"onet": 1.0, "direct": 0.6}.get(row["sources"], 0.0)))
        if row["short_title"]:
            thing.names.append((number, row["short_title"], 0.0))
    titles = {row["cip_code"]: f"{row['title']} {row['examples']}" for row in files.rows("majors")}
    taught = defaultdict(set)
    for row in files.rows("crosswalk"):
        taught[row["soc_code"]].update(tokens(titles[row["cip_code"]]))
    for code, words in taught.items():
        for word in words:
            things[code].told[word] += _TAUGHT
    yield from things.values()


def _industries() -> Iterator[Thing]:
    for row in files.rows("industries"):
        yield Thing(
            postings.number_of("industry", row["naics_code"]),
            [(0, row["title"], {"2": 1.0, "3": 0.5}.get(row["level"], 0.0))],
        )


def _places() -> Iterator[Thing]:
    """Towns, each under one ZIP code: the one nearest to its middle. ZIP codes themselves need no words."""
    towns = defaultdict(list)
    for row in files.rows("places"):
        towns[row["city"], row["state"], row["state_name"]].append(
            (row["zip"], float(row["latitude"]), float(row["longitude"]))
        )
    most = log(150)
    for (city, state, state_name), zips in towns.items():
        lat = sum(place[1] for place in zips) / len(zips)
        lon = sum(place[2] for place in zips) / len(zips)
        middle = min(zips, key=lambda place: ((place[1] - lat) ** 2 + (place[2] - lon) ** 2, place[0]))
        thing = Thing(int(middle[0]), [(0, city, min(1.0, log(len(zips)) / most))])
        thing.told.update(dict.fromkeys(tokens(f"{state} {state_name}"), 1.0))
        yield thing
