"""A Chromium of the system, pages served by the live server, log-in by cookie."""

import os
from contextlib import ExitStack

import pytest
from django.conf import settings as django_settings
from django.test import Client

from careerlink.web import clock
from tests import accessibility
from tests.journeys.hands import Hands
from tests.run import find_chromium

PATIENCE = 15_000  # milliseconds

# Playwright runs an event loop in the test's thread; Django would refuse the ORM there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/journeys" in str(item.path):
            item.add_marker(pytest.mark.browser)


def pytest_sessionfinish(session, exitstatus):
    if exitstatus == 0 and accessibility.is_wanted():
        accessibility.write()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": find_chromium(),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"],
    }


@pytest.fixture(scope="session")
def base_url() -> str:
    """The plugin's own is a method, which pytest 9 warns of; tests ask the live server for its address."""
    return ""


@pytest.fixture
def log_in(live_server):
    """Put a person's session into a browser context: `log_in(context, user)`."""

    def put(context, user):
        client = Client()
        client.force_login(user)
        name = django_settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])

    return put


@pytest.fixture
def hands_of(browser, live_server):
    """A browser of her own for each person: `hands_of()`; with `scripts=False` no script runs in it."""
    contexts = []

    def open_browser(*, scripts: bool = True) -> Hands:
        context = browser.new_context(java_script_enabled=scripts)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return Hands(context.new_page(), at=live_server.url)

    yield open_browser
    for context in contexts:
        context.close()


@pytest.fixture
def time_is(live_server):
    """Let it be some moment from now on, here and for the pages that the server answers: `time_is(moment)`."""
    server = live_server.thread.httpd
    answer = server.get_app()
    with ExitStack() as here:

        def time_is(moment):
            def answer_then(environ, start_response):
                with clock.set_to(moment):
                    return answer(environ, start_response)

            here.close()
            here.enter_context(clock.set_to(moment))
            server.set_app(answer_then)

        yield time_is
    server.set_app(answer)


@pytest.fixture(autouse=True)
def _patience(context):
    context.set_default_timeout(PATIENCE)
