"""Do log-in, sign-up and reset take as long for an address that has an account as for one that has none?

The production server on PostgreSQL, behind what would be a proxy: each try comes from a network address of
its own, so that no limit is touched. Known and unknown addresses take turns; each is tried once. `make
bench-sign-in`.
"""

import http.client
import re
import sys
import tempfile
import time
from collections.abc import Callable
from http.cookies import SimpleCookie
from pathlib import Path
from statistics import median
from urllib.parse import urlencode, urlsplit

from tests.bench.parts import database, environment, manage, set_up, web
from tests.bench.report import Report

TRIES = 100
WARM_UP = 10
BAR = 1.10
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
MAKE_KNOWN = f"""
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from careerlink.accounts.models import User
from careerlink.outbox.actions import mailbox_for
from careerlink.web import clock
password, now = make_password("four ordinary words"), clock.now()
for n in range({TRIES + WARM_UP}):
    user = User.objects.create(email=f"known{{n}}@demo.test", name="Known", password=password, last_login=now)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    mailbox_for(user.email, user_id=user.pk)
"""

WAYS: dict[str, tuple[str, Callable[[str], dict]]] = {
    "log-in by password": ("/accounts/login/", lambda address: {"login": address, "password": "not the password"}),
    "log-in by code": ("/accounts/login/", lambda address: {"login": address, "by_code": "1"}),
    "sign-up": (
        "/join/office/",
        lambda address: {"name": "Dana", "email": address, "password1": "four ordinary words", "agree": "on"},
    ),
    "reset": ("/accounts/password/reset/", lambda address: {"email": address}),
}


class Browser:
    """A browser that has never been here, at a network address of its own."""

    def __init__(self, site: str, number: int):
        parts = urlsplit(site)
        self.line = http.client.HTTPConnection(parts.hostname or "", parts.port)
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        self.headers = {"Host": f"localhost:{parts.port}", "X-Forwarded-For": address}
        self.cookies = SimpleCookie()

    def ask(self, method: str, path: str, data: dict | None = None) -> tuple[int, str, str]:
        """Status, where it leads, and body."""
        cookie = "; ".join(f"{one.key}={one.value}" for one in self.cookies.values())
        headers = {**self.headers, "Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self.line.request(method, path, urlencode(data) if data else None, headers)
        answer = self.line.getresponse()
        body = answer.read().decode()
        for header in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(header)
        return answer.status, answer.headers.get("Location", ""), body

    def send(self, page: str, data: dict) -> tuple[float, tuple[int, str, str]]:
        """Open a page and send its form; how many milliseconds the answer to the form took, and what it was."""
        token = TOKEN.search(self.ask("GET", page)[2])
        assert token, page
        start = time.perf_counter()
        answer = self.ask("POST", page, {**data, "csrfmiddlewaretoken": token[1]})
        return (time.perf_counter() - start) * 1000, answer


def measure(site: str, report: Report) -> None:
    number = 0
    for way, (page, form) in WAYS.items():
        times: dict[str, list[float]] = {"known": [], "unknown": []}
        answers: dict[str, set] = {"known": set(), "unknown": set()}
        for n in range(TRIES + WARM_UP):
            for who in ("known", "unknown") if n % 2 else ("unknown", "known"):
                number += 1
                address = f"{who}{n}@demo.test" if who == "known" else f"{who}{n}-{way.replace(' ', '')}@demo.test"
                took, (status, where, body) = Browser(site, number).send(page, form(address))
                answers[who].add((status, where, TOKEN.sub("", body).replace(address, "")))
                if n >= WARM_UP:
                    times[who].append(took)
        for who, values in times.items():
            report.figures(f"{way}, {who}", values)
        ratio = median(times["known"]) / median(times["unknown"])
        report.at_most(f"{way}, slower by median ÷ quicker", max(ratio, 1 / ratio), BAR)
        report.holds(f"{way}, same status and body", answers["known"] == answers["unknown"])


def main() -> int:
    report = Report()
    with database("sign_in") as url, tempfile.TemporaryDirectory() as folder:
        env = environment(url, Path(folder), TRUSTED_PROXY_COUNT="1")
        set_up(env)
        manage("load_texts", env=env)
        manage("shell", "--verbosity", "0", "--command", MAKE_KNOWN, env=env)
        with web(env, Path(folder) / "web.log", workers=1) as site:
            measure(site, report)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
