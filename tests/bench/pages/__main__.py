"""`make bench-pages`: pages against plain ones, with 1,000, 100,000 and 1,000,000 writers, as many places at events
and as many requests of alumni, on the production server.

Three portals run side by side on copies of one database, each with the reference's pages in the same
processes; every round asks each page of each of them. CPU is that of the web workers and of PostgreSQL's
processes, for each request; p50 and p95 are what a client on this machine waits. `ROWS=events` measures the pages of
events alone and `ROWS=referrals` those of alumni, with at most 20,000 writers.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from tests.bench import parts
from tests.bench.pages import proc
from tests.bench.pages.client import Case, Cost, Portal
from tests.bench.report import Report, percentile

SIZES = (1_000, 100_000, 1_000_000)
ROUNDS, REQUESTS = 5, 25  # one after the other
CROWDED_ROUNDS, CROWDED_REQUESTS, CROWD = 2, 80, 16
APP = "tests.bench.pages.reference.wsgi"
DESK = "/desk/host-1/writers/"

ROWS = os.environ.get("ROWS", "")  # "events" or "referrals" for those alone
FEW_WRITERS = 20_000  # who have all the places and requests, when nothing else is measured

REFERENCE_LIST = Case("reference: list", "/reference/writers/")
REFERENCE_DEEPEST = Case("reference: last page", "/reference/writers/?page={last_page}")
REFERENCE_DETAIL = Case("reference: detail", "/reference/writers/{writer_slug}/")
REFERENCE_INSERT = Case("reference: insert", "/reference/hosts/host-{number}/offer/", "writer", is_post=True)
FIRST = Case("writers, first page", DESK)
DEEPEST = Case("writers, deepest page", DESK + "?page={deepest_writers}")
MAJOR = Case("writers, best for one major", DESK + "?helps=English")
SERVICE = Case("writers, one service", DESK + "?service=interview")
DISTANCE = Case("writers, within 25 miles", DESK + "?miles=25")
WORDS = Case("writers, words", DESK + "?words=federal")
COMBINATIONS = (
    Case("writers, major and distance and service", DESK + "?helps=English&miles=25&service=interview&verified=on"),
    Case("writers, major and rare language", DESK + "?helps=English&language=yo"),
    Case("writers, words and service", DESK + "?words=federal&service=cv"),
    Case("writers, three rare services", DESK + "?service=portfolio&service=cv&service=federal"),
)
HOSTS = Case("hosts, first page", "/writer/colleges/", "writer")
DEEPEST_HOSTS = Case("hosts, deepest page", "/writer/colleges/?page={deepest_hosts}", "writer")
NEAR_HOSTS = Case("hosts, within 100 miles", "/writer/colleges/?miles=100", "writer")
WRITER = Case("writer page", "/writers/{writer_slug}/")
DESK_WRITER = Case("writer page, with the desk's needs", DESK + "{writer_slug}/")
START = Case("start page of an office", "/desk/host-1/")
WRITER_START = Case("start page of a writer", "/writer/", "writer")
OFFER = Case("sending an offer", "/hosts/host-{number}/offer/", "writer", is_post=True)
EVENT_LIST = Case("events, first page", "/desk/host-1/events/")
REFERENCE_EVENTS = Case("reference: events", "/reference/hosts/host-1/events/")
SIGN_UP = Case("signing up", "/shifts/bench-open-{number}/take/", "helpers", is_post=True)
REFERENCE_SIGN_UP = Case(
    "reference: sign-up", "/reference/shifts/bench-open-{number}/sign-up/", "helpers", is_post=True
)
PIPELINE = Case("requests of alumni, by whose move", "/desk/host-1/referrals/")
DEEPEST_REQUESTS = Case(
    "requests of alumni, deepest page", "/desk/host-1/referrals/?of=alumnus&page={deepest_requests}"
)
OF_REFERRALS = (PIPELINE, DEEPEST_REQUESTS)
OF_EVENTS = (EVENT_LIST, REFERENCE_EVENTS, SIGN_UP, REFERENCE_SIGN_UP)
OF_WRITERS = (
    FIRST, REFERENCE_LIST, DEEPEST, MAJOR, SERVICE, DISTANCE, WORDS, *COMBINATIONS, HOSTS,
    DEEPEST_HOSTS, NEAR_HOSTS, WRITER, DESK_WRITER, REFERENCE_DETAIL, START, WRITER_START, OFFER, REFERENCE_INSERT,
)  # fmt: skip
CASES = {
    "events": (*OF_EVENTS, REFERENCE_INSERT),
    "referrals": OF_REFERRALS,
    "": (*OF_WRITERS, *OF_EVENTS, *OF_REFERRALS),
}.get(ROWS, ())
FLAT = (FIRST, DEEPEST, MAJOR, SERVICE)
QUICK = (DISTANCE, WORDS, *COMBINATIONS)
Found = dict[tuple[int, str], list[Cost]]


def main() -> int:
    if not CASES:
        print("ROWS is events or referrals, or nothing")
        return 2
    with ExitStack() as stack:
        var = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="careerlink-bench-")))
        addresses, people = data(stack, var)
        portals = {size: start(stack, var, size, addresses[size], people[size]) for size in SIZES}
        report = Report()
        alone, crowded = measure(portals)
        show("one after the other", alone)
        show(f"{CROWD} at once", crowded)
        print()
        if not ROWS:
            judge(report, portals, alone)
        if ROWS != "referrals":
            judge_events(report, portals, alone)
        if ROWS != "events":
            for case in OF_REFERRALS:
                growth(report, alone, case)
        if not ROWS:
            weigh(report, var, addresses[SIZES[0]], portals[SIZES[0]])
        return report.end()


def data(stack: ExitStack, var: Path) -> tuple[dict[int, str], dict[int, dict]]:
    """The address and the people of a database of each size; each is a grown copy of the one before."""
    addresses, people = {}, {}
    address, made = stack.enter_context(parts.database("pages")), 0
    for number, size in enumerate(SIZES):
        if number:
            address = stack.enter_context(parts.copy_of(address, f"pages_{size}"))
        env = parts.environment(address, var, LOG_LEVEL="ERROR")
        if not number:
            parts.set_up(env)
            parts.manage("load_taxonomy", "--verbosity", "0", env=env)
            parts.manage("load_texts", "--verbosity", "0", env=env)
        most = FEW_WRITERS if ROWS else size
        if made < most:
            make("data", made, min(size, most), env)
        if ROWS != "referrals":
            make("places", made, size, env)
        if ROWS != "events":
            make("alumni", made, size, env)
        asked = subprocess.run(
            [sys.executable, "-m", "tests.bench.pages.people"], cwd=parts.ROOT, env=env, check=True, capture_output=True
        )
        addresses[size], people[size], made = address, json.loads(asked.stdout), size
    return addresses, people


def make(what: str, first: int, last: int, env: dict[str, str]) -> None:
    """Let the module of that name fill the database; the numbers are how much there is, and how much there shall be."""
    run = [sys.executable, "-m", f"tests.bench.pages.{what}", str(first), str(last)]
    subprocess.run(run, cwd=parts.ROOT, env=env, check=True)


def start(stack: ExitStack, var: Path, size: int, address: str, people: dict) -> Portal:
    env = parts.environment(address, var, LOG_LEVEL="ERROR")
    site = stack.enter_context(parts.web(env, var / f"web-{size}.log", app=APP))
    portal = Portal(site, address, people)
    portal.log_in()
    return portal


def measure(portals: dict[int, Portal]) -> tuple[Found, Found]:
    """Round by round, page by page, size by size: one request after the other, then many at once."""
    alone: Found = defaultdict(list)
    crowded: Found = defaultdict(list)
    for case in CASES:
        for portal in portals.values():
            portal.check(case)
            portal.round(case, CROWD, CROWD)  # every thread of every worker gets its connection
    for size, portal in portals.items() if REFERENCE_LIST in CASES else ():  # takes seconds, so once is enough
        alone[size, REFERENCE_DEEPEST.name].append(portal.round(REFERENCE_DEEPEST, 2, 1))
    for _round in range(ROUNDS):
        for case in CASES:
            for size, portal in portals.items():
                alone[size, case.name].append(portal.round(case, REQUESTS, 1))
    for _round in range(CROWDED_ROUNDS):
        for case in CASES:
            for size, portal in portals.items():
                crowded[size, case.name].append(portal.round(case, CROWDED_REQUESTS, CROWD))
    return alone, crowded


def show(title: str, found: Found) -> None:
    print(f"\n{title}: ms a request, CPU as min/median/max of the rounds")
    print(f"{'rows':>9}  {'page':<42} {'app CPU':>20} {'database CPU':>20} {'p50':>8} {'p95':>8}")
    for size, name in sorted(found, key=lambda one: [case.name for case in (*CASES, REFERENCE_DEEPEST)].index(one[1])):
        costs = found[size, name]
        times = [time for cost in costs for time in cost.times]
        app, database = spread([cost.app for cost in costs]), spread([cost.database for cost in costs])
        row = f"{size:>9,}  {name:<42} {app:>20} {database:>20}"
        print(f"{row} {median(times):>8.1f} {percentile(times, 0.95):>8.1f}", flush=True)


def spread(values: list[float | None]) -> str:
    known = [value for value in values if value is not None]
    if not known or len(known) < len(values):
        return "not available"
    return f"{min(known):.1f}/{median(known):.1f}/{max(known):.1f}"


def judge(report: Report, portals: dict[int, Portal], alone: Found) -> None:
    middle, large = SIZES[1:]
    ratio(report, "writers, first page / reference's list, app CPU", alone, FIRST, REFERENCE_LIST, 0.8)
    ratio(report, "writer page / bare detail, app CPU", alone, WRITER, REFERENCE_DETAIL, 1.5)
    ratio(report, "writer page with the desk's needs / bare detail, app CPU", alone, DESK_WRITER, REFERENCE_DETAIL, 1.5)
    statements(portals[middle], OFFER, REFERENCE_INSERT)
    ratio(report, "sending an offer / bare insert, app CPU", alone, OFFER, REFERENCE_INSERT, 3)
    for case in FLAT:
        growth(report, alone, case)
    for case in QUICK:
        report.at_most(f"{case.name}: p95 at {large:,}", percentile(times(alone, large, case), 0.95), 300, " ms")


def judge_events(report: Report, portals: dict[int, Portal], alone: Found) -> None:
    ratio(report, "events, first page / reference's list, app CPU", alone, EVENT_LIST, REFERENCE_EVENTS, 1.0)
    growth(report, alone, EVENT_LIST)
    statements(portals[SIZES[1]], SIGN_UP, REFERENCE_INSERT)
    ratio(report, "signing up / bare insert, app CPU", alone, SIGN_UP, REFERENCE_INSERT, 4)
    if barest := ratios(alone, SIGN_UP, REFERENCE_SIGN_UP):
        report.figures("signing up / an insert without a form, app CPU", barest, "x")


def statements(portal: Portal, ours: Case, bare: Case) -> None:
    print(f"statements: {ours.name} {portal.queries(ours)}, bare insert {portal.queries(bare)}")


def growth(report: Report, alone: Found, case: Case) -> None:
    """The middle of how much longer a page takes each round in the largest portal than in the smallest."""
    small, *_middle, large = SIZES
    rounds = zip(alone[small, case.name], alone[large, case.name], strict=True)
    name = f"{case.name}: p50 at {large:,} / p50 at {small:,}"
    report.at_most(
        name, report.figures(name, [median(many.times) / median(few.times) for few, many in rounds], "x"), 1.2
    )


def ratio(report: Report, name: str, alone: Found, ours: Case, reference: Case, bar: float) -> None:
    """The middle of the ratios of each round, in the portal of middle size."""
    if found := ratios(alone, ours, reference):
        report.at_most(name, report.figures(name, found, "x"), bar)
    else:
        print(f"{name}: not available on this machine")


def ratios(alone: Found, ours: Case, reference: Case) -> list[float]:
    """Of each round; none where CPU is not told."""
    pairs = zip(alone[SIZES[1], ours.name], alone[SIZES[1], reference.name], strict=True)
    known = [(mine.app, plain.app) for mine, plain in pairs]
    return [mine / plain for mine, plain in known] if all(mine is not None and plain for mine, plain in known) else []


def times(found: Found, size: int, case: Case) -> list[float]:
    return [time for cost in found[size, case.name] for time in cost.times]


def weigh(report: Report, var: Path, address: str, portal: Portal) -> None:
    """Memory of a web worker after some pages, against one of a new project; what it has not loaded at start."""
    env = parts.environment(address, var, LOG_LEVEL="ERROR")
    with parts.web(env, var / "fresh.log", app=APP) as site:
        fresh = Portal(site, address, portal.people)
        heavy = json.loads(fresh.ask(Case("", "/reference/process/"))[2])["heavy"]
        report.holds(f"no heavy library in a web worker at start {heavy or ''}".strip(), not heavy)
        ours = worker_memory(fresh, [FIRST, WRITER, START, HOSTS])
    with parts.web(env, var / "bare.log", app="tests.bench.pages.bare.wsgi") as site:
        bare = worker_memory(Portal(site, address, portal.people), [Case("", "/reference/process/")])
    if ours is None or bare is None:
        print("memory of a web worker: not available on this machine")
        return
    for at, name in enumerate(("RSS", "PSS")):
        print(f"memory of a web worker after pages, {name}: {ours[at]:.0f} MB, bare {bare[at]:.0f} MB")
    report.at_most("memory of a web worker / of a bare Django worker, RSS", ours[0] / bare[0], 2.2)


def worker_memory(portal: Portal, cases: list[Case]) -> tuple[float, float] | None:
    """Of the larger of two workers, once it has answered each of these for a while."""
    for case in cases:
        portal.round(case, 4 * REQUESTS, 4)
    known = [found for pid in portal.workers() if (found := proc.memory(pid))]
    return max(known, default=None)


if __name__ == "__main__":
    sys.exit(main())
