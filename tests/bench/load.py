"""`make bench-load`: 16 clients go the way from a request to a partnership for 60 seconds.

Two web workers, a Celery worker, PostgreSQL, Redis where there is one, and a mail server that takes everything. Each
client is an office and a writer of her own, logged in by password. The reference's list and detail page
(`tests/bench/pages/reference`) are asked in the same processes, once in each round of each client.
"""

import http.client
import os
import re
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psycopg2

from tests.bench import parts
from tests.bench.report import Report, percentile

CLIENTS = 16
SECONDS = 60
KEPT = 1  # seconds for which a connection is used again; gunicorn ends it after 2
PATIENCE = 60  # seconds for the last mails
PASSWORD = "careerlink-demo"
APP = "tests.bench.pages.reference.wsgi"
WORKER = (
    "celery", "--quiet", "--app", "careerlink", "worker", "--queues", "default,mail,matching", "--pool", "threads",
    "--concurrency", "4", "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "warning",
)  # fmt: skip
LOCKED = re.compile(
    r"deadlock|lock timeout|could not obtain lock|could not serialize|database is locked", re.IGNORECASE
)
REFERENCE = ("reference: list", "reference: detail")


class Seen:
    """What all clients met: milliseconds by step, and what should not have happened."""

    def __init__(self):
        self.times: dict[str, list[float]] = defaultdict(list)
        self.bad: Counter = Counter()
        self.broken: list[str] = []
        self.rounds = 0
        self.lock = threading.Lock()

    def note(self, step: str, seconds: float, status: int, expected: int, words: str) -> None:
        with self.lock:
            self.times[step].append(seconds * 1000)
            if status != expected:
                self.bad["5xx" if status >= 500 else "unexpected"] += 1
                self.broken.append(f"{step}: {status} instead of {expected} {words}")


