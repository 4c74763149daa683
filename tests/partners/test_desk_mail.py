"""One mail a person: when it comes, to whom, what it says, and that it comes once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from careerlink.audit.models import Entry
from careerlink.outbox.actions import mailbox_for
from careerlink.outbox.delivery import deliver
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import Choice, OutgoingMail
from careerlink.web import clock, links
from careerlink.web.models import SignedLink
from partners.actions import answers, decisions, offer_clocks, retention
from partners.actions.desk_mail import write_desk_mails
from partners.actions.hosts import change_host
from partners.models import DeskMail, Host, Member, Offer
from partners.queries.desk_mail import next_slot
from partners.registry import Line, register_section, sections
from tests import factories as make

MONDAY = datetime(2026, 11, 2, 14, tzinfo=UTC)  # 9:00 am Eastern, the day after clocks went back
TUESDAY = MONDAY + timedelta(days=1)  # the hour of the desk mail


def tick(moment):
    """What beat does every five minutes."""
    with clock.set_to(moment):
        return write_desk_mails()


def tick_until(hours, first, *told):
    """Beat over a while, every sixth hour and each hour around those where something is `told`; the hours (from the
    first) in which mail was written, and to how many. What fell due in between would be written with the next beat.
    """
    beats = {*range(0, hours, 6), *(hour + near for hour in told for near in (-2, -1, 0, 1, 2))}
    ticks = sorted(hour for hour in beats if 0 <= hour < hours)
    return [(hour, count) for hour in ticks if (count := tick(first + timedelta(hours=hour)))]


def offer(world, moment, host=None, **fields):
    fields = {"due_at": moment + timedelta(days=14), "remind_at": moment + timedelta(days=5), **fields}
    return make.OfferFactory(host=host or world.office, writer=make.WriterFactory(), sent_at=moment, **fields)


def mails():
    return list(OutgoingMail.objects.filter(kind="desk_mail").order_by("id").values_list("mailbox__address", "context"))


def to():
    return [address for address, _context in mails()]


def letter(moment, address="director@demo.edu"):
    with clock.set_to(moment):
        mail = OutgoingMail.objects.select_related("mailbox").filter(mailbox__address=address).latest("id")
        return kinds["desk_mail"].render(mail)


@pytest.fixture
def reckoned(world):
    """Hosts whose next hour is known."""
    tick(MONDAY - timedelta(days=3))
    return world


# --- When -----------------------------------------------------------------------------------------


def test_it_comes_once_a_week_on_the_day_and_hour_of_the_office(reckoned):
    offer(reckoned, MONDAY - timedelta(days=2), due_at=MONDAY + timedelta(days=40))
    told = (34, 34 + 7 * 24)
    assert tick_until(24 * 9, MONDAY - timedelta(hours=10), *told) == [(hour, 1) for hour in told]
    assert to() == ["director@demo.edu"] * 2


def test_nothing_waits_and_no_mail_comes(reckoned):
    assert tick_until(24 * 8, MONDAY, 24) == []


def test_what_ends_within_48_hours_is_told_once_more_and_what_ends_with_it_in_the_same_mail(reckoned):
    wednesday = TUESDAY + timedelta(days=1)
    tick(TUESDAY)
    for hours in (49, 50, 51):
        offer(reckoned, MONDAY - timedelta(days=9), due_at=wednesday + timedelta(hours=hours))
    assert tick_until(48, wednesday, 1) == [(1, 1)]


def test_what_the_weekly_mail_told_as_ending_soon_makes_no_second_mail(reckoned):
    offer(reckoned, MONDAY, due_at=TUESDAY + timedelta(hours=60))
    offer(reckoned, MONDAY, due_at=TUESDAY + timedelta(hours=80))
    assert tick_until(80, TUESDAY, 0, 32) == [(0, 1), (32, 1)]


def test_what_begins_to_end_at_night_is_told_in_the_morning(reckoned):
    midnight = datetime(2026, 11, 5, 5, tzinfo=UTC)
    tick(TUESDAY)
    offer(reckoned, MONDAY, due_at=midnight + timedelta(hours=48))
    assert tick_until(24, midnight - timedelta(hours=2), 2, 9) == [(9, 1)]  # 7:00 am Eastern


def test_who_wants_it_at_once_hears_of_something_new_once_a_day(reckoned):
    box = mailbox_for("director@demo.edu", user_id=reckoned.user["director"].pk)
    Choice.objects.create(mailbox=box, group="decisions", pace="at_once")
    thursday = TUESDAY + timedelta(days=2)
    with clock.set_to(thursday):
        offer(reckoned, thursday)
    assert tick(thursday + timedelta(minutes=4)) == 1
    offer(reckoned, thursday + timedelta(hours=1))
    assert tick_until(48, thursday + timedelta(hours=2), 20) == [(20, 1)]  # the next morning at 7


def test_who_wants_it_weekly_hears_of_something_new_on_the_day(reckoned):
    tick(TUESDAY)
    offer(reckoned, TUESDAY + timedelta(hours=1))
    assert tick_until(24 * 6, TUESDAY + timedelta(hours=2)) == []


@pytest.mark.parametrize(
    ("weekday", "hour", "after", "expected"),
    [
        (7, 2, datetime(2026, 3, 7, 12, tzinfo=UTC), datetime(2026, 3, 8, 7, tzinfo=UTC)),  # left out: 3 am EDT
        (7, 1, datetime(2026, 10, 31, 12, tzinfo=UTC), datetime(2026, 11, 1, 5, tzinfo=UTC)),  # twice: the first
        (7, 1, datetime(2026, 11, 1, 5, tzinfo=UTC), datetime(2026, 11, 8, 6, tzinfo=UTC)),  # and not the second
        (2, 9, datetime(2026, 3, 3, 14, tzinfo=UTC), datetime(2026, 3, 10, 13, tzinfo=UTC)),  # 9 am in both times
        (2, 9, datetime(2026, 3, 3, 13, 59, tzinfo=UTC), datetime(2026, 3, 3, 14, tzinfo=UTC)),
    ],
)
def test_the_hour_is_right_when_clocks_change(weekday, hour, after, expected):
    host = Host(zone="America/New_York", desk_mail_weekday=weekday, desk_mail_hour=hour)
    assert next_slot(host, after) == expected


def test_an_office_in_guam_hears_on_its_own_tuesday(world):
    Host.objects.filter(pk=world.office.pk).update(zone="Pacific/Guam")
    tick(MONDAY - timedelta(days=3))
    world.office.refresh_from_db()
    assert world.office.next_desk_mail_at == datetime(2026, 11, 2, 23, tzinfo=UTC)


def test_another_day_counts_from_the_next_one_on(reckoned):
    with clock.set_to(MONDAY):
        reckoned.office.refresh_from_db()
        change_host(reckoned.office, by=reckoned.user["director"], desk_mail_weekday=5, desk_mail_hour=15)
    offer(reckoned, MONDAY, due_at=MONDAY + timedelta(days=40))
    assert tick_until(24 * 7, MONDAY, 24 * 4 + 6) == [(24 * 4 + 6, 1)]


def test_after_a_long_silence_of_beat_one_mail_comes(reckoned):
    offer(reckoned, MONDAY, due_at=MONDAY + timedelta(days=60))
    assert tick(MONDAY + timedelta(days=20)) == 1
    assert tick(MONDAY + timedelta(days=20, minutes=5)) == 0


# --- To whom --------------------------------------------------------------------------------------


def test_coordinators_who_asked_for_it_get_it_too_and_viewers_never(reckoned):
    staff = Member.objects.get(user=reckoned.user["staff"])
    decisions.choose_decisions(staff, by=reckoned.user["staff"], gets=True)
    offer(reckoned, MONDAY)
    tick(TUESDAY)
    assert sorted(to()) == ["director@demo.edu", "staff@demo.edu"]


def test_a_person_of_two_desks_gets_one_mail_with_both(reckoned):
    make.MemberFactory(host=reckoned.rival, user=reckoned.user["director"])
    Host.objects.filter(pk=reckoned.rival.pk).update(next_desk_mail_at=TUESDAY + timedelta(hours=2))
    offer(reckoned, MONDAY, due_at=TUESDAY + timedelta(days=9))
    offer(reckoned, MONDAY, host=reckoned.rival, due_at=TUESDAY + timedelta(days=8))
    assert tick(TUESDAY) == 1
    assert tick(TUESDAY + timedelta(hours=2)) == 1
    assert sorted(to()) == ["director@demo.edu", "other@rival.edu"]
    content = letter(TUESDAY)
    assert content.subject == "Decide 2 offers; the first ends Wed 11 Nov"
    assert content.text.index("Rival Career Center, Rival College") < content.text.index("Career Office, Oxbow State")
    assert f"/desk/{reckoned.rival.slug}/\n" in content.text


def test_nobody_gets_what_waits_before_another_office(reckoned):
    offer(reckoned, MONDAY)
    theirs = offer(reckoned, MONDAY, host=reckoned.rival)
    tick(TUESDAY)
    content = letter(TUESDAY)
    assert theirs.writer.name not in content.text + content.html
    assert content.subject == "Decide 1 offer; it ends Mon 16 Nov"


@pytest.mark.parametrize("state", ["suspended", "submitted"])
def test_an_office_that_may_not_answer_is_not_asked(reckoned, state):
    Host.objects.filter(pk=reckoned.office.pk).update(state=state)
    offer(reckoned, MONDAY, due_at=TUESDAY + timedelta(days=1))
    assert tick_until(30, TUESDAY, 0) == []


def test_who_opts_out_while_the_mail_is_on_its_way_does_not_get_it(reckoned):
    staff = Member.objects.get(user=reckoned.user["staff"])
    decisions.choose_decisions(staff, by=reckoned.user["staff"], gets=True)
    offer(reckoned, MONDAY)
    tick(TUESDAY)
    with clock.set_to(TUESDAY):
        decisions.choose_decisions(staff, by=reckoned.user["staff"], gets=False)
        deliver()
    rows = OutgoingMail.objects.order_by("mailbox__address").values_list("mailbox__address", "state", "why")
    assert list(rows) == [
        ("director@demo.edu", "sent", ""),
        ("staff@demo.edu", "skipped", "she gets no decisions any more"),
    ]


def test_what_was_answered_meanwhile_is_not_in_it_and_without_rest_it_does_not_leave(reckoned):
    one, two = offer(reckoned, MONDAY), offer(reckoned, MONDAY)
    tick(TUESDAY)
    with clock.set_to(TUESDAY):
        answers.decline_offer(one, by=reckoned.user["staff"])
        assert letter(TUESDAY).subject == "Decide 1 offer; it ends Mon 16 Nov"
        answers.decline_offer(two, by=reckoned.user["staff"])
        deliver()
    assert OutgoingMail.objects.get(kind="desk_mail").why == "nothing waits any more"


def test_what_was_set_aside_rests_until_it_ends_soon(reckoned):
    later = offer(reckoned, MONDAY, due_at=TUESDAY + timedelta(days=10))
    Offer.objects.filter(pk=later.pk).update(snoozed_until=TUESDAY + timedelta(days=20))
    assert tick_until(24 * 10, TUESDAY, 24 * 8) == [(24 * 8, 1)]


# --- What it says -----------------------------------------------------------------------------------


def test_it_says_what_waits_until_when_and_has_one_button(reckoned):
    need = make.NeedFactory(host=reckoned.office, needed_on=date(2026, 11, 30))
    first = offer(reckoned, MONDAY, need=need, due_at=datetime(2026, 11, 12, 19, tzinfo=UTC))
    Offer.objects.filter(pk=first.pk).update(assignee=reckoned.user["staff"])
    offer(reckoned, MONDAY, kind="panel")
    tick(TUESDAY)
    content = letter(TUESDAY)
    assert content.subject == "Decide 2 offers; the first ends Thu 12 Nov"
    assert "2 offers wait for your answer; the first ends Thu 12 Nov 2026, 2:00 pm Eastern." in content.text
    assert f"- {first.writer.name} offers: Workshop\n  Ends Thu 12 Nov 2026, 2:00 pm Eastern.\n" in content.text
    assert "For your request of Mon 30 Nov 2026. Credential not checked. Given to Staff." in content.text
    link = SignedLink.objects.get(purpose="decide")
    assert f"Decide 2 offers:\n{links.url(link)}\n" in content.text
    assert "You get this because you decide for Career Office." in content.text
    assert "%(" not in content.subject + content.text + content.html
    assert "<b>" not in content.html


def test_a_long_list_says_how_many_more(reckoned):
    for _n in range(13):
        offer(reckoned, MONDAY)
    tick(TUESDAY)
    content = letter(TUESDAY)
    assert content.subject == "Decide 13 offers; the first ends Mon 16 Nov"
    assert (content.text.count(" offers: Workshop"), "And 3 more:" in content.text) == (10, True)


def test_it_reminds_from_day_5_and_day_10_on_and_says_so(reckoned):
    waits = offer(reckoned, TUESDAY - timedelta(days=6))
    assert tick(TUESDAY) == 1
    assert "Reminder 1 of 2." in letter(TUESDAY).text
    waits.refresh_from_db()
    assert (waits.reminded, waits.remind_at) == (
        1,
        TUESDAY + timedelta(days=4, hours=1),
    )  # 10 days where clocks went back
    assert tick(TUESDAY + timedelta(days=6)) == 1  # within 48 hours of its end
    assert "Reminder 2 of 2." in letter(TUESDAY + timedelta(days=6)).text
    waits.refresh_from_db()
    assert (waits.reminded, waits.remind_at) == (2, None)
    entries = Entry.objects.filter(about_id=waits.pk, event="remind").order_by("id")
    assert list(entries.values_list("scope", "person")) == [(reckoned.office.key, waits.writer.user_id)] * 2


def test_every_silent_office_is_reminded_twice_whatever_its_day(world):
    """The promise on the writer's page, for an offer sent on any day of the week."""
    for days in range(7):
        offer(world, MONDAY + timedelta(days=days, hours=3))
    tick(MONDAY)
    for hour in range(0, 24 * 21, 8):
        with clock.set_to(MONDAY + timedelta(hours=hour)):
            write_desk_mails()
            offer_clocks.run_offer_clocks()
    assert list(Offer.objects.order_by("id").values_list("state", "reminded")) == [("lapsed", 2)] * 7


