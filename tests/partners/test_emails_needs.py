"""A new request is told to writers whom it fits: once, few at a time, and never against their choice."""

from datetime import timedelta

import pytest
from django.db import transaction

from careerlink.outbox import choosing, delivery
from careerlink.outbox.actions import mailbox_for
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions import asking, needs, suggestions
from partners.models import Need, NeedTag, WriterTag
from partners.queries.suggestions import writers_to_tell
from tests import factories as make
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def need(world):
    make.MajorFactory()
    return request(world.office)


def request(host, code="23.0101", **more):
    found = make.NeedFactory(host=host, **{"needed_on": clock.today() + timedelta(days=2), **more})
    NeedTag.objects.get_or_create(need=found, vocabulary="major", code=code)
    return found


def writer(code="23.0101", **more):
    found = make.WriterFactory(**more)
    make.WriterTagFactory(writer=found, code=code)
    return found


def told():
    mails = OutgoingMail.objects.filter(kind="need_suggested").select_related("mailbox").order_by("id")
    return [mail.mailbox.user_id for mail in mails]


@pytest.mark.parametrize(
    ("facts", "is_told"),
    [
        ({}, True),
        ({"code": "23"}, True),  # a wider code
        ({"code": "52.0301"}, False),
        ({"latitude": 34.05, "longitude": -118.24}, False),  # Los Angeles
        ({"latitude": 41.5, "travel_miles": 100}, True),
        ({"latitude": 41.5, "travel_miles": 10}, False),
        ({"latitude": None, "longitude": None}, False),
        ({"state": "draft"}, False),
        ({"state": "paused", "paused_until": clock.today() + timedelta(days=90)}, False),
        ({"free_from": clock.today() + timedelta(days=300)}, False),
        ({"user__is_active": False}, False),
        ({"user__suspended_until": clock.now() + timedelta(days=3)}, False),
    ],
)
def test_who_is_told_of_a_request_on_campus(need, facts, is_told):
    one = writer(**facts)
    assert (one in writers_to_tell(need)) == is_told


@pytest.mark.parametrize(("where", "is_online", "is_told"), [
    ("online", True, True), ("online", False, False), ("either", True, True), ("campus", True, False),
])  # fmt: skip
def test_who_is_far_away_is_told_of_what_can_be_done_online(world, where, is_online, is_told):
    make.MajorFactory()
    far = writer(latitude=34.05, longitude=-118.24, is_online=is_online)
    assert (far in writers_to_tell(request(world.office, where=where))) == is_told


def test_nobody_is_told_of_a_request_for_everybody(world):
    writer()
    assert writers_to_tell(make.NeedFactory(host=world.office)) == []


def test_who_has_offered_or_belongs_to_the_host_is_not_told(world, need):
    offered, colleague = writer(), writer()
    make.OfferFactory(host=world.office, writer=offered, need=need)
    make.MemberFactory(host=world.office, user=colleague.user)
    assert {offered, colleague} & set(writers_to_tell(need)) == set()


@pytest.mark.parametrize("because", ["kind", "far", "soon", "not_now"])
def test_who_said_that_it_is_not_for_her_is_not_told(world, need, because):
    one = writer(latitude=40.95)
    said_of = need if because == "not_now" else request(world.rival, kind=need.kind)
    asking.turn_down(said_of, one, because=because, by=one.user)
    assert one not in writers_to_tell(need)


def test_what_she_said_since_holds_back_a_mail_that_has_not_left(need):
    one = writer()
    suggestions.suggest_need(need.pk)
    asking.turn_down(need, one, because="not_now", by=one.user)
    waiting = OutgoingMail.objects.get(kind="need_suggested", mailbox__user_id=one.user_id)
    assert kinds["need_suggested"].still_true(waiting) == "it does not fit any more"


def test_whom_the_host_asked_about_it_is_not_told_once_more(world, need):
    one = writer()
    asking.ask_writers(need, [one], by=world.user["director"])
    assert one not in writers_to_tell(need)


def test_at_most_two_hundred_are_told_and_the_best_fit_first(need, monkeypatch):
    monkeypatch.setattr("partners.queries.suggestions.MOST", 2)
    far, near, best = (writer(latitude=lat) for lat in (40.95, 40.76, 40.75))
    make.CredentialFactory(writer=best)
    best.verified_until = clock.today() + timedelta(days=100)
    best.save()
    assert writers_to_tell(need) == [best, near]
    assert far.latitude == 40.95


@pytest.mark.parametrize("rows", [1, 9])
def test_telling_costs_the_same_for_any_number_of_writers(need, rows):
    for _row in range(rows):
        writer()
    writers_to_tell(need)  # what its codes stand for is remembered
    with count_queries() as n:
        suggestions.suggest_need(need.pk)
    assert (n(), len(told()) >= rows) == (10, True)


