from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from careerlink.accounts.actions import suspend_person
from careerlink.audit.machines import Stale
from careerlink.audit.models import Entry
from careerlink.outbox.kinds import kinds as mail_kinds
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions import answers, offer_clocks, offers
from partners.actions.hosts import close_host, remove_closure
from partners.actions.needs import withdraw_need
from partners.actions.offer_person import erase_offers
from partners.models import Engagement, Host, Kind, Member, Need, Offer, Partnership, Writer
from partners.queries.offers import answer_habit
from tests import factories as make

MONDAY = datetime(2026, 5, 4, 13, tzinfo=UTC)  # 9:00 am Eastern


def send(world, writer=None, host=None, kind=Kind.WORKSHOP, text="I would come.", need=None):
    writer = writer or world.writer
    return offers.send_offer(writer=writer, host=host or world.office, kind=kind, text=text, need=need, by=writer.user)


def kinds():
    return sorted(OutgoingMail.objects.values_list("kind", "mailbox__address"))


def fill(world, how_many=3):
    """As many undecided offers as the office looks at at once."""
    return [send(world, make.WriterFactory()) for _ in range(how_many)]


def test_an_offer_goes_before_the_people_who_decide(world):
    with clock.set_to(MONDAY):
        offer = send(world)
    assert (offer.state, offer.sent_at, offer.due_at) == (Offer.State.SENT, MONDAY, MONDAY + timedelta(days=14))
    assert offer.remind_at == MONDAY + timedelta(days=5)
    assert kinds() == []
    assert list(Entry.objects.filter(about_id=offer.pk).values_list("event", "after", "scope", "person")) == [
        ("send", "sent", world.office.key, world.writer.user_id)
    ]
    world.writer.refresh_from_db()
    assert world.writer.last_text == "I would come."


def test_behind_the_budget_an_offer_waits_in_line(world):
    with clock.set_to(MONDAY):
        fill(world)
        offer = send(world)
    assert (offer.state, offer.sent_at, offer.due_at) == (Offer.State.QUEUED, None, MONDAY + timedelta(days=14))
    assert kinds() == [("offer_queued", "writer@demo.test")]


def test_the_oldest_in_line_moves_up_when_a_place_frees(world):
    with clock.set_to(MONDAY):
        before = fill(world)
        first = send(world)
    with clock.set_to(MONDAY + timedelta(hours=1)):
        second = send(world, world.writer2)
    with clock.set_to(MONDAY + timedelta(days=3)):
        answers.decline_offer(before[0], by=world.user["director"])
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (Offer.State.SENT, Offer.State.QUEUED)
    assert first.due_at == MONDAY + timedelta(days=17)
    assert ("offer_moved_up", "writer@demo.test") in kinds()


def test_one_open_offer_of_a_kind(world):
    offer = send(world)
    with pytest.raises(offers.AlreadyOffered) as again:
        send(world)
    assert again.value.offer == offer
    assert send(world, kind=Kind.PANEL).state == Offer.State.SENT


@pytest.mark.parametrize("state", [Writer.State.SUBMITTED, Writer.State.SUSPENDED, Writer.State.DRAFT])
def test_who_is_not_approved_sends_nothing(world, state):
    world.writer.state = state
    world.writer.save()
    with pytest.raises(ValidationError):
        send(world)
    assert Offer.objects.count() == 0


def test_a_host_that_is_not_approved_gets_nothing(world):
    with pytest.raises(ValidationError):
        send(world, host=make.HostFactory(waiting=True))


def test_a_closed_host_says_when_it_is_back_and_keeps_a_draft(world):
    with clock.set_to(MONDAY):
        world.office.closures.create(starts_on=date(2026, 5, 1), ends_on=date(2026, 5, 8))
        with pytest.raises(ValidationError, match="until Sat 9 May 2026"):
            send(world)
        draft = offers.save_draft(
            writer=world.writer, host=world.office, kind=Kind.PANEL, text="Later", by=world.writer.user
        )
    with clock.set_to(MONDAY + timedelta(days=6)):
        sent = send(world, kind=Kind.PANEL, text="Now")
    assert (sent.pk, sent.state, sent.text) == (draft.pk, Offer.State.SENT, "Now")


def test_an_offer_for_a_request_that_is_over_is_refused(world):
    need = make.NeedFactory(host=world.office, state=Need.State.FILLED)
    with pytest.raises(ValidationError):
        send(world, need=need)


def test_accepting_makes_a_partnership_with_the_pledge(world):
    need = make.NeedFactory(host=world.office)
    offer = send(world, need=need)
    rival = send(world, world.writer2, need=need)
    engagement = answers.accept_offer(offer, by=world.user["staff"])
    rival.refresh_from_db()
    need.refresh_from_db()
    partnership = Partnership.objects.get()
    assert (offer.state, rival.state, need.state) == ("accepted", "obsolete", "filled")
    assert (partnership.host, partnership.writer, partnership.pledge) == (world.office, world.writer, world.pledge)
    assert (engagement.state, engagement.source_label, engagement.source_id) == ("agreed", "partners.offer", offer.pk)
    assert kinds() == [
        ("offer_accepted", "writer@demo.test"),
        ("offer_accepted_office", "staff@demo.edu"),
        ("offer_obsolete", "writer2@demo.test"),
    ]