def test_a_new_offer_is_no_reminder(reckoned):
    offer(reckoned, MONDAY)
    tick(TUESDAY)
    assert "Reminder" not in letter(TUESDAY).text


def test_another_room_adds_its_section(reckoned):
    offers_part = sections["offers"]

    def lines(hosts, now):
        return [
            Line(host.pk, "Jo asks for a seat", "Mock interviews.", now + timedelta(days=1), "/start/")
            for host in hosts
        ]

    before = dict(sections)
    register_section(
        "seats", lines, waiting=offers_part.waiting, words=lambda n: f"{n} sign-up", page="needs", button=str
    )
    try:
        offer(reckoned, MONDAY)
        tick(TUESDAY)
        content = letter(TUESDAY)
    finally:
        sections.clear()
        sections.update(before)
    assert content.subject == "Decide 1 sign-up and 1 offer; the first ends Wed 4 Nov"
    assert "- Jo asks for a seat\n  Ends Wed 4 Nov 2026, 9:00 am Eastern.\n  Mock interviews.\n" in content.text
    assert f"See all that waits:\nhttp://localhost:8000/desk/{reckoned.office.slug}/\n" in content.text


# --- Once -----------------------------------------------------------------------------------------


def test_two_ticks_write_one_mail(reckoned):
    offer(reckoned, MONDAY)
    assert [tick(TUESDAY), tick(TUESDAY), tick(TUESDAY + timedelta(hours=3))] == [1, 0, 0]
    assert list(DeskMail.objects.values_list("user", "day", "why")) == [
        (reckoned.user["director"].pk, date(2026, 11, 3), "slot")
    ]
    assert OutgoingMail.objects.get().key == f"desk-mail:{reckoned.user['director'].pk}:2026-11-03"


