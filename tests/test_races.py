"""Two people at once: whatever happens in the same moment, one of them wins. Proven on PostgreSQL with threads."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from careerlink.accounts.actions import suspend_person
from careerlink.audit import seals
from careerlink.audit.models import Entry, Seal
from careerlink.audit.verify import look_through
from careerlink.outbox import delivery
from careerlink.outbox.actions import cancel_mail
from careerlink.web import clock
from partners.actions import (
    answers,
    campus,
    campus_asks,
    cascade,
    credentials,
    host_exports,
    leaving,
    members,
    needs,
    offer_clocks,
    offers,
    reports,
    reviews,
    reviews_credentials,
    waiting,
    writers,
)
from partners.actions.engagements import agree, call_off_engagement, finish_engagement
from partners.models import Engagement, Kind, Offer, Partnership, Writer
from tests import factories as make
from tests.races import LOST, Race, at_once, boss, fresh, judge, later, one_wins, won
from tests.states import WAITS, day, host, in_days, submitted
from tests.world import make_world

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _postgres():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


# --- The table: pairs that must have one winner -----------------------------------------------------------


def need_with_rival(world):
    need = make.NeedFactory(host=world.office)
    return make.OfferFactory(host=world.office, writer=world.writer2, need=need)


def sent_offer(world):
    return make.OfferFactory(host=world.office, writer=world.writer2)


def invitation(world):
    return make.InvitationFactory(host=world.office, invited_by=boss(world))


def asked_writer(world):
    return make.WriterInvitationFactory(host=world.office, by=boss(world), email=world.user["writer2"].email)


def paused(world):
    return make.WriterFactory(state="paused", paused_until=day(10))


def submitted_host(_world):
    return submitted(host(waiting=True))


def submitted_writer(_world):
    return submitted(make.WriterFactory(waiting=True))


def submitted_credential(world):
    return submitted(make.CredentialFactory(writer=world.writer2, waiting=True))


def agreed(world):
    make.PartnershipFactory(host=world.office, writer=world.writer)
    return make.EngagementFactory(host=world.office, writer=world.writer)


def report(_world):
    return submitted(make.ReportFactory())


def submitted_group(world):
    group = make.HostFactory(waiting=True, institution=world.college, kind="faculty")
    make.GroupFactory(host=group)
    return submitted(make.MemberFactory(host=group).host)


def waiting_request(world):
    make.GroupFactory(host=world.faculty)
    state = {"state": "waiting", "published_at": None, "asked_at": clock.now(), "answer_by": in_days(30)}
    return make.NeedFactory(host=world.faculty, needed_on=day(30), **state)


def open_need(world):
    return make.NeedFactory(host=world.office)


def draft_need(world):
    return make.NeedFactory(host=world.office, state="draft", published_at=None)


def accept(w, row):
    return answers.accept_offer(row, by=boss(w))


def decline(w, row):
    return answers.decline_offer(row, by=w.user["staff"])


def withdraw(w, row):
    return offers.withdraw_offer(row, by=row.writer.user)


def look(w, row):
    return offers.mark_seen([row], by=w.user["staff"])


def suspend_host(w, row):
    return reviews.suspend_host(row, by=judge(w), reason="conduct", until=in_days(9))


def suspend_writer(w, row):
    return reviews.suspend_writer(row, by=judge(w), reason="conduct", until=in_days(9))


RACES = [
    Race("offer: yes or no", sent_offer, accept, decline),
    Race("offer: yes twice", sent_offer, accept, accept),
    Race("offer: yes or taken back", sent_offer, accept, withdraw),
    Race("offer: no or taken back", sent_offer, decline, withdraw),
    Race("offer: yes or looked at", sent_offer, accept, look),
    Race("offer: yes or time is over", sent_offer, accept, later(offer_clocks.run_offer_clocks)),
    Race("offer: taken back or time is over", sent_offer, withdraw, later(offer_clocks.run_offer_clocks)),
    Race("offer: the clock strikes twice", sent_offer, *[later(offer_clocks.run_offer_clocks)] * 2),
    Race("offer: yes or its request is filled", need_with_rival, accept,
         lambda w, row: needs.fill_need(row.need, by=boss(w))),
    Race("offer: yes or its request is taken back", need_with_rival, accept,
         lambda w, row: needs.withdraw_need(row.need, by=boss(w))),
    Race("offer: yes or the writer is suspended", sent_offer, accept, lambda w, row: suspend_writer(w, row.writer)),
    Race("offer: yes or the office leaves", sent_offer, accept,
         lambda w, row: leaving.leave_host(row.host, by=boss(w))),
    Race("offer: passed on or taken back", sent_offer,
         lambda w, row: cascade.pass_on(row, w.club, by=boss(w)), withdraw),
    Race("offer: passed on to two", sent_offer, lambda w, row: cascade.pass_on(row, w.club, by=boss(w)),
         lambda w, row: cascade.pass_on(row, w.faculty, by=boss(w))),
    Race("offer: passed on or yes", sent_offer, lambda w, row: cascade.pass_on(row, w.club, by=boss(w)), accept),
    Race("request: filled or taken back", open_need, lambda w, row: needs.fill_need(row, by=boss(w)),
         lambda w, row: needs.withdraw_need(row, by=boss(w))),
    Race("request: taken back or its day is over", open_need, lambda w, row: needs.withdraw_need(row, by=boss(w)),
         later(needs.expire_needs)),
    Race("request: published twice", draft_need, *[lambda w, row: needs.publish_need(row, by=boss(w))] * 2),
    Race("request: published or thrown away", draft_need, lambda w, row: needs.publish_need(row, by=boss(w)),
         lambda w, row: needs.withdraw_need(row, by=boss(w))),
    Race("host: approved or refused", submitted_host, lambda w, row: reviews.approve_host(row, by=judge(w)),
         lambda w, row: reviews.refuse_host(row, by=judge(w), reason="not_found")),
    Race("host: approved twice", submitted_host, *[lambda w, row: reviews.approve_host(row, by=judge(w))] * 2),
    Race("group: yes of the office or no of the department", submitted_group,
         lambda w, row: campus.approve_group(row, by=boss(w), through="office"),
         lambda w, row: campus.refuse_group(row, by=None, through="department", reason="not_known")),
    Race("request of a group: yes of the office or no of the department", waiting_request,
         lambda w, row: campus_asks.approve_request(row, by=boss(w), through="office"),
         lambda w, row: campus_asks.refuse_request(row, by=None, through="department", reason="more")),
    Race("request of a group: yes or its day is over", waiting_request,
         lambda w, row: campus_asks.approve_request(row, by=boss(w), through="office"), later(needs.expire_needs)),
    Race("host: suspended or leaves", lambda w: w.office, suspend_host,
         lambda w, row: leaving.leave_host(row, by=boss(w))),
    Race("host: comes back or its time is over", lambda _w: host(state="leaving", leaves_at=in_days(30)),
         lambda w, row: leaving.come_back(row, by=row.members.get().user), later(leaving.end_leaving)),
    Race("host: let in by a person or by the clock", lambda _w: host(state="suspended", suspended_until=in_days(9)),
         lambda w, row: reviews.lift_host(row, by=judge(w)), lambda w, row: reviews.lift_host(row)),
    Race("writer: approved or refused", submitted_writer, lambda w, row: reviews.approve_writer(row, by=judge(w)),
         lambda w, row: reviews.refuse_writer(row, by=judge(w), reason="not_found")),
    Race("writer: approved or asked", submitted_writer, lambda w, row: reviews.approve_writer(row, by=judge(w)),
         lambda w, row: reviews.ask_writer(row, by=judge(w), reason="who", note="Who?")),
    Race("writer: pauses or is suspended", lambda w: w.writer2,
         lambda w, row: writers.pause_writer(row, by=row.user, until=day(20)), suspend_writer),
    Race("writer: back by herself or by the clock", paused, lambda w, row: writers.resume_writer(row, by=row.user),
         later(writers.run_writer_clocks)),
    Race("writer: back or suspended", paused, lambda w, row: writers.resume_writer(row, by=row.user), suspend_writer),
    Race("credential: checked or rejected", submitted_credential,
         lambda w, row: reviews_credentials.check_credential(row, by=judge(w), expires_on=day(400)),
         lambda w, row: reviews_credentials.reject_credential(row, by=judge(w), reason="not_found")),
    Race("credential: revoked or renewed", lambda w: w.writer.credentials.get(),
         lambda w, row: reviews_credentials.revoke_credential(row, by=judge(w), reason="not_held"),
         lambda w, row: credentials.renew_credential(row, by=w.user["writer"])),
    Race("credential: renewed or run out", lambda w: make.CredentialFactory(writer=w.writer2, state="expiring",
         expires_on=day(9)), lambda w, row: credentials.renew_credential(row, by=w.user["writer2"]),
         later(credentials.run_credential_clocks)),
    Race("report: something or nothing", report,
         lambda w, row: reports.uphold_report(row, by=judge(w), reason="warned"),
         lambda w, row: reports.dismiss_report(row, by=judge(w), reason="unfounded")),
    Race("colleague: joins or is no longer asked", invitation,
         lambda w, row: members.accept_invitation(row, by=w.user["club"]),
         lambda w, row: members.withdraw_invitation(row, by=boss(w))),
    Race("colleague: joins twice", invitation, *[lambda w, row: members.accept_invitation(row, by=w.user["club"])] * 2),
    Race("colleague: joins or declines", invitation, lambda w, row: members.accept_invitation(row, by=w.user["club"]),
         lambda w, row: members.decline_invitation(row)),
    Race("colleague: joins or it ran out", invitation, lambda w, row: members.accept_invitation(row, by=w.user["club"]),
         later(members.expire_invitations)),
    Race("known writer: joins or is no longer asked", asked_writer,
         lambda w, row: waiting.note_person_joined(w.user["writer2"]),
         lambda w, row: waiting.withdraw_writer_invitation(row, by=boss(w))),
    Race("known writer: joins or it ran out", asked_writer,
         lambda w, row: waiting.note_person_joined(w.user["writer2"]), later(waiting.expire_writer_invitations)),
    Race("agreed work: done or called off", agreed,
         lambda w, row: finish_engagement(row, by=boss(w)),
         lambda w, row: call_off_engagement(row, by=row.writer.user, word="I am ill.")),
    Race("archive: two workers", lambda _w: WAITS["partners.hostexport", "asked"](),
         *[lambda w, row: host_exports.make_host_export(row.key)] * 2),
    Race("archive: a worker or its time is over", lambda _w: WAITS["partners.hostexport", "asked"](),
         lambda w, row: host_exports.make_host_export(row.key), later(host_exports.run_export_clocks)),
]  # fmt: skip


@pytest.mark.parametrize("race", RACES, ids=lambda race: race.name)
def test_of_two_at_once_one_wins(race):
    one_wins(race)


@pytest.mark.parametrize("rows", [1, 30])
def test_a_mail_is_cancelled_or_claimed_and_claimed_once(rows):
    world = make_world()
    mails = [WAITS["outbox.outgoingmail", "waiting"]() for _row in range(rows)]
    table = type(mails[0])._base_manager

    def cancel():
        done = 0
        for mail in mails:
            try:
                cancel_mail(mail, by=judge(world))
                done += 1
            except LOST:
                continue
        return done

    cancelled, one, two = at_once(cancel, delivery.claim, delivery.claim)
    claimed = [table.filter(claim=token, state="claimed").count() if token else 0 for token in (one, two)]
    assert cancelled == table.filter(state="cancelled").count()
    assert cancelled + sum(claimed) == rows


def test_two_workers_who_seal_at_once_make_one_chain():
    person = make.UserFactory()
    for _n in range(5):
        Entry.objects.bulk_create(
            Entry(at=clock.now(), event="x", label="accounts.user", about_id=person.pk) for _m in range(200)
        )
        at_once(*[seals.seal_new_rows] * 4)
    seals.seal_new_rows()
    assert list(look_through()) == []
    assert sum(len(one.marks) for one in Seal.objects.all()) == Entry.objects.count() * seals.MARK


# --- More than two, and what only the database can see ------------------------------------------------------


def sender(world, writer, kind=Kind.WORKSHOP):
    return lambda: offers.send_offer(writer=writer, host=world.office, kind=kind, text="x", by=writer.user)


def test_many_senders_never_break_the_budget():
    world = make_world()
    writers = [make.WriterFactory() for _ in range(8)]
    at_once(*[sender(world, writer) for writer in writers])
    assert Offer.objects.filter(state=Offer.State.SENT).count() == 3
    assert Offer.objects.filter(state=Offer.State.QUEUED).count() == 5


def test_the_same_offer_twice_at_once_is_one():
    world = make_world()
    results = at_once(*[sender(world, world.writer)] * 4)
    assert len(won(results)) == 1
    assert Offer.objects.count() == 1


def test_of_yes_no_and_taken_back_one_counts():
    world = make_world()
    offer = make.OfferFactory(host=world.office, writer=world.writer)
    one, two, three = fresh(offer), fresh(offer), fresh(offer)
    results = at_once(
        lambda: answers.accept_offer(one, by=world.user["director"]) or True,
        lambda: answers.decline_offer(two, by=world.user["staff"]) or True,
        lambda: offers.withdraw_offer(three, by=world.user["writer"]) or True,
    )
    assert len(won(results)) == 1
    assert Partnership.objects.count() == Offer.objects.filter(state="accepted").count()


def test_two_yes_for_one_request_take_one():
    world = make_world()
    need = make.NeedFactory(host=world.office)
    rows = [make.OfferFactory(host=world.office, writer=w, need=need) for w in (world.writer, world.writer2)]
    both = [fresh(offer) for offer in rows]
    at_once(*[lambda offer=offer: answers.accept_offer(offer, by=world.user["director"]) for offer in both])
    assert sorted(Offer.objects.values_list("state", flat=True)) == ["accepted", "obsolete"]


def test_two_answers_free_two_places_in_line():
    world = make_world()
    for writer in [make.WriterFactory() for _ in range(6)]:
        sender(world, writer)()
    sent = [fresh(offer) for offer in Offer.objects.filter(state=Offer.State.SENT)[:2]]
    at_once(*[lambda offer=offer: answers.decline_offer(offer, by=world.user["director"]) for offer in sent])
    states = sorted(Offer.objects.values_list("state", flat=True))
    assert states == ["declined", "declined", "queued", "sent", "sent", "sent"]


def test_a_writer_is_in_one_place_at_a_time():
    world = make_world()
    start = datetime(2026, 5, 12, 14, tzinfo=UTC)
    rows = [make.OfferFactory(host=host, writer=world.writer) for host in (world.office, world.rival)]

    def take(offer):
        return lambda: agree(
            offer.host,
            world.writer,
            offer.kind,
            source=offer,
            by=None,
            busy_from=start,
            busy_until=start + timedelta(hours=2),
        )

    assert len(won(at_once(*[take(offer) for offer in rows]))) == 1
    assert Engagement.objects.count() == 1


def test_the_database_itself_refuses_two_places_at_a_time():
    writer, start = make.WriterFactory(), clock.now()
    times = {"busy_from": start, "busy_until": start + timedelta(hours=2)}
    make.EngagementFactory(writer=writer, **times)
    later = {"busy_from": times["busy_until"], "busy_until": times["busy_until"] + timedelta(hours=1)}
    make.EngagementFactory(writer=writer, **later)
    make.EngagementFactory(writer=writer, state=Engagement.State.CANCELLED, **times)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.EngagementFactory(writer=writer, **times)


@pytest.mark.parametrize("who_suspends", ["the writer", "the person"])
def test_no_offer_of_a_suspended_writer_slips_through(who_suspends):
    world = make_world()
    until = clock.now() + timedelta(days=7)
    for _round in range(8):
        writer = make.WriterFactory()
        make.OfferFactory(host=world.rival, writer=writer, kind=Kind.PANEL)

        def suspend(writer=writer):
            if who_suspends == "the writer":
                one = Writer.objects.get(pk=writer.pk)
                reviews.suspend_writer(one, by=world.user["admin"], reason="other", until=until)
            else:
                suspend_person(writer.user, by=world.user["admin"], until=until, reason="other")
            return True

        kinds = (Kind.WORKSHOP, Kind.PODCAST)
        results = at_once(suspend, *[sender(world, Writer.objects.get(pk=writer.pk), kind) for kind in kinds])
        assert results[0] is True
        assert not Offer.objects.filter(writer=writer, state__in=Offer.OPEN).exists()


def test_sending_and_accepting_at_once_hinder_each_other_not():
    world = make_world()
    for _round in range(6):
        writer = make.WriterFactory()
        offer = make.OfferFactory(host=world.office, writer=writer, kind=Kind.PANEL)
        results = at_once(
            lambda offer=offer: answers.accept_offer(fresh(offer), by=world.user["director"]) or True,
            sender(world, writer, Kind.WORKSHOP),
        )
        assert len(won(results)) == 2
