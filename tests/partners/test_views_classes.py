"""What a professor sees and types about a class that needs somebody; the plan; the request behind it."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse

from careerlink.accounts.own_data import everything_about
from careerlink.outbox import delivery
from careerlink.taxonomy.models import MajorOccupation
from careerlink.web import clock
from partners.actions import class_person, classes, needs, suggestions
from partners.forms.classes import SayHalf, read_times, times_words
from partners.models import ClassRequest, Need, NeedTag
from partners.queries.class_plans import plan_for
from partners.queries.classes import span_words
from tests import factories as make
from tests.partners.test_actions_classes import MONDAY, ask, fresh, volunteer
from tests.reading import forms_of, words_of
from tests.test_pages import client_of

pytestmark = pytest.mark.django_db
TYPED = {
    "course": "English 101", "size": "24", "words": "English", "day": "5 March 2026", "times": "2:00 pm to 3:15 pm",
    "where": "campus", "room": "Old Main 7", "wishes": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _monday():
    with clock.set_to(MONDAY):
        yield


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("2:00 pm to 3:15 pm", (time(14), time(15, 15))),
        ("2 to 3:15 pm", (time(14), time(15, 15))),
        ("11 - 1 pm", (time(11), time(13))),
        ("14:00–15:15", (time(14), time(15, 15))),
        ("from 10 am until 11:20", (time(10), time(11, 20))),
        ("2:30", (time(14, 30), time(15, 20))),
        ("9", (time(9), time(9, 50))),
        ("12 noon", (time(12), time(12, 50))),
        ("12:15 a.m. to 1 a.m.", (time(0, 15), time(1))),
        ("07:30", (time(7, 30), time(8, 20))),
        ("0200 to 0300", (time(2), time(3))),
        ("25 to 26", None),
        ("14 pm", None),
        ("after lunch", None),
        ("2:75 pm", None),
        ("", None),
    ],
)
def test_times_are_read_as_people_write_them(words, times):
    assert read_times(words) == times
    if times:
        assert read_times(times_words(*times)) == times


def test_seven_may_be_morning_or_evening():
    with pytest.raises(SayHalf):
        read_times("7 to 8")


def new(world, **typed):
    address = reverse("class_new", args=[world.faculty.slug])
    return client_of(world, "professor").post(address, {**TYPED, **typed})


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"day": "8 March 2026", "times": "2:30 am to 3:30 am"}, "Clocks go forward on that day and skip this time"),
        ({"day": "2 March 2026", "times": "8:00 am to 8:50 am"}, "This class has begun already"),
        ({"day": "2 March 2026", "times": "10:00 am to 10:50 am"}, "The first day that works is Tue 3 Mar 2026"),
        ({"times": "3 pm to 2 pm"}, "Class must end after it begins, on the same day"),
        ({"times": "2 pm to 2:05 pm"}, "A class lasts between 15 minutes and 8 hours"),
        ({"times": "7 to 8"}, "Say am or pm"),
        ({"times": "after lunch"}, "Write it such as 2:00 pm to 3:15 pm"),
        ({"size": "2001"}, "How many students? At most 2000."),
        ({"where": "either"}, "Choose from the list; “either” is not in it."),
    ],
)
def test_what_cannot_be_is_said_in_words_and_nothing_is_kept(world, typed, words):
    page = new(world, **typed)
    assert (page.status_code, words in words_of(page)) == (422, True)
    assert (ClassRequest.objects.count(), Need.objects.count()) == (0, 0)


def test_the_hour_that_comes_twice_in_autumn_is_the_first(world):
    with clock.set_to(datetime(2026, 10, 29, 9, tzinfo=ZoneInfo("America/New_York"))):
        assert new(world, day="1 November 2026", times="1:30 am to 2:30 am").status_code == 302
        page = client_of(world, "professor").get(ClassRequest.objects.get().get_absolute_url())
    assert "1:30 am Eastern daylight time to 2:30 am Eastern" in words_of(page)


def test_asking_again_takes_a_day_and_copies_the_rest(world):
    first = ask(world)
    address = reverse("class_again", args=[first.key])
    client = client_of(world, "professor")
    page = client.get(address)
    form = next(form for form in forms_of(page) if form.method == "post" and "day" in form.typed)
    data = form.filled() | {"day": ["12 March 2026"]}
    assert client.post(address, data).status_code == 302
    again = ClassRequest.objects.exclude(pk=first.pk).get()
    same = ("course", "size", "room", "wishes")
    assert [getattr(again, name) for name in same] == [getattr(first, name) for name in same]
    assert (again.need.words, again.need.where) == (first.need.words, first.need.where)
    assert span_words(again) == "Thu 12 Mar 2026, 2:00 pm Eastern to 3:15 pm Eastern"  # though clocks went forward


def test_who_is_busy_meanwhile_is_said_and_the_other_can_be_picked(world):
    request = ask(world)
    busy, free = volunteer(world, request), volunteer(world, request, world.writer2)
    client = client_of(world, "professor")
    make.EngagementFactory(writer=world.writer, busy_from=request.starts_at, busy_until=request.ends_at)
    address = reverse("class_pick", args=[request.key])
    page = client.post(address, {"offer": busy.key}, follow=True)
    assert "The writer has agreed to something else at that time. Pick somebody else" in words_of(page)
    assert "Pick Ben Achterberg" in words_of(page)
    assert "Pick Maren Okafor" not in words_of(page)
    page = client.post(address, {"offer": free.key}, follow=True)
    assert "Ben Achterberg takes your class and is told place and time" in words_of(page)


def test_fees_and_credentials_stand_where_one_picks(world):
    make.FeeFactory(writer=world.writer, what="Resume", dollars=150)
    request = ask(world)
    volunteer(world, request)
    page = words_of(client_of(world, "professor").get(request.get_absolute_url()))
    assert ("Resume $150" in page, "Credential checked" in page, "no gifts" in page) == (True, True, True)


def test_pages_of_the_request_behind_a_class_lead_to_the_class(world):
    request = ask(world)
    client, key = client_of(world, "professor"), [request.need.key]
    for name in ("need", "need_edit", "need_withdraw"):
        assert client.get(reverse(name, args=key)).headers["Location"] == request.get_absolute_url()
    for name in ("need_publish", "need_fill", "need_reopen", "need_withdraw", "need_edit"):
        assert client.post(reverse(name, args=key)).headers["Location"] == request.get_absolute_url()
    assert (fresh(request).state, fresh(request.need).state) == ("open", "open")


def test_what_was_written_while_a_host_waits_is_not_published_past_the_class(world):
    make.ClassRequestFactory(host=world.faculty, waiting=True)
    assert needs.publish_drafts(world.faculty) == 0


def test_a_writer_reads_the_time_but_not_the_room_and_offers_in_two_clicks(world):
    request = ask(world)
    suggestions.suggest_need(request.need_id)
    delivery.deliver()
    letter = next(one for one in mail.outbox if one.to == ["writer@demo.test"])
    assert "Thu 5 Mar 2026, 2:00 pm Eastern to 3:15 pm Eastern" in letter.body
    assert "Old Main 7" not in letter.body
    address = re.search(r"/hosts/\S+need=\w+", letter.body)[0]
    client = client_of(world, "writer")
    page = client.get(address)
    assert "I am free at that time and would gladly take this class." in words_of(page)
    read = words_of(client.get(reverse("need", args=[request.need.key])))
    assert ("2:00 pm Eastern to 3:15 pm Eastern" in read, "Old Main 7" in read) == (True, False)
    assert client.post(address, {"kind": "class_visit", "text": "Gladly.", "do": "send"}).status_code == 302
    assert fresh(request).state == "offered"


def test_the_one_who_comes_is_told_the_room_and_the_time_with_its_zone(world):
    request = ask(world)
    classes.pick(request, volunteer(world, request), by=world.user["professor"])
    delivery.deliver()
    letters = {one.to[0]: one for one in mail.outbox if one.to[0] != "professor@demo.edu"}
    assert set(letters) == {"writer@demo.test", "director@demo.edu"}
    for letter in letters.values():
        assert "Thu 5 Mar 2026, 2:00 pm Eastern to 3:15 pm Eastern" in letter.body
        assert "Old Main 7" in letter.body
    assert letters["writer@demo.test"].subject == "You are expected on Thu 5 Mar: English 101"


@pytest.mark.parametrize("minutes", [15, 25, 30, 50, 75, 110, 180, 480])
def test_a_plan_fills_the_class_to_the_minute(world, minutes):
    request = ask(world)
    request.ends_at = request.starts_at + timedelta(minutes=minutes)
    plan = plan_for(request)
    assert sum(step.minutes for step in plan.steps) == minutes == plan.minutes
    assert min(step.minutes for step in plan.steps) >= 3
    assert len(plan.steps) >= 4


def test_a_plan_speaks_of_the_major(world):
    major, job = make.MajorFactory(), make.OccupationFactory()
    MajorOccupation.objects.create(major=major, occupation=job)
    request = ask(world)
    NeedTag.objects.get_or_create(need=request.need, vocabulary="major", code="23.01")
    plan = plan_for(request)
    assert (plan.title, plan.jobs) == ("What can I do with English?", ["Editors"])
    page = words_of(client_of(world, "professor").get(reverse("class_plan", args=[request.key])))
    assert "Editors" in page
    assert "Argued a case from 14 sources" in page


def test_a_plan_of_no_major_is_a_plan_all_the_same(world):
    plan = plan_for(ask(world, words=""))
    assert (plan.title, plan.jobs) == ("What can I do with English 101?", [])


def test_what_a_person_asked_for_is_in_her_copy_and_blanked_when_she_is_erased(world):
    request = ask(world, wishes="My own words")
    classes.withdraw_class(fresh(request), by=world.user["professor"])
    assert "My own words" in str(everything_about(world.user["professor"]))
    class_person.erase_classes(world.user["professor"])
    assert (fresh(request).wishes, fresh(request).room, fresh(request).course) == ("", "", "English 101")


def test_only_who_teaches_has_classes(world):
    for who, slug in [("director", "oxbow-career"), ("club", "oxbow-club")]:
        client = client_of(world, who)
        for name in ("class_requests", "class_new"):
            assert client.get(reverse(name, args=[slug])).status_code == 404
        assert "Classes" not in words_of(client.get(reverse("desk", args=[slug])))
    assert "Classes" in words_of(client_of(world, "professor").get(reverse("desk", args=["oxbow-english"])))
