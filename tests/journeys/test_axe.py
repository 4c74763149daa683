"""Every page of the table in a browser: WCAG 2.2 AA in light and dark, phone and desk, no sideways scroll."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.pages import PAGES, fill
from tests.world import make_world

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
LOOKED_AT = [page for page in PAGES if page.axe]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("page_row", LOOKED_AT, ids=lambda page: page.id)
def test_a_page_is_accessible_and_fits(page, context, live_server, log_in, page_row):
    world = make_world()
    fill(world)
    if page_row.who != "stranger":
        log_in(context, world.user[page_row.who])
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_server.url + page_row.address(world))
    assert complaints(page, AXE) == []
    page.emulate_media(color_scheme="dark")
    assert complaints(page, CONTRAST) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    assert complaints(page, AXE) == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def complaints(page, options) -> list[str]:
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"]]