class Person:
    """One browser: a connection that is kept, cookies, and the token for forms."""

    def __init__(self, site: str, number: int, seen: Seen):
        self.line = http.client.HTTPConnection(urlsplit(site).hostname, urlsplit(site).port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.address = f"10.1.{number // 250}.{number % 250 + 1}"  # the limits of log-in count by network address
        self.seen = seen
        self.answered_at = 0.0

    def log_in(self, email: str) -> None:
        self.get("log-in: page", "/accounts/login/")
        self.post("log-in: password", "/accounts/login/", {"login": email, "password": PASSWORD})

    def get(self, step: str, path: str) -> str:
        return self._ask(step, "GET", path, None, 200)[1]

    def post(self, step: str, path: str, data: dict) -> str:
        """Send a form; returns the path that it leads to."""
        token = next((value for name, value in self.cookies.items() if "csrf" in name), "")
        headers, _text = self._ask(step, "POST", path, {**data, "csrfmiddlewaretoken": token}, 302)
        return headers.get("Location", "")

    def _ask(self, step: str, method: str, path: str, data: dict | None, expected: int) -> tuple[dict, str]:
        headers = {
            "Host": "localhost",
            "X-Forwarded-For": self.address,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if data is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begin = time.perf_counter()
        if begin - self.answered_at > KEPT:  # as browsers do
            self.line.close()
        try:
            self.line.request(method, path, urlencode(data) if data is not None else None, headers)
            answer = self.line.getresponse()
            text = answer.read().decode(errors="replace")
        except (http.client.HTTPException, OSError) as error:
            self.line.close()
            self.seen.note(step, time.perf_counter() - begin, 599, expected, f"{type(error).__name__} {path}")
            return {}, ""
        self.answered_at = time.perf_counter()
        took = self.answered_at - begin
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
        self.seen.note(step, took, answer.status, expected, f"{path} {_complaint(text)}")
        return dict(answer.headers), text


class Client:
    """An office and a writer who find each other again and again."""

    def __init__(self, site: str, number: int, pair: dict, seen: Seen):
        self.office = Person(site, 2 * number, seen)
        self.writer = Person(site, 2 * number + 1, seen)
        self.pair, self.seen, self.round = pair, seen, 0

    def log_in(self) -> None:
        self.office.log_in(self.pair["office"])
        self.writer.log_in(self.pair["writer"])

    def run(self, until: float) -> None:
        while time.monotonic() < until:
            self.once()
            with self.seen.lock:
                self.seen.rounds += 1

    def once(self) -> None:
        """One way from a request to a yes or a no, by turns, and a look around."""
        slug, office, writer = self.pair["slug"], self.office, self.writer
        self.round += 1
        office.get("office: desk", f"/desk/{slug}/")
        office.get("office: form of a request", f"/desk/{slug}/requests/new/")
        asked = {"kind": "workshop", "words": "", "needed_on": self._day(), "where": "campus", "how_many": "1"}
        need = _key(office.post("office: publish", f"/desk/{slug}/requests/new/", asked))
        writer.get("writer: requests", "/writer/requests/")
        writer.get("writer: request", f"/requests/{need}/")
        form = f"/hosts/{slug}/offer/?need={need}"
        writer.get("writer: form of an offer", form)
        sent = {"kind": "workshop", "text": "I would gladly give a workshop for your students.", "do": "send"}
        offer = _key(writer.post("writer: send the offer", form, sent))
        office.get("office: decide", f"/desk/{slug}/offers/")
        answer = {f"{offer}-answer": "accept" if self.round % 2 else "decline", f"{offer}-reason": "not_now"}
        office.post("office: answer", f"/desk/{slug}/offers/", answer)
        partners = office.get("office: partners", f"/desk/{slug}/partners/")
        for path in re.findall(r"/partnerships/\w+/", partners)[:1]:
            office.get("office: partnership", path)
            writer.get("writer: partnership", path)
        office.get("office: directory", f"/desk/{slug}/writers/")
        writer.get("writer: colleges", "/writer/colleges/")
        office.get(REFERENCE[0], "/reference/writers/")
        office.get(REFERENCE[1], f"/reference/writers/{self.pair['writer_slug']}/")

    def _day(self) -> str:
        """A day of its own for each round, so that nobody has to be in two places."""
        return (self.pair["today"] + timedelta(days=self.round)).isoformat()


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="careerlink-bench-") as folder, parts.database("load") as address:
        var, port = Path(folder), parts.free_port()
        env = parts.environment(
            address, var, EMAIL_URL=f"smtp://127.0.0.1:{port}", LOG_LEVEL="WARNING", TRUSTED_PROXY_COUNT="1"
        )
        print("Preparing …", flush=True)
        parts.manage("prepare", env=env)
        os.environ.update(env)
        pairs = make_people()
        server = ("aiosmtpd", "--nosetuid", "--listen", f"127.0.0.1:{port}", "--class", "aiosmtpd.handlers.Sink")
        with (
            parts.running(*server, env=env, log=var / "sink.log"),
            parts.running(*WORKER, env=env, log=var / "worker.log"),
            parts.web(env, var / "web.log", workers=2, app=APP) as site,
        ):
            return measure(site, pairs, address, [var / "web.log", var / "worker.log"])


def make_people() -> list[dict]:
    """Pairs of an office and a writer, approved and agreed to everything; the demonstration is around them."""
    import django  # noqa: PLC0415 the settings are known only now

    os.environ["DJANGO_SETTINGS_MODULE"] = "careerlink.settings"
    django.setup()
    from careerlink.accounts.models import LegalText  # noqa: PLC0415
    from careerlink.web import clock  # noqa: PLC0415
    from tests import factories as make  # noqa: PLC0415

    pairs = []
    for number in range(CLIENTS):
        staff = make.UserFactory(email=f"load-office-{number}@demo.edu", password=PASSWORD)
        writer_user = make.UserFactory(email=f"load-writer-{number}@demo.test", password=PASSWORD)
        for person in (staff, writer_user):
            for text in LegalText.objects.all():
                person.agreements.get_or_create(text=text)
        host = make.HostFactory(slug=f"load-{number}", name=f"Career Office {number}")
        make.MemberFactory(host=host, user=staff, role="manager")
        writer = make.WriterFactory(slug=f"load-writer-{number}", user=writer_user, verified=True)
        pairs.append(
            {
                "office": staff.email,
                "writer": writer_user.email,
                "slug": host.slug,
                "writer_slug": writer.slug,
                "today": clock.today(host.zone),
            }
        )
    return pairs


def measure(site: str, pairs: list[dict], database_url: str, logs: list[Path]) -> int:
    report, coming_in, seen = Report(), Seen(), Seen()
    connection = psycopg2.connect(database_url)
    connection.autocommit = True
    clients = [Client(site, number, pair, coming_in) for number, pair in enumerate(pairs)]
    with ThreadPoolExecutor(CLIENTS) as crowd:
        list(crowd.map(Client.log_in, clients))
        for client in clients:
            client.seen = client.office.seen = client.writer.seen = seen
        sent_before = _one(connection, "SELECT count(*) FROM outbox_outgoingmail WHERE state = 'sent'")
        begin = time.monotonic()
        list(crowd.map(lambda client: client.run(begin + SECONDS), clients))
        took = time.monotonic() - begin
    waited = _let_mail_leave(connection)
    sent = _one(connection, "SELECT count(*) FROM outbox_outgoingmail WHERE state = 'sent'") - sent_before
    _print(seen, coming_in, took)
    print(f"\nmails sent by the worker: {sent}, the last {waited:.1f} s after the last request")
    for line in (coming_in.broken + seen.broken)[:10]:
        print(f"  {line}")
    deadlocks = _one(connection, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    lines = [line for log in logs for line in log.read_text(errors="replace").splitlines() if LOCKED.search(line)]
    for line in lines[:5]:
        print(f"  {line}")
    bad = seen.bad + coming_in.bad
    print(f"deadlocks {deadlocks}, lines about locks {len(lines)}, rounds {seen.rounds}\n")
    report.holds("no 5xx", not bad["5xx"])
    report.holds("no lock error", not deadlocks and not lines)
    report.holds("every step leads on", not bad["unexpected"] and seen.rounds >= CLIENTS)
    report.holds("mail leaves", sent > 0 and waited < PATIENCE)
    return report.end()


def _print(seen: Seen, coming_in: Seen, took: float) -> None:
    total = sum(map(len, seen.times.values()))
    print(f"\n{total} requests in {took:.1f} s: {total / took:.1f} a second, {CLIENTS} clients\n")
    for step, times in [*coming_in.times.items(), *seen.times.items()]:
        print(
            f"{step:<26} n {len(times):>5}  p50 {percentile(times, 0.5):7.0f} ms  p95 {percentile(times, 0.95):7.0f} ms"
        )
    ours = [ms for step, times in seen.times.items() if step not in REFERENCE for ms in times]
    reference = [ms for step in REFERENCE for ms in seen.times[step]]
    print(
        f"\np95 of all our steps {percentile(ours, 0.95):.0f} ms beside {percentile(reference, 0.95):.0f} ms of the "
        f"reference's; p50 {percentile(ours, 0.5):.0f} ms beside {percentile(reference, 0.5):.0f} ms"
    )


def _let_mail_leave(connection) -> float:
    """Wait until nothing that is due waits; returns the seconds."""
    begin = time.monotonic()
    waiting = (
        "SELECT count(*) FROM outbox_outgoingmail WHERE state IN ('waiting', 'claimed') AND send_after <= now()"
        " AND mailbox_id IN (SELECT id FROM outbox_mailbox WHERE address LIKE 'load-%')"
    )
    while _one(connection, waiting) and time.monotonic() - begin < PATIENCE:
        time.sleep(0.2)
    return time.monotonic() - begin


def _one(connection, query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def _key(path: str) -> str:
    return path.strip("/").rpartition("/")[2] or "none"


def _complaint(text: str) -> str:
    """The first sentence of a page that says what is wrong."""
    found = re.search(r'class="(?:invalid-feedback|alert-danger|alert alert-\w+)[^>]*>(.{0,300})', text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found.group(1)).split())[:160] if found else ""


if __name__ == "__main__":
    sys.exit(main())
