"""WSGI entry point of portal and reference together."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.pages.reference.settings"

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
