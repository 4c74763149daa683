"""Introductions: proposed, answered by both in either order, ended by time, and what came of them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from careerlink.accounts.actions import suspend_person
from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.audit.models import Disclosure, Entry
from careerlink.outbox import delivery
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock, links
from careerlink.web.models import SignedLink
from partners.actions import introduction_answers as answers
from partners.actions import introductions as actions
from partners.actions import leaving, offers, reviews
from partners.actions.answers import accept_offer
from partners.actions.hosts import close_host
from partners.actions.introduction_clocks import forget_contact, run_introduction_clocks
from partners.actions.retention import run_retention
from partners.models import Engagement, Group, Introduction
from partners.queries.host_exports.introductions import introductions
from tests import factories as make

FACTS = {
    "organization": "Harbor Press", "industry": "51", "looks_for": "Two editors a year.", "majors_words": "English",
    "why": "Their last three came from a college like yours.", "contact_name": "Robin Hale",
    "contact_role": "Recruiting", "contact_email": "Robin@Press.test", "is_recruiter": False, "hires_for": "",
}  # fmt: skip
ADDRESSES = ("robin@press.test", "director@demo.edu", "writer@demo.test", "other@rival.edu")


@pytest.fixture(autouse=True)
def _letters(settings):
    """Mail leaves at four in the afternoon, which is quiet nowhere."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with clock.set_to(clock.now().replace(hour=16) + timedelta(days=1)):
        yield


def propose(world, **facts) -> Introduction:
    by = world.user["writer"]
    return actions.propose_introduction(writer=world.writer, host=world.office, by=by, **{**FACTS, **facts})


def fresh(introduction) -> Introduction:
    return Introduction.objects.select_related(*actions.ROWS).get(pk=introduction.pk)


def later(days: float, *things) -> None:
    with clock.set_to(clock.now() + timedelta(days=days)):
        for thing in things:
            thing()


def kinds_to(address: str) -> list[str]:
    rows = OutgoingMail.objects.filter(mailbox__address=address).order_by("id")
    return [row.kind for row in rows if row.kind.startswith("introduction")]


def letters_to(address: str) -> str:
    delivery.deliver()
    return "\n".join(
        letter.subject + letter.body + letter.alternatives[0].content
        for letter in mail.outbox
        if letter.to == [address]
    )


def page_of_contact(introduction) -> str:
    return links.url(SignedLink.objects.filter(about=introduction.key).latest("id"))


def introduce(world, **facts) -> Introduction:
    made = propose(world, **facts)
    answers.host_says_yes(made, by=world.user["director"])
    return answers.contact_says_yes(fresh(made))


# --- Both say yes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", ["host first", "contact first"])
def test_both_say_yes_in_either_order_and_each_gets_one_mail_with_the_address_of_the_other(world, order):
    made = propose(world)
    assert (made.state, made.contact_email) == ("proposed", "robin@press.test")
    steps = [
        lambda: answers.host_says_yes(fresh(made), by=world.user["director"]),
        lambda: answers.contact_says_yes(fresh(made)),
    ]
    first, second = steps if order == "host first" else reversed(steps)
    assert first().state == ("host_agreed" if order == "host first" else "contact_agreed")
    assert second().state == "introduced"
    for again in steps:
        with pytest.raises((Stale, NoSuchMove)):
            again()
    assert kinds_to("robin@press.test") == ["introduction_asked", "introduction_made_contact"]
    assert kinds_to("director@demo.edu") == ["introduction_made_host"]
    assert kinds_to("writer@demo.test") == ["introduction_made_writer"]
    assert "robin@press.test" in letters_to("director@demo.edu")
    assert "director@demo.edu" in letters_to("robin@press.test")
    seen = set(Disclosure.objects.filter(right="introduction").values_list("seen_by", "person"))
    assert seen == {(world.user["director"].pk, 0), (0, world.user["director"].pk)}
    engagement = Engagement.objects.get(kind="introduction")
    assert (engagement.state, engagement.source_id) == ("agreed", made.pk)


