"""What has to work where no script runs, and with the keyboard alone."""

import pytest

from tests import factories as make
from tests.journeys.test_first_partnership import log_in as type_log_in
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_logging_in_leads_to_the_page_that_was_wanted(hands_of, scripts):
    world = make_world()
    hands = hands_of(scripts=scripts)
    wanted = f"/desk/{world.office.slug}/writers/"
    hands.go(wanted)
    assert hands.path == "/accounts/login/"
    hands.write("E-mail address", "director@demo.edu")
    hands.write("Password", "careerlink-demo")
    hands.press("Log in")
    assert hands.path == wanted


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_first_thing_after_a_mistake_is_what_to_put_right(hands_of, scripts):
    make_world()
    hands = hands_of(scripts=scripts)
    hands.go("/accounts/login/")
    hands.write("E-mail address", "director@demo.edu")
    hands.write("Password", "not her password")
    hands.press("Log in")
    summary = hands.page.get_by_role("alert")
    assert focused(hands) == summary.get_attribute("class") == "error-summary"
    assert hands.page.title().startswith("Error: ")


def test_a_problem_leads_to_its_field(hands_of):
    make.LegalTextFactory(slug="terms", version=1)
    hands = hands_of(scripts=True)
    hands.go("/join/office/")
    hands.press("Make my account")
    links = hands.page.get_by_role("alert").get_by_role("link")
    assert links.count() == 4
    links.nth(1).press("Enter")
    assert hands.page.evaluate("document.activeElement.name") == "email"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_menus_open_with_the_keyboard(hands_of, scripts):
    make_world()
    hands = hands_of(scripts=scripts)
    hands.page.set_viewport_size({"width": 390, "height": 844})
    type_log_in(hands, "director@demo.edu", "careerlink-demo")
    for summary, panel in [("Menu", ".site-nav ul"), ("Director, your menu", ".menu-panel:has(a[href='/account/'])")]:
        shown = hands.page.locator(panel)
        assert not shown.is_visible()
        tab_to(hands, summary)
        hands.page.keyboard.press("Enter")
        shown.wait_for(state="visible")
        if scripts:
            hands.page.keyboard.press("Escape")
            shown.wait_for(state="hidden")


def test_the_first_tab_skips_to_the_page(hands_of):
    make_world()
    hands = hands_of(scripts=False)
    hands.go("/")
    hands.page.keyboard.press("Tab")
    assert hands.page.locator(":focus").inner_text() == "Skip to the page"
    hands.page.keyboard.press("Enter")
    assert focused(hands) == "main"


def test_a_college_is_chosen_in_a_second_step(hands_of):
    world = make_world()
    make.InstitutionFactory(name="Oxbow Lower College", city="Lower Oxbow")
    hands = hands_of(scripts=False)
    type_log_in(hands, "newwriter@demo.test", "careerlink-demo")
    hands.go("/join/office/")
    hands.write("College", "oxbow")
    hands.write("Your title", "Director")
    hands.write("Telephone number of the office", "212 555 0134")
    hands.press("Ask to join")
    assert focused(hands) == "error-summary"
    assert hands.field("Your title").input_value() == "Director"
    hands.tick("Oxbow Lower College")
    hands.press("Ask to join")
    assert hands.title == "You are almost in"
    joined = world.user["newwriter"].memberships.get().host
    assert joined.institution.name == "Oxbow Lower College"


def focused(hands) -> str:
    """The class or id of what has the focus; Playwright evaluates also where no script of the page runs."""
    return hands.page.evaluate("document.activeElement.className || document.activeElement.id")


def tab_to(hands, name: str, most: int = 80) -> None:
    """Press Tab until the menu of this name has the focus."""
    for _tab in range(most):
        hands.page.keyboard.press("Tab")
        menu = hands.page.locator("summary:focus")
        if menu.count() and name in menu.inner_text():
            return
    raise AssertionError(name)
