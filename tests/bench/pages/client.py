"""One portal under measurement: its address, its people, and what a number of requests cost it."""

import http.client
import itertools
import json
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

import psycopg2

from tests.bench.pages import proc

TIMEOUT = 60


@dataclass(frozen=True)
class Case:
    """A page to ask for: `path` may name what `people` found; `who` asks. A POST sends an offer to host after host, or
    signs one person after the other (`who` is "helpers") up to a shift that nobody has come to yet.
    """

    name: str
    path: str
    who: str = "manager"
    is_post: bool = False


@dataclass
class Cost:
    """Figures of one round: milliseconds a request of each request, CPU of web and database a request."""

    times: list[float]
    app: float | None
    database: float | None


@dataclass
class Portal:
    """`people` is what tests.bench.pages.people printed about this database."""

    site: str
    database_url: str
    people: dict
    hosts: "itertools.count[int]" = field(default_factory=lambda: itertools.count(8_000))
    shifts: "itertools.count[int]" = field(default_factory=itertools.count)
    csrf: str = ""

    def __post_init__(self) -> None:
        self.connection = psycopg2.connect(self.database_url)
        self.connection.autocommit = True
        self.lock = threading.Lock()

    def workers(self) -> list[int]:
        """The web workers, told by the one that answers."""
        _status, _headers, body = self.ask(Case("", "/reference/process/"))
        return proc.children(json.loads(body)["parent"])

    def backends(self) -> list[int]:
        """The processes of PostgreSQL that work for the web, none where they are not on this machine."""
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'"
            )
            pids = [pid for (pid,) in cursor.fetchall()]
        return pids if all(proc.is_postgres(pid) for pid in pids) else []

    def ask(self, case: Case, line: http.client.HTTPConnection | None = None, **headers: str):
        """Status, headers and body of one request; redirects are not followed."""
        line = line or self.line()
        number = self._next(case) if case.is_post else 0
        session = self.people[case.who]
        if case.who == "helpers":
            session = session[number % len(session)]
        cookie = f"{self.people['cookie']}={session}"
        if not case.is_post:
            line.request("GET", case.path.format(**self.people), headers={"Cookie": cookie, **headers})
        else:
            form = urlencode({"kind": "workshop", "text": "I would gladly give a workshop.", "do": "send"})
            send = {
                "Cookie": f"{cookie}; {self.people['csrf']}={self.csrf}",
                "X-CSRFToken": self.csrf,
                "Content-Type": "application/x-www-form-urlencoded",
            }
            line.request("POST", case.path.format(number=number), form, {**send, **headers})
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read()

    def _next(self, case: Case) -> int:
        """The number of the shift, or of the host that takes part, to which the next form goes."""
        with self.lock:
            if case.who == "helpers":
                return next(self.shifts)
            return next(number for number in self.hosts if number % 50 != 7)

    def line(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.site)
        return http.client.HTTPConnection(parts.hostname, parts.port, timeout=TIMEOUT)

    def log_in(self) -> None:
        """Get the cookie that a form is sent with."""
        _status, headers, _body = self.ask(Case("", "/hosts/host-2/offer/", "writer"))
        cookies = [value for name, value in headers.items() if name.lower() == "set-cookie"]
        name = f"{self.people['csrf']}="
        self.csrf = next(cookie[len(name) :].split(";")[0] for cookie in cookies if cookie.startswith(name))

    def check(self, case: Case) -> None:
        """Raise RuntimeError where a page does not answer as it should."""
        status, headers, body = self.ask(case)
        if status != (302 if case.is_post else 200):
            raise RuntimeError(f"{case.name}: {status} {headers.get('Location', '')} {body[:300]!r}")

    def queries(self, case: Case) -> int:
        """How many statements one request takes."""
        return int(self.ask(case, **{"X-Count": "1"})[1]["X-Queries"])

    def round(self, case: Case, requests: int, at_once: int) -> Cost:
        """Send `requests` in `at_once` threads, each over a line of its own."""
        workers, share = self.workers(), requests // at_once
        app, database = proc.cpu(workers), proc.cpu(self.backends())
        times: list[float] = []
        threads = [threading.Thread(target=self._send, args=(case, share, times)) for _n in range(at_once)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if len(times) != share * at_once:
            raise RuntimeError(f"{case.name}: {share * at_once - len(times)} requests failed")
        used = proc.since(app, proc.cpu(workers)), proc.since(database, proc.cpu(self.backends()))
        return Cost(times, *(None if seconds is None else seconds * 1000 / len(times) for seconds in used))

    def _send(self, case: Case, requests: int, times: list[float]) -> None:
        line = self.line()
        for _n in range(requests):
            begin = time.perf_counter()
            status, _headers, _body = self.ask(case, line)
            took = time.perf_counter() - begin
            if status != (302 if case.is_post else 200):
                return
            times.append(took * 1000)