def test_before_both_have_said_yes_no_address_stands_anywhere(world, client, caplog):
    make.LegalTextFactory(slug="campus", version=1)
    world.office.email = "office@demo.edu"
    world.office.save()
    for step in ("nobody", "host", "contact"):
        Introduction.objects.all().update(state="withdrawn", due_at=None)
        made = propose(world)
        if step == "host":
            answers.host_says_yes(made, by=world.user["director"])
        elif step == "contact":
            answers.contact_says_yes(made)
        for who in ("director", "staff", "viewer"):
            client.force_login(world.user[who])
            for address in (made.get_absolute_url(), "/desk/oxbow-career/introductions/", "/desk/oxbow-career/"):
                text = client.get(address).content.decode()
                assert "robin@press.test" not in text.lower(), (step, who, address)
                assert "Robin Hale" not in text, (step, who, address)
        text = Client().get(page_of_contact(made)).content.decode()
        assert not [one for one in (*ADDRESSES[1:], "office@demo.edu") if one in text], step
        archive = str([list(table.rows) for table in introductions(world.office)])
        assert "Harbor Press" in archive
        assert "robin@press.test" not in archive
        assert "Robin Hale" not in archive
    office, contact = letters_to("director@demo.edu"), letters_to("robin@press.test")
    assert "Robin Hale" not in office
    assert not [one for one in (*ADDRESSES[1:], "office@demo.edu") if one in contact]
    assert not [one for one in ADDRESSES if one in caplog.text]
    trail = str(list(Entry.objects.values_list("event", "reason", "fields", "scope")))
    assert not [one for one in ADDRESSES if one in trail]


def test_every_mail_to_the_contact_has_the_link_that_stops_it_and_the_one_click_way(world):
    made = propose(world)
    delivery.deliver()
    answers.host_says_yes(made, by=world.user["director"])
    answers.contact_says_yes(fresh(made))
    delivery.deliver()
    sent = [letter for letter in mail.outbox if letter.to == ["robin@press.test"]]
    assert len(sent) == 2
    assert all("Stop mail like this" in letter.body for letter in sent)
    assert all("List-Unsubscribe-Post" in letter.extra_headers for letter in sent)


def test_who_stopped_such_mail_is_asked_no_more(world):
    made = propose(world)
    row = OutgoingMail.objects.get(kind="introduction_asked")
    row.mailbox.choices.create(group="suggestions", pace="never")
    delivery.deliver()
    row.refresh_from_db()
    assert (row.state, mail.outbox) == ("skipped", [])
    later(15, run_introduction_clocks)
    assert fresh(made).state == "lapsed"


# --- The contact's page -------------------------------------------------------------------------------------


def test_opening_the_contacts_page_changes_nothing_and_a_button_does(world):
    made = propose(world)
    url = page_of_contact(made)
    before = list(Introduction.objects.values())
    for _scan in range(3):
        assert Client().get(url).status_code == 200
        assert Client().head(url).status_code == 200
    assert list(Introduction.objects.values()) == before
    assert Client().post(url, {"answer": "yes"}).status_code == 302
    assert fresh(made).state == "contact_agreed"
    assert Client().post(url, {"answer": "yes"}).status_code == 302
    assert fresh(made).state == "contact_agreed"
    assert Client().post(url, {"answer": "nonsense"}).status_code == 422
    assert Client().post(url, {"answer": "no"}).status_code == 302
    assert (fresh(made).state, Client().get(url).status_code) == ("declined", 410)


def test_a_recruiter_says_yes_only_with_the_campus_rules(world):
    text = make.LegalTextFactory(slug="campus", version=1, body="No fee to candidates.")
    made = propose(world, is_recruiter=True, hires_for="Harbor Bank")
    url = page_of_contact(made)
    page = Client().get(url).content.decode()
    assert "No fee to candidates." in page
    assert Client().post(url, {"answer": "yes"}).status_code == 422
    assert fresh(made).state == "proposed"
    assert Client().post(url, {"answer": "yes", "rules": "on"}).status_code == 302
    assert (fresh(made).state, fresh(made).rules) == ("contact_agreed", text)


