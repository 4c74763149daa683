"""`make bench-race`: does anybody get a seat too many, or lose one, when fifty people click in the same moment?

Real requests over HTTP against gunicorn with two workers, on PostgreSQL and again on SQLite. Each round: 50 sign-ups
at once for the one seat of a shift; 50 for the three of another; 25 people who click twice; and three who leave while
those who wait leave, answer, and others sign up. `ROUNDS=…` makes fewer or more. The last line has the sums over all.
"""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.bench import parts
from tests.bench.report import percentile

ROUNDS = int(os.environ.get("ROUNDS", "20"))
CROWD = 50
WAITING = 8  # on the waiting list when three leave
PATIENCE = 60  # seconds for one answer
TOKEN = "a" * 32  # what a browser's cookie and its form say alike
INSIDE = "--inside"


class Seen:
    """What was answered, and what should not have happened."""

    def __init__(self):
        self.times: list[float] = []
        self.sums: Counter = Counter(oversold=0, lost=0, errors=0)
        self.broken: list[str] = []

    def wrong(self, what: str, number: int, words: str) -> None:
        if number:
            self.sums[what] += number
            self.broken.append(f"{what} {number}: {words}")


class Click:
    """One press of a button by one person, on a connection that is open before the others press theirs."""

    def __init__(self, site: str, session: str, path: str):
        from django.conf import settings  # noqa: PLC0415 the settings are known only inside

        self.path = path
        self.line = http.client.HTTPConnection(urlsplit(site).hostname, urlsplit(site).port, timeout=PATIENCE)
        cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: TOKEN}
        self.headers = {
            "Host": "localhost",
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.status, self.leads_to, self.took, self.error = 0, "", 0.0, ""

    def press(self, gate: threading.Barrier) -> None:
        try:
            self.line.connect()
        except OSError as error:
            self.error = f"no connection: {error}"
        gate.wait(PATIENCE)
        begin = time.perf_counter()
        try:
            self.line.request("POST", self.path, urlencode({"csrfmiddlewaretoken": TOKEN}), self.headers)
            answer = self.line.getresponse()
            answer.read()
            self.status, self.leads_to = answer.status, answer.headers.get("Location", "")
        except (http.client.HTTPException, OSError) as error:
            self.error = f"{type(error).__name__}: {error}"
        finally:
            self.line.close()
        self.took = (time.perf_counter() - begin) * 1000


def at_once(clicks: list[Click], seen: Seen) -> list[Click]:
    """All press in the same moment. An answer is a page that leads on, or one that says why not."""
    gate = threading.Barrier(len(clicks))
    with ThreadPoolExecutor(len(clicks)) as crowd:
        list(crowd.map(lambda click: click.press(gate), clicks))
    for click in clicks:
        seen.times.append(click.took)
        if click.error or click.status not in (302, 422):
            seen.wrong("errors", 1, f"{click.path} {click.status} {click.error}")
    return clicks


class Room:
    """The fair of a round, and the people who come to it: made and looked at through the same tables as the server."""

    def __init__(self, site: str, seen: Seen):
        from django.conf import settings  # noqa: PLC0415
        from django.test import Client  # noqa: PLC0415

        from careerlink.accounts.models import LegalText  # noqa: PLC0415
        from tests import factories as make  # noqa: PLC0415

        self.site, self.seen, self.make = site, seen, make
        self.host = make.HostFactory()
        self.writers = [make.WriterFactory() for _n in range(CROWD)]
        self.sessions = {}
        for writer in self.writers:
            for text in LegalText.objects.all():
                writer.user.agreements.create(text=text)
            client = Client()
            client.force_login(writer.user)
            self.sessions[writer.pk] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def fair(self, number: int) -> list:
        """Four shifts on a day of their own, one after the other: with one seat, and three times with three."""
        from careerlink.web import clock  # noqa: PLC0415

        starts_at = clock.now() + timedelta(days=21 + number)
        event = self.make.EventFactory(host=self.host, starts_at=starts_at)
        found = []
        for hour, most in enumerate((1, 3, 3, 3)):
            times = {"starts_at": starts_at + timedelta(hours=hour), "ends_at": starts_at + timedelta(hours=hour + 1)}
            role = self.make.RoleFactory(event=event, most=most)
            found.append(self.make.ShiftFactory(role=role, **times))
        return found

    def click(self, writer, path: str) -> Click:
        return Click(self.site, self.sessions[writer.pk], path)

    def last_seats(self, shift) -> None:
        clicks = at_once([self.click(writer, f"/shifts/{shift.key}/take/") for writer in self.writers], self.seen)
        self.judge(shift, shift.role.most, clicks, "last seats")

    def double_clicks(self, shift) -> None:
        pairs = [
            self.click(writer, f"/shifts/{shift.key}/take/") for writer in self.writers[: CROWD // 2] for _n in "ab"
        ]
        clicks = at_once(pairs, self.seen)
        self.judge(shift, shift.role.most, clicks, "double clicks")
        for one, two in zip(clicks[::2], clicks[1::2], strict=True):
            if one.status == two.status == 302 and one.leads_to != two.leads_to:
                self.seen.wrong("oversold", 1, "a double click gave two places")

    def cancel_while_promote(self, shift) -> None:
        """Three leave, as three of those who wait do, and others want the seats. Then the kept ones say yes and no."""
        state = {"shift": shift, "state": "confirmed"}
        there = [self.make.AssignmentFactory(**state, writer=writer) for writer in self.writers[:3]]
        line = [self.wait(shift, writer) for writer in self.writers[3 : 3 + WAITING]]
        leavers = [*there, *line[:3]]
        clicks = [self.click(place.writer, f"/places/{place.key}/leave/") for place in leavers]
        others = self.writers[3 + WAITING :]
        taking = [self.click(writer, f"/shifts/{shift.key}/take/") for writer in others]
        at_once([*clicks, *taking], self.seen)
        self.judge(shift, 3, taking, "cancel while promote")
        seated = self.seated(shift)
        kept = [place for place in seated if place.state == "held"]
        if [place.writer_id for place in kept] != [place.writer_id for place in line[3:6]]:
            self.seen.wrong("lost", 1, "a seat went past who was next in line")
        answers = [self.click(place.writer, f"/places/{place.key}/{what}/") for place, what in
                   zip(kept, ("accept", "accept", "leave"), strict=False) for _click in "ab"]  # fmt: skip
        if answers:
            at_once(answers, self.seen)
        self.judge(shift, 3, [], "answers to kept seats")

    def wait(self, shift, writer):
        from events.actions.seats import join_waiting_list  # noqa: PLC0415

        place = join_waiting_list(shift, writer, by=writer.user)
        place.writer = writer
        return place

    def seated(self, shift) -> list:
        from events.models import Assignment  # noqa: PLC0415

        return list(Assignment.objects.filter(shift=shift, seat__isnull=False).order_by("waits_since", "pk"))

    def judge(self, shift, expected: int, clicks: list[Click], what: str) -> None:
        """Hold what the tables say against the seats there are and against what people were told."""
        from partners.models import Engagement  # noqa: PLC0415

        seated = self.seated(shift)
        self.seen.wrong("oversold", max(len(seated) - expected, 0), what)
        self.seen.wrong("oversold", len(seated) - len({place.seat for place in seated}), f"{what}: one seat twice")
        self.seen.wrong("lost", max(expected - len(seated), 0), what)
        coming = [place.pk for place in seated if place.state == "confirmed"]
        agreed = Engagement.objects.filter(source_label="events.assignment", source_id__in=coming, state="agreed")
        self.seen.wrong("lost", len(coming) - agreed.count(), f"{what}: no agreed work")
        there = {place.get_absolute_url() for place in seated}
        told = {click.leads_to for click in clicks if click.status == 302}
        self.seen.wrong("lost", len(told - there), f"{what}: told yes without a seat")


def inside() -> int:
    """All rounds on the database of the environment; the last line is the sums as JSON."""
    import django  # noqa: PLC0415 the settings are known only now

    os.environ["DJANGO_SETTINGS_MODULE"] = "careerlink.settings"
    django.setup()
    seen, by_kind = Seen(), defaultdict(float)
    var = Path(os.environ["VAR_DIR"])
    with parts.web(dict(os.environ), var / "web.log", workers=2) as site:
        room = Room(site, seen)
        for number in range(ROUNDS):
            one, three, double, moving = room.fair(number)
            for name, act, shift in [
                ("last seats", room.last_seats, one),
                ("last seats", room.last_seats, three),
                ("double clicks", room.double_clicks, double),
                ("cancel while promote", room.cancel_while_promote, moving),
            ]:
                begin = time.perf_counter()
                act(shift)
                by_kind[name] += time.perf_counter() - begin
    for line in seen.broken[:10]:
        print(f"  {line}")
    spent = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in by_kind.items())
    p50, p95 = percentile(seen.times, 0.5), percentile(seen.times, 0.95)
    print(f"  {ROUNDS} rounds, {len(seen.times)} requests, p50 {p50:.0f} ms, p95 {p95:.0f} ms; {spent}", flush=True)
    print(json.dumps(seen.sums), flush=True)
    return 0


def run_on(name: str, address: str) -> Counter:
    """Set a database up and run all rounds on it, in a process that ends with it."""
    with tempfile.TemporaryDirectory(prefix="careerlink-race-") as folder:
        given = address or f"sqlite:///{Path(folder) / 'race.sqlite3'}"
        env = parts.environment(given, Path(folder), LOG_LEVEL="WARNING")
        parts.set_up(env)
        parts.manage("load_texts", env=env)
        print(f"{name}:", flush=True)
        command = [sys.executable, "-m", "tests.bench.race", INSIDE]
        done = subprocess.run(command, cwd=parts.ROOT, env=env, stdout=subprocess.PIPE, text=True, check=False)
        *lines, sums = done.stdout.splitlines() or [""]
        print("\n".join(lines), flush=True)
        if done.returncode:
            print(sums)
            return Counter(errors=1)
        return Counter(json.loads(sums))


def main() -> int:
    sums: Counter = Counter()
    with parts.database("race") as address:
        sums.update(run_on("PostgreSQL", address))
    sums.update(run_on("SQLite", ""))
    print(f"oversold {sums['oversold']} lost {sums['lost']} errors {sums['errors']}", flush=True)
    return int(any(sums.values()))


if __name__ == "__main__":
    sys.exit(inside() if INSIDE in sys.argv else main())
