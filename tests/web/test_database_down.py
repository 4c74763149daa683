"""A real web server loses its database and finds it again, without a restart."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


class Wire:
    """The line between web server and database; it can be cut and mended."""

    def __init__(self, target):
        self.target = target
        self.is_cut = False
        self.open = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self):
        self.is_cut = True
        for end in self.open:
            self._shut(end)
            end.close()
        self.open.clear()

    def mend(self):
        self.is_cut = False

    def _accept(self):
        while True:
            try:
                near, _address = self.socket.accept()
            except OSError:
                return
            if self.is_cut:
                near.close()
                continue
            family = socket.AF_UNIX if isinstance(self.target, str) else socket.AF_INET
            far = socket.socket(family)
            far.connect(self.target)
            self.open += [near, far]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        self._shut(source)
        self._shut(sink)

    @staticmethod
    def _shut(end):
        """Wakes whoever waits at either end; closing alone would not."""
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


@pytest.fixture
def wire():
    if connection.vendor != "postgresql":
        pytest.skip("a database that goes away is a PostgreSQL")
    connection.ensure_connection()
    server = connection.connection.info
    is_local = server.host.startswith("/")
    between = Wire(f"{server.host}/.s.PGSQL.{server.port}" if is_local else (server.host, server.port))
    yield between
    between.cut()
    between.socket.close()
    time.sleep(0.5)  # the database notices that its callers have gone


@pytest.fixture
def get(wire, tmp_path):
    """Ask a real gunicorn whose database lies behind the wire: status, headers and body of a path."""
    database = connection.connection.info
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    account = database.user + (f":{database.password}" if database.password else "")
    environment = {
        **os.environ,
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"postgres://{account}@127.0.0.1:{wire.port}/{database.dbname}",
        "CELERY_BROKER_URL": "memory://",
        "PORT": str(port),
        "WEB_WORKERS": "1",
        "LOG_LEVEL": "ERROR",
    }
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], cwd=ROOT, env=environment, check=True
    )
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "careerlink.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "2"],
        cwd=ROOT,
        env=environment,
    )

    def ask(path):
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Cookie": "session=" + "a" * 32})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.headers, answer.read().decode()

    try:
        for _attempt in range(100):
            try:
                ask("/healthz")
                break
            except OSError:
                time.sleep(0.2)
        yield ask
    finally:
        server.terminate()
        server.wait(20)


def test_pages_are_back_as_soon_as_the_database_is(wire, get):
    assert get("/")[0] == 200
    assert json.loads(get("/readyz")[2])["database"] == "ok"
    wire.cut()
    for _twice in range(2):
        status, headers, body = get("/")
        assert (status, headers["Retry-After"], "Back in a moment" in body) == (503, "60", True)
    start = time.perf_counter()
    status, _headers, body = get("/readyz")
    assert (status, json.loads(body)["database"], time.perf_counter() - start < 5) == (503, "does not answer", True)
    wire.mend()
    assert get("/")[0] == 200
    assert get("/readyz")[0] == 200