def test_a_request_for_two_stays_open_after_the_first(world):
    need = make.NeedFactory(host=world.office, how_many=2)
    offer, rival = send(world, need=need), send(world, world.writer2, need=need)
    answers.accept_offer(offer, by=world.user["staff"])
    rival.refresh_from_db()
    need.refresh_from_db()
    assert (rival.state, need.state) == ("sent", "open")


def test_a_second_acceptance_continues_the_partnership(world):
    for kind in (Kind.WORKSHOP, Kind.PANEL):
        answers.accept_offer(send(world, kind=kind), by=world.user["director"])
    assert (Partnership.objects.count(), Engagement.objects.count()) == (1, 2)


def test_a_writer_who_was_suspended_is_not_accepted(world):
    offer = send(world)
    Writer.objects.filter(pk=world.writer.pk).update(state=Writer.State.SUSPENDED)
    offer = Offer.objects.get(pk=offer.pk)
    with pytest.raises(ValidationError):
        answers.accept_offer(offer, by=world.user["director"])
    assert Offer.objects.get(pk=offer.pk).state == Offer.State.SENT


def test_declining_keeps_the_reason_with_the_host(world):
    offer = send(world)
    answers.decline_offer(offer, by=world.user["director"], reason="fees", note="Too dear.")
    assert (offer.state, offer.private_reason, offer.private_note) == ("declined", "fees", "Too dear.")
    mail = OutgoingMail.objects.get(kind="offer_declined")
    assert mail.context == {}


def test_a_no_without_a_reason_means_not_now(world):
    offer = send(world)
    answers.decline_offer(offer, by=world.user["director"])
    assert offer.private_reason == Offer.Reason.NOT_NOW


def test_later_takes_it_off_the_list_and_the_clock_runs_on(world):
    with clock.set_to(MONDAY):
        offer = send(world)
        answers.set_aside(offer, by=world.user["director"])
    offer.refresh_from_db()
    assert (offer.state, offer.snoozed_until) == ("sent", MONDAY + timedelta(days=3))
    assert offer.due_at == MONDAY + timedelta(days=14)


def test_a_colleague_is_told_that_it_is_hers(world):
    offer = send(world)
    answers.hand_over(offer, world.user["staff"], by=world.user["director"])
    assert ("offer_assigned", "staff@demo.edu") in kinds()
    with pytest.raises(ValidationError):
        answers.hand_over(offer, world.user["viewer"], by=world.user["director"])


def test_one_that_moved_on_does_not_stop_the_other_answers(world):
    one, other = send(world), send(world, world.writer2)
    stale = Offer.objects.get(pk=one.pk)
    offers.withdraw_offer(one, by=world.writer.user)
    outcomes = answers.give_answers(
        [answers.Answer(stale, "accept"), answers.Answer(other, "accept")], by=world.user["director"]
    )
    assert [bool(outcome.problem) for outcome in outcomes] == [True, False]
    assert Partnership.objects.get().writer == world.writer2


def test_taking_back_writes_to_nobody(world):
    offers.withdraw_offer(send(world), by=world.writer.user)
    assert kinds() == []


def test_a_silent_host_loses_the_offer_on_day_14(world):
    with clock.set_to(MONDAY):
        offer = send(world)
    told = []
    for day in range(1, 17):
        with clock.set_to(MONDAY + timedelta(days=day, minutes=1)):
            offer_clocks.run_offer_clocks()
            offer_clocks.run_offer_clocks()
        new = OutgoingMail.objects.exclude(pk__in=[pk for _day, _kind, pk in told])
        told += [(day, mail.kind, mail.pk) for mail in new]
    assert [(day, kind) for day, kind, _pk in told] == [(14, "offer_lapsed")]
    offer.refresh_from_db()
    assert (offer.state, offer.due_at, offer.remind_at) == ("lapsed", None, None)


def test_a_colleague_who_left_is_not_told_that_it_is_hers(world):
    with clock.set_to(MONDAY):
        offer = send(world)
        answers.hand_over(offer, world.user["staff"], by=world.user["director"])
        assigned = OutgoingMail.objects.get(kind="offer_assigned")
        Member.objects.filter(user=world.user["staff"]).update(ended_at=clock.now())
    assert mail_kinds["offer_assigned"].still_true(assigned) == "she left"


def test_who_is_kept_out_leaves_no_offer_waiting(world):
    offer = send(world)
    until = clock.now() + timedelta(days=3)
    suspend_person(world.user["writer"], by=world.user["admin"], until=until, reason="conduct")
    offer.refresh_from_db()
    assert offer.state == "withdrawn"


