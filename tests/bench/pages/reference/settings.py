"""The portal's settings with the reference's addresses, templates and one middleware that counts when asked to."""

from pathlib import Path

from careerlink.settings import *  # noqa: F403
from careerlink.settings import MIDDLEWARE, TEMPLATES

ROOT_URLCONF = "tests.bench.pages.reference.urls"
MIDDLEWARE = ["tests.bench.pages.reference.views.count_queries", *MIDDLEWARE]
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")
