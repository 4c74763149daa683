"""How quickly a list of alumni is read and brought in, with how much memory, and what is left when a worker is killed.

`python -m tests.bench.imports [rows …]`, started by `make bench-import`; `ROWS=` limits the sizes.
"""

import csv
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.bench import parts
from tests.bench.report import Report

SIZES = (10_000, 100_000, 1_000_000)
BARRED = 100_000  # rows for which the bars are meant
SECONDS, MEMORY, APPLY = 60.0, 300.0, 5.0
STEADY = 1.35  # how much longer a row may take in the largest list than in the one before
KILLED = 20_000  # rows of the list whose workers are killed
MAJORS = (
    "Accounting", "Biology", "Nursing", "English", "Mechanical Engineering", "Psychology", "Undeclared", "History",
    "Computer Science", "Marketing; Spanish", "Elementary Education", "Political Science", "Art History", "Chemistry",
    "Business Administration", "Social Work", "Criminal Justice", "Music Education", "Economics", "Civil Engineering",
)  # fmt: skip


def main(sizes: list[int]) -> int:
    report = Report()
    with tempfile.TemporaryDirectory(prefix="careerlink-import-") as folder:
        var = Path(folder)
        env = parts.environment(f"sqlite:///{var / 'bench.sqlite3'}", var, DJANGO_SETTINGS_MODULE="careerlink.settings")
        os.environ.update(env)
        parts.manage("migrate", "--verbosity", "0", env=env)
        parts.manage("load_taxonomy", env=env)
        import django  # noqa: PLC0415 after the environment is set

        django.setup()
        paces = [measure(report, var, rows) for rows in sizes]
        if len(paces) > 1:
            report.at_most("time of a row in the largest list, against the one before", paces[-1] / paces[-2], STEADY)
        kill_staging(report, var)
        kill_applying(report, var)
    return report.end()


def measure(report: Report, var: Path, rows: int) -> float:
    """Read, bring in and undo one list, each in a process of its own; returns seconds for a row."""
    from referrals.models import Alumnus  # noqa: PLC0415 after Django is set up

    one = start(var, rows)
    reading, memory = process("stage", one.key)
    one.refresh_from_db()
    one.move("apply", due_at=one.due_at)
    with Neighbour() as neighbour:
        applying, more = process("apply", one.key)
    one.refresh_from_db()
    brought = Alumnus.objects.filter(host=one.host).count()
    print(f"{rows:,} rows: {one.counts}, {brought:,} alumni, warned {one.warned}")
    rate, both = rows / reading, reading + applying
    print(f"  read {reading:.1f} s ({rate:,.0f} rows/s), brought in {applying:.2f} s, all {both:.1f} s")
    print(f"  memory {memory:.0f} MB reading, {more:.0f} MB bringing in; others wrote {neighbour.writes} times")
    report.figures("  others waited for their write at most", [neighbour.longest * 1e3])
    report.holds(f"{rows:,}: all new rows are in the records", brought == one.counts["new"])
    report.holds(f"{rows:,}: nobody else's write timed out", not neighbour.errors)
    if rows == BARRED:
        report.at_most(f"{rows:,} rows read and brought in", reading + applying, SECONDS, " s")
        report.at_most(f"{rows:,} rows brought in", applying, APPLY, " s")
        report.at_most(f"{rows:,} rows, memory", max(memory, more), MEMORY, " MB")
    one.move("undo", due_at=one.due_at)
    undoing, _memory = process("undo", one.key)
    report.figures("  undone in", [undoing], "s")
    report.holds(f"{rows:,}: nothing is left when undone", not Alumnus.objects.filter(host=one.host).exists())
    return (reading + applying) / rows