def test_the_contact_has_herself_taken_out_of_everything(world):
    first = introduce(world)
    second = actions.propose_introduction(writer=world.writer2, host=world.rival, by=world.user["writer2"], **FACTS)
    url = page_of_contact(second)
    page = Client().post(url, {"answer": "forget"})
    assert "It is deleted" in page.content.decode()
    for one in (first, second):
        one.refresh_from_db()
        assert (one.contact_name, one.contact_role, one.contact_email) == ("", "", "")
        assert one.blanked_at
    assert (first.state, second.state) == ("introduced", "declined")
    assert Client().get(url).status_code == 404
    assert not SignedLink.objects.filter(address="robin@press.test").exists()
    assert forget_contact("") == 0


def test_a_moderator_takes_a_contact_out(world, client):
    made = propose(world)
    client.force_login(world.user["admin"])
    data = {"action": "forget_contacts", "_selected_action": [made.pk]}
    assert client.post("/admin/partners/introduction/", data).status_code in (200, 302)
    assert (fresh(made).contact_email, fresh(made).state) == ("", "declined")


# --- No -----------------------------------------------------------------------------------------------------


def test_a_no_of_the_host_keeps_its_reason_and_tells_who_had_said_yes(world):
    made = propose(world)
    answers.contact_says_yes(made)
    answers.host_says_no(fresh(made), by=world.user["staff"], reason="not_a_fit", note="canary-private")
    assert (fresh(made).state, fresh(made).private_note) == ("declined", "canary-private")
    assert kinds_to("robin@press.test") == ["introduction_asked", "introduction_over_contact"]
    assert kinds_to("writer@demo.test") == ["introduction_over_writer"]
    for address in ("robin@press.test", "writer@demo.test"):
        letters = letters_to(address)
        assert "canary-private" not in letters
        assert "Not what our students" not in letters
    client = Client()
    client.force_login(world.user["writer"])
    page = client.get(made.get_absolute_url()).content.decode()
    assert "canary-private" not in page
    assert "Not what our students" not in page


def test_who_said_no_is_not_asked_here_again(world):
    answers.contact_says_no(propose(world))
    with pytest.raises(ValidationError, match="cannot be introduced here"):
        propose(world)


def test_taken_back_by_the_writer_or_by_what_happens_to_her_or_the_host(world):
    def gone(how):
        made = propose(world, contact_email=f"{how}@press.test")
        answers.host_says_yes(made, by=world.user["director"])
        return fresh(made)

    made = gone("writer")
    actions.withdraw_introduction(made, by=world.user["writer"])
    assert fresh(made).state == "withdrawn"
    assert kinds_to("director@demo.edu") == ["introduction_over_host"]
    made = gone("suspended")
    until = clock.now() + timedelta(days=9)
    reviews.suspend_writer(world.writer, by=world.user["admin"], reason="conduct", until=until)
    assert fresh(made).state == "withdrawn"
    reviews.lift_writer(world.writer, by=world.user["admin"])
    made = gone("person")
    suspend_person(world.user["writer"], by=world.user["admin"], until=until, reason="other")
    assert fresh(made).state == "withdrawn"
    type(world.user["writer"]).objects.update(suspended_until=None)
    made = gone("office")
    leaving.leave_host(world.office, by=world.user["director"])
    assert fresh(made).state == "withdrawn"


# --- What cannot be -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"contact_email": "Writer@demo.test"}, "your own address"),
        ({"contact_email": "student@demo.edu"}, "of the college itself"),
        ({"contact_email": "student@mail.demo.edu"}, "of the college itself"),
        ({"looks_for": "Write to robin@press.test"}, "Leave addresses and numbers out"),
        ({"why": "Call 212 555 0134 tomorrow"}, "Leave addresses and numbers out"),
        ({"why": "Ask for Robin Hale."}, "Leave the name of your contact out"),
        ({"is_recruiter": True}, "has to name the employer"),
        ({"organization": ""}, "which organization"),
    ],
)
def test_what_cannot_be_proposed_is_refused_in_words(world, facts, said):
    with pytest.raises(ValidationError, match=said):
        propose(world, **facts)
    assert Introduction.objects.count() == 0


