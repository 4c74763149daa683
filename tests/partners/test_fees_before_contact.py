"""What a writer asks of private clients stands on every page on which she can be chosen, before any contact.

The walk is over the table of pages: a new page that names a writer to an office, a professor or a stranger
shows her fee, or stands below with the reason why nobody chooses her there.
"""

import pytest

from tests import factories as make
from tests.pages import PAGES, fill
from tests.reading import finish
from tests.test_pages import client_of

PRICES = {"Maren Okafor": 777, "Ben Achterberg": 888}
DISCLAIMER = "does not endorse or vet the price"
LOOKERS = ("director", "staff", "professor", "club", "other", "stranger")
AGREED, ELSEWHERE = "both have agreed already", "leads to a page with the fee, or away from her"
SEATED = "she serves already, or was invited from a page with the fee"
NOT_CHOSEN = {
    "partnerships": AGREED,
    "partnership": AGREED,
    "engagement_finish": AGREED,
    "engagement_call_off": AGREED,
    "writer_contact": AGREED,
    "partnership_group": AGREED,
    "partnership_group_writer": AGREED,
    "introduction_made": AGREED,
    "introductions_made": AGREED,
    "introduction_result": AGREED,
    "introduction_contact": "an employer says whether it meets the college; it engages no writer",
    "introductions": ELSEWHERE,
    "board": SEATED,
    "board_roster": SEATED,
    "board_seat_end": SEATED,
    "offers_answered": ELSEWHERE,
    "offer_pass_on": "whoever gets the offer decides on a page with the fee",
    "account_export": "a person's own copy of what is stored about her",
    "desk": ELSEWHERE,
    "note_writer": ELSEWHERE,
    "report_writer": ELSEWHERE,
    "styleguide": "shows components with invented people",
}
LOOKED_AT = [page for page in PAGES if page.axe and page.id not in NOT_CHOSEN]
CHOOSING = {
    "desk_writers", "desk_writer", "offers", "offer", "writer_page", "board_invite_writer", "board_seat",
    "class_request", "introduction",
}  # fmt: skip


def give_fees(world):
    fill(world)
    for writer in (world.writer, world.writer2):
        make.FeeFactory(writer=writer, what="Resume", dollars=PRICES[writer.name])


def seen(world, page, who):
    """The words of a page for somebody; "" when she may not open it."""
    if page.status_for(who) != 200:
        return ""
    response = client_of(world, who).get(page.address(world))
    finish(response)
    return "" if response.streaming else response.content.decode()


@pytest.mark.parametrize("page", LOOKED_AT, ids=lambda page: page.id)
def test_who_can_choose_a_writer_sees_her_fee(world, page):
    give_fees(world)
    wrong = []
    for who in LOOKERS:
        text = seen(world, page, who)
        named = [name for name in PRICES if name in text]
        wrong += [(who, name) for name in named if f"${PRICES[name]}" not in text or DISCLAIMER not in text]
    assert wrong == []


def names_a_writer(world, page):
    """Whether one of those who look reads the name of a writer there."""
    return any(name in text for text in (seen(world, page, who) for who in LOOKERS) for name in PRICES)


def test_the_walk_meets_the_pages_on_which_writers_are_chosen(world):
    give_fees(world)
    assert {page.id for page in LOOKED_AT if page.id in CHOOSING and names_a_writer(world, page)} == CHOOSING


def test_each_page_that_is_left_out_names_a_writer(world):
    """A reason that no page needs any more is taken off the list."""
    give_fees(world)
    left_out = [page for page in PAGES if page.id in NOT_CHOSEN]
    assert {page.id for page in left_out} == set(NOT_CHOSEN)
    assert [page.id for page in left_out if not names_a_writer(world, page)] == []


@pytest.mark.parametrize("list_of", ["saved", "all"])
def test_saved_writers_stand_with_their_fee(client, world, list_of):
    give_fees(world)
    client.force_login(world.user["director"])
    query = "?saved=on" if list_of == "saved" else ""
    text = client.get(f"/desk/{world.office.slug}/writers/{query}").content.decode()
    assert ("Ben Achterberg" in text, "Privately $888" in text, DISCLAIMER in text) == (True, True, True)
    assert ("Maren Okafor" in text) == (list_of == "all")


def test_writers_to_invite_to_the_board_stand_with_their_fee(client, world):
    give_fees(world)
    make.PartnershipFactory(host=world.office, writer=world.writer2, pledge=world.pledge)
    client.force_login(world.user["director"])
    text = client.get(f"/desk/{world.office.slug}/board/invite/").content.decode()
    assert ("Ben Achterberg" in text, "$888" in text, DISCLAIMER in text) == (True, True, True)