def kill_staging(report: Report, var: Path) -> None:
    """A worker dies while it reads; the next one goes on and comes to the same."""
    from referrals.models import ImportRow  # noqa: PLC0415

    whole = start(var, KILLED)
    process("stage", whole.key)
    whole.refresh_from_db()
    one = start(var, KILLED)
    kill("stage", one.key, lambda: reached(one, KILLED // 3))
    one.refresh_from_db()
    rows = ImportRow.objects.filter(alumni_import=one).count()
    print(f"killed while reading: {one.done:,} of {KILLED:,} rows done, {rows:,} of them kept")
    report.holds("killed while reading: what is kept is what was done", 0 < one.done < KILLED and rows == one.done)
    process("stage", one.key, later=True)
    one.refresh_from_db()
    report.holds("killed while reading: the next worker comes to the same", one.counts == whole.counts)


def kill_applying(report: Report, var: Path) -> None:
    """A worker dies while it brings in: nobody is there, and then all."""
    from referrals.models import Alumnus  # noqa: PLC0415

    seen = []
    for wait in (0.0, 0.1, 0.2, 0.4):
        one = start(var, KILLED)
        process("stage", one.key)
        one.refresh_from_db()
        one.move("apply", due_at=one.due_at)
        kill("apply", one.key, lambda: claimed(one), wait)  # noqa: B023 called before the next round
        found = Alumnus.objects.filter(host=one.host).count()
        seen.append((found, one.counts["new"]))
        one.refresh_from_db()
        if one.state == "applying":
            process("apply", one.key, later=True)
        seen.append((Alumnus.objects.filter(host=one.host).count(), one.counts["new"]))
    print(f"killed while bringing in, then tried again: {seen}")
    report.holds("killed while bringing in: nobody or all", all(found in (0, new) for found, new in seen))
    report.holds("killed while bringing in: killed in time", any(found == 0 for found, _new in seen[::2]))
    report.holds("killed while bringing in: the next worker brings all", all(a == b for a, b in seen[1::2]))


# --- Lists and workers ------------------------------------------------------------------------------------------


def start(var: Path, rows: int):
    """A list of so many rows of a new office, with its columns named."""
    from django.core.files.uploadedfile import TemporaryUploadedFile  # noqa: PLC0415

    from referrals.actions import imports  # noqa: PLC0415
    from referrals.queries.reading import guess_columns, judge_shape  # noqa: PLC0415
    from tests import factories as make  # noqa: PLC0415

    host, person = make.HostFactory(), make.UserFactory()
    path = var / "list.csv"
    write(path, rows)
    with path.open("rb") as file:
        shape = judge_shape(file)
        upload = TemporaryUploadedFile("list.csv", "text/csv", path.stat().st_size, None)
        with upload:
            file.seek(0)
            while chunk := file.read(1024 * 1024):
                upload.write(chunk)
            upload.seek(0)
            one = imports.upload_alumni(host, upload, shape=shape, by=person)
    imports.name_columns(one, columns=guess_columns(shape.columns), shape=shape, by=person)
    return one


def write(path: Path, rows: int) -> None:
    """Alumni as a college exports them: some rows without an address, some twice, ZIP codes without their zero."""
    draw = random.Random(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["First Name", "Last Name", "Personal Email", "Grad Date", "Major", "Home Postal Code", "GPA"])
        for n in range(rows):
            person = n - 7 if n % 97 == 13 else n
            email = "" if n % 89 == 5 else f"alum{person}@people.demo.test"
            last = f"Person{person}"
            graduated = f"{draw.randint(1, 28):02}-MAY-{draw.randint(1975, 2025)}"
            place = draw.choice(["2115", "4101", "17551", "79901-0000", "10001", ""])
            lines.writerow([f"Given{person}", last, email, graduated, draw.choice(MAJORS), place, "3.9"])


RUN = """
import time, django
django.setup()
from datetime import timedelta
from careerlink.web import clock
from referrals.actions import applying, staging
work = {{"stage": staging.stage_import, "apply": applying.apply_import, "undo": applying.undo_import}}[{what!r}]
began = time.perf_counter()
with clock.set_to(clock.now() + timedelta(minutes={minutes})):
    done = work({key!r})
took = time.perf_counter() - began
assert done
print(f"  {what!r}: {{time.process_time():.1f}} s of the processor in all")
print(took, open("/proc/self/status").read().partition("VmHWM:")[2].split()[0])
"""


def command(what: str, key: str, minutes: int = 0) -> list[str]:
    return [sys.executable, "-c", RUN.format(what=what, key=key, minutes=minutes)]


def process(what: str, key: str, *, later: bool = False) -> tuple[float, float]:
    """A worker that does one thing to its end; returns its seconds and the most memory that it held, in MB. With
    `later` it comes when the one before has given no sign of life for long.
    """
    run = command(what, key, 6 if later else 0)
    done = subprocess.run(run, cwd=parts.ROOT, check=True, capture_output=True, text=True)
    print(done.stdout.splitlines()[-2])
    seconds, kilobytes = done.stdout.split()[-2:]
    return float(seconds), int(kilobytes) / 1024


def kill(what: str, key: str, when, wait: float = 0.0) -> None:
    """A worker that is killed so many seconds after something is true."""
    worker = subprocess.Popen(command(what, key), cwd=parts.ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while worker.poll() is None and not when():
        time.sleep(0.005)
    time.sleep(wait)
    worker.send_signal(signal.SIGKILL)
    worker.communicate()


def reached(one, rows: int) -> bool:
    one.refresh_from_db()
    return one.done >= rows


def claimed(one) -> bool:
    one.refresh_from_db()
    return bool(one.claim)


class Neighbour(threading.Thread):
    """Somebody else who writes all the time, and notes how long that took."""

    def __init__(self):
        super().__init__(daemon=True)
        self.writes, self.longest, self.errors = 0, 0.0, []
        self.is_over = threading.Event()

    def __enter__(self) -> "Neighbour":
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.is_over.set()
        self.join()

    def run(self) -> None:
        from django.db import Error, connection  # noqa: PLC0415

        from careerlink.audit.models import Entry  # noqa: PLC0415
        from careerlink.web import clock  # noqa: PLC0415

        while not self.is_over.wait(0.02):
            began = time.perf_counter()
            try:
                Entry.objects.create(at=clock.now(), event="wrote", label="accounts.user", about_id=1)
            except Error as error:
                self.errors.append(str(error))
            self.writes += 1
            self.longest = max(self.longest, time.perf_counter() - began)
        connection.close()


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or list(SIZES)))
