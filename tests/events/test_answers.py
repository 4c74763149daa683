"""Requests for places, answered together and taken back."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from careerlink.audit.machines import Stale
from careerlink.outbox.delivery import deliver
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from careerlink.web.keys import new_key
from events.actions import answers, seats
from events.models import AnsweredPlace, Answering, Assignment
from events.queries import requests as queries
from partners.models import Engagement
from partners.queries.desk_mail import parts_for
from tests import factories as make

S, How = Assignment.State, Assignment.How


@pytest.fixture
def asked(fair):
    """Three asked for the resume table, which has two seats: Maren, Ben, and Cora, in this order."""
    fair.table.role.is_instant = False
    fair.table.role.save()
    now = clock.now()
    fair.cora = make.WriterFactory(name="Cora Lind")
    fair.places = []
    for number, writer in enumerate((fair.world.writer, fair.world.writer2, fair.cora)):
        with clock.set_to(now - timedelta(hours=3 - number)):
            fair.places.append(seats.give_place(fair.table, writer, by=writer.user, how=How.SELF))
    deliver()
    mail.outbox.clear()
    fair.director = fair.world.user["director"]
    return fair


def answer(asked, places, what="accept", key=""):
    return answers.answer_requests(asked.event.host, places, what, by=asked.director, key=key or new_key())


def states(places):
    return [Assignment.objects.get(pk=place.pk).state for place in places]


def post(asked, who="director", **data):
    client = Client()
    client.force_login(asked.world.user[who])
    return client.post(reverse("event_requests", args=[asked.event.key]), data)


def test_the_preview_says_how_many_mails_leave_and_who_no_longer_fits_and_changes_nothing(asked):
    make.EngagementFactory(
        writer=asked.world.writer2, busy_from=asked.table.starts_at, busy_until=asked.table.ends_at, source_id=99
    )
    keys = [place.key for place in asked.places]
    page = post(asked, place=keys, answer="accept")
    assert page.status_code == 200
    assert [one.place.writer.name for one in page.context["rows"]] == ["Maren Okafor", "Cora Lind"]
    assert [(one.place.writer.name, one.problem) for one in page.context["left_out"]] == [
        ("Ben Achterberg", "Has agreed to something else at that time.")
    ]
    assert "2 mails leave in 10 minutes." in page.content.decode()
    assert states(asked.places) == [S.REQUESTED] * 3


def test_of_three_who_ask_for_two_seats_the_first_two_are_foreseen_and_get_them(asked):
    foreseen = queries.foresee(reversed(asked.places), "accept", asked.event.host)
    assert [one.problem for one in foreseen] == ["", "", "Full."]
    _answering, outcomes = answer(asked, reversed(asked.places))
    assert [outcome.problem for outcome in outcomes] == ["", "", "Full."]
    assert states(asked.places) == [S.CONFIRMED, S.CONFIRMED, S.REQUESTED]
    assert AnsweredPlace.objects.count() == 2


def test_two_places_of_one_writer_at_the_same_time_are_foreseen(asked):
    other = make.ShiftFactory(role=make.RoleFactory(event=asked.event, is_instant=False))
    twin = make.AssignmentFactory(shift=other, writer=asked.world.writer, state=S.REQUESTED)
    foreseen = queries.foresee([asked.places[0], twin], "accept", asked.event.host)
    assert [one.problem for one in foreseen] == ["", "Has agreed to something else at that time."]
    answer(asked, [asked.places[0], twin])
    assert states([asked.places[0], twin]) == [S.CONFIRMED, S.REQUESTED]


def test_who_lacks_what_the_role_asks_for_by_now_is_shown_with_a_warning(asked):
    asked.table.role.credential = "NCRW"
    asked.table.role.save()
    place = Assignment.objects.select_related(*queries.ROWS).get(pk=asked.places[0].pk)
    [one] = queries.foresee([place], "accept", asked.event.host)
    assert (one.problem, one.warnings) == ("", ["needs NCRW"])


def test_mails_leave_after_ten_minutes_and_say_when_and_where(asked):
    now = clock.now()
    with clock.set_to(now):
        answer(asked, asked.places[:1])
        answer(asked, asked.places[1:2], "decline")
        deliver()
    assert mail.outbox == []
    with clock.set_to(now + timedelta(minutes=11)):
        deliver()
    maren, ben = (next(one for one in mail.outbox if one.to == [writer.user.email]) for writer in
                  (asked.world.writer, asked.world.writer2))  # fmt: skip
    assert maren.subject.startswith("Come on ")
    assert ben.subject == "Look for another place: Resume table, Fall fair"
    assert len(mail.outbox) == 2


def test_an_answer_is_taken_back_until_its_mails_leave_and_nobody_is_told(asked):
    now = clock.now()
    with clock.set_to(now):
        accepted, _outcomes = answer(asked, asked.places[:2])
        declined, _outcomes = answer(asked, asked.places[2:], "decline")
    assert Engagement.objects.filter(state="agreed").count() == 2
    with clock.set_to(now + timedelta(minutes=9)):
        answers.take_back(accepted, by=asked.director)
        answers.take_back(declined, by=asked.director)
        assert answers.take_back(accepted, by=asked.director) == []  # a second click
    places = list(Assignment.objects.order_by("pk"))
    assert [(place.state, place.seat, place.due_at) for place in places] == [
        (S.REQUESTED, None, asked.event.closes_at)
    ] * 3
    assert not Engagement.objects.filter(state="agreed").exists()
    with clock.set_to(now + timedelta(hours=1)):
        deliver()
    assert mail.outbox == []


def test_what_was_taken_back_can_be_answered_anew_and_the_work_is_noted_once(asked):
    answering, _outcomes = answer(asked, asked.places[:1])
    answers.take_back(answering, by=asked.director)
    answer(asked, asked.places[:1])
    place = Assignment.objects.get(pk=asked.places[0].pk)
    work = Engagement.objects.get(source_label="events.assignment", source_id=place.pk)
    assert (place.state, work.state, work.busy_from) == (S.CONFIRMED, "agreed", asked.table.starts_at)
    kinds = OutgoingMail.objects.filter(kind="place_confirmed").order_by("id").values_list("state", flat=True)
    assert list(kinds) == ["cancelled", "waiting"]


def test_after_the_mails_have_left_it_is_too_late(asked):
    now = clock.now()
    with clock.set_to(now):
        answering, _outcomes = answer(asked, asked.places[:1])
    with clock.set_to(now + timedelta(minutes=10)), pytest.raises(Stale):
        answers.take_back(answering, by=asked.director)
    assert states(asked.places[:1]) == [S.CONFIRMED]


def test_what_moved_on_before_the_way_back_is_said_and_left_out(asked):
    answering, _outcomes = answer(asked, asked.places[:2])
    seats.leave(asked.places[0], by=asked.world.writer.user)
    outcomes = answers.take_back(answering, by=asked.director)
    assert [outcome.problem for outcome in outcomes] == ["It had moved on in the meantime.", ""]
    assert states(asked.places[:2]) == [S.CANCELLED_BY_VOLUNTEER, S.REQUESTED]


def test_the_seat_of_an_answer_taken_back_is_kept_for_who_waits(asked):
    answering, _outcomes = answer(asked, asked.places[:2])
    last = make.WriterFactory()
    waits = seats.join_waiting_list(asked.table, last, by=last.user)
    answers.take_back(answering, by=asked.director)
    assert Assignment.objects.get(pk=waits.pk).state == S.HELD


def test_a_double_click_answers_once_and_a_stale_page_says_who_is_left_out(asked):
    facts = {"place": [place.key for place in asked.places[:2]], "answer": "accept", "confirm": "1", "key": new_key()}
    seats.leave(asked.places[1], by=asked.world.writer2.user)
    first, second = post(asked, **facts), post(asked, **facts)
    assert first.url == second.url == Answering.objects.get().get_absolute_url()
    assert states(asked.places[:2]) == [S.CONFIRMED, S.WITHDRAWN]
    client = Client()
    client.force_login(asked.director)
    page = client.post(reverse("answering_undo", args=[facts["key"]]), follow=True)
    assert "1 request waits again. Nobody got mail." in page.content.decode()


def test_keys_of_another_host_and_no_tick_are_answered_in_words(asked):
    foreign = make.AssignmentFactory(state=S.REQUESTED)
    page = post(asked, place=[foreign.key], answer="accept", confirm="1")
    assert (page.status_code, foreign.state) == (422, S.REQUESTED)
    assert "One of these requests is not here." in page.content.decode()
    page = post(asked, answer="accept")
    assert (page.status_code, "Tick the requests that you answer first." in page.content.decode()) == (422, True)
    assert post(asked, "viewer", place=[asked.places[0].key], answer="accept").status_code == 404
    rival = make.AssignmentFactory(shift__role__event__host=asked.world.rival, state=S.REQUESTED)
    answering, _outcomes = answer(asked, asked.places[:1])
    with pytest.raises(ValidationError):
        answers.answer_requests(asked.world.rival, [rival], "accept", by=asked.director, key=answering.key)


def test_requests_stand_in_the_desk_mail_with_the_day_by_which_to_answer(asked):
    [part] = [part for part in parts_for(asked.director.pk, clock.now()) if part.section.slug == "places"]
    assert part.url == f"/desk/{asked.event.host.slug}/events/requests/"
    assert [line.title for line in part.lines] == [
        "Maren Okafor would help: Resume table",
        "Ben Achterberg would help: Resume table",
        "Cora Lind would help: Resume table",
    ]
    assert part.deadline == asked.event.closes_at
    assert queries.request_words(3) == "3 requests for places"


def test_a_month_later_nobody_remembers_what_was_answered_together(asked):
    answering, _outcomes = answer(asked, asked.places[:1])
    with clock.set_to(answering.at + timedelta(days=31)):
        answers.forget_answerings()
    assert (Answering.objects.count(), states(asked.places[:1])) == (0, [S.CONFIRMED])
