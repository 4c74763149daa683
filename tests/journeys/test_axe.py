"""Every page of the table in a browser: WCAG 2.2 AA in light and dark, phone and desk, no sideways scroll."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.pages import PAGES, fill
from tests.world import make_world

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
PHONE, DESK, NARROW = 390, 1280, 320
LOOKED_AT = [page for page in PAGES if page.axe]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("page_row", LOOKED_AT, ids=lambda page: page.id)
def test_a_page_is_accessible_and_fits(page, context, live_server, log_in, page_row):
    world = make_world()
    fill(world)
    if page_row.who != "stranger":
        log_in(context, world.user[page_row.who])
    page.emulate_media(reduced_motion="reduce")  # colours that are still on their way are nobody's colours
    page.set_viewport_size({"width": PHONE, "height": 844})
    assert page.goto(live_server.url + page_row.address(world)).status == 200
    page.evaluate(AXE_SCRIPT)  # once: it stays while the page does
    assert complaints(page, RULES) == []
    page.emulate_media(color_scheme="dark")
    assert complaints(page, CONTRAST) == []
    page.set_viewport_size({"width": DESK, "height": 900})
    assert complaints(page, RULES) == []
    page.emulate_media(color_scheme="light")
    assert complaints(page, CONTRAST) == []
    page.set_viewport_size({"width": NARROW, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW


def complaints(page, options) -> list[str]:
    found = page.evaluate("options => axe.run(options).then(results => results.violations)", options)
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]
