"""The writer's pages of what alumni ask, and the part about the writer on the page of the alumnus."""

from datetime import timedelta
from time import perf_counter

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from careerlink.accounts.actions import suspend_person
from careerlink.audit.models import Disclosure
from careerlink.web import clock
from partners.actions import engagements as work
from referrals.actions import consent, legs
from referrals.models import Leg, Referral
from referrals.queries.masking import masked
from referrals.views import with_you
from tests import factories as make
from tests.pages.referrals_legs import link_to
from tests.reading import text_of, words_of

S, R = Leg.State, Referral.State
SECRETS = ("Lovelace", "ada@people.demo.test", "212 555 0177")


@pytest.fixture
def asked(world):
    alumnus = make.AlumnusFactory(
        host=world.office, name="Ada Lovelace", email="ada@people.demo.test", majors_words="English", idle_since=None
    )
    words = "A resume for an editor. Ada Lovelace, ada@people.demo.test, (212) 555 0177, www.ada.demo.test"
    referral = make.ReferralFactory(alumnus=alumnus, going_on=True, state="with_writer", service="resume", words=words)
    return make.LegFactory(referral=referral, writer=world.writer)


@pytest.fixture
def maren(client, world):
    client.force_login(world.user["writer"])
    return client


def accept(leg):
    return legs.accept_leg(leg, by=leg.writer.user)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def secrets_on(response) -> list[str]:
    return [secret for secret in SECRETS if secret in text_of(response)]


def behind(leg) -> str:
    return f"/go/{link_to(leg)}/"


# --- By the link in the mail ---------------------------------------------------------------------------------------


def test_the_page_behind_the_mail_shows_the_need_and_changes_nothing(asked):
    response = Client().get(behind(asked))
    assert (response.status_code, secrets_on(response), fresh(asked).state) == (200, [], S.OFFERED)
    assert "A resume for an editor. …, …, …, …" in words_of(response)
    assert "Can you help somebody from Oxbow State University?" in words_of(response)
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response.headers["Cache-Control"]


def test_a_yes_by_link_shows_whom_it_is_about_at_once(asked):
    stranger, address = Client(), behind(asked)
    response = stranger.post(address, {"answer": "yes"}, follow=True)
    assert fresh(asked).state == S.ACCEPTED
    assert secrets_on(response) == ["Lovelace", "ada@people.demo.test"]


@pytest.mark.parametrize("why", Leg.Why.values)
def test_a_no_is_one_button_with_its_reason(asked, why):
    Client().post(behind(asked), {"answer": "no", "why": why})
    said = fresh(asked)
    side = "alumnus" if why in ("unclear", "not_for_writer", "too_soon") else "writer"
    assert (said.state, said.why, said.side) == (S.DECLINED, why, side)


def test_whom_she_knows_can_be_said_only_once_it_is_known_whom_it_is_about(asked):
    stranger, address = Client(), behind(asked)
    assert "I know this person already" not in words_of(stranger.get(address))
    stranger.post(address, {"answer": "yes"})
    assert "I know this person already" in words_of(stranger.get(address))


@pytest.mark.parametrize(
    "data", [{}, {"answer": "no"}, {"answer": "back"}, {"answer": "no", "why": "x"}, {"answer": "perhaps"}]
)
def test_what_is_no_button_is_said_above_the_buttons(asked, data):
    response = Client().post(behind(asked), data)
    assert (response.status_code, fresh(asked).state) == (422, S.OFFERED)
    assert "Choose one of the buttons." in words_of(response)


def test_a_writer_who_is_kept_out_reads_why_her_yes_cannot_be(world, asked):
    address = behind(asked)
    world.user["writer"].suspended_until = clock.now() + timedelta(days=1)
    world.user["writer"].save()
    response = Client().post(address, {"answer": "yes"})
    assert response.status_code == 422
    assert "You do not take part at the moment" in words_of(response)


def test_a_second_answer_finds_how_it_stands(asked):
    stranger, address = Client(), behind(asked)
    stranger.post(address, {"answer": "no", "why": "no_time"})
    response = stranger.post(address, {"answer": "yes"}, follow=True)
    assert "It had moved on in the meantime." in words_of(response)
    assert (fresh(asked).state, secrets_on(response)) == (S.DECLINED, [])


