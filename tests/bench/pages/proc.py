"""What processes of this machine have used, read from /proc; elsewhere it is not known."""

import os
from collections.abc import Iterable
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


def cpu(pids: Iterable[int]) -> dict[int, float]:
    """Seconds of CPU that each of these processes has used, without those that are not told or ended."""
    used = {}
    for pid in pids:
        try:
            fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        used[pid] = (int(fields[11]) + int(fields[12])) / TICK
    return used


def since(before: dict[int, float], after: dict[int, float]) -> float | None:
    """Seconds of CPU used between two readings, by processes that began meanwhile too; None without a reading."""
    if not before or not after:
        return None
    return sum(seconds - before.get(pid, 0) for pid, seconds in after.items())


def children(pid: int) -> list[int]:
    """The processes that this one started."""
    found = []
    for path in PROC.glob("[0-9]*/stat"):
        try:
            if int(path.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(path.parent.name))
        except (OSError, IndexError):  # it has ended meanwhile
            continue
    return found


def memory(pid: int) -> tuple[float, float] | None:
    """Megabytes of a process, RSS and (pages that are shared counted in parts) PSS; None where that is not told."""
    try:
        lines = [line.split() for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines()]
    except OSError:
        return None
    found = {fields[0]: int(fields[1]) / 1024 for fields in lines if fields[0] in ("Rss:", "Pss:")}
    return found["Rss:"], found["Pss:"]


def is_postgres(pid: int) -> bool:
    """Whether the process of that number on this machine is one of PostgreSQL's."""
    try:
        return (PROC / str(pid) / "comm").read_text().strip() == "postgres"
    except OSError:
        return False