def test_three_wait_at_most_and_one_for_each_contact(world):
    made = [propose(world, contact_email=f"{n}@press.test") for n in range(3)]
    with pytest.raises(ValidationError, match="3 of your introductions"):
        propose(world)
    with pytest.raises(ValidationError, match="already"):
        actions.propose_introduction(
            writer=world.writer2, host=world.office, by=world.user["writer2"],
            **{**FACTS, "contact_email": "0@press.test"},
        )  # fmt: skip
    actions.withdraw_introduction(made[0], by=world.user["writer"])
    assert propose(world).state == "proposed"


def test_ten_thousand_characters_are_refused_on_their_fields(world, client):
    client.force_login(world.user["writer"])
    data = dict.fromkeys(FACTS, "a" * 10000) | {"contact_email": "a" * 10_000 + "@press.test"}
    assert client.post("/hosts/oxbow-career/introduce/", data).status_code == 422
    assert Introduction.objects.count() == 0
    assert (
        client.post("/hosts/oxbow-career/introduce/", {**FACTS, "industry": "", "is_recruiter": ""}).status_code == 302
    )


def test_a_student_group_is_reached_through_its_mailbox_and_never_by_a_students_address(world):
    made = actions.propose_introduction(writer=world.writer, host=world.club, by=world.user["writer"], **FACTS)
    with pytest.raises(ValidationError, match="mailbox"):
        answers.host_says_yes(made, by=world.user["club"])
    Group.objects.create(host=world.club, mailbox="club-mailbox@demo.edu")
    answers.host_says_yes(fresh(made), by=world.user["club"])
    answers.contact_says_yes(fresh(made))
    letters = letters_to("robin@press.test")
    assert "club-mailbox@demo.edu" in letters
    assert "club@demo.edu" not in letters
    assert "Club" not in Client().get(page_of_contact(made)).content.decode().replace("Marketing Club", "")


# --- Drafts after an accepted offer ---------------------------------------------------------------------------


def test_an_accepted_offer_makes_a_draft_that_the_writer_fills_in(world, client):
    by = world.user["writer"]
    offer = offers.send_offer(writer=world.writer, host=world.office, kind="introduction", text="Harbor Press.", by=by)
    accept_offer(offer, by=world.user["director"])
    draft = Introduction.objects.get()
    assert (draft.state, draft.offer, kinds_to("writer@demo.test")) == ("draft", offer, ["introduction_whom"])
    client.force_login(world.user["director"])
    assert client.get(draft.get_absolute_url()).status_code == 404
    client.force_login(by)
    assert "Say whom you introduce to Career Office" in client.get("/writer/").content.decode()
    page = client.get(f"/introductions/{draft.key}/fill/")
    assert "Harbor Press." in page.content.decode()
    assert (
        client.post(f"/introductions/{draft.key}/fill/", {**FACTS, "industry": "", "is_recruiter": ""}).status_code
        == 302
    )
    answers.host_says_yes(fresh(draft), by=world.user["director"])
    answers.contact_says_yes(fresh(draft))
    assert Engagement.objects.filter(kind="introduction").count() == 1  # that of the offer
    answers.close_introduction(fresh(draft), by=world.user["director"])
    assert Engagement.objects.get(kind="introduction").state == "done"


def test_a_draft_that_nobody_fills_in_is_thrown_away_and_the_work_called_off(world):
    by = world.user["writer"]
    offer = offers.send_offer(writer=world.writer, host=world.office, kind="introduction", text="Somebody.", by=by)
    accept_offer(offer, by=world.user["director"])
    later(31, run_introduction_clocks)
    assert Introduction.objects.get().state == "discarded"
    assert Engagement.objects.get().state == "cancelled"


# --- Time -----------------------------------------------------------------------------------------------------