def test_a_link_of_another_person_or_of_an_old_address_opens_nothing(world, asked):
    address = behind(asked)
    client = Client()
    client.force_login(world.user["writer2"])
    assert client.get(address, follow=True).status_code == 404
    world.user["writer"].email = "new@demo.test"
    world.user["writer"].save()
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("I am ADA LOVELACE of Oxbow", "I am … of Oxbow"),
        ("ada  lovelace here", "… here"),
        ("Call Ada at +1 (212) 555-0177.", "Call … at …."),
        ("Write: ada@x.test; or https://a.test/cv", "Write: …; or …"),
        ("My page is linkedin.com/in/ada-lovelace.", "My page is …"),
        ("See adalovelace.com, or @ada_lovelace", "See …, or …"),
        ("ada(at)x.test, ada [at] x [dot] test, ada at x dot test, ada @ x.test", "…, …, …, …"),
        ("555/123/4567, 555–123–4567", "…, …"),
        *[
            (kept, kept)
            for kept in (
                "2019 - 2024, 3 jobs",
                "2019/2020",
                "until 12/31/2026",
                "24/7",
                "C++/C#",
                "3.8 GPA",
                "4.0 (3.9)",
                "and/or",
                "I/O",
                "Node.js/React",
                "ASP.NET",
                "B.A./M.A.",
                "at 5 pm @ home, at Google",
            )
        ],
    ],
)
def test_what_names_her_is_taken_out_of_her_words(asked, written, read):
    assert masked(written, asked.referral.alumnus) == read


@pytest.mark.parametrize("bit", ["a", "a.", "1 ", "1.", "@", "a@", "a (at) ", "a at ", "a dot ", "www.", "a.bc/", "("])
def test_long_words_take_no_longer_than_their_length(asked, bit):
    before = perf_counter()
    masked((bit * 10_000)[:10_000] + "!", asked.referral.alumnus)
    assert perf_counter() - before < 1


def test_a_word_that_is_part_of_a_name_stays_a_word(asked):
    asked.referral.alumnus.name = "Art Rose May"
    assert masked("an art director, I may rise", asked.referral.alumnus) == "an art director, I may rise"


# --- Behind the log-in ---------------------------------------------------------------------------------------------


def test_after_a_yes_she_is_shown_what_was_ticked_and_nothing_more(maren, asked):
    type(asked.referral.alumnus).objects.update(language="es")
    asked.referral.consents.update(shares=["language"])
    accept(asked)
    words = words_of(maren.get(asked.get_absolute_url()))
    assert ("Spanish" in words, "2019" in words) == (True, False)
    assert Disclosure.objects.filter(seen_by=asked.writer.user_id, right="referral").count() == 1


@pytest.mark.parametrize(
    "end",
    [
        consent.revoke_consent,
        lambda one: consent.enter_error(one, by=None),
        lambda one: consent.close(one, outcome="got_help", settled="alumnus", by=None),
        lambda one: legs.give_back_leg(one.legs.get(), why="no_time", by=one.legs.get().writer.user),
        lambda one: legs.leave_leg(one.legs.get(), was_reached=True),
    ],
    ids=["revoked", "entered in error", "closed", "given back", "left"],
)
def test_when_it_is_over_nothing_of_the_person_is_shown_at_the_next_request(maren, asked, end):
    accept(asked)
    legs.note_contact(asked, by=asked.writer.user)
    page, link = asked.get_absolute_url(), behind(asked)
    assert secrets_on(maren.get(page)) == ["Lovelace", "ada@people.demo.test"]
    end(fresh(asked).referral)
    for client, address in ((maren, page), (Client(), link), (maren, "/writer/referrals/"), (maren, "/writer/")):
        response = client.get(address)
        assert (response.status_code, secrets_on(response)) == (200, [])
        assert "editor" not in text_of(response)
    assert maren.post(page, {"answer": "reached"}, follow=True).status_code == 200


def test_what_was_not_answered_is_gone_with_the_consent(maren, asked):
    consent.revoke_consent(asked.referral)
    response = maren.get(asked.get_absolute_url())
    assert "It is no longer needed." in words_of(response)
    assert "editor" not in text_of(response)
    assert "Yes, I can help" not in words_of(response)


def test_whoever_was_erased_is_shown_to_nobody(maren, asked):
    accept(asked)
    type(asked.referral.alumnus).objects.update(name="", erased_at=clock.now())
    assert "Whom you write to" not in words_of(maren.get(asked.get_absolute_url()))


def test_buttons_lead_from_contact_to_work_and_back(maren, asked):
    accept(asked)
    page = asked.get_absolute_url()
    maren.post(page, {"answer": "tried"})
    assert fresh(asked).tries == 1
    assert "You tried once." in words_of(maren.get(page))
    maren.post(page, {"answer": "reached"})
    assert fresh(asked.referral).state == R.IN_CONTACT
    maren.post(page, {"answer": "together"})
    assert fresh(asked.referral).state == R.IN_SERVICE
    assert "You work together." in words_of(maren.get(page))
    maren.post(page, {"answer": "back", "why": "no_time"})
    assert (fresh(asked).state, fresh(asked.referral).state) == (S.RELEASED, R.CHOOSING)


