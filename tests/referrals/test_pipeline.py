"""The open requests of an office by whose move it is, one alumnus's page, and what the office does there."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from referrals.actions import choice, consent, legs, outcomes
from referrals.models import Candidate, Referral
from referrals.queries.alumnus_pages import legs_of
from referrals.queries.pipeline import TURNS, sections
from referrals.queries.records import records_of, working_days
from referrals.queries.timeline import referral_timeline
from tests import factories as make
from tests.reading import forms_of, words_of
from tests.referrals.hands import letters_to

MONDAY = datetime(2026, 3, 2, 15, tzinfo=UTC)  # 10:00 in New York


@pytest.fixture
def office(world):
    """An office that refers alumni, on a Monday morning."""
    make.HelpSettingsFactory(host=world.office)
    with clock.set_to(MONDAY):
        make.LegalTextFactory(slug="consent", version=1)
        yield world.office


def person(office, name):
    return make.AlumnusFactory(host=office, name=name)


def page_of(world, who, address):
    client = Client()
    client.force_login(world.user[who])
    return client.get(address)


def rows(office, turn=""):
    return {part.turn: [(row.name, row.when, row.next) for row in part.rows] for part in sections(office, turn)}


# --- By whose move ------------------------------------------------------------------------------------------


def test_each_open_request_stands_with_whoever_is_to_move_and_says_what_comes_next(office):
    make.ReferralFactory(alumnus=person(office, "Ann Asked"))
    make.ReferralFactory(alumnus=person(office, "Cleo Choosing"), going_on=True)
    make.ReferralFactory(
        alumnus=person(office, "Orla Onhold"), going_on=True, state="on_hold", resumes_on="2026-03-20",
        due_at=MONDAY + timedelta(days=18),
    )  # fmt: skip
    make.ReferralFactory(
        alumnus=person(office, "Dora Disputed"), going_on=True, accepted=True, state="disputed",
        due_at=MONDAY + timedelta(days=10),
    )  # fmt: skip
    make.ReferralFactory(
        alumnus=person(office, "Mona Moderated"), going_on=True, accepted=True, state="disputed",
        with_moderator_since=MONDAY, due_at=MONDAY + timedelta(days=20),
    )  # fmt: skip
    maren = make.WriterFactory(name="Maren Okafor", verified=True)
    make.LegFactory(referral__alumnus=person(office, "Wilma Waiting"), writer=maren)
    make.LegFactory(accepted=True, referral__alumnus=person(office, "Yara Yes"), writer=maren)
    make.LegFactory(contacted=True, referral__alumnus=person(office, "Ines Incontact"), writer=maren)
    make.ReferralFactory(alumnus=person(office, "Clara Closed"), closed=True)
    make.ReferralFactory(alumnus=make.AlumnusFactory(name="Eve Elsewhere"))
    assert rows(office) == {
        "office": [
            ("Dora Disputed", "Thu 12 Mar", "You say by then what counts."),
            ("Mona Moderated", "Sun 22 Mar", "CareerLink decides by then what counts."),
        ],
        "alumnus": [
            ("Ann Asked", "Mon 16 Mar", "Without an answer it ends then."),
            ("Cleo Choosing", "Mon 16 Mar", "Without a choice it ends then."),
            ("Orla Onhold", "Fri 20 Mar", "On hold; it goes on then."),
        ],
        "writer": [
            ("Wilma Waiting", "Mon 16 Mar", "Maren Okafor answers by then."),
            ("Yara Yes", "Mon 16 Mar", "Maren Okafor said yes; they reach each other by then."),
        ],
        "both": [
            ("Ines Incontact", "Mon 16 Mar", "With Maren Okafor. Both are asked then what came of it."),
        ],
    }


def test_every_open_state_is_in_one_part():
    states = [state for _title, _nothing, states in TURNS.values() for state in states]
    assert sorted(states) == sorted(Referral.OPEN)


def test_counts_end_at_fifty_and_a_part_is_read_page_by_page(world, office):
    for number in range(53):
        make.ReferralFactory(alumnus=person(office, f"Alumna {number}"), due_at=MONDAY + timedelta(days=number))
    first = page_of(world, "viewer", "/desk/oxbow-career/referrals/")
    (part,) = [part for part in first.context["sections"] if part.turn == "alumnus"]
    assert (part.so_many, len(part.rows), part.page.older != "") == ("50+", 8, True)
    seen, query = [], "?of=alumnus"
    while query:
        page = page_of(world, "viewer", f"/desk/oxbow-career/referrals/{query}")
        (part,) = page.context["sections"]
        seen += [row.name for row in part.rows]
        query = part.page.older_url
    assert seen == [f"Alumna {number}" for number in range(53)]


@pytest.mark.parametrize("query", ["?of=nobody", "?page=nonsense", "?of=alumnus&page=x"])
def test_an_address_that_nobody_was_given_shows_the_beginning(world, office, query):
    make.ReferralFactory(alumnus=person(office, "Ann Asked"))
    page = page_of(world, "staff", f"/desk/oxbow-career/referrals/{query}")
    assert (page.status_code, "Ann Asked" in words_of(page)) == (200, True)


def test_before_it_is_on_the_page_leads_to_what_it_is_for(world):
    page = page_of(world, "director", "/desk/oxbow-career/referrals/")
    assert (page.status_code, page.headers["Location"]) == (302, "/desk/oxbow-career/alumni/")


# --- In the navigation and on the desk -------------------------------------------------------------------------


def test_alumni_stand_in_the_navigation_once_it_is_on(world):
    def entries(who, address):
        shell = page_of(world, who, address).context["shell"]
        return [entry["label"] for entry in shell["nav"]]

    assert "Alumni" not in entries("director", "/desk/oxbow-career/")
    assert "Refer the alumni whom you cannot serve" in words_of(page_of(world, "director", "/desk/oxbow-career/"))
    assert "Refer the alumni" not in words_of(page_of(world, "staff", "/desk/oxbow-career/"))
    make.HelpSettingsFactory(host=world.office)
    assert entries("director", "/desk/oxbow-career/")[6] == "Alumni"
    assert "Refer the alumni" not in words_of(page_of(world, "director", "/desk/oxbow-career/"))
    assert "Alumni" not in entries("professor", "/desk/oxbow-english/")


def test_the_desk_says_whose_request_ends_within_three_days(world, office):
    for name, days, more in [
        ("Ann", 1, {}),
        ("Bea", 2, {}),
        ("Cleo", 3, {"going_on": True}),
        ("Dot", 4, {}),
        ("Orla", 1, {"going_on": True, "state": "on_hold", "resumes_on": "2026-03-03"}),
    ]:
        make.ReferralFactory(alumnus=person(office, name), **more | {"due_at": MONDAY + timedelta(days=days)})
    words = words_of(page_of(world, "staff", "/desk/oxbow-career/"))
    assert "2 requests end soon without consent" in words
    assert "1 request ends soon without a choice" in words
    assert "ends soon" not in words_of(page_of(world, "viewer", "/desk/oxbow-career/"))


# --- One alumnus --------------------------------------------------------------------------------------------


def told(referral):
    """What the timeline says, the oldest first, without what is to come."""
    tries = legs_of([referral])[referral.pk]
    items = [item for item in referral_timeline(referral, tries, zone="UTC") if not item.get("to_come")]
    return [(item["title"], item["text"]) for item in reversed(items)]


def test_the_timeline_says_who_did_what_in_words(world, office):
    alumnus = person(office, "Ann Asked")
    with clock.set_to(MONDAY):
        referral = consent.open_referral(alumnus, by=world.user["staff"], words="A resume")
    with clock.set_to(MONDAY + timedelta(hours=1)):
        text = make.LegalTextFactory(slug="consent", version=1)
        consent.sign_consent(referral, signature="Ann Asked", text=text)
        for rank, writer in enumerate((world.writer, world.writer2), 1):
            Candidate.objects.filter(writer=writer).update(rank=rank)
    with clock.set_to(MONDAY + timedelta(hours=2)):
        first = legs.ask_next(Referral.objects.get())
    with clock.set_to(MONDAY + timedelta(hours=3)):
        legs.decline_leg(first, why="no_time", by=world.user["writer"])
    with clock.set_to(MONDAY + timedelta(hours=4)):
        consent.put_on_hold(Referral.objects.get(), until=clock.today() + timedelta(days=9), by=world.user["director"])
    assert told(Referral.objects.get()) == [
        ("Entered by your office", "Staff"),
        ("Asked for consent by mail", "Staff"),
        ("A list of writers was drawn", ""),
        ("Consent signed", ""),
        ("Maren Okafor was asked", ""),
        ("Maren Okafor said no", "I have no time now"),
        ("Another writer may be chosen", ""),
        ("A list of writers was drawn", ""),
        ("Put on hold", "Director"),
    ]


def test_a_closed_request_says_what_came_of_it(world, office):
    leg = make.LegFactory(contacted=True, referral__alumnus=person(office, "Ann"), writer=world.writer)
    for side in ("alumnus", "writer"):
        outcomes.answer_outcome(leg, side=side, answer="partly", by=None)
    page = page_of(world, "viewer", leg.referral.alumnus.get_absolute_url())
    assert ("Closed", "It helped in part") in told(Referral.objects.get())
    assert "Closed. It helped in part." in words_of(page)


def test_who_only_looks_reads_the_page_and_has_no_button(world, office):
    referral = make.ReferralFactory(alumnus=person(office, "Ann Asked"), going_on=True)
    page = page_of(world, "viewer", referral.alumnus.get_absolute_url())
    assert "Ann Asked" in words_of(page)
    forms = [form.action for form in forms_of(page) if form.method == "post" and "/logout/" not in form.action]
    assert forms == []


def test_a_writer_s_contact_details_are_not_on_the_page(world, office):
    leg = make.LegFactory(contacted=True, referral__alumnus=person(office, "Ann"), writer=world.writer)
    page = page_of(world, "director", leg.referral.alumnus.get_absolute_url())
    assert (world.user["writer"].email in page.content.decode(), "Maren Okafor" in words_of(page)) == (False, True)


@pytest.fixture
def staff(world):
    client = Client()
    client.force_login(world.user["staff"])
    return client


def test_a_request_is_begun_for_somebody_who_is_known(office, staff):
    ann = person(office, "Ann Asked")
    address = f"/alumni/{ann.key}/request/"
    typed = {"words": "A resume for a federal job", "service": "federal", "where": "online", "wants_pro_bono": "on"}
    page = staff.post(address, typed)
    found = Referral.objects.get()
    assert page.headers["Location"] == f"/referrals/{found.key}/sent/"
    assert (found.service, found.where, found.wants_pro_bono, found.state) == (
        "federal", "online", True, "awaiting_consent"
    )  # fmt: skip
    again = staff.post(address, typed)
    assert (again.status_code, Referral.objects.count()) == (422, 1)
    assert "There is an open request of this person already." in words_of(again)
    empty = staff.post(address, {"words": "", "where": "on the moon", "service": "x"})
    assert empty.status_code == 422


def test_nobody_who_opted_out_is_asked_again(office, staff):
    ann = make.AlumnusFactory(host=office, opted_out_at=MONDAY)
    page = staff.post(f"/alumni/{ann.key}/request/", {"words": "A resume", "where": "either"})
    assert (page.status_code, Referral.objects.count()) == (422, 0)


@pytest.mark.parametrize("until", ["today", "in 91 days", "yesterday", "in ten years", "the moon", ""])
def test_a_hold_ends_within_ninety_days(office, staff, until):
    referral = make.ReferralFactory(alumnus=person(office, "Ann"), going_on=True)
    page = staff.post(f"/referrals/{referral.key}/hold/", {"until": until})
    assert (page.status_code, list(page.context["hold_form"].errors)) == (422, ["until"])


def test_it_is_held_goes_on_and_is_taken_out(office, staff):
    referral = make.ReferralFactory(alumnus=person(office, "Ann"), going_on=True)
    states = []
    for what, data in [("hold", {"until": "in 90 days"}), ("go-on", {}), ("go-on", {}), ("mistake", {})]:
        page = staff.post(f"/referrals/{referral.key}/{what}/", data, follow=True)
        states.append((Referral.objects.get().state, "It had moved on in the meantime." in words_of(page)))
    assert states == [("on_hold", False), ("choosing", False), ("choosing", True), ("entered_in_error", False)]
    assert staff.get(f"/referrals/{referral.key}/mistake/").headers["Location"] == f"/alumni/{referral.alumnus.key}/"
    told_her = list(OutgoingMail.objects.order_by("id").values_list("kind", flat=True))
    assert told_her == ["referral_rests", "referral_taken_out"]
    [letter] = letters_to(referral.alumnus.addresses.get().email)  # that it rests is no longer true
    assert f"{office.name} has ended your request, because it had been entered by mistake." in letter.body


def test_who_has_not_signed_hears_nothing_of_a_mistake(office, staff):
    referral = make.ReferralFactory(alumnus=person(office, "Ann"))
    staff.post(f"/referrals/{referral.key}/mistake/")
    assert (Referral.objects.get().state, OutgoingMail.objects.count()) == ("entered_in_error", 0)


def test_a_writer_is_put_on_the_list_with_a_reason_only(world, office, staff):
    make.WriterFactory(name="Two Named", verified=True, slug="two-named"), make.WriterFactory(name="Two Named")
    referral = make.ReferralFactory(alumnus=person(office, "Ann"), going_on=True)
    address = f"/referrals/{referral.key}/writer/"
    for writer, reason, words in [
        ("Maren Okafor", "", "Fill this in."),
        ("Nobody Known", "Because", "We find no writer of this name who takes part."),
        ("Nadia New", "Because", "We find no writer of this name who takes part."),
        ("Two Named", "Because", "Several writers have this name."),
    ]:
        page = staff.post(address, {"writer": writer, "reason": reason})
        assert page.status_code == 422
        assert words in str(page.context["pin_form"].errors)
    staff.post(address, {"writer": "https://career.test/writers/two-named/", "reason": "Both know federal jobs."})
    pinned = Candidate.objects.get()
    assert (pinned.writer.slug, pinned.pinned_by) == ("two-named", world.user["staff"])
    words = words_of(page_of(world, "viewer", referral.alumnus.get_absolute_url()))
    assert "Two Named: Both know federal jobs." in words
    assert ("A writer was put on the list", "Staff") in told(referral)
    again = staff.post(address, {"writer": "two-named", "reason": "Once more"})
    assert "Two Named stands on the list already." in words_of(again)


# --- How writers answered ---------------------------------------------------------------------------------------


def test_a_record_counts_answers_and_what_came_of_them(world, office):
    def leg(days, **more):
        alumnus = person(office, "Ann")
        referral = make.ReferralFactory(alumnus=alumnus, closed=True, outcome=more.pop("outcome", "no_capacity"))
        answered = None if days is None else MONDAY + timedelta(days=days)
        given = {"due_at": None, "offered_at": MONDAY, "answered_at": answered} | more
        return make.LegFactory(referral=referral, writer=world.writer, **given)

    leg(1, state="ended", accepted_at=MONDAY, outcome="got_help")
    leg(7, state="ended", accepted_at=MONDAY, outcome="unknown")
    leg(2, state="declined", why="no_time")
    leg(None, state="expired")
    make.LegFactory(writer=world.writer)  # of another office
    (record,) = records_of(office)
    assert record == (
        "Maren Okafor", "writer", 4, 2, 1, 1, 2, 1, 1, "2 working days"
    )  # fmt: skip


def test_answers_are_counted_in_working_days():
    friday = datetime(2026, 3, 6, 15, tzinfo=UTC)
    assert [working_days(friday, friday + timedelta(days=days), "America/New_York") for days in (0, 1, 3, 7)] == [
        0, 0, 1, 5
    ]  # fmt: skip


def test_records_stay_with_the_office(world, office):
    make.LegFactory(referral__alumnus=person(office, "Ann"), writer=world.writer)
    statuses = {
        who: page_of(world, who, "/desk/oxbow-career/referrals/writers/").status_code
        for who in ("viewer", "other", "writer", "professor")
    }
    assert statuses == {"viewer": 200, "other": 404, "writer": 404, "professor": 404}


def test_pinning_needs_a_reason_in_the_action_too(world, office):
    referral = make.ReferralFactory(alumnus=person(office, "Ann"), going_on=True)
    with pytest.raises(ValidationError):
        choice.pin_writer(referral, world.writer, reason="  ", by=world.user["staff"])
