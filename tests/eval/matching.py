"""How well words find occupations and occupations each other, on truth that the product never sees.

`python -m tests.eval.matching`, started by `make eval-matching`; TRUTH=… measures on other files of the same columns.
The index of titles is made for it, from those sources alone that did not supply the typed titles.
"""

import csv
import os
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from math import log, log2
from pathlib import Path
from random import Random

from tests.bench.report import Report

TRUTH = Path(os.environ.get("TRUTH") or Path(__file__).parent / "data")
SOURCES = {"01", "03", "04", "06", "07", "08", "onet", "direct"}  # that the index may know
GRADES = {"Primary-Short": 3, "Primary-Long": 2, "Supplemental": 1}
SHOWN, FEW = 10, 5
TOP_1, TOP_5, NDCG = 0.45, 0.72, 0.52
WORTH = {"top-1": 0.50, "top-5": 0.80, "nDCG@10": 0.60}
Ranking = Callable[[str, list[str]], list[str]]


def main() -> int:
    report = Report()
    with tempfile.TemporaryDirectory(prefix="careerlink-eval-") as var:
        os.environ.update(
            DATABASE_URL=f"sqlite:///{var}/eval.sqlite3", VAR_DIR=var, DJANGO_SETTINGS_MODULE="careerlink.settings"
        )
        import django  # noqa: PLC0415 after the environment is set

        django.setup()
        set_up()
        titles(report)
        related(report)
    return report.end()


def set_up() -> None:
    """Tables and reference data, without the titles that only workers, web users or employers supplied."""
    from django.core.management import call_command  # noqa: PLC0415 after Django is set up

    from careerlink.taxonomy.actions import files, load  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    whole = files.rows

    def known(name: str) -> list[dict[str, str]]:
        rows = whole(name)
        return [row for row in rows if SOURCES & set(row["sources"].split(","))] if name == "titles" else rows

    files.rows = known
    load(is_forced=True)


