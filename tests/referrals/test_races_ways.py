"""Two clicks in the same moment make one record and one request, in threads on PostgreSQL."""

from datetime import timedelta
from threading import Event
from time import sleep

import pytest
from django.db import connection, transaction

from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from referrals.actions import entry, ways
from referrals.actions.erasing import erase_alumnus
from referrals.actions.help import add_service, say_counsel
from referrals.models import AlumniImport, Alumnus, FreeService, HelpRequest, Referral
from tests import factories as make
from tests.races import at_once
from tests.world import make_world

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CALL = {"name": "Ines Caller", "email": "ines@people.demo.test", "year": 2019, "words": "A resume"}


@pytest.fixture(autouse=True)
def _postgres():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


@pytest.fixture
def world():
    world = make_world()
    make.HelpSettingsFactory(host=world.office)
    return world


@pytest.mark.parametrize("is_known", [True, False])
def test_a_caller_is_entered_once(world, is_known):
    if is_known:
        make.AlumnusFactory(host=world.office, name="Ines Caller", email="ines@people.demo.test")

    def enter():
        return entry.enter_by_phone(world.office, by=world.user["staff"], **CALL).pk

    assert len(set(at_once(enter, enter, enter))) == 1
    assert (Alumnus.objects.count(), Referral.objects.count(), OutgoingMail.objects.count()) == (1, 1, 1)


def test_two_who_enter_the_same_person_with_other_words_make_one_request(world):
    def enter(words):
        return lambda: entry.enter_by_phone(world.office, by=world.user["staff"], **CALL | {"words": words})

    at_once(enter("A resume"), enter("A letter"))
    assert (Alumnus.objects.count(), Referral.objects.count()) == (1, 1)


def test_what_was_asked_on_the_page_is_asked_and_confirmed_once(world):
    def ask():
        ways.ask_for_help(world.office, **CALL)

    at_once(ask, ask, ask)
    asked = HelpRequest.objects.get()
    confirmed = at_once(*[lambda: ways.confirm_help(asked).pk] * 3)
    assert len(set(confirmed)) == 1
    assert (Alumnus.objects.count(), Referral.objects.count()) == (1, 1)


def test_the_office_enters_who_asks_by_herself_in_the_same_moment(world):
    ways.ask_for_help(world.office, **CALL)
    asked = HelpRequest.objects.get()
    at_once(
        lambda: ways.confirm_help(asked),
        lambda: entry.enter_by_phone(world.office, by=world.user["staff"], **CALL),
    )
    assert (Alumnus.objects.count(), Referral.objects.count()) == (1, 1)


def test_a_service_is_added_once_and_versions_of_counsel_do_not_collide(world):
    director = world.user["director"]
    facts = {"title": "Job club", "words": "", "url": "", "within_years": None}
    at_once(*[lambda: add_service(world.office, by=director, **facts)] * 3)
    assert FreeService.objects.count() == 1
    at_once(*[lambda n=n: say_counsel(world.office, by=director, body=f"Words {n}") for n in range(3)])
    assert list(world.office.counsel_paragraphs.order_by("version").values_list("version", flat=True)) == [1, 2, 3]


def test_who_is_erased_is_gone_also_when_a_worker_is_just_done_with_a_list(world):
    due = clock.now() + timedelta(days=1)
    one = AlumniImport.objects.create(host=world.office, state="staging", file="imports/a.csv", due_at=due)
    alumnus, is_done = make.AlumnusFactory(host=world.office), Event()

    @transaction.atomic
    def finish():
        one.move("finish_staging", due_at=due)
        is_done.set()
        sleep(0.5)  # the other has read the list by then

    def erase():
        is_done.wait(10)
        erase_alumnus(alumnus, by=None)

    assert at_once(finish, erase) == [None, None]
    one.refresh_from_db()
    alumnus.refresh_from_db()
    assert (alumnus.is_erased, one.state) == (True, "discarded")
