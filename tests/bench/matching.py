"""The matcher against plain posting lists over all writers, in one interleaved run.

`python -m tests.bench.matching`, started by `make bench-matching`. The reference has the same terms and the same
rules by NumPy over posting lists, for everybody, without a bound and without reasons.
"""

import gc
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import django
import numpy as np

from partners.matching import NeedFacts, Unfolded, rank
from partners.matching.arrays import LABELS, Arrays, moment
from partners.matching.assign import Pair, Slot, assign
from partners.matching.closeness import INDUSTRY, MAJOR, OCCUPATION
from partners.matching.matcher import LABEL_TERMS, LINES, NEAR_POINTS, Matcher, dices
from partners.matching.terms import counted, share
from tests.bench.report import Report
from tests.partners.matching.made import crowd

WRITERS, TAGS, NEEDS, TOP = 100_000, 871_000, 2_000, 20
GROWTH = (10_000, 100_000, 1_000_000)
MEMORY = 60.0  # MB
TRIES, CHECKED = 200, 5
POOL, ASSIGNMENT = 6_000, 2.0  # writers, seconds
BATCHES = 2


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerlink.settings")
    django.setup()
    report = Report()
    codes = {
        "major": [row["cip_code"] for row in shipped("majors") if row["level"] == "6"],
        "occupation": [row["soc_code"] for row in shipped("occupations") if row["level"] == "detailed"],
        "industry": [row["naics_code"] for row in shipped("industries") if row["level"] == "4"],
    }
    for number, listed in enumerate(codes.values()):
        Random(number).shuffle(listed)
    needs = made_needs(codes, NEEDS)
    before = held()
    matcher, seconds = timed(lambda: Matcher(crowd(WRITERS, codes)))
    tags = len(matcher.main.tags) + sum(int(np.bitwise_count(getattr(matcher.main, name)).sum()) for name in LABELS)
    print(f"{WRITERS:,} writers with {tags:,} tags (asked for about {TAGS:,}), read in {seconds:.1f} s")
    print(f"the process grew by {held() - before:.0f} MB, with what Python keeps beside the arrays")
    report.at_most("memory of the arrays", matcher.nbytes / 1e6, MEMORY, " MB")
    needs = [matcher.with_rarity(need) for need in needs]
    one_by_one(report, matcher, needs[:TRIES])
    batch(report, matcher, needs)
    report.holds("top 20 the same as by brute force", is_same(matcher, codes, needs))
    with_reasons(report, matcher, needs[:TRIES])
    assignment(report)
    growth(report, codes, needs[:TRIES])
    return report.end()


def held() -> float:
    """The memory of this process in MB."""
    return int(Path("/proc/self/status").read_text().partition("VmRSS:")[2].split()[0]) / 1024


def shipped(name: str) -> list[dict[str, str]]:
    """The rows of a shipped file of reference data."""
    from careerlink.taxonomy.actions import files  # noqa: PLC0415 after Django is set up

    return files.rows(name)


def one_by_one(report: Report, matcher: Matcher, needs: list[NeedFacts]) -> None:
    """Each need once by either, turn about."""
    ours, theirs = [], []
    for number, need in enumerate(needs):
        turns = [(ours, lambda n=need: matcher.ids(n, TOP)), (theirs, lambda n=need: reference(matcher.main, n, TOP))]
        for times, ask in turns if number % 2 else reversed(turns):
            times.append(timed(ask)[1] * 1e3)
    mine = report.figures("one top-20 query", ours)
    plain = report.figures("the same by plain posting lists", theirs)
    report.at_most("one top-20 query to the reference", mine / plain, 1.0)


def batch(report: Report, matcher: Matcher, needs: list[NeedFacts]) -> None:
    """All needs at once, in slices turn about."""
    ours = theirs = 0.0
    size = len(needs) // (5 * BATCHES)
    same = True
    for start in range(0, len(needs), size):
        some = needs[start : start + size]
        mine, seconds = timed(lambda some=some: [matcher.ids(need, TOP) for need in some])
        ours += seconds
        plain, seconds = timed(lambda some=some: [reference(matcher.main, need, TOP) for need in some])
        theirs += seconds
        same = same and mine == plain
    print(f"{len(needs):,} needs x {len(matcher):,} writers: {ours:.2f} s, plain posting lists {theirs:.2f} s")
    report.holds("all of them the same as the reference's", same)
    report.at_most("2,000 needs to the reference", ours / theirs, 1.0)


