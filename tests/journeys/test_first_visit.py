"""What a stranger's first visit weighs."""

import brotli
import pytest
from django.conf import settings

from tests.world import make_world

MOST_BYTES = 60_000  # over the wire, heads of the answers included, without photos
MOST_CSS = 36_000  # our own, as written


@pytest.mark.django_db(transaction=True)
def test_the_first_visit_is_light(page, live_server):
    make_world()
    finished = []
    page.on("requestfinished", lambda request: finished.append(request))  # noqa: PLW0108 Playwright marks it
    page.goto(live_server.url + "/", wait_until="networkidle")

    weights = {request.url.removeprefix(live_server.url): weight(request) for request in finished}
    assert sum(weights.values()) <= MOST_BYTES, weights
    assert {address.split("/")[1] for address in weights} == {"", "static"}, weights


def weight(request) -> int:
    """Head and body as they travel: our files are sent compressed (WhiteNoise does it once, when they are
    collected), the page itself as it is.
    """
    answer, sizes = request.response(), request.sizes()
    body = answer.body()
    is_file = request.url.partition("/static/")[1] and not request.url.endswith(".ico")
    return sizes["responseHeadersSize"] + (len(brotli.compress(body)) if is_file else len(body))


def test_our_stylesheets_are_small():
    weights = {file.name: file.stat().st_size for file in settings.BASE_DIR.glob("static/css/*.css")}
    assert sum(weights.values()) <= MOST_CSS, weights