def test_each_is_told_once_however_often_it_is_asked(need):
    one = writer()
    assert suggestions.suggest_need(need.pk) >= 1
    assert suggestions.suggest_need(need.pk) == 0
    Need.objects.update(suggested_at=None)
    suggestions.suggest_need(need.pk)
    assert told().count(one.user_id) == 1


def test_publishing_rings_and_the_clock_finds_what_the_bell_did_not(world, django_capture_on_commit_callbacks):
    make.MajorFactory()
    one = writer()
    facts = {"kind": "workshop", "words": "", "details": "", "where": "campus", "how_many": 1}
    with django_capture_on_commit_callbacks() as rung:
        draft = needs.make_need(
            world.office, by=world.user["director"], needed_on=clock.today() + timedelta(days=2), **facts
        )
    assert [(ring.task, ring.args) for ring in rung if ring.task.startswith("partners")] == [
        ("partners.tasks.suggest_need", (draft.pk,)),
        ("partners.tasks.rank_need", (draft.pk,)),
    ]
    needs.correct_need(draft, [("major", "23.0101")], by=world.user["director"])
    assert suggestions.suggest_needs() >= 1
    assert one.user_id in told()
    assert suggestions.suggest_needs() == 0


def test_what_is_put_right_is_told_to_whom_it_fits_now(world, need):
    other = writer("52.0301")
    make.MajorFactory(code="52.0301", title="Accounting")
    suggestions.suggest_need(need.pk)
    assert other.user_id not in told()
    needs.correct_need(need, [("major", "52.0301")], by=world.user["director"])
    suggestions.suggest_needs()
    assert other.user_id in told()


def test_work_that_rolled_back_tells_nobody(need):
    writer()

    @transaction.atomic
    def suggest_and_fail():
        suggestions.suggest_need(need.pk)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        suggest_and_fail()
    assert told() == []


def leave(need, one):
    mail = OutgoingMail.objects.get(kind="need_suggested", mailbox__user_id=one.user_id)
    with clock.set_to((mail.send_after + timedelta(days=1)).replace(hour=17)):  # by day, whenever the tests run
        delivery.deliver()
    mail.refresh_from_db()
    return mail


def test_it_says_what_by_when_and_why(need, mailoutbox):
    one = writer()
    suggestions.suggest_need(need.pk)
    mail = leave(need, one)
    assert mail.state == "sent"
    letter = next(letter for letter in mailoutbox if letter.to == [one.user.email])
    assert letter.subject.startswith("Offer to help on ")
    for part in (letter.body, letter.alternatives[0][0]):
        assert need.host.institution.name in part
        assert "You help people of this major best." in part
        assert f"/requests/{need.key}/" in part
        assert "/go/stop/" in part
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_it_waits_ten_minutes_so_that_the_office_may_correct_what_it_means(need):
    one = writer()
    suggestions.suggest_need(need.pk)
    mail = OutgoingMail.objects.get(kind="need_suggested", mailbox__user_id=one.user_id)
    assert mail.send_after - Need.objects.get(pk=need.pk).suggested_at == timedelta(minutes=10)


def _withdrawn(need, one):
    Need.objects.update(state="withdrawn")


def _paused(need, one):
    type(one).objects.filter(pk=one.pk).update(state="paused", paused_until=clock.today())


def _offered(need, one):
    make.OfferFactory(host=need.host, writer=one, need=need)


def _corrected(need, one):
    WriterTag.objects.filter(writer=one).update(code="52.0301")


def _opted_out(need, one):
    choosing.stop(OutgoingMail.objects.get(kind="need_suggested", mailbox__user_id=one.user_id))


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (_withdrawn, "the request is no longer open"),
        (_paused, "the writer takes no part now"),
        (_offered, "she has offered already"),
        (_corrected, "it does not fit any more"),
        (_opted_out, "the reader chose no suggestions"),
    ],
)
def test_what_is_no_longer_true_does_not_leave(need, happens, why):
    one = writer()
    suggestions.suggest_need(need.pk)
    happens(need, one)
    mail = leave(need, one)
    assert (mail.state, mail.why) == ("skipped", why)


def test_its_line_in_the_weekly_mail_names_college_day_and_reason(need):
    one = writer()
    suggestions.suggest_need(need.pk)
    line = kinds["need_suggested"].line(OutgoingMail.objects.get(mailbox=mailbox_for(one.user.email)))
    assert line.title == str(need)
    assert line.sentence.startswith(f"{need.host.name} at {need.host.institution.name}, ")
    assert line.url.endswith(f"/requests/{need.key}/")
