"""A Chromium of the system, pages served by the live server, log-in by cookie."""

import os

import pytest
from django.conf import settings as django_settings
from django.test import Client

from tests.run import find_chromium

# Playwright runs an event loop in the test's thread; Django would refuse the ORM there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/journeys" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": find_chromium(),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"],
    }


@pytest.fixture
def log_in(live_server):
    """Put a person's session into a browser context: `log_in(context, user)`."""

    def put(context, user):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        name = django_settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])

    return put


@pytest.fixture(autouse=True)
def _quick_waits(context):
    context.set_default_timeout(8_000)
