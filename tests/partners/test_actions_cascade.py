"""An offer that nobody took up goes on: to groups of the same campus, one at a time; or where a host passes it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.audit.models import Entry
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions import answers, cascade, needs, offer_clocks, offers
from partners.actions.leaving import leave_host
from partners.actions.offer_person import erase_offers
from partners.models import Group, Host, Kind, Member, Offer, Writer
from partners.queries.doors import elsewhere, next_doors
from tests import factories as make

MONDAY = datetime(2026, 5, 4, 13, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_monday():
    with clock.set_to(MONDAY):
        yield


@pytest.fixture
def campus(world):
    """A professor and a club of the same college who both want a workshop, the professor first."""
    for host, days in ((world.faculty, 20), (world.club, 25)):
        make.NeedFactory(host=host, kind=Kind.WORKSHOP, words="", needed_on=clock.today() + timedelta(days=days))
    return world


def send(world, host=None, may_cascade=True, **fields):
    fields = {"kind": Kind.WORKSHOP, "text": "I would come.", **fields}
    writer = world.writer
    return offers.send_offer(
        writer=writer, host=host or world.office, by=writer.user, may_cascade=may_cascade, **fields
    )


def decline(world, offer):
    """Whoever decides at its host says not now, and the worker finds out where it goes."""
    answers.decline_offer(offer, by=offer.host.members.get(role="manager").user, note="A secret")
    offer_clocks.run_offer_clocks()


def newest():
    return Offer.objects.select_related("host__institution", "writer__user", "need").latest("id")


def way():
    return list(Offer.objects.order_by("id").values_list("host__slug", "state", "hops"))


def letters():
    """What went to the writer: kind and text."""
    mails = OutgoingMail.objects.select_related("mailbox").filter(mailbox__address="writer@demo.test").order_by("id")
    return [(mail.kind, kinds[mail.kind].render(mail)) for mail in mails]


def test_a_no_opens_the_next_door_on_the_campus(campus):
    offer = send(campus)
    decline(campus, offer)
    child = newest()
    assert way() == [("oxbow-career", "declined", 0), ("oxbow-english", "sent", 1)]
    assert (child.parent, child.chain, child.need.host, child.text) == (offer, offer.chain, campus.faculty, offer.text)
    assert child.due_at == MONDAY + timedelta(days=14)
    assert (child.private_reason, child.private_note, child.assignee) == ("", "", None)
    ((kind, letter),) = letters()
    assert kind == "offer_declined"
    assert "It is with English Department of the same campus now, for their request: Workshop" in letter.text
    assert f"/offers/{child.key}/" in letter.text


def test_it_goes_on_door_by_door_until_nobody_is_left_and_then_names_others(campus):
    elsewhere_need = make.NeedFactory(host=campus.rival, kind=Kind.PANEL, words="")
    decline(campus, send(campus))
    decline(campus, newest())
    decline(campus, newest())
    assert way() == [
        ("oxbow-career", "declined", 0),
        ("oxbow-english", "declined", 1),
        ("oxbow-club", "declined", 2),
    ]
    said = letters()
    assert [kind for kind, _letter in said] == ["offer_declined"] * 3
    assert "Rival Career Center, Rival College" in said[-1][1].text
    assert f"/requests/{elsewhere_need.key}/" in said[-1][1].text
    assert not Offer.objects.filter(goes_on_at__isnull=False).exists()


def test_silence_leads_on_as_well(campus):
    send(campus)
    with clock.set_to(MONDAY + timedelta(days=14, minutes=1)):
        offer_clocks.run_offer_clocks()
    assert way() == [("oxbow-career", "lapsed", 0), ("oxbow-english", "sent", 1)]
    assert [kind for kind, _letter in letters()] == ["offer_lapsed"]


def test_a_request_that_somebody_else_filled_leads_on_as_well(campus):
    need = make.NeedFactory(host=campus.office)
    send(campus, need=need)
    needs.fill_need(need, by=campus.user["director"])
    offer_clocks.run_offer_clocks()
    assert way() == [("oxbow-career", "obsolete", 0), ("oxbow-english", "sent", 1)]


def test_an_office_that_leaves_leads_on_as_well_with_one_mail(campus):
    send(campus)
    leave_host(campus.office, by=campus.user["director"])
    offer_clocks.run_offer_clocks()
    assert way() == [("oxbow-career", "obsolete", 0), ("oxbow-english", "sent", 1)]
    assert [kind for kind, _letter in letters()] == ["offer_obsolete"]


def test_at_most_three_hops(campus):
    for number in range(4):
        group = make.MemberFactory(host=make.HostFactory(institution=campus.college, kind="faculty")).host
        make.NeedFactory(host=group, words="", needed_on=clock.today() + timedelta(days=30 + number))
    send(campus)
    for _hop in range(4):
        decline(campus, newest())
    assert [(state, hops) for _slug, state, hops in way()] == [("declined", hop) for hop in range(4)]


@pytest.mark.parametrize("event", ["accept", "withdraw"])
def test_a_yes_and_what_she_takes_back_go_no_further(campus, event):
    offer = send(campus)
    if event == "accept":
        answers.accept_offer(offer, by=campus.user["director"])
    else:
        offers.withdraw_offer(offer, by=campus.writer.user)
    offer_clocks.run_offer_clocks()
    assert len(way()) == 1


def test_the_best_fit_is_first_then_the_soonest(campus):
    campus.faculty.needs.update(needed_on=clock.today() + timedelta(days=40))
    make.WriterTagFactory(writer=campus.writer, code="52.1401")
    make.NeedFactory(host=campus.faculty, kind=Kind.WORKSHOP).tags.create(vocabulary="major", code="52.1401")
    foreign = make.HostFactory(institution=campus.college, kind="faculty")
    make.NeedFactory(host=foreign, kind=Kind.WORKSHOP).tags.create(vocabulary="major", code="51.3801")
    offer = send(campus)
    assert [need.host for need in next_doors(offer)] == [campus.faculty, campus.club]
    campus.faculty.needs.filter(tags__isnull=False).delete()
    assert [need.host for need in next_doors(offer)] == [campus.club, campus.faculty]


def closed(world):
    world.faculty.closures.create(starts_on=date(2026, 5, 1), ends_on=date(2026, 5, 9))


def full(world):
    Host.objects.filter(pk=world.faculty.pk).update(no_capacity_until=date(2026, 6, 1))


def paused(world):
    Group.objects.create(host=world.faculty, paused_at=MONDAY)


def suspended(world):
    Host.objects.filter(pk=world.faculty.pk).update(state="suspended")


def her_own(world):
    make.MemberFactory(host=world.faculty, user=world.writer.user, role="viewer")


def asked_already(world):
    send(world, host=world.faculty, may_cascade=None)


def another_kind(world):
    world.faculty.needs.update(kind=Kind.PANEL)


def over(world):
    world.faculty.needs.update(state="withdrawn")


@pytest.mark.parametrize("why", [closed, full, paused, suspended, her_own, asked_already, another_kind, over])
def test_a_door_that_is_closed_is_left_out(campus, why):
    offer = send(campus)
    why(campus)
    decline(campus, offer)
    assert newest().host == campus.club


def test_a_door_that_closes_in_the_instant_is_passed_by(campus, monkeypatch):
    offer = send(campus)
    answers.decline_offer(offer, by=campus.user["director"])
    found = next_doors(offer)
    monkeypatch.setattr(cascade, "next_doors", lambda _offer: found)
    campus.faculty.needs.update(state="filled")
    cascade.go_on_with(offer.pk)
    assert newest().host == campus.club


def test_behind_the_budget_of_the_group_it_waits_in_line(campus):
    Host.objects.filter(pk=campus.faculty.pk).update(attention_budget=1)
    make.OfferFactory(host=campus.faculty)
    decline(campus, send(campus))
    assert (newest().state, newest().host) == ("queued", campus.faculty)
    ((_kind, letter),) = letters()
    assert "There it is number 1 in line." in letter.text


def test_it_goes_on_once_however_often_the_worker_asks(campus):
    offer = send(campus)
    answers.decline_offer(offer, by=campus.user["director"])
    stale = Offer.objects.select_related(*cascade.ROWS).get(pk=offer.pk)
    assert cascade.go_on_with(offer.pk).host == campus.faculty
    assert cascade.go_on_with(offer.pk) is None
    assert cascade.go_on(stale) is None
    assert len(way()) == 2


def test_who_no_longer_takes_part_goes_nowhere(campus):
    offer = send(campus)
    answers.decline_offer(offer, by=campus.user["director"])
    Writer.objects.filter(pk=campus.writer.pk).update(state="suspended")
    offer_clocks.run_offer_clocks()
    assert way() == [("oxbow-career", "declined", 0)]


def test_who_is_erased_goes_nowhere(campus):
    offer = send(campus)
    answers.decline_offer(offer, by=campus.user["director"])
    erase_offers(campus.writer.user)
    offer_clocks.run_offer_clocks()
    assert way() == [("oxbow-career", "declined", 0)]


# --- Asked once -------------------------------------------------------------------------------------


def test_without_her_tick_she_is_asked_once_and_only_where_somebody_wants_it(campus):
    offer = send(campus, may_cascade=None)
    decline(campus, offer)
    offer.refresh_from_db()
    assert (offer.cascade_asked_at, len(way())) == (MONDAY, 1)
    ((kind, letter),) = letters()
    assert kind == "offer_declined"
    assert "Shall we offer it to them, one at a time?" in letter.text
    assert f"/offers/{offer.key}/further/" in letter.text
    nobody = send(campus, kind=Kind.PANEL, may_cascade=None)
    decline(campus, nobody)
    nobody.refresh_from_db()
    assert nobody.cascade_asked_at is None


def test_her_yes_takes_it_further_and_on(campus):
    offer = send(campus, may_cascade=None)
    decline(campus, offer)
    child = cascade.take_further(Offer.objects.select_related(*cascade.ROWS).get(pk=offer.pk), by=campus.writer.user)
    assert child.host == campus.faculty
    with pytest.raises(Stale):
        cascade.take_further(offer, by=campus.writer.user)
    decline(campus, child)
    assert newest().host == campus.club
    assert len(letters()) == 2


def test_her_yes_when_nobody_asks_any_more_ends_there(campus):
    offer = send(campus, may_cascade=None)
    decline(campus, offer)
    needs.withdraw_need(campus.faculty.needs.get(), by=campus.user["professor"])
    needs.withdraw_need(campus.club.needs.get(), by=campus.user["club"])
    assert cascade.take_further(offer, by=campus.writer.user) is None
    assert (way(), len(letters())) == ([("oxbow-career", "declined", 0)], 1)


def test_up_to_three_requests_elsewhere_that_fit_her_are_named(campus):
    make.WriterTagFactory(writer=campus.writer)
    fitting = make.NeedFactory(host=campus.rival, kind=Kind.PANEL, needed_on=clock.today() + timedelta(days=60))
    fitting.tags.create(vocabulary="major", code="23.0101")
    foreign = make.NeedFactory(host=campus.rival, needed_on=clock.today() + timedelta(days=5))
    foreign.tags.create(vocabulary="major", code="51.3801")
    for days in (30, 20, 10):
        make.NeedFactory(words="", needed_on=clock.today() + timedelta(days=days))
    found = elsewhere(send(campus))
    assert [need.needed_on - clock.today() for need in found] == [timedelta(days=n) for n in (60, 10, 20)]
    assert found[0] == fitting


# --- Passed on ----------------------------------------------------------------------------------------


def test_a_host_passes_an_offer_to_another_of_its_campus(campus):
    offer = send(campus, may_cascade=None)
    waits = [send_of(campus, make.WriterFactory()) for _n in range(3)]
    child = cascade.pass_on(offer, campus.club, by=campus.user["staff"])
    waits[-1].refresh_from_db()
    offer.refresh_from_db()
    assert (offer.state, offer.decided_by, child.host, child.state) == (
        "redirected",
        campus.user["staff"],
        campus.club,
        "sent",
    )
    assert (child.need, child.parent, child.chain, child.hops) == (campus.club.needs.get(), offer, offer.chain, 1)
    assert waits[-1].state == "sent"
    assert list(Entry.objects.filter(about_id=child.pk, label="partners.offer").values_list("event", "by")) == [
        ("send", None)
    ]
    ((kind, letter),) = letters()
    assert kind == "offer_redirected"
    assert "Career Office at Oxbow State University thanks you" in letter.text
    assert "It is with Marketing Club of the same campus now" in letter.text


def send_of(world, writer):
    return offers.send_offer(writer=writer, host=world.office, kind=Kind.PANEL, text="x", by=writer.user)


@pytest.mark.parametrize("why", [closed, paused, suspended, her_own, asked_already])
def test_it_is_not_passed_to_who_cannot_have_it(campus, why):
    offer = send(campus)
    why(campus)
    with pytest.raises(ValidationError):
        cascade.pass_on(offer, Host.objects.get(pk=campus.faculty.pk), by=campus.user["director"])
    offer.refresh_from_db()
    assert (offer.state, [slug for slug, *_rest in way() if slug == "oxbow-career"]) == ("sent", ["oxbow-career"])


def test_it_is_not_passed_to_another_college_nor_back_nor_to_itself(campus):
    offer = send(campus)
    for host in (campus.rival, campus.office):
        with pytest.raises(ValidationError):
            cascade.pass_on(offer, host, by=campus.user["director"])
    child = cascade.pass_on(offer, campus.faculty, by=campus.user["director"])
    with pytest.raises(ValidationError):
        cascade.pass_on(child, campus.office, by=campus.user["professor"])
    with pytest.raises((NoSuchMove, ValidationError)):
        cascade.pass_on(offer, campus.club, by=campus.user["director"])


def test_after_three_hops_it_is_answered_where_it_is(campus):
    offer = send(campus)
    Offer.objects.filter(pk=offer.pk).update(hops=3)
    offer.refresh_from_db()
    with pytest.raises(ValidationError, match="passed on three times"):
        cascade.pass_on(offer, campus.faculty, by=campus.user["director"])


def test_what_was_passed_on_goes_on_with_her_word(campus):
    offer = send(campus)
    child = cascade.pass_on(offer, campus.club, by=campus.user["director"])
    decline(campus, child)
    assert newest().host == campus.faculty
    assert Member.objects.filter(host=campus.faculty).exists()
