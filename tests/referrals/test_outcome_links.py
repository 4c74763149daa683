"""The question behind private links: a GET changes nothing, a button confirms, old and foreign links say so."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from careerlink.web import clock, links
from careerlink.web.models import SignedLink
from referrals.actions import consent, outcomes
from referrals.actions.erasing import erase_alumnus
from referrals.emails.outcomes import LINK, WRITER_LINK
from referrals.models import OutcomeAnswer, Referral
from tests import factories as make

START = datetime(2026, 4, 6, 15, tzinfo=UTC)


@pytest.fixture
def leg(world):
    with clock.set_to(START):
        alumnus = make.AlumnusFactory(host=world.office, name="Ada Alumna", email="ada@people.demo.test")
        leg = make.LegFactory(contacted=True, writer=world.writer, referral__alumnus=alumnus)
    with on_day(14):
        outcomes.run_outcome_clocks()
    return leg


def on_day(days: float):
    return clock.set_to(START + timedelta(days=days))


def path(purpose: str) -> str:
    return links.url(SignedLink.objects.get(purpose=purpose)).removeprefix("http://localhost:8000")


def open_on(days: float, purpose: str, query: str = ""):
    with on_day(days):
        return Client().get(path(purpose) + query)


def send(days: float, purpose: str, **data):
    with on_day(days):
        return Client().post(path(purpose), {"do": "outcome", **data})


SIDES = pytest.mark.parametrize(("purpose", "side"), [(LINK, "alumnus"), (WRITER_LINK, "writer")])


@SIDES
def test_the_click_ticks_and_only_the_button_says_it(leg, purpose, side):
    page = open_on(15, purpose, "?answer=partly")
    assert page.context["form"]["answer"].value() == "partly"
    assert page.content.decode().count(" checked") == 1
    assert OutcomeAnswer.objects.count() == 0
    assert (page.headers["Referrer-Policy"], "no-store" in page.headers["Cache-Control"]) == ("no-referrer", True)
    assert send(15, purpose, answer="partly").status_code == 302
    assert list(OutcomeAnswer.objects.values_list("side", "answer")) == [(side, "partly")]
    assert "You said: “It helped in part”." in open_on(16, purpose).content.decode()


@SIDES
@pytest.mark.parametrize("answer", ["", "unknown", "no_reply", "nonsense", "%00", "x" * 5000])
def test_what_cannot_be_answered_is_said_at_the_field(leg, purpose, side, answer):
    page = open_on(15, purpose, f"?answer={answer[:20].replace('%00', '')}")
    assert (page.status_code, page.content.decode().count(" checked")) == (200, 0)
    assert send(15, purpose, answer=answer).status_code == 422
    assert OutcomeAnswer.objects.count() == 0


def test_she_may_say_there_too_that_it_was_not_her_and_that_something_is_wrong(leg):
    page = open_on(15, LINK).content.decode()
    assert ("?step=report" in page, "?step=not_me" in page) == (True, True)
    assert "Report a problem" in open_on(15, LINK, "?step=report").content.decode()
    assert "Report a problem" in open_on(15, WRITER_LINK).content.decode()
    with on_day(15):
        Client().post(f"{path(LINK)}?step=not_me")
    assert (Referral.objects.get().state, open_on(15, LINK).status_code) == ("entered_in_error", 410)


@SIDES
def test_a_second_answer_changes_nothing(leg, purpose, side):
    send(15, purpose, answer="got_help")
    assert send(15, purpose, answer="failed").status_code == 200
    assert [row.answer for row in OutcomeAnswer.objects.all()] == ["got_help"]


@SIDES
def test_too_early_to_say_keeps_the_question_open(leg, purpose, side):
    send(15, purpose, answer="not_yet")
    assert "Send my answer" in open_on(16, purpose).content.decode()


@SIDES
def test_after_consent_was_taken_back_nothing_is_asked_or_shown(leg, purpose, side):
    with on_day(15):
        consent.revoke_consent(leg.referral)
    page = open_on(15, purpose)
    assert (page.status_code, "Maren" in page.content.decode()) == (410, False)
    assert send(15, purpose, answer="got_help").status_code == 410
    assert OutcomeAnswer.objects.count() == 0


@SIDES
def test_a_closed_one_opens_for_thirty_days(leg, purpose, side):
    with on_day(20):
        consent.close(leg.referral, outcome="failed", settled="office", by=None)
    assert [open_on(day, purpose).status_code for day in (21, 49.9, 50.1)] == [200, 200, 410]


def test_links_of_an_address_that_is_hers_no_more_open_nothing(leg):
    leg.referral.alumnus.addresses.update(email="new@people.demo.test")
    assert open_on(15, LINK).status_code == 410


def test_links_from_before_she_asked_for_new_ones_open_nothing(leg):
    with on_day(15):
        Referral.objects.update(status_since=clock.now())
    assert open_on(16, LINK).status_code == 410


def test_links_of_somebody_who_was_erased_open_nothing(leg):
    address = path(LINK)
    with on_day(15):
        erase_alumnus(leg.referral.alumnus, by=None)
        assert Client().get(address).status_code in (404, 410)


def test_a_writer_who_may_not_come_in_does_not_answer(leg):
    type(leg.writer.user).objects.filter(pk=leg.writer.user_id).update(is_active=False)
    assert open_on(15, WRITER_LINK).status_code == 410


def test_she_opens_a_closed_one_again_with_one_button(leg):
    leg.referral.host.free_services.create(title="Resume review")
    send(15, LINK, answer="failed")
    with on_day(20):
        consent.close(leg.referral, outcome="failed", settled="office", by=None)
    html = open_on(21, LINK).content.decode()
    assert ("Open it again" in html, "Resume review" in html) == (True, True)
    assert send(21, LINK, reopen="1").status_code == 302
    assert Referral.objects.get().state == "choosing"
    assert "Your request goes on" in open_on(22, LINK).content.decode()
    assert send(22, LINK, reopen="1").status_code == 302  # a second press changes nothing
    assert Referral.objects.get().state == "choosing"


def test_the_writers_page_names_nobody(leg):
    assert "Ada" not in open_on(15, WRITER_LINK).content.decode()
