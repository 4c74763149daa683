"""What a writer asks of private clients stands on every page on which she can be chosen, before any contact.

The walk is over the table of pages: a new page that names a writer to an office, a professor or a stranger
shows her fee, or stands below with the reason why nobody chooses her there.
"""

import pytest

from tests import factories as make
from tests.pages import PAGES
from tests.pages.walk import Visitors, heaps, walk
from tests.reading import finish

PRICES = {"Maren Okafor": 777, "Ben Achterberg": 888}
DISCLAIMER = "does not endorse or vet the price"
LOOKERS = ("director", "staff", "professor", "club", "other", "stranger")
AGREED, ELSEWHERE = "both have agreed already", "leads to a page with the fee, or away from her"
SEATED = "she serves already, or was invited from a page with the fee"
CHOSEN = "the alumnus chose from a list with the fees; the office chooses nobody"
NOT_CHOSEN = {
    "alumnus": CHOSEN,
    "outcome_of_alumnus": CHOSEN,
    "referral_known": CHOSEN,
    "referral_settle": CHOSEN,
    "referral_status_report": CHOSEN,
    "referrals": CHOSEN,
    "writer_records": CHOSEN,
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
    "certificate_check": "a paper that she shows herself",
    "event": AGREED,
    "event_check_in": AGREED,
    "event_check_in_over": AGREED,
    "stand_in_agreed": "the fee of whom the host decides on is shown, the other has agreed already",
    "event_episode": AGREED,
    "event_hours": AGREED,
    "event_run_sheet": AGREED,
    "event_standby": AGREED,
    "hours_answer": AGREED,
    "place": AGREED,
    "place_invited": "she was invited from a page with the fee",
    "place_record": AGREED,
    "release_asked": AGREED,
    "release_on_paper": AGREED,
    "semester_rows": AGREED,
    "stand_in": ELSEWHERE,
    "board_meetings": SEATED,
    "event_meeting": SEATED,
    "event_meeting_member": SEATED,
    "meeting_attendance": SEATED,
    "styleguide": "shows components with invented people",
}
LOOKED_AT = [page for page in PAGES if page.axe and page.id not in NOT_CHOSEN]
CHOOSING = {
    "desk_writers", "desk_writer", "offers", "offer", "writer_page", "board_invite_writer", "board_seat",
    "class_request", "introduction", "shift_invite", "shift_enter", "place_asked_for",
    "event_requests", "need_ask",
}  # fmt: skip


@pytest.fixture
def visitors(filled):
    for writer in (filled.writer, filled.writer2):
        make.FeeFactory(writer=writer, what="Resume", dollars=PRICES[writer.name])
    return Visitors(filled)


def seen(world, visitors, page, who):
    """The words of a page for somebody; "" when she may not open it."""
    if page.status_for(who) != 200:
        return ""
    response = visitors(who).get(page.address(world))
    finish(response)
    return "" if response.streaming else response.content.decode()


@pytest.mark.parametrize("rows", heaps(LOOKED_AT, 4))
def test_who_can_choose_a_writer_sees_her_fee(filled, visitors, rows):
    def look(page):
        wrong = []
        for who in LOOKERS:
            text = seen(filled, visitors, page, who)
            named = [name for name in PRICES if name in text]
            wrong += [(who, name) for name in named if f"${PRICES[name]}" not in text or DISCLAIMER not in text]
        assert wrong == []

    walk(rows, look)


def names_a_writer(world, visitors, page):
    """Whether one of those who look reads the name of a writer there."""
    return any(name in text for text in (seen(world, visitors, page, who) for who in LOOKERS) for name in PRICES)


def test_the_walk_meets_the_pages_on_which_writers_are_chosen(filled, visitors):
    met = [page for page in LOOKED_AT if page.id in CHOOSING and names_a_writer(filled, visitors, page)]
    assert {page.id for page in met} == CHOOSING


def test_each_page_that_is_left_out_names_a_writer(filled, visitors):
    """A reason that no page needs any more is taken off the list."""
    left_out = [page for page in PAGES if page.id in NOT_CHOSEN]
    assert {page.id for page in left_out} == set(NOT_CHOSEN)
    assert [page.id for page in left_out if not names_a_writer(filled, visitors, page)] == []


@pytest.mark.parametrize("list_of", ["saved", "all"])
def test_saved_writers_stand_with_their_fee(visitors, world, list_of):
    client = visitors("director")
    query = "?saved=on" if list_of == "saved" else ""
    text = client.get(f"/desk/{world.office.slug}/writers/{query}").content.decode()
    assert ("Ben Achterberg" in text, "Privately $888" in text, DISCLAIMER in text) == (True, True, True)
    assert ("Maren Okafor" in text) == (list_of == "all")


def test_writers_to_invite_to_the_board_stand_with_their_fee(visitors, world):
    make.PartnershipFactory(host=world.office, writer=world.writer2, pledge=world.pledge)
    client = visitors("director")
    text = client.get(f"/desk/{world.office.slug}/board/invite/").content.decode()
    assert ("Ben Achterberg" in text, "$888" in text, DISCLAIMER in text) == (True, True, True)
