"""How long it takes to stamp, seal and look through a long trail, and how much memory that needs.

`python -m tests.bench.trail [entries]`, started by `make bench-trail`.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench import parts
from tests.bench.report import Report

ENTRIES = 1_000_000
MEMORY = 60.0  # MB that looking through may add, however long the trail is
SIDE = 10_000


def main(entries: int) -> int:
    with parts.database("trail") as url, tempfile.TemporaryDirectory(prefix="careerlink-trail-") as var:
        os.environ.update(parts.environment(url, Path(var), DJANGO_SETTINGS_MODULE="careerlink.settings"))
        import django  # noqa: PLC0415 after the environment is set

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        return measure(entries)


def measure(entries: int) -> int:
    from careerlink.audit import seals  # noqa: PLC0415 after Django is set up
    from careerlink.audit.models import Entry  # noqa: PLC0415
    from careerlink.web import clock  # noqa: PLC0415

    report, now = Report(), clock.now()
    made = timed(
        lambda: [
            Entry.objects.bulk_create(
                Entry(at=now, by=n % 997, event="changed", label="accounts.user", about_id=n, person=n % 997)
                for n in range(start, min(start + SIDE, entries))
            )
            for start in range(0, entries, SIDE)
        ]
    )
    report.figures("entry written in bulk, with its stamp", [made / entries * 1e6], "µs")
    sealed = timed(seals.seal_everything)
    report.figures("entry sealed", [sealed / entries * 1e6], "µs")
    report.figures("a run of the beat task with nothing to do", [timed(seals.seal_new_rows) * 1e3 for _n in range(20)])
    nothing = verify("--since", "2999-01-01")
    began = time.perf_counter()
    most = verify()
    looked = time.perf_counter() - began
    report.figures("entry looked through", [looked / entries * 1e6], "µs")
    print(f"{entries:,} entries: sealed in {sealed:.0f} s, looked through in {looked:.0f} s")
    print(f"memory: {nothing:.0f} MB with nothing to look at, {most:.0f} MB with all of it")
    report.at_most("memory of looking through", most - nothing, MEMORY, " MB")
    return report.end()


def timed(function) -> float:
    began = time.perf_counter()
    function()
    return time.perf_counter() - began


def verify(*arguments: str) -> float:
    """The command as an operator starts it; returns the most memory that it held, in MB. Raises
    CalledProcessError when it finds something.
    """
    code = f"""
import django
from django.core.management import call_command
django.setup()
call_command("verify_audit", *{arguments!r})
print(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0])
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=parts.ROOT, check=True, capture_output=True, text=True)
    print("\n".join(done.stdout.splitlines()[:-1]))
    return int(done.stdout.splitlines()[-1]) / 1024


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES))
