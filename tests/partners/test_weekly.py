"""The weekly mail: at most ten requests that fit, with reasons; less often when nothing is heard."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from careerlink.outbox.actions import mailbox_for
from careerlink.outbox.delivery import deliver
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions import asking, suggestions
from partners.actions.weekly import write_request_mails
from partners.queries.weekly import next_slot, weeks_between
from tests import factories as make
from tests.queries import count_queries

MONDAY = datetime(2027, 2, 1, 15, tzinfo=UTC)
THURSDAY = datetime(2027, 2, 4, 14, tzinfo=UTC)  # 9 in New York


@pytest.fixture
def writer(world):
    with clock.set_to(MONDAY - timedelta(days=30)):
        writer = make.WriterTagFactory(writer=make.WriterFactory(verified=True)).writer
    writer.user.agreements.create(text=world.terms)
    with clock.set_to(MONDAY):
        assert write_request_mails() == 0  # reckons the first hour of everybody
    return writer


def request(host, code="23.0101", days=20, at=MONDAY, **more):
    with clock.set_to(at):
        need = make.NeedFactory(host=host, needed_on=clock.today() + timedelta(days=days), **more)
    need.tags.create(vocabulary="major", code=code)
    return need


def thursday(weeks=0):
    return clock.set_to(THURSDAY + timedelta(weeks=weeks))


def mails_of(writer):
    return OutgoingMail.objects.filter(kind="requests_weekly", about_id=writer.pk)


def test_the_mail_has_at_most_ten_requests_with_reasons_and_a_button_each(world, writer):
    for number in range(12):
        request(world.rival, days=20 + number, kind="panel")
    with thursday():
        assert write_request_mails() == 1
        assert write_request_mails() == 0
        deliver()
    (letter,) = mail.outbox
    assert (letter.to, letter.body.count("Offer to help: "), letter.body.count("Not for me, because: ")) == (
        [writer.user.email], 10, 10,
    )  # fmt: skip
    assert letter.subject.startswith("Look at 10 requests that fit you; the first is for ")
    assert letter.body.count("You help people of this major best.") == 10
    (html, _type) = letter.alternatives[0]
    assert html.count("<strong>Offer to help</strong>") == 10


@pytest.mark.parametrize("why", ["other field", "offered", "asked", "own host", "said", "too soon", "filled", "class"])
def test_what_is_not_for_her_is_not_in_it(world, writer, why):
    more = {"other field": {"code": "51.3801"}, "too soon": {"days": 4}}.get(why, {})
    need = request(world.office, **more)
    if why == "offered":
        make.OfferFactory(writer=writer, host=world.office, need=need)
    elif why == "asked":
        with clock.set_to(MONDAY):
            asking.ask_writers(need, [writer], by=world.user["director"])
    elif why == "own host":
        make.MemberFactory(host=world.office, user=writer.user)
    elif why == "said":
        with clock.set_to(MONDAY):
            asking.turn_down(request(world.rival), writer, because="kind", by=writer.user)
    elif why == "filled":
        type(need).objects.filter(pk=need.pk).update(state="filled")
    elif why == "class":
        make.ClassRequestFactory(need=need, host=world.office)
    with thursday():
        assert write_request_mails() == 0


@pytest.mark.parametrize(("vocabulary", "code", "why"), [
    ("language", "vi", "You speak the language that it takes."),
    ("service", "federal", "You offer the service that it takes."),
])  # fmt: skip
def test_a_request_for_a_service_or_a_language_reaches_who_has_it(world, writer, vocabulary, code, why):
    with clock.set_to(MONDAY):
        able = make.WriterTagFactory(vocabulary=vocabulary, code=code).writer
        able.user.agreements.create(text=world.terms)
        write_request_mails()
        make.NeedFactory(
            host=world.office, words="", needed_on=clock.today() + timedelta(days=20), **{vocabulary: code}
        )
    with thursday():
        assert write_request_mails() == 1
        deliver()
    (letter,) = mail.outbox
    assert (letter.to, why in letter.body) == ([able.user.email], True)


def test_what_is_due_soon_and_takes_a_language_is_told_at_once_to_who_speaks_it(world, writer):
    able = make.WriterTagFactory(vocabulary="language", code="vi").writer
    with clock.set_to(MONDAY):
        make.NeedFactory(host=world.office, words="", language="vi", needed_on=clock.today() + timedelta(days=3))
        assert suggestions.suggest_needs() == 1
    assert OutgoingMail.objects.get(kind="need_suggested").mailbox.user_id == able.user_id


def test_who_speaks_the_language_but_knows_another_field_is_not_told(world, writer):
    with clock.set_to(MONDAY):
        make.WriterTagFactory(writer=make.WriterTagFactory(vocabulary="language", code="vi").writer, code="52.1401")
        write_request_mails()
    request(world.office, language="vi")
    with thursday():
        assert write_request_mails() == 0


def test_what_has_changed_since_is_read_when_the_mail_leaves(world, writer):
    gone, stays = request(world.office), request(world.rival, kind="panel")
    with thursday():
        write_request_mails()
        type(gone).objects.filter(pk=gone.pk).update(state="withdrawn")
        deliver()
        assert (gone.key in mail.outbox[0].body, stays.key in mail.outbox[0].body) == (False, True)
    type(stays).objects.filter(pk=stays.pk).update(state="filled")
    request(world.office, kind="panel", at=MONDAY + timedelta(days=4))
    with thursday(weeks=1):
        write_request_mails()
        type(stays).objects.update(state="filled")
        deliver()
    assert [one.state for one in mails_of(writer).order_by("id")] == ["sent", "skipped"]


@pytest.mark.parametrize(("pace", "arrives"), [("never", []), ("weekly", ["digest"]), ("at_once", ["requests_weekly"])])
def test_her_choice_holds(world, writer, pace, arrives):
    mailbox_for(writer.user.email, user_id=writer.user_id).choices.create(group="suggestions", pace=pace)
    request(world.rival)
    with thursday():
        write_request_mails()
        deliver()
    with clock.set_to(THURSDAY + timedelta(days=5)):
        deliver()
    sent = OutgoingMail.objects.filter(message_id__gt="").values_list("kind", flat=True)
    assert list(sent) == arrives
    if pace == "weekly":
        assert "1 request that fits you" in mail.outbox[0].body


def test_who_is_silent_is_written_to_less_and_weekly_again_when_she_looks_in(world, writer):
    request(world.rival, days=200)
    weeks = []
    for week in range(12):
        with thursday(weeks=week):
            if write_request_mails():
                weeks.append(week)
    assert weeks == [0, 1, 2, 3, 7, 11]
    writer.user.last_login = THURSDAY + timedelta(weeks=11, days=1)
    writer.user.save(update_fields=["last_login"])
    with thursday(weeks=15):
        assert write_request_mails() == 1
    with thursday(weeks=16):
        assert write_request_mails() == 1
    writer.refresh_from_db()
    assert writer.requests_unheard == 2


@pytest.mark.parametrize("sign", ["offer", "no", "answer"])
def test_any_sign_of_her_counts(world, writer, sign):
    request(world.rival, days=200)
    other = request(world.office, code="51.3801", days=100)
    for week in range(3):
        with thursday(weeks=week):
            write_request_mails()
    with clock.set_to(THURSDAY + timedelta(weeks=2, days=1)):
        if sign == "offer":
            make.OfferFactory(writer=writer, host=world.office)
        elif sign == "no":
            asking.turn_down(other, writer, because="not_now", by=writer.user)
        else:
            asking.ask_writers(other, [writer], by=world.user["director"])
            asking.turn_down(other, writer, because="not_now", by=writer.user)
            writer.not_for_me.all().delete()
    with thursday(weeks=3):
        write_request_mails()
    writer.refresh_from_db()
    assert writer.requests_unheard == 1


def test_a_long_silence_ends_in_four_mails_a_year():
    assert [weeks_between(unheard) for unheard in (0, 3, 4, 11, 12, 500)] == [1, 1, 4, 4, 12, 12]


@pytest.mark.parametrize(
    ("zone", "after", "due"),
    [
        ("America/New_York", "2027-03-11T12:00", "2027-03-11T13:00"),  # winter: 8 is 13 UTC
        ("America/New_York", "2027-03-14T12:00", "2027-03-18T12:00"),  # summer time began on the 14th
        ("America/New_York", "2027-03-11T13:00", "2027-03-18T12:00"),
        ("Pacific/Guam", "2027-03-11T12:00", "2027-03-17T22:00"),
        ("Nowhere/Atall", "2027-03-11T12:00", "2027-03-11T13:00"),
    ],
)
def test_it_is_due_on_thursday_morning_where_she_is(zone, after, due):
    moment = datetime.fromisoformat(after).replace(tzinfo=UTC)
    assert next_slot(zone, moment) == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_only_what_is_due_within_three_days_is_told_at_once(world, writer):
    make.MajorFactory()
    soon, later = request(world.office, days=3), request(world.rival, days=4)
    with clock.set_to(MONDAY):
        assert suggestions.suggest_needs() == 1
        assert suggestions.suggest_need(later.pk) == 0
    with clock.set_to(MONDAY + timedelta(days=1)):
        assert suggestions.suggest_needs() == 1
    assert soon.pk != later.pk


@pytest.mark.parametrize("rows", [1, 4])
def test_writing_costs_the_same_for_any_number_of_writers(world, rows):
    with clock.set_to(MONDAY - timedelta(days=1)):
        for _row in range(rows):
            make.WriterTagFactory(writer=make.WriterFactory())
        write_request_mails()
    request(world.office)
    with thursday(), count_queries() as n:
        assert write_request_mails() == rows
    assert n() == 24, n.listing()