def read(name: str) -> list[dict[str, str]]:
    with (TRUTH / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- Typed job title to occupation --------------------------------------------------------------------------------


def titles(report: Report) -> None:
    from careerlink.taxonomy.actions import files  # noqa: PLC0415 after Django is set up
    from careerlink.taxonomy.queries import search  # noqa: PLC0415

    rows = [(row["title"], {code[:7] for code in row["onet_soc_codes"].split()}) for row in read("job_titles_dev.csv")]
    codes = sorted({row["soc_code"] for row in files.rows("occupations") if row["level"] == "detailed"})
    overlap = Overlap([(row["title"], row["code"][:7]) for row in files.rows("titles")])
    dice = Random(0)
    print(f"{len(rows):,} typed job titles")
    hits("random", rows, lambda _title: dice.sample(codes, FEW))
    hits("words in common, rare ones more", rows, overlap.search)
    found = hits("the product", rows, lambda title: [m.code for m in search(title, "occupation", FEW, is_open=False)])
    report.at_least("top-1", found[0], TOP_1)
    report.at_least("top-5", found[1], TOP_5)
    worth("top-1", found[0])
    worth("top-5", found[1])


def hits(name: str, rows: list[tuple[str, set[str]]], ask: Callable[[str], list[str]]) -> tuple[float, float]:
    answers = [(ask(title), meant) for title, meant in rows]
    first = sum(bool(found and found[0] in meant) for found, meant in answers) / len(rows)
    few = sum(bool(meant & set(found[:FEW])) for found, meant in answers) / len(rows)
    print(f"  {name}: top-1 {first:.3f}, top-5 {few:.3f}")
    return first, few


class Overlap:
    """The plain way: the occupation one of whose titles shares the most words, weighed by how rare they are."""

    def __init__(self, titles: Iterable[tuple[str, str]]):
        self.titles = [(set(title.lower().split()), code) for title, code in titles]
        spread = Counter(word for words, _code in self.titles for word in words)
        self.rarity = {word: log(1 + len(self.titles) / n) for word, n in spread.items()}
        self.having = defaultdict(list)
        for number, (words, _code) in enumerate(self.titles):
            for word in words:
                self.having[word].append(number)

    def search(self, title: str) -> list[str]:
        shared: dict[int, float] = defaultdict(float)
        for word in set(title.lower().split()):
            for number in self.having.get(word, ()):
                shared[number] += self.rarity[word]
        best: dict[str, float] = defaultdict(float)
        for number, value in shared.items():
            words, code = self.titles[number]
            best[code] = max(best[code], value / sum(self.rarity[word] for word in words) ** 0.5)
        return sorted(best, key=lambda code: (-best[code], code))[:FEW]


# --- An occupation to related ones --------------------------------------------------------------------------------


def related(report: Report) -> None:
    from careerlink.taxonomy.actions import files  # noqa: PLC0415 after Django is set up

    truth: dict[str, dict[str, int]] = defaultdict(dict)
    for row in read("related_occupations_dev.csv"):
        truth[row["onet_soc_code"]][row["related_onet_soc_code"]] = GRADES[row["tier"]]
    own = [row for row in files.rows("titles") if row["sources"] == "onet"]
    everybody = [row["code"] for row in own if "All Other" not in row["title"] and not row["code"].startswith("55")]
    everybody = sorted({*everybody, *truth, *(code for near in truth.values() for code in near)})
    print(f"{len(truth):,} occupations as needs, {len(everybody):,} writers with one speciality each")
    pairs = defaultdict(set)
    for row in files.rows("crosswalk"):
        pairs[row["soc_code"]].add(row["cip_code"])

    def crosswalk(one: str, other: str) -> float:
        mine, hers = pairs[one[:7]], pairs[other[:7]]
        return len(mine & hers) / (len(mine) * len(hers)) ** 0.5 if mine and hers else 0.0

    dice = Random(0)
    score("random", truth, everybody, by(lambda _one, _other: dice.random()))
    score("same major group", truth, everybody, by(lambda one, other: one[:2] == other[:2]))
    score("SOC tree", truth, everybody, by(in_tree))
    score(
        "tree and crosswalk", truth, everybody, by(lambda one, other: in_tree(one, other) / 4 + crosswalk(one, other))
    )
    found = score("the product", truth, everybody, by_the_product())
    report.at_least("nDCG@10", found, NDCG)
    worth("nDCG@10", found)


def in_tree(one: str, other: str) -> int:
    """How many levels of the SOC the two share."""
    return sum(one[:digits] == other[:digits] for digits in (2, 4, 6, 7))


def by(closeness: Callable[[str, str], float]) -> Ranking:
    return lambda need, others: sorted(others, key=lambda other: (-closeness(need, other), other))


def by_the_product() -> Ranking:
    from careerlink.taxonomy.queries import kin_of  # noqa: PLC0415 after Django is set up
    from partners.matching import NeedFacts, WriterFacts, rank  # noqa: PLC0415

    def ranking(need: str, others: list[str]) -> list[str]:
        kin = kin_of([need[:7]]).get(need[:7], {})
        facts = NeedFacts(
            occupations=frozenset([need[:7]]),
            near_occupations={code: how for code, how in kin.items() if "-" in code},
            near_majors={code: how for code, how in kin.items() if "." in code},
        )
        writers = [WriterFacts(id=n, occupations=frozenset([code[:7]])) for n, code in enumerate(others)]
        return [others[writer.id] for writer, _fit in rank(facts, writers, most=SHOWN)]

    return ranking


def score(name: str, truth: dict[str, dict[str, int]], everybody: list[str], ranking: Ranking) -> float:
    """nDCG@10, over all needs; the need itself is no candidate."""
    found = []
    for need, grades in sorted(truth.items()):
        shown = ranking(need, [code for code in everybody if code != need])[:SHOWN]
        best = gain(sorted(grades.values(), reverse=True)[:SHOWN])
        found.append(gain([grades.get(code, 0) for code in shown]) / best)
    print(f"  {name}: nDCG@10 {sum(found) / len(found):.3f}")
    return sum(found) / len(found)


def gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))


def worth(name: str, value: float) -> None:
    print(f"     worth reaching for: {WORTH[name]:.2f}, {'reached' if value >= WORTH[name] else 'not reached'}")


if __name__ == "__main__":
    sys.exit(main())