def is_same(matcher: Matcher, codes: dict, needs: list[NeedFacts]) -> bool:
    """Whether looking at everybody in plain Python finds the same twenty with the same scores."""
    everybody = list(crowd(WRITERS, codes))
    gc.collect()
    for need in needs[:CHECKED]:
        expected = [(writer.id, one.score, one.reasons) for writer, one in rank(need, everybody, most=TOP)]
        if [(writer.id, one.score, one.reasons) for writer, one in matcher.best(need, TOP)] != expected:
            return False
    return True


def with_reasons(report: Report, matcher: Matcher, needs: list[NeedFacts]) -> None:
    """Reasons are made for the twenty who are shown, so they cost the same however many there are."""
    report.figures(
        "a query with the reasons of its twenty", [timed(lambda n=n: matcher.best(n, TOP))[1] * 1e3 for n in needs]
    )


def assignment(report: Report) -> None:
    """2,000 needs over 6,000 writers, with plenty of them and with few."""
    dice = Random(3)
    slots = [Slot(n, dice.choice([1, 2, 3]), dice.choice([None, 5, 20, 60])) for n in range(NEEDS)]
    for name, crew, limit in (("plenty", POOL, 2), ("a few", POOL // 4, 1)):
        pairs = [
            Pair(slot.id, writer, dice.randrange(200, 1500), dice.choice([None, dice.randrange(200)]))
            for slot in slots
            for writer in {int(crew * dice.random() ** 1.5) for _n in range(TOP)}
        ]
        limits = dict.fromkeys(range(crew), limit)
        chosen, seconds = timed(lambda p=pairs, m=limits: assign(slots, p, m, seed=1))
        asked = sum(map(len, chosen.values()))
        print(f"{NEEDS:,} needs, {name} of {crew:,} writers: {asked:,} of {sum(s.wants for s in slots):,} slots filled")
        report.at_most(f"assignment with {name}", seconds, ASSIGNMENT, " s")


def growth(report: Report, codes: dict, needs: list[NeedFacts]) -> None:
    for count in GROWTH:
        matcher = Matcher(crowd(count, codes))
        print(f"{count:,} writers: arrays of {matcher.nbytes / 1e6:.1f} MB")
        report.figures("  one top-20 query", [timed(lambda n=n, m=matcher: m.ids(n, TOP))[1] * 1e3 for n in needs])


def made_needs(codes: dict, count: int) -> list[NeedFacts]:
    """Needs as offices have them: a major or two, or a job, with what crosswalk and kin make of it."""
    dice, pairs, kin = Random(7), defaultdict(set), {}
    for row in shipped("crosswalk"):
        pairs[row["cip_code"]].add(row["soc_code"])
        pairs[row["soc_code"]].add(row["cip_code"])
    for row in shipped("kin"):
        kin[row["code"]] = {
            other: int(near) for other, _, near in (one.partition(":") for one in row["others"].split())
        }
    made = []
    for _n in range(count):
        kinds = dice.choice([["major"], ["major"], ["major", "major"], ["occupation"], ["major", "industry"]])
        asked = [(kind, codes[kind][int(len(codes[kind]) * dice.random() ** 2.5)]) for kind in kinds]
        related = {other for _kind, code in asked for other in pairs[code]}
        near = {other: how for _kind, code in asked for other, how in kin.get(code, {}).items()}
        where = dice.choice([(True, False), (True, True), (False, True)])
        made.append(
            NeedFacts(
                majors=frozenset(code for kind, code in asked if kind == "major"),
                occupations=frozenset(code for kind, code in asked if kind == "occupation"),
                industries=frozenset(code for kind, code in asked if kind == "industry"),
                related_majors=frozenset(code for code in related if "." in code),
                related_occupations=frozenset(code for code in related if "-" in code),
                near_majors={code: how for code, how in near.items() if "." in code},
                near_occupations={code: how for code, how in near.items() if "-" in code},
                services=frozenset([dice.choice(["resume", "interview"])]),
                languages=frozenset(["es"]) if dice.random() < 0.2 else frozenset(),
                on_campus=where[0],
                online=where[1],
                latitude=dice.uniform(26, 48),
                longitude=dice.uniform(-122, -71),
                host=dice.randrange(1, 500),
            )
        )
    return made


def reference(part: Arrays, need: NeedFacts, most: int) -> list[int]:
    """The same terms and rules, for everybody at once, without a bound."""
    rules = Unfolded(need).rules
    subject = np.zeros(len(part), dtype=np.int32)
    worth = {
        number: share("related", near) * need.rarity.get(part.codes[number][1], 1000) // 1000
        for vocabulary in (MAJOR, OCCUPATION)
        for number, near in part.near(vocabulary, rules[vocabulary]).items()
    }
    for number, points in sorted(worth.items(), key=lambda pair: pair[1]):
        subject[part.rows_with(number)] = points
    score = part.own + subject + places(part, need)
    for name in LABELS:
        if getattr(need, name):
            shared = (getattr(part, name) & part.bits(name, getattr(need, name))) != 0
            score += share(LABEL_TERMS[name], 1000) * shared
    if len(need.majors) + len(need.occupations) > 1:
        score += breadth(part, need)
    knows = np.zeros(len(part), dtype=bool)
    for number in part.near(INDUSTRY, rules[INDUSTRY]):
        knows[part.rows_with(number)] = True
    score += share("industry", 1000) * knows
    if need.asks:
        score += share("nothing_shared", 1000) * ((subject == 0) & ~knows)
    for row in part.by_host.get(need.host, ()):
        score[row] += counted("helped", part.pasts[row][need.host].helped)
    score[~possible(part, need)] = -(10**6)
    least = np.partition(score, -most)[-most]
    rows = np.flatnonzero(score >= max(least, 1 - 10**6))
    order = np.lexsort((dices(0, part.ids[rows]), -part.days[rows], -score[rows]))[:most]
    return part.ids[rows[order]].tolist()


def breadth(part: Arrays, need: NeedFacts) -> np.ndarray:
    met = np.zeros(len(part), dtype=np.int32)
    for vocabulary, name in ((MAJOR, "majors"), (OCCUPATION, "occupations")):
        for code in getattr(need, name):
            has = np.zeros(len(part), dtype=bool)
            for number in part.direct(vocabulary, code):
                has[part.rows_with(number)] = True
            met += has
    return np.minimum(np.maximum(met - 1, 0) * counted("breadth", 1), counted("breadth", 1000))


def apart(part: Arrays, need: NeedFacts) -> np.ndarray:
    x, y, z = part.x - need.spot[0], part.y - need.spot[1], part.z - need.spot[2]
    return x * x + y * y + z * z


def places(part: Arrays, need: NeedFacts) -> np.ndarray:
    points = np.zeros(len(part), dtype=np.int32)
    online = part.is_online.astype(bool) & need.online
    near = np.zeros(len(part), dtype=bool)
    if need.on_campus:
        squared = apart(part, need)
        near = squared <= part.reach
        points[near] = NEAR_POINTS[np.searchsorted(LINES, squared[near], side="right")]
    points[online] = np.maximum(points[online], share("online", 1000))
    if need.on_campus:
        points[~near & ~online] = share("far", 1000)
    return points


def possible(part: Arrays, need: NeedFacts) -> np.ndarray:
    fine = part.is_able.astype(bool)
    reached = part.is_online.astype(bool) & need.online
    if need.on_campus:
        reached |= apart(part, need) <= part.reach
    fine &= reached
    fine &= (part.cap == 0) | (part.alumni + part.volunteering < part.cap)
    if need.needed_on:
        day = need.needed_on.toordinal()
        fine &= (part.paused_until < day) & (part.free_from <= day)
    if need.busy_from and need.busy_until:
        meets = (part.busy_from < moment(need.busy_until)) & (part.busy_until > moment(need.busy_from))
        fine[part.busy_row[meets]] = False
    return fine


def timed(ask: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    found = ask()
    return found, time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