def test_on_hold_it_says_until_when(maren, asked):
    accept(asked)
    legs.note_contact(asked, by=None)
    until = clock.today() + timedelta(days=20)
    consent.put_on_hold(asked.referral, until=until, by=None)
    words = words_of(maren.get(asked.get_absolute_url()))
    assert "On hold until" in words
    assert "We work together now" not in words


def test_the_list_says_first_what_waits_then_what_goes_on_then_what_is_over(maren, world, asked):
    going_on = make.LegFactory(contacted=True, writer=world.writer, referral__service="interview")
    make.LegFactory(writer=world.writer, state="declined", why="no_time", due_at=None)
    make.LegFactory(writer=world.writer2)
    words = words_of(maren.get("/writer/referrals/"))
    order = ["Waits for you", "Resumes, English", "Going on", "Interview practice", "Over", "Said no"]
    assert [words.index(part) for part in order] == sorted(words.index(part) for part in order)
    assert going_on.referral.alumnus.name not in words


def test_her_desk_names_what_waits_with_its_deadline(maren, asked):
    assert "An alumnus asks for help: Resumes, English" in words_of(maren.get("/writer/"))
    accept(asked)
    assert "Make contact with your alumnus: Resumes, English" in words_of(maren.get("/writer/"))
    legs.note_contact(asked, by=None)
    words = words_of(maren.get("/writer/"))
    assert ("your alumnus" in words, "An alumnus asks" in words) == (False, False)


def test_agreed_work_with_an_alumnus_leads_to_its_page_and_ends_there(maren, world, asked):
    accept(asked)
    partnership = world.writer.partnerships.get(host=world.office)
    text = text_of(maren.get(f"/partnerships/{partnership.key}/"))
    assert asked.get_absolute_url() in text
    assert "call-off" not in text
    office = Client()
    office.force_login(world.user["director"])
    agreed = work.Engagement.objects.get()
    for name in ("engagement_finish", "engagement_call_off"):
        assert office.post(reverse(name, args=[agreed.key]), {"word": "No."}).status_code == 404
    text = text_of(office.get(f"/partnerships/{partnership.key}/"))
    assert (asked.referral.alumnus.get_absolute_url() in text, "Lovelace" in text) == (True, False)


# --- On the page of the alumnus ------------------------------------------------------------------------------------


def press(leg, name, key=None) -> bool:
    request = RequestFactory().post("/", {"with_writer": name, "with": key or leg.key})
    request._messages = Said()
    return with_you.act(request, leg.referral)


class Said:
    """Takes messages and keeps none."""

    def add(self, *args, **kwargs):
        """Nobody reads it here."""


def test_before_a_yes_there_is_no_such_part(asked):
    assert with_you.show(asked.referral) is None
    assert press(asked, "nothing") is False


def test_the_alumnus_sees_how_to_reach_the_writer_and_that_is_written_down(asked):
    accept(asked)
    shown = with_you.show(asked.referral)
    assert (shown["writer"], shown["email"]) == (asked.writer, "writer@demo.test")
    assert Disclosure.objects.filter(seen_by=0, person=asked.writer.user_id, right="referral").count() == 1


@pytest.mark.parametrize(
    ("button", "leg", "referral"),
    [
        ("reached", S.CONTACTED, R.IN_CONTACT),
        ("together", S.CONTACTED, R.IN_SERVICE),
        ("not_heard", S.RELEASED, R.CHOOSING),
        ("other", S.RELEASED, R.CHOOSING),
    ],
)
def test_each_button_of_the_alumnus_does_what_it_says(asked, button, leg, referral):
    accept(asked)
    assert press(asked, button) is True
    assert (fresh(asked).state, fresh(asked.referral).state) == (leg, referral)


def test_a_button_about_a_writer_who_is_gone_does_nothing(asked):
    accept(asked)
    assert press(asked, "other", key="another") is True
    assert fresh(asked).state == S.ACCEPTED


def test_a_suspended_writer_is_shown_to_nobody(world, asked):
    accept(asked)
    suspend_person(
        world.user["writer"], by=world.user["admin"], until=clock.now() + timedelta(days=9), reason="other", note="x"
    )
    assert with_you.show(asked.referral) is None


def test_work_that_is_over_is_settled_with_its_outcome(asked):
    accept(asked)
    consent.close(asked.referral, outcome="partly", settled="alumnus", by=None)
    engagement = work.Engagement.objects.get()
    assert engagement.state == "done"