def test_what_was_told_long_ago_is_forgotten_in_portions_and_nobody_is_told_twice(reckoned, monkeypatch):
    offer(reckoned, MONDAY)
    tick(TUESDAY)
    director = reckoned.user["director"]
    for days in (61, 62, 63):
        at = TUESDAY - timedelta(days=days)
        DeskMail.objects.create(user=reckoned.user["staff"], day=at.date(), at=at, soon_until=at, why="slot")
    monkeypatch.setattr(retention, "PORTION", 3)
    with clock.set_to(TUESDAY + timedelta(hours=1)):
        assert [retention.forget_desk_mails() for _time in range(3)] == [2, 1, 0]
    assert list(DeskMail.objects.values_list("user", flat=True)) == [director.pk]
    assert tick(TUESDAY + timedelta(hours=2)) == 0
    with clock.set_to(TUESDAY + retention.DESK_MAILS_KEPT):
        assert retention.forget_desk_mails() == 0
    with clock.set_to(TUESDAY + retention.DESK_MAILS_KEPT + timedelta(minutes=1)):
        retention.run_retention()
    assert not DeskMail.objects.exists()


def test_a_worker_that_dies_in_between_leaves_nothing_lost_and_nothing_twice(reckoned, monkeypatch):
    offer(reckoned, MONDAY)
    monkeypatch.setattr("partners.actions.desk_mail.queries.next_slot", lambda host, now: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tick(TUESDAY)
    monkeypatch.undo()
    assert (OutgoingMail.objects.count(), DeskMail.objects.count()) == (0, 0)
    assert (tick(TUESDAY + timedelta(minutes=5)), tick(TUESDAY + timedelta(minutes=10))) == (1, 0)


def test_asking_who_is_due_costs_the_same_for_one_office_and_for_many(reckoned):
    def statements(moment):
        with (
            CaptureQueriesContext(
                connection,
            ) as captured,
            clock.set_to(moment),
        ):
            write_desk_mails()
        return len([query for query in captured if "SAVEPOINT" not in query["sql"]])

    offer(reckoned, MONDAY, remind_at=None)
    few = statements(TUESDAY)
    for _n in range(5):
        member = make.MemberFactory()
        Host.objects.filter(pk=member.host_id).update(next_desk_mail_at=TUESDAY + timedelta(days=7))
        offer(reckoned, MONDAY + timedelta(days=7), host=member.host, remind_at=None)
    offer(reckoned, MONDAY + timedelta(days=7), remind_at=None)
    assert statements(TUESDAY + timedelta(days=7)) == few
    assert len(to()) == 7