def test_no_mail_asks_a_host_that_may_not_answer(world):
    answers.hand_over(send(world), world.user["staff"], by=world.user["director"])
    mail = OutgoingMail.objects.get(kind="offer_assigned")
    assert mail_kinds["offer_assigned"].still_true(mail) == ""
    Host.objects.filter(pk=world.office.pk).update(state="suspended")
    assert mail_kinds["offer_assigned"].still_true(mail) == "the host may not answer now"


def test_an_offer_of_a_suspended_person_is_not_accepted(world):
    offer = send(world)
    world.user["writer"].suspended_until = clock.now() + timedelta(days=3)
    world.user["writer"].save()
    offer = Offer.objects.get(pk=offer.pk)
    with pytest.raises(ValidationError, match="does not take part"):
        answers.accept_offer(offer, by=world.user["director"])


def test_a_closure_entered_while_the_sweep_runs_keeps_an_offer_alive(world):
    with clock.set_to(MONDAY):
        offer = send(world)
    with clock.set_to(MONDAY + timedelta(days=14, minutes=1)):
        found_by_the_sweep = Offer.objects.get(pk=offer.pk)
        close_host(world.office, by=world.user["director"], starts_on=date(2026, 5, 6), ends_on=date(2026, 5, 8))
        with pytest.raises(Stale):
            offer_clocks.lapse_offer(found_by_the_sweep)
    offer.refresh_from_db()
    assert offer.state == "sent"


def test_a_line_that_stands_still_keeps_no_other_from_its_turn(world, monkeypatch):
    monkeypatch.setattr(offer_clocks, "BATCH", 1)
    fill(world)
    send(world)
    moved = send(world, writer=world.writer2, host=world.rival, kind=Kind.WORKSHOP)
    Offer.objects.filter(pk=moved.pk).update(state="queued", queued_at=clock.now(), sent_at=None)
    offer_clocks.run_offer_clocks()
    moved.refresh_from_db()
    assert moved.state == "sent"


def test_a_place_in_line_ends_after_14_days_without_blame(world):
    with clock.set_to(MONDAY):
        fill(world)
        queued = send(world)
        Offer.objects.exclude(pk=queued.pk).update(due_at=MONDAY + timedelta(days=90), remind_at=None)
    with clock.set_to(MONDAY + timedelta(days=14)):
        offer_clocks.run_offer_clocks()
    queued.refresh_from_db()
    assert (queued.state, queued.sent_at) == ("lapsed", None)
    assert answer_habit(world.office).of == 0


def test_a_draft_is_thrown_away_after_30_days(world):
    with clock.set_to(MONDAY):
        draft = offers.save_draft(
            writer=world.writer, host=world.office, kind=Kind.PANEL, text="", by=world.writer.user
        )
    with clock.set_to(MONDAY + timedelta(days=30)):
        offer_clocks.run_offer_clocks()
    draft.refresh_from_db()
    assert draft.state == "discarded"


def test_the_line_moves_when_the_office_looks_at_more(world):
    with clock.set_to(MONDAY):
        fill(world)
        queued = send(world)
        world.office.attention_budget = 4
        world.office.save()
        offer_clocks.run_offer_clocks()
    queued.refresh_from_db()
    assert queued.state == "sent"


def test_a_change_of_closures_moves_the_deadlines(world):
    with clock.set_to(MONDAY):
        offer = send(world)
        world.office.closures.create(starts_on=date(2026, 5, 11), ends_on=date(2026, 5, 15))
        offers.reckon_clocks(world.office)
    offer.refresh_from_db()
    assert offer.due_at == MONDAY + timedelta(days=19)
    assert offer.remind_at == MONDAY + timedelta(days=5)


def test_a_suspended_writer_takes_everything_back(world):
    send(world)
    send(world, host=world.rival)
    assert offers.withdraw_all(world.writer, by=world.user["admin"]) == 2
    assert set(Offer.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_entering_a_closure_moves_the_deadlines_at_once(world):
    with clock.set_to(MONDAY):
        offer = send(world)
        closure = close_host(
            world.office, by=world.user["director"], starts_on=date(2026, 5, 11), ends_on=date(2026, 5, 15)
        )
        offer.refresh_from_db()
        assert offer.due_at == MONDAY + timedelta(days=19)
        remove_closure(closure, by=world.user["director"])
    offer.refresh_from_db()
    assert offer.due_at == MONDAY + timedelta(days=14)


def test_a_request_that_is_taken_back_releases_its_offers(world):
    need = make.NeedFactory(host=world.office)
    offer = send(world, need=need)
    withdraw_need(need, by=world.user["director"])
    offer.refresh_from_db()
    assert offer.state == Offer.State.OBSOLETE
    assert ("offer_obsolete", "writer@demo.test") in kinds()


def test_erasing_a_writer_keeps_what_was_offered_without_its_words(world):
    send(world)
    offers.save_draft(writer=world.writer, host=world.rival, kind=Kind.PANEL, text="Later", by=world.writer.user)
    for _time in range(2):
        erase_offers(world.writer.user)
    assert sorted(Offer.objects.values_list("state", "text")) == [("discarded", ""), ("withdrawn", "")]
