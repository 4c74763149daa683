"""The host asks writers for a shift, and enters one by hand."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from careerlink.audit.trail import entries_about
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from events.models import Assignment
from partners.models import Asked, SavedWriter
from tests import factories as make

S = Assignment.State


@pytest.fixture
def director(fair):
    client = Client()
    client.force_login(fair.world.user["director"])
    return client


def address(shift, name="shift_invite"):
    return reverse(name, args=[shift.key])


def send(client, shift, *writers, name="shift_invite", **more):
    return client.post(address(shift, name), {"writers": [one.key for one in writers], **more})


def names(response):
    return [row.writer.name for row in response.context["rows"]]


def test_a_host_chooses_among_whom_it_knows_or_finds_by_name(fair, director):
    make.PartnershipFactory(host=fair.world.office, writer=fair.world.writer2, pledge=fair.world.pledge)
    SavedWriter.objects.create(host=fair.world.office, writer=fair.world.writer)
    make.WriterFactory(name="Zoe Unknown")
    assert names(director.get(address(fair.desk))) == ["Ben Achterberg", "Maren Okafor"]
    assert names(director.get(address(fair.desk) + "?q=zoe")) == ["Zoe Unknown"]
    assert names(director.get(address(fair.desk) + "?q=nadia")) == []  # not approved


def test_who_cannot_come_stands_last_and_cannot_be_ticked(fair, director):
    fair.desk.role.credential = "CPRW"
    fair.desk.role.save()
    for writer in (fair.world.writer, fair.world.writer2):
        make.PartnershipFactory(host=fair.world.office, writer=writer, pledge=fair.world.pledge)
    response = director.get(address(fair.desk))
    assert [(row.writer.name, row.why) for row in response.context["rows"]] == [
        ("Maren Okafor", ""),
        ("Ben Achterberg", "needs CPRW"),
    ]
    assert f'value="{fair.world.writer2.key}"' not in response.content.decode()


def test_before_any_mail_leaves_the_host_reads_how_many(fair, director):
    preview = send(director, fair.table, fair.world.writer, fair.world.writer2)
    assert "2 mails leave" in preview.content.decode()
    assert (Assignment.objects.count(), OutgoingMail.objects.count()) == (0, 0)
    for _click in range(3):
        send(director, fair.table, fair.world.writer, fair.world.writer2, send="1")
    assert list(Assignment.objects.values_list("state", "how").order_by("pk")) == [("invited", "invited")] * 2
    assert OutgoingMail.objects.filter(kind="place_invited").count() == 2
    assert Asked.objects.count() == 2


def test_an_invitation_ends_on_the_day_that_the_host_names_at_the_latest_with_sign_up(fair, director):
    soon, late = clock.today() + timedelta(days=3), clock.today() + timedelta(days=300)
    send(director, fair.table, fair.world.writer, send="1", expires_on=soon.isoformat())
    send(director, fair.table, fair.world.writer2, send="1", expires_on=late.isoformat())
    first, second = Assignment.objects.order_by("pk")
    assert timedelta(days=2) < first.due_at - clock.now() < timedelta(days=5)
    assert second.due_at == fair.event.closes_at


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose at least one writer."),
        ({"writers": ["nosuchkey", "<script>"]}, "Choose at least one writer."),
        ({"writers": "x" * 10_000}, "Choose at least one writer."),
        ({"expires_on": "2020-01-01"}, "Choose a day that is still to come."),
        ({"expires_on": "soon"}, "Write a day, for example 2027-05-12."),
    ],
)
def test_bad_input_is_answered_in_words(fair, director, data, words):
    data = {"writers": [fair.world.writer.key], **data} if "expires_on" in data else data
    response = director.post(address(fair.table), {**data, "send": "1"})
    assert (response.status_code, Assignment.objects.count()) == (422, 0)
    page = response.content.decode()
    assert words in page
    assert ("checked" in page) is ("expires_on" in data)  # whom she chose stays chosen


def test_when_one_of_them_cannot_any_more_nobody_is_asked_and_the_page_says_who(fair, director):
    make.EngagementFactory(
        host=fair.world.rival, writer=fair.world.writer2, busy_from=fair.desk.starts_at, busy_until=fair.desk.ends_at
    )
    response = send(director, fair.table, fair.world.writer, fair.world.writer2, send="1")
    page = response.content.decode()
    assert Assignment.objects.count() == 0
    assert "Ben Achterberg: has agreed to something else at that time." in page
    assert "1 mail leaves" in page
    assert fair.world.rival.name not in page


def test_nobody_is_invited_after_sign_up_has_ended(fair, director):
    type(fair.event).objects.update(closes_at=clock.now())
    send(director, fair.table, fair.world.writer, send="1")
    assert Assignment.objects.count() == 0


def test_who_invites_is_warned_without_hearing_with_whom(fair, director):
    for number in range(3):
        begins = fair.desk.starts_at - timedelta(days=number + 1)
        make.EngagementFactory(
            host=fair.world.rival, writer=fair.world.writer, busy_from=begins, busy_until=begins + timedelta(hours=1)
        )
    page = send(director, fair.table, fair.world.writer).content.decode()
    assert "Has agreed to 3 other things within two weeks of it." in page
    assert fair.world.rival.name not in page


# --- By hand --------------------------------------------------------------------------------------


def enter(client, shift, writer, **more):
    return send(client, shift, writer, name="shift_enter", **more)


def test_who_is_entered_by_hand_has_her_place_and_is_told(fair, director):
    enter(director, fair.desk, fair.world.writer, reason="")
    place = Assignment.objects.get()
    assert (place.state, place.how, place.override) == (S.CONFIRMED, "staff", "")
    assert OutgoingMail.objects.get(kind="place_confirmed").mailbox.address == "writer@demo.test"


@pytest.mark.parametrize(("state", "said"), [(S.WAITLISTED, "On the waiting list"), (S.REQUESTED, "Asked for")])
def test_who_has_a_place_already_keeps_it_and_the_host_reads_which(fair, director, state, said):
    place = make.AssignmentFactory(shift=fair.desk, writer=fair.world.writer, state=state)
    page = director.post(address(fair.desk, "shift_enter"), {"writers": [place.writer.key]}, follow=True)
    [message] = page.context["messages"]
    words = f"Maren Okafor is not entered anew. There is a place already, which stays as it is: {said}."
    assert (message.level_tag, str(message)) == ("warning", words)
    place.refresh_from_db()
    assert (place.state, OutgoingMail.objects.count()) == (state, 0)


def test_whom_she_found_and_chose_stays_chosen_while_she_says_why(fair, director):
    fair.desk.role.credential = "NCRW"
    fair.desk.role.save()
    page = enter(director, fair.desk, fair.world.writer2).content.decode()
    assert f'value="{fair.world.writer2.key}" id="w1" checked' in page


def test_against_a_rule_the_form_names_it_and_asks_why(fair, director):
    fair.desk.role.credential = "NCRW"
    fair.desk.role.save()
    response = enter(director, fair.desk, fair.world.writer)
    assert (response.status_code, Assignment.objects.count()) == (422, 0)
    assert response.context["form"].errors["reason"] == ["A rule stands in the way: Needs NCRW. Say why all the same."]
    enter(director, fair.desk, fair.world.writer, reason="She has taught here for years.")
    place = Assignment.objects.get()
    assert (place.state, place.override) == (S.CONFIRMED, "She has taught here for years.")
    (entry,) = entries_about(place)
    assert entry.note.text == "She has taught here for years."
    assert "She has taught here for years." in director.get(place.get_absolute_url()).content.decode()


def test_a_reason_that_nothing_needed_is_not_kept(fair, director):
    enter(director, fair.desk, fair.world.writer, reason="Because.")
    assert Assignment.objects.get().override == ""


def test_no_reason_gets_past_a_full_shift_or_two_places_at_once(fair, director):
    make.AssignmentFactory(shift=fair.desk)
    response = enter(director, fair.desk, fair.world.writer, reason="Squeeze her in.")
    assert response.status_code == 422
    assert "Full." in response.content.decode()
    make.AssignmentFactory(shift=fair.table, writer=fair.world.writer2)
    response = enter(director, fair.desk, fair.world.writer2, reason="Both.")
    assert response.status_code == 422
    assert Assignment.objects.count() == 2


def test_a_reason_of_ten_thousand_characters_is_refused_at_its_field(fair, director):
    response = enter(director, fair.desk, fair.world.writer, reason="x" * 10_000)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])


def test_the_host_may_still_enter_somebody_after_sign_up_has_ended_with_a_reason(fair, director):
    type(fair.event).objects.update(closes_at=clock.now())
    assert enter(director, fair.desk, fair.world.writer).status_code == 422
    enter(director, fair.desk, fair.world.writer, reason="She called.")
    assert Assignment.objects.get().state == S.CONFIRMED


@pytest.mark.parametrize("name", ["shift_invite", "shift_enter"])
def test_nobody_is_asked_to_what_has_begun_or_was_called_off(fair, director, name):
    type(fair.desk).objects.filter(pk=fair.desk.pk).update(called_off_at=clock.now())
    assert director.get(address(fair.desk, name)).status_code == 404
    begun = clock.now() - timedelta(minutes=1)
    type(fair.table).objects.filter(pk=fair.table.pk).update(starts_at=begun)
    assert director.post(address(fair.table, name)).status_code == 404
