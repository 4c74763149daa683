"""What a reader chose decides what leaves, also when she chose after it was written."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from careerlink.outbox import choices, choosing, delivery, digests, tasks
from careerlink.outbox.actions import cancel_mail, mailbox_for, queue_mail
from careerlink.outbox.choices import Group, Pace
from careerlink.outbox.models import Choice, Mailbox, MailDay, OutgoingMail
from careerlink.web import clock
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 4, 17, tzinfo=UTC)  # a Wednesday in New York
NIGHT = datetime(2026, 3, 5, 4, tzinfo=UTC)  # 23:00 there
MORNING = datetime(2026, 3, 5, 12, tzinfo=UTC)  # 7:00
TUESDAY = datetime(2026, 3, 10, 12, tzinfo=UTC)  # 8:00, an hour earlier than the week before
State = OutgoingMail.State


def queue(name, kind="test_suggestion", to="ann@demo.test", **more):
    return queue_mail(kind, key=name, to=to, **more)


def deliver(at):
    with clock.set_to(at):
        return delivery.deliver()


def sweep(at):
    with clock.set_to(at):
        tasks.sweep()


def chosen(box, **paces):
    hours = {"quiet_from": box.quiet_from, "quiet_until": box.quiet_until, "holds_answers": box.holds_answers}
    choosing.choose(box, paces, by=None, **hours)


@pytest.fixture(autouse=True)
def noon(letters):
    with clock.set_to(NOON):
        yield letters


@pytest.fixture
def ann():
    return mailbox_for("ann@demo.test")


def states(*, why=False):
    mails = OutgoingMail.objects.exclude(kind="digest").order_by("id")
    return {mail.key: (mail.state, mail.why) if why else mail.state for mail in mails}


def test_suggestions_come_at_once_and_news_once_a_week_by_default(ann):
    assert choices.paces_at(ann) == {"decisions": "weekly", "suggestions": "at_once", "news": "weekly"}
    queue("suggestion")
    queue("news", "test_news", to="ben@demo.test")
    assert deliver(NOON) == 1
    assert states() == {"suggestion": "sent", "news": "gathered"}


def test_one_a_day_leaves_and_the_rest_is_kept_for_tuesday(ann, mailoutbox):
    for name in ("first", "second", "third"):
        queue(name)
    queue("answer", "test_note")
    queue("other", to="ben@demo.test")
    assert deliver(NOON) == 3
    assert states() == {"first": "sent", "second": "gathered", "third": "gathered", "answer": "sent", "other": "sent"}
    assert list(MailDay.objects.filter(mailbox=ann).values_list("day", "mail__key")) == [(date(2026, 3, 4), "first")]
    queue("tomorrow")
    deliver(NOON + timedelta(days=1))
    assert states()["tomorrow"] == "sent"


def test_a_day_is_taken_once_even_at_the_table(ann):
    first, second = queue("first"), queue("second")
    MailDay.objects.create(mailbox=ann, day=NOON.date(), mail=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        MailDay.objects.create(mailbox=ann, day=NOON.date(), mail=second)


def test_a_mail_that_did_not_leave_gives_its_day_back(ann, noon):
    noon.false_for["first"] = "no longer true"
    queue("first")
    deliver(NOON)
    queue("second")
    assert deliver(NOON + timedelta(minutes=5)) == 1
    assert states() == {"first": "skipped", "second": "sent"}


def test_the_weekly_mail_holds_what_was_gathered_and_ends_it(ann, mailoutbox):
    for name in ("first", "second", "third"):
        queue(name)
    deliver(NOON)
    digest = OutgoingMail.objects.get(kind="digest")
    assert (digest.send_after, digest.state) == (TUESDAY, "waiting")
    sweep(TUESDAY)
    letter = mailoutbox[-1]
    assert letter.subject == "Look at what is new for you this week: 2 things"
    for part in (letter.body, letter.alternatives[0][0]):
        assert ("Line of second" in part, "Line of third" in part, "Line of first" in part) == (True, True, False)
        assert "https://careerlink.example.org/second/" in part
    rows = (
        OutgoingMail.objects.filter(key__in=["second", "third"])
        .order_by("id")
        .values_list("state", "digest", "sent_at", "subject")
    )
    assert list(rows) == [("sent", digest.pk, TUESDAY, f"Line of {key}") for key in ("second", "third")]
    queue("same day")
    deliver(TUESDAY + timedelta(hours=2))
    assert states()["same day"] == "gathered"


def test_on_the_morning_of_the_weekly_mail_nothing_leaves_before_it(ann):
    queue("first")
    queue("second")
    deliver(NOON)
    queue("early")
    deliver(TUESDAY - timedelta(minutes=50))
    early = OutgoingMail.objects.select_related("digest").get(key="early")
    assert (early.state, early.digest.send_after) == ("gathered", TUESDAY)
    queue("too late")
    deliver(TUESDAY - timedelta(minutes=5))
    assert OutgoingMail.objects.get(key="too late").digest.send_after == TUESDAY + timedelta(days=7)
    sweep(TUESDAY)
    assert states() == {"first": "sent", "second": "sent", "early": "sent", "too late": "gathered"}


def test_what_is_no_longer_true_is_left_out_and_says_why(ann, noon, mailoutbox):
    for name in ("first", "second", "third"):
        queue(name)
    deliver(NOON)
    noon.false_for["second"] = "filled"
    sweep(TUESDAY)
    assert states(why=True)["second"] == ("skipped", "filled")
    assert mailoutbox[-1].subject == "Look at what is new for you this week: 1 thing"


def test_a_weekly_mail_without_anything_true_does_not_leave(ann, noon):
    queue("news", "test_news")
    deliver(NOON)
    noon.false_for["news"] = "old"
    sweep(TUESDAY)
    digest = OutgoingMail.objects.get(kind="digest")
    assert (digest.state, digest.why) == ("skipped", "nothing in it was true any more")
    assert states(why=True) == {"news": ("skipped", "old")}


def test_a_full_weekly_mail_holds_the_newest_twenty(ann, mailoutbox):
    for n in range(25):
        queue(f"news-{n:02}", "test_news")
    deliver(NOON)
    sweep(TUESDAY)
    assert mailoutbox[-1].subject == "Look at what is new for you this week: 20 things"
    assert [why for _state, why in states(why=True).values()] == ["the weekly mail was full"] * 5 + [""] * 20


def test_what_was_gathered_ends_when_its_weekly_mail_is_cancelled(ann):
    queue("news", "test_news")
    deliver(NOON)
    cancel_mail(OutgoingMail.objects.get(kind="digest"), by=None)
    sweep(TUESDAY)
    assert states(why=True) == {"news": ("skipped", "the weekly mail did not leave")}


def test_a_failed_weekly_mail_can_be_sent_again_for_a_week(ann):
    queue("news", "test_news")
    deliver(NOON)
    OutgoingMail.objects.filter(kind="digest").update(state=State.FAILED, state_since=TUESDAY)
    sweep(TUESDAY + timedelta(days=6))
    assert states() == {"news": "gathered"}
    sweep(TUESDAY + timedelta(days=8))
    assert states() == {"news": "skipped"}


@pytest.mark.parametrize("opts_out", ["before", "after"])
def test_who_chose_none_gets_none_whenever_she_chose(ann, opts_out):
    if opts_out == "before":
        chosen(ann, suggestions=Pace.NEVER)
    queue("suggestion")
    queue("answer", "test_note")
    if opts_out == "after":
        chosen(ann, suggestions=Pace.NEVER)
    deliver(NOON)
    assert states(why=True) == {"suggestion": ("skipped", "the reader chose no suggestions"), "answer": ("sent", "")}


def test_who_opts_out_before_tuesday_does_not_find_it_in_the_weekly_mail(ann):
    queue("news", "test_news")
    deliver(NOON)
    chosen(ann, news=Pace.NEVER)
    sweep(TUESDAY)
    assert states(why=True) == {"news": ("skipped", "the reader chose no news")}


def test_quiet_hours_hold_what_nobody_asked_for_until_they_end(ann):
    with clock.set_to(NIGHT):
        queue("suggestion")
        queue("answer", "test_note")
    assert deliver(NIGHT) == 1
    waiting = OutgoingMail.objects.get(key="suggestion")
    assert (waiting.state, waiting.send_after, waiting.due_at, waiting.why) == (
        "waiting",
        MORNING,
        MORNING,
        "quiet hours",
    )
    assert deliver(MORNING) == 1


def test_all_but_codes_and_links_wait_where_the_reader_wants_it(ann):
    Mailbox.objects.update(holds_answers=True)
    with clock.set_to(NIGHT):
        queue("answer", "test_note")
        queue("code", "test_code")
        queue("link", "test_note", secret={"link": "x"})
    assert deliver(NIGHT) == 2
    assert states() == {"answer": "waiting", "code": "sent", "link": "sent"}
    assert deliver(MORNING) == 1


def test_mail_to_an_address_that_comes_back_is_not_tried(ann):
    queue("suggestion")
    queue("answer", "test_note")
    Mailbox.objects.update(bounced_at=NOON)
    deliver(NOON)
    assert states(why=True) == dict.fromkeys(["suggestion", "answer"], ("skipped", "mail to this address comes back"))
    assert MailDay.objects.count() == 0


@pytest.mark.parametrize(
    ("group", "pace"), [("decisions", "never"), ("commitments", "weekly"), ("suggestions", "daily"), ("", "weekly")]
)
def test_what_a_group_does_not_allow_is_refused_by_the_table(ann, group, pace):
    with pytest.raises(IntegrityError), transaction.atomic():
        Choice.objects.create(mailbox=ann, group=group, pace=pace)


def test_a_person_chooses_for_all_her_addresses(ann):
    Mailbox.objects.update(user_id=7)
    other = mailbox_for("ann@work.demo.test", user_id=7)
    ann.refresh_from_db()
    chosen(ann, news=Pace.NEVER)
    assert choices.paces_at(other)[Group.NEWS] == Pace.NEVER
    stranger = mailbox_for("ben@demo.test", user_id=8)
    paces = choices.paces_of([ann, other, stranger])
    assert [paces[box.pk, Group.NEWS] for box in (ann, other, stranger)] == [Pace.NEVER, Pace.NEVER, Pace.WEEKLY]


def test_what_she_chose_goes_along_to_another_main_address(ann):
    chosen(ann, news=Pace.NEVER)
    Mailbox.objects.update(quiet_from=20, quiet_until=9, holds_answers=True, zone="America/Denver")
    ann.refresh_from_db()
    choosing.carry_over("ann@demo.test", "ann@new.demo.test", user_id=7)
    new = Mailbox.objects.get(address="ann@new.demo.test", user_id=7)
    assert (new.quiet_from, new.quiet_until, new.holds_answers, new.zone) == (20, 9, True, "America/Denver")
    assert choices.paces_at(new)[Group.NEWS] == Pace.NEVER


@pytest.mark.parametrize("readers", [1, 9])
@pytest.mark.parametrize(("kind", "queries"), [("test_note", 0), ("test_suggestion", 7)])
def test_the_ruling_costs_the_same_for_any_number_of_mails(kind, queries, readers):
    for n in range(readers):
        queue(f"first-{n}", kind, to=f"reader-{n}@demo.test")
        queue(f"second-{n}", kind, to=f"reader-{n}@demo.test")
    delivery.claim()
    mails = list(OutgoingMail.objects.filter(state=State.CLAIMED).select_related("mailbox"))
    with count_queries() as n:
        choices.rule(mails, NOON)
    assert n() == queries


def test_days_long_past_are_forgotten(ann):
    queue("first")
    deliver(NOON)
    with clock.set_to(NOON + timedelta(days=29)):
        assert choices.forget_days() == 0
    with clock.set_to(NOON + timedelta(days=32)):
        assert choices.forget_days() == 1


def test_nothing_waits_for_ever(ann):
    for name in ("first", "second", "third"):
        queue(name)
    for day in range(9):
        sweep(NOON + timedelta(days=day))
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"sent"}
    assert digests.settle() == 0
