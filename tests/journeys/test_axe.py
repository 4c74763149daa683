"""Every page of the table in a browser: WCAG 2.2 AA in light and dark, phone and desk, no sideways scroll."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import reverse

from tests import accessibility
from tests import factories as make
from tests.pages import PAGES, fill
from tests.world import make_world

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
PHONE, DESK, NARROW = accessibility.WIDTHS
EVERYTHING = """() => axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).then(results => {
    const short = rules => rules.map(rule => ({id: rule.id, tags: rule.tags, places: rule.nodes.length}));
    return {passes: short(results.passes), violations: short(results.violations), incomplete: short(results.incomplete)}
})"""
SPACED_OUT = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}
        p {margin-block-end: 2em !important}`);
    document.adoptedStyleSheets = [sheet];
    const cut = [...document.querySelectorAll("main *")].filter(element => {
        const style = getComputedStyle(element);
        const cuts = ["hidden", "clip"].includes(style.overflowX) && element.clientWidth > 1;
        if (!cuts || !element.innerText) return false;
        return element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
    });
    document.adoptedStyleSheets = [];
    return cut.map(element => element.outerHTML.slice(0, 160));
}"""
LOOKED_AT = [page for page in PAGES if page.axe]
OTHERS = {  # not in the table: pages of allauth and of the admin, and one that does not exist
    "account_login": "stranger",
    "account_reset_password": "stranger",
    "account_reset_password_done": "stranger",
    "account_logout": "director",
    "account_email": "director",
    "account_change_password": "director",
    "account_reauthenticate": "director",
    "usersessions_list": "director",
    "mfa_index": "director",
    "admin:index": "admin",
    "admin:partners_host_changelist": "admin",
    "admin:partners_writer_changelist": "admin",
}
MORE = ("a moderator decides", "a form with mistakes", "nothing here")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("page_row", LOOKED_AT, ids=lambda page: page.id)
def test_a_page_is_accessible_and_fits(page, context, live_server, log_in, page_row):
    world = make_world()
    fill(world)
    if page_row.who != "stranger":
        log_in(context, world.user[page_row.who])
    look_at(page, live_server.url + page_row.address(world), name=page_row.id)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", OTHERS)
def test_a_page_that_is_not_in_the_table_is_accessible_and_fits(page, context, live_server, log_in, name):
    world = make_world()
    if OTHERS[name] != "stranger":
        log_in(context, world.user[OTHERS[name]])
    look_at(page, live_server.url + reverse(name), name=name)


@pytest.mark.django_db(transaction=True)
def test_the_page_on_which_a_moderator_decides_is_accessible_and_fits(page, context, live_server, log_in):
    world = make_world()
    host = make.HostFactory(waiting=True)
    log_in(context, world.user["admin"])
    look_at(page, live_server.url + reverse("admin:partners_host_change", args=[host.pk]), name=MORE[0])


def test_a_page_with_mistakes_is_accessible_and_fits(page, live_server, transactional_db):
    make_world()
    page.goto(live_server.url + "/join/office/")
    with page.expect_navigation():
        page.get_by_role("button", name="Make my account").click()
    judge(page, MORE[1])


def test_a_page_that_does_not_exist_is_accessible_and_fits(page, live_server, transactional_db):
    make_world()
    look_at(page, live_server.url + "/writers/nobody/", status=404, name=MORE[2])


def look_at(page, address, *, name, status=200):
    assert (page.goto(address).status, page.url) == (status, address)  # and not the log-in page
    judge(page, name)


def judge(page, name):
    page.emulate_media(reduced_motion="reduce")  # colours that are still on their way are nobody's colours
    page.set_viewport_size({"width": PHONE, "height": 844})
    page.evaluate(AXE_SCRIPT)  # once: it stays while the page does
    assert complaints(page, RULES) == []
    page.emulate_media(color_scheme="dark")
    assert complaints(page, CONTRAST) == []
    page.set_viewport_size({"width": DESK, "height": 900})
    assert complaints(page, RULES) == []
    page.emulate_media(color_scheme="light")
    assert complaints(page, CONTRAST) == []
    if accessibility.is_wanted():
        accessibility.note(name, page.evaluate(EVERYTHING))
    page.set_viewport_size({"width": NARROW, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
    assert spaced_out(page) == []


def spaced_out(page) -> list[str]:
    """What is cut off when a reader spaces letters, words and lines out (WCAG 1.4.12)."""
    return page.evaluate(SPACED_OUT)


def complaints(page, options) -> list[str]:
    found = page.evaluate("options => axe.run(options).then(results => results.violations)", options)
    return [f"{rule['id']}: {node['html'][:160]} {said(node)}" for rule in found for node in rule["nodes"]]


def said(node) -> str:
    return " ".join(check["message"] for check in node["any"])
