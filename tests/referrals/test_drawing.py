"""Whom an alumnus may choose among: who fits and can, in an order that nobody buys or earns."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from careerlink.audit.machines import Stale
from careerlink.audit.models import Entry
from careerlink.web import clock
from partners.actions.cooling_off import note_met
from partners.models import Member, SavedWriter
from referrals.actions import consent
from referrals.actions.choice import choose_writers, pin_writer
from referrals.actions.drawing import draw_list
from referrals.models import Leg
from referrals.queries.exposure import exposure_report, exposures
from referrals.queries.fitting import fitting
from tests import factories as make


def names(referral) -> list[str]:
    return [one.writer.name for one in draw_list(referral)]


def knowing(code: str = "23.0101", **facts):
    """A writer who names this major."""
    writer = make.WriterFactory(**facts)
    make.WriterTagFactory(writer=writer, vocabulary="major", code=code)
    return writer


def sign(asked) -> None:
    consent.sign_consent(asked.referral, signature="Ada Osei", text=asked.text)
    asked.referral.refresh_from_db()


def test_drawing_again_gives_the_same_list_and_no_new_row(asked):
    first = [(one.pk, one.writer_id) for one in draw_list(asked.referral)]
    assert [(one.pk, one.writer_id) for one in draw_list(asked.referral)] == first
    assert asked.referral.candidates.count() == len(first) == 3


def test_at_most_five_are_shown_of_many(asked):
    for _n in range(9):
        knowing()
    assert len(draw_list(asked.referral)) == 5


def test_whoever_knows_another_field_is_not_shown_while_somebody_fits(asked):
    knowing("51.3801", name="Nora Nurse")
    assert "Nora Nurse" not in names(asked.referral)


def test_when_nobody_names_the_field_whoever_helps_in_general_is_shown(asked):
    asked.alumnus.tags.update(code="51.3801")
    assert set(names(asked.referral)) == {writer.name for writer in asked.writers}


@pytest.mark.parametrize(
    "change",
    [
        lambda writer, asked: (
            type(writer)
            .objects.filter(pk=writer.pk)
            .update(state="paused", paused_until=clock.today() + timedelta(days=9))
        ),
        lambda writer, asked: (
            type(writer).objects.filter(pk=writer.pk).update(free_from=clock.today() + timedelta(days=9))
        ),
        lambda writer, asked: type(writer).objects.filter(pk=writer.pk).update(state="suspended"),
        lambda writer, asked: type(writer.user).objects.filter(pk=writer.user_id).update(is_active=False),
        lambda writer, asked: type(writer.user).objects.filter(pk=writer.user_id).update(email="ada@people.demo.test"),
        lambda writer, asked: note_met(
            writer, asked.referral.host, "ada@people.demo.test", clock.today(), asked.referral
        ),
        lambda writer, asked: make.MemberFactory(
            host=asked.referral.host, user=writer.user, role=Member.Role.COORDINATOR
        ),
        lambda writer, asked: [
            make.EngagementFactory(writer=writer, kind="alumni", state="agreed", busy_from=None, busy_until=None)
            for _n in range(writer.cap)
        ],
    ],
    ids=["paused", "not free yet", "suspended", "left", "she herself", "cooling off", "of the office", "no room"],
)
def test_who_cannot_is_not_on_the_list(asked, change):
    change(asked.writers[0], asked)
    assert set(names(asked.referral)) == {writer.name for writer in asked.writers[1:]}


def test_who_wants_it_free_of_charge_sees_nobody_else(asked):
    type(asked.writers[1]).objects.filter(pk=asked.writers[1].pk).update(is_pro_bono=True)
    asked.referral.wants_pro_bono = True
    assert {writer.name for writer, _fit in fitting(asked.referral)} == {asked.writers[1].name}


@pytest.mark.parametrize(
    "earn",
    [
        lambda writer, host: make.EngagementFactory(
            host=host,
            writer=writer,
            kind="workshop",
            state="done",
            busy_from=clock.now() - timedelta(days=30),
            busy_until=clock.now() - timedelta(days=30, hours=-8),
        ),
        lambda writer, host: make.EngagementFactory(
            host=host,
            writer=writer,
            kind="job_fair",
            state="agreed",
            busy_from=clock.now() + timedelta(days=30),
            busy_until=clock.now() + timedelta(days=30, hours=8),
        ),
        lambda writer, host: make.EngagementFactory(
            host=host, writer=writer, kind="board", state="done", busy_from=None, busy_until=None
        ),
        lambda writer, host: make.EngagementFactory(
            host=host, writer=writer, kind="introduction", state="done", busy_from=None, busy_until=None
        ),
        lambda writer, host: make.BoardSeatFactory(board__host=host, writer=writer),
        lambda writer, host: make.IntroductionFactory(host=host, writer=writer, introduced=True),
        lambda writer, host: make.PartnershipFactory(host=host, writer=writer),
        lambda writer, host: SavedWriter.objects.create(host=host, writer=writer),
    ],
    ids=["past work", "hours ahead", "board", "introduced", "a seat", "an introduction", "partnership", "favourite"],
)
def test_volunteering_earns_no_referrals(asked, earn):
    scores = {writer.pk: fit.score for writer, fit in fitting(asked.referral)}
    order = names(asked.referral)
    earn(asked.writers[2], asked.referral.host)
    assert {writer.pk: fit.score for writer, fit in fitting(asked.referral)} == scores
    assert names(asked.referral) == order


# --- Choosing -----------------------------------------------------------------------------------------------


def test_a_new_list_keeps_the_ranks_and_leaves_out_whom_she_met(asked):
    sign(asked)
    first, second, third = asked.writers
    choose_writers(asked.referral, [first, second], met=[third])
    Leg.objects.update(state="declined", why="no_time", due_at=None)
    type(asked.referral).objects.update(state="choosing")
    asked.referral.refresh_from_db()
    knowing(name="New Writer")
    drawn = {one.writer.name: (one.draw, one.rank) for one in draw_list(asked.referral)}
    assert drawn == {second.name: (2, 2), "New Writer": (2, None)}


def test_the_choice_can_be_changed_for_those_not_asked_yet(asked):
    sign(asked)
    first, second, third = asked.writers
    choose_writers(asked.referral, [first, second], moves_on=True)
    asked.referral.refresh_from_db()
    assert choose_writers(asked.referral, [third], moves_on=True) is None
    assert list(asked.referral.candidates.exclude(rank=None).values_list("writer__name", "rank")) == [(third.name, 1)]


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (lambda asked: [asked.writers[0], asked.writers[0]], "a place of their own"),
        (lambda asked: [knowing(), *asked.writers], "up to three"),
        (lambda asked: [knowing()], "cannot be asked any more"),
    ],
)
def test_a_choice_that_cannot_be_changes_nothing(asked, who, words):
    sign(asked)
    with pytest.raises(ValidationError, match=words):
        choose_writers(asked.referral, who(asked))
    assert (Leg.objects.count(), asked.referral.candidates.exclude(rank=None).count()) == (0, 0)


def test_before_signing_nobody_is_chosen(asked):
    with pytest.raises(Stale):
        choose_writers(asked.referral, asked.writers[:1])


# --- What the office suggests -------------------------------------------------------------------------------


def test_a_writer_whom_the_office_suggests_stands_last_with_the_reason_on_record(asked, client):
    favourite, person = knowing("51.3801", name="Favourite"), make.UserFactory()
    pin_writer(asked.referral, favourite, reason=" Has helped  two of ours ", by=person)
    assert [one.writer.name for one in draw_list(asked.referral)][-1] == "Favourite"
    entry = Entry.objects.get(event="pin")
    assert (entry.by, entry.person, entry.note.text) == (person.pk, favourite.user_id, "Has helped two of ours")
    assert "Suggested by your office: Has helped two of ours" in client.get(asked.path).content.decode()


@pytest.mark.parametrize(
    ("who", "reason", "words"),
    [
        (lambda asked: knowing(), "  ", "Say why"),
        (lambda asked: asked.writers[0], "Good", "stands on the list already"),
        (lambda asked: knowing(state="suspended"), "Good", "cannot be asked"),
    ],
)
def test_nobody_is_suggested_without_a_reason_or_in_vain(asked, who, reason, words):
    with pytest.raises(ValidationError, match=words):
        pin_writer(asked.referral, who(asked), reason=reason, by=make.UserFactory())
    assert asked.referral.candidates.count() == 3


# --- Exposure -----------------------------------------------------------------------------------------------


def test_who_fits_as_well_and_was_not_drawn_counts_as_passed_over():
    found = {one.writer: (one.fits, one.shown) for one in exposures([([1, 2], [3]), ([3], [2])])}
    assert found == {1: (1, 1), 2: (2, 1), 3: (2, 1)}


def test_a_moderator_sees_how_often_writers_are_drawn(asked, world):
    for _n in range(5):
        knowing(verified=True)
    draw_list(asked.referral)
    sign(asked)
    report = exposure_report()
    drawn = asked.referral.candidates.values("writer").distinct().count()
    assert (report.requests, report.writers, report.never) == (2, 8, 8 - drawn)
    for who, status in [("admin", 200), ("director", 302)]:
        client = Client()
        client.force_login(world.user[who])
        assert client.get(reverse("admin:referrals_candidate_exposure")).status_code == status
    client.force_login(world.user["admin"])
    listed = client.get(reverse("admin:referrals_candidate_changelist")).content.decode()
    assert reverse("admin:referrals_candidate_exposure") in listed
    assert "Ada" not in listed
