"""A kind of mail that is only a test's, and a mail server of its own."""

import socket

import pytest

from careerlink.outbox import kinds
from careerlink.outbox.kinds import Content, Line
from tests.outbox.sink import Script, running


class Letters:
    """What the test's kind of mail writes, and whether it is still true."""

    def __init__(self):
        self.false_for: dict[str, str] = {}
        self.broken_for: set[str] = set()
        self.rendered: list[str] = []
        self.text = ""
        self.while_writing: dict = {}  # key → what happens while its letter is being written

    def render(self, mail):
        self.rendered.append(mail.key)
        if mail.key in self.while_writing:
            self.while_writing[mail.key](mail)
        if mail.key in self.broken_for:
            raise ValueError("no such offer")
        return Content(subject=f"Read {mail.key}", text=self.text or f"Text of {mail.key}\n", html=f"<p>{mail.key}</p>")

    def line(self, mail):
        return Line(f"Line of {mail.key}", "A sentence.", f"https://careerlink.example.org/{mail.key}/")

    def still_true(self, mail):
        return self.false_for.get(mail.key, "")


@pytest.fixture
def letters():
    """Two kinds that answer what somebody did (`test_code` is urgent), and two that nobody asked for."""
    written, before = Letters(), set(kinds.kinds)
    common = {"render": written.render, "still_true": written.still_true}
    for slug, urgent in (("test_note", False), ("test_code", True)):
        kinds.register(slug, group="commitments", transactional=True, urgent=urgent, **common)
    kinds.register("test_suggestion", group="suggestions", transactional=False, line=written.line, **common)
    kinds.register("test_news", group="news", transactional=False, line=written.line, **common)
    yield written
    for slug in set(kinds.kinds) - before:
        del kinds.kinds[slug]


@pytest.fixture
def sink(settings):
    script = Script()
    with running(script) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 5
        yield script


@pytest.fixture
def closed_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