def test_one_reminder_after_a_week_and_the_end_after_two(world):
    made = propose(world)
    later(6.9, run_introduction_clocks)
    assert kinds_to("robin@press.test") == ["introduction_asked"]
    later(7.1, run_introduction_clocks, run_introduction_clocks)
    later(9, run_introduction_clocks)
    assert kinds_to("robin@press.test") == ["introduction_asked", "introduction_reminder"]
    later(13.9, run_introduction_clocks)
    assert fresh(made).state == "proposed"
    later(14.1, run_introduction_clocks, run_introduction_clocks)
    assert (fresh(made).state, kinds_to("writer@demo.test")) == ("lapsed", ["introduction_over_writer"])


def test_closed_days_put_the_end_off(world):
    made = propose(world)
    day = clock.today() + timedelta(days=2)
    close_host(world.office, by=world.user["director"], starts_on=day, ends_on=day + timedelta(days=4), name="Break")
    assert fresh(made).due_at - made.due_at >= timedelta(days=4, hours=23)


def test_what_came_of_it_is_asked_twice_and_silence_closes_on_day_104(world):
    made = introduce(world)
    later(29.9, run_introduction_clocks)
    assert "introduction_result" not in kinds_to("director@demo.edu")
    for day in (30.1, 31, 90.1, 92):
        later(day, run_introduction_clocks, run_introduction_clocks)
    assert kinds_to("director@demo.edu") == ["introduction_made_host", *["introduction_result"] * 2]
    later(103.9, run_introduction_clocks)
    assert fresh(made).state == "introduced"
    later(104.1, run_introduction_clocks)
    assert (fresh(made).state, Engagement.objects.get(kind="introduction").state) == ("closed", "done")


def test_one_click_in_the_mail_ticks_and_a_button_notes_it(world):
    made = introduce(world)
    later(30.1, run_introduction_clocks)
    with clock.set_to(clock.now() + timedelta(days=30.2)):
        url = page_of_contact(made)  # the newest link: that of the result
        assert f"{url}?what=interview_day" in letters_to("director@demo.edu")
        page = Client().get(f"{url}?what=interview_day")
        assert page.status_code == 200
        assert page.context["form"]["whats"].value() == ["interview_day"]
        assert made.results.count() == 0
        assert Client().post(url, {"whats": ["interview_day", "posting"]}).status_code == 302
        assert sorted(made.results.values_list("what", flat=True)) == ["interview_day", "posting"]
        assert {result.by for result in made.results.all()} == {world.user["director"]}
        assert Client().post(url, {"whats": ["nothing", "posting"]}).status_code == 422
        assert Client().post(url, {"whats": ["nothing"]}).status_code == 302
        assert list(made.results.values_list("what", flat=True)) == ["nothing"]
        world.office.members.filter(user=world.user["director"]).update(ended_at=clock.now(), gets_decisions=False)
        assert Client().get(url).status_code == 404


def test_the_answer_to_the_second_question_is_the_last(world):
    made = introduce(world)
    later(30.1, run_introduction_clocks)
    answers.note_results(fresh(made), ["nothing"], by=world.user["director"])
    assert fresh(made).state == "introduced"
    later(90.1, run_introduction_clocks)
    answers.note_results(fresh(made), ["posting"], by=world.user["director"])
    assert fresh(made).state == "closed"


# --- Forgetting -----------------------------------------------------------------------------------------------


def test_contacts_are_forgotten_in_their_time(world):
    ended, made = propose(world), introduce(world, contact_email="kim@press.test")
    actions.withdraw_introduction(ended, by=world.user["writer"])
    answers.close_introduction(fresh(made), by=world.user["director"])
    later(89, run_retention)
    assert fresh(ended).contact_email
    later(91, run_retention, run_retention)
    assert (fresh(ended).contact_email, fresh(ended).contact_name, fresh(ended).contact_role) == ("", "", "")
    assert fresh(ended).blanked_at
    later(729, run_retention)
    assert fresh(made).contact_email
    later(731, run_retention)
    assert fresh(made).contact_email == ""
    assert fresh(made).organization == "Harbor Press"
