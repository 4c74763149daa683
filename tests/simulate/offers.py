"""A year of offers: 200 hosts, 2,000 writers and 5,000 offers through the real actions, under a clock that is set.

`make simulate-offers`. Each simulated day the clocks strike once, desk mails are written, people look and answer
by their habit, and writers send. SQLite, one process. What hosts and writers do is drawn by a seed (SEED=…); how
offers, lines, reminders, desk mails and doors behave is the portal's own code. The year is followed by some quiet
weeks in which what still waits comes to its end.
"""

import os
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from tests.bench import parts
from tests.bench.report import Report

HOSTS, WRITERS, OFFERS, REQUESTS = 200, 2_000, 5_000, 2_000
LONGEST = 600.0  # seconds


def main() -> int:
    """Make a portal of its own and live in it for a year."""
    with tempfile.TemporaryDirectory(prefix="careerlink-simulate-") as var:
        address = f"sqlite:///{var}/db.sqlite3"
        os.environ.update(parts.environment(address, Path(var), DJANGO_SETTINGS_MODULE="careerlink.settings"))
        import django  # noqa: PLC0415 after the environment is set

        django.setup()
        return simulate(int(os.environ.get("SEED", "4")))


def simulate(seed: int) -> int:
    """The year itself, its figures and its bars; 1 when one is missed."""
    from django.core.management import call_command  # noqa: PLC0415 after Django is set up

    from careerlink.celery import app  # noqa: PLC0415
    from careerlink.web import clock  # noqa: PLC0415
    from tests.simulate import figures, year  # noqa: PLC0415

    app.conf.broker_url = "memory://"  # nobody answers the bell: the daily sweep finds what is due
    call_command("migrate", verbosity=0)
    with clock.set_to(year.START - timedelta(days=1)):
        call_command("load_texts", verbosity=0)
        lived = year.Year(seed, hosts=HOSTS, writers=WRITERS, offers=OFFERS, requests=REQUESTS)
    print(f"{HOSTS} hosts, {WRITERS:,} writers, {OFFERS:,} offers, seed {seed}", flush=True)
    began, worked = time.perf_counter(), time.process_time()
    lived.live()
    took, worked = time.perf_counter() - began, time.process_time() - worked
    report = Report()
    figures.tell(report, lived)
    print("time: " + ", ".join(f"{what} {spent:.0f} s" for what, spent in lived.spent.most_common()))
    print(f"of {took:.0f} s the process had a core for {worked:.0f} s")
    report.at_most("seconds for the year", took, LONGEST, " s")
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
