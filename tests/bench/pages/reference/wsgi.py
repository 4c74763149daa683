"""WSGI entry point of portal and reference together."""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.pages.reference.settings"
sys.modules["rich"] = None  # type: ignore[assignment]  # comes with the linters; production, which has none, loads none

from django.core.wsgi import get_wsgi_application  # noqa: E402 after the names above

application = get_wsgi_application()
