"""A year of mail that nobody asked for: `make simulate-mail`. SQLite, one process; what people do is drawn by a seed.

Hosts publish requests and ask writers; the clocks strike six times a day; writers answer, stop, choose and are silent
by their habit. What leaves when is the portal's own code. SEED=… draws another year.
"""

import os
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from tests.bench import parts
from tests.bench.report import Report

DAYS, HOSTS, WRITERS, REQUESTS = 365, 30, 120, 900
LONGEST = 900.0  # seconds


def main() -> int:
    """Make a portal of its own and live in it for a year."""
    with tempfile.TemporaryDirectory(prefix="careerlink-simulate-") as var:
        address = f"sqlite:///{var}/db.sqlite3"
        more = {"DJANGO_SETTINGS_MODULE": "careerlink.settings", "EMAIL_URL": "memorymail://"}
        os.environ.update(parts.environment(address, Path(var), **more))
        import django  # noqa: PLC0415 after the environment is set

        django.setup()
        return simulate(int(os.environ.get("SEED", "7")))


def simulate(seed: int) -> int:
    """The year itself, its figures and its bars; 1 when one is missed."""
    from django.core.management import call_command  # noqa: PLC0415 after Django is set up

    from careerlink.celery import app  # noqa: PLC0415
    from careerlink.web import clock  # noqa: PLC0415
    from tests.simulate import mail_year  # noqa: PLC0415

    app.conf.broker_url = "memory://"
    call_command("migrate", verbosity=0)
    with clock.set_to(mail_year.START - timedelta(days=1)):
        call_command("load_texts", verbosity=0)
        year = mail_year.MailYear(seed, days=DAYS, hosts=HOSTS, writers=WRITERS, requests=REQUESTS)
    print(f"{HOSTS} hosts, {WRITERS} writers, {REQUESTS} requests, {DAYS} days, seed {seed}", flush=True)
    began, worked = time.perf_counter(), time.process_time()
    year.live()
    report = Report()
    with clock.set_to(mail_year.START + timedelta(days=DAYS)):
        mail_year.tell(report, year)
    print(f"{time.perf_counter() - began:.0f} s by the clock on the wall")
    report.at_most("seconds of a core for the year", time.process_time() - worked, LONGEST, " s")
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
