"""Introductions in the export and erasure of a person, in a host that is gone, and under a double click."""

import pytest
from django.test import Client
from django.urls import reverse

from careerlink.accounts.disclosures import disclosures_of, in_words
from careerlink.outbox.models import Mailbox
from careerlink.web import clock
from partners.actions import introduction_answers as answers
from partners.actions import introductions as actions
from partners.actions.introduction_clocks import forget_contacts_of_host
from partners.actions.introduction_person import erase_introductions, export_introductions
from partners.models import Introduction
from partners.queries.introductions import is_reach, outcome_totals
from tests import factories as make

pytestmark = pytest.mark.django_db
FORM = {
    "organization": "Harbor Press", "looks_for": "Two editors.", "contact_name": "Robin Hale",
    "contact_email": "robin@press.test",
}  # fmt: skip


def fresh(one) -> Introduction:
    return Introduction.objects.select_related(*actions.ROWS).get(pk=one.pk)


def test_a_writer_takes_out_her_words_and_not_how_to_reach_her_contacts(world):
    one = make.IntroductionFactory(writer=world.writer, host=world.office, introduced=True)
    one.results.create(what="posting")
    (held,) = export_introductions(world.user["writer"])["introductions"]
    assert (held["employer"], held["what came of it"]) == (one.organization, ["A job or internship posted"])
    assert one.contact_email not in str(held)
    assert export_introductions(world.user["director"]) == {"introductions": []}


def test_a_writer_who_is_erased_takes_back_what_waits_and_leaves_what_was_made(world):
    waits = make.IntroductionFactory(writer=world.writer, host=world.office, host_agreed=True, why="My friend.")
    made = make.IntroductionFactory(writer=world.writer, host=world.office, introduced=True, why="My friend.")
    draft = make.IntroductionFactory(writer=world.writer, host=world.office, draft=True)
    for _twice in range(2):
        erase_introductions(world.user["writer"])
    assert [fresh(one).state for one in (waits, made, draft)] == ["withdrawn", "introduced", "discarded"]
    assert (fresh(waits).contact_email, fresh(waits).contact_name, fresh(waits).why) == ("", "", "")
    assert (fresh(made).contact_email, fresh(made).why) == (made.contact_email, "")


def test_a_host_that_is_gone_keeps_no_contact_and_no_note(world):
    one = make.IntroductionFactory(
        host=world.office, state="declined", due_at=None, declined_by_side="host", private_note="No."
    )
    assert forget_contacts_of_host(world.office) == 1
    assert (fresh(one).contact_email, fresh(one).private_note) == ("", "")


def test_a_double_click_proposes_once_and_answers_once(world):
    writer, director = Client(), Client()
    writer.force_login(world.user["writer"])
    director.force_login(world.user["director"])
    address = reverse("introduction_new", args=[world.office.slug])
    assert [writer.post(address, FORM).status_code for _click in range(2)] == [302, 422]
    one = Introduction.objects.get()
    answer = reverse("introduction_answer", args=[one.key])
    assert [director.post(answer, {"answer": "yes"}).status_code for _click in range(2)] == [302, 302]
    assert fresh(one).state == "host_agreed"
    assert director.post(answer, {"answer": "no"}).status_code == 302
    assert fresh(one).state == "host_agreed"  # a colleague has said yes
    answers.contact_says_yes(fresh(one))
    results = reverse("introduction_results", args=[one.key])
    assert director.post(results, {"whats": ["nothing", "posting"]}).status_code == 422
    assert [director.post(results, {"whats": ["posting"]}).status_code for _click in range(2)] == [302, 302]
    assert one.results.count() == 1
    assert [director.post(results, {"close": "1"}).status_code for _click in range(2)] == [302, 302]
    assert fresh(one).state == "closed"


def test_the_office_person_reads_that_a_contact_without_an_account_saw_her_address(world):
    one = make.IntroductionFactory(host=world.office, introduced=True, host_agreed_by=world.user["director"])
    answers.note_host_shown(one, world.user["director"])
    (line,) = in_words(disclosures_of(world.user["director"]))
    assert line.who == "Somebody without an account, by a private link"
    assert line.why == "once both have said yes to being introduced"


def test_the_totals_count_what_came_of_introductions_that_were_made(world):
    for what in ("posting", "posting", "nothing"):
        make.IntroductionFactory(host=world.office, introduced=True).results.create(what=what)
    make.IntroductionFactory(host=world.office, introduced=True)
    make.IntroductionFactory(host=world.office)
    make.IntroductionFactory(host=world.rival, introduced=True).results.create(what="fair_booth")
    assert [item["value"] for item in outcome_totals(world.office)] == [4, 0, 0, 2, 1, 1]


def test_a_host_that_is_suspended_sees_no_contact(world, client):
    one = make.IntroductionFactory(host=world.office, introduced=True, introduced_at=clock.now())
    client.force_login(world.user["director"])
    assert one.contact_email in client.get(one.get_absolute_url()).content.decode()
    type(world.office).objects.filter(pk=world.office.pk).update(state="suspended")
    assert one.contact_email not in client.get(one.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("robin@press.test", True),
        ("see www.press.test", True),
        ("https://press.test", True),
        ("call (212) 555-0134", True),
        ("2,000 people since 1998", False),
        ("12 jobs in 2026 and 14 in 2027", False),
        ("English, nursing & C++", False),
    ],
)
def test_what_reaches_somebody_is_told_from_other_words(text, is_one):
    assert is_reach(text) is is_one


def test_mail_to_a_stranger_keeps_the_quiet_hours_of_the_host(world):
    facts = dict.fromkeys(actions.FACTS, "") | FORM | {"is_recruiter": False}
    actions.propose_introduction(writer=world.writer, host=world.office, by=world.user["writer"], **facts)
    assert Mailbox.objects.get(address="robin@press.test").zone == world.office.zone
