"""I can't make it, as people click it: without scripts, by link, and with nonsense."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from careerlink.outbox.delivery import deliver
from events.models import Assignment, Search, StandbyName
from tests import factories as make

S = Assignment.State


@pytest.fixture
def cannot(fair):
    fair.place = make.AssignmentFactory(shift=fair.desk, writer=fair.world.writer)
    fair.page = reverse("place_cannot", args=[fair.place.key])
    fair.maren = Client()
    fair.maren.force_login(fair.world.user["writer"])
    return fair


def name(fair, who):
    return fair.maren.post(reverse("place_name_stand_in", args=[fair.place.key]), {"who": who})


def test_a_stand_in_is_named_answers_from_the_mail_and_the_first_reads_that_she_is_free(cannot):
    assert "Name a stand-in" in cannot.maren.get(cannot.page).content.decode()
    assert name(cannot, "ben ACHTERBERG").headers["Location"] == cannot.page
    assert "We have written to Ben Achterberg." in cannot.maren.get(cannot.page).content.decode()
    deliver()
    [letter] = [one for one in mail.outbox if one.to == [cannot.world.writer2.user.email]]
    link = re.search(r"/go/[\w-]+/", letter.body)[0]
    stranger = Client()
    for _look in range(2):
        assert "Would you stand in" in stranger.get(link).content.decode()
    assert Assignment.objects.get().state == S.CONFIRMED
    assert stranger.post(link, {"answer": "perhaps"}).status_code == 200
    assert "The place is yours" in stranger.post(link, {"answer": "yes"}).content.decode()
    assert "The place is yours" in stranger.post(link, {"answer": "yes"}).content.decode()
    assert stranger.get(link).status_code == 410
    assert "You need not come." in cannot.maren.get(cannot.page).content.decode()
    assert list(Assignment.objects.order_by("id").values_list("state", "seat")) == [(S.SWAPPED, None), (S.CONFIRMED, 1)]


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("", "Say who could come."),
        ("Nobody Such", "We know no approved writer of this name or address."),
        ("newwriter@demo.test", "We know no approved writer of this name or address."),
        ("Maren Okafor", "Name somebody else."),
        ("x" * 10_000, "254 characters at most"),
        ("Ben\x00", "There is a character in it that cannot be kept."),
    ],
)
def test_nonsense_gets_a_sentence_and_nobody_is_asked(cannot, who, said):
    answer = name(cannot, who)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not Search.objects.exists()


def test_of_two_with_one_name_she_gives_the_address(cannot):
    twin = make.WriterFactory(name="Ben Achterberg")
    assert "Give the e-mail address." in name(cannot, "Ben Achterberg").content.decode()
    assert name(cannot, twin.user.email).status_code == 302
    assert Search.objects.get().how == "named"


def test_a_stale_page_says_how_it_stands(cannot):
    cannot.maren.post(reverse("place_withdraw", args=[cannot.place.key]))
    for what in ("place_withdraw", "place_ask_stand_in", "place_take_back_stand_in"):
        answer = cannot.maren.post(reverse(what, args=[cannot.place.key]), follow=True)
        assert answer.status_code == 200
    assert name(cannot, "Ben Achterberg").status_code == 302
    assert Assignment.objects.get().state == S.CANCELLED_BY_VOLUNTEER
    assert not Search.objects.exists()


def test_a_host_adds_and_takes_off_who_stands_by_and_only_its_partners(cannot):
    staff, world = Client(), cannot.world
    staff.force_login(world.user["staff"])
    make.PartnershipFactory(host=world.office, writer=world.writer2)
    stranger = make.WriterFactory()
    page = reverse("event_standby", args=[cannot.event.key])
    for nonsense in ([], [stranger.pk], ["x"]):
        assert staff.post(page, {"writers": nonsense}).status_code == 422
    assert staff.post(page, {"writers": [world.writer2.slug]}).status_code == 302
    assert [one.writer for one in StandbyName.objects.all()] == [world.writer2]
    remove = reverse("event_standby_remove", args=[cannot.event.key])
    for slug in (stranger.slug, "\x00", world.writer2.slug, world.writer2.slug):
        assert staff.post(remove, {"writer": slug}).status_code == 302
    assert not StandbyName.objects.exists()


def test_a_writer_stands_by_with_one_tick_and_no_longer_with_another(cannot):
    for on, number in (("1", 1), ("1", 1), ("", 0), ("", 0)):
        cannot.maren.post(reverse("event_stand_by", args=[cannot.event.key]), {"on": on})
        assert StandbyName.objects.count() == number
