"""A seat on the board: taken, renewed, left, and what time does with it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.actions import answers, board, board_clocks, board_ends, leaving, reviews
from partners.actions.board_person import erase_seats, export_seats, forget_statements
from partners.models import BoardSeat, ConflictStatement, Engagement, Need, Offer, Partnership
from partners.queries import board as queries
from tests import factories as make

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now():
    with clock.set_to(START):
        yield


@pytest.fixture
def world(world):
    make.LegalTextFactory(slug="conflict", version=1, body="I declare what I know.")
    make.BoardFactory(host=world.office)
    return world


def kinds() -> list[str]:
    return sorted(OutgoingMail.objects.exclude(state="cancelled").values_list("kind", flat=True))


def invite(world, **facts) -> BoardSeat:
    return board.invite_to_board(world.office, world.writer, by=world.user["director"], **facts)


def serve(world, **facts) -> BoardSeat:
    return make.BoardSeatFactory(host=world.office, writer=world.writer, **facts)


def fresh(seat: BoardSeat) -> BoardSeat:
    return BoardSeat.objects.get(pk=seat.pk)


# --- Into a seat ----------------------------------------------------------------------------------


def test_an_invited_writer_serves_from_the_day_of_her_yes(world):
    seat = invite(world, message="You know our nurses.")
    assert invite(world) == seat
    with clock.set_to(START + timedelta(days=3)):
        seat = board.accept_seat(seat, by=world.user["writer"])
    assert (seat.state, seat.term, seat.starts_on, seat.ends_on) == ("serving", 1, date(2026, 3, 5), date(2029, 3, 4))
    engagement = queries.engagement_of(seat)
    assert (engagement.kind, engagement.source_label, engagement.state) == ("board", "partners.boardseat", "agreed")
    assert Partnership.objects.get().writer == world.writer
    assert kinds() == ["board_answered", "board_invited", "board_seated"]


def test_a_writer_who_says_no_is_asked_no_more(world):
    seat = invite(world)
    board.decline_seat(seat, by=world.user["writer"])
    seat = fresh(seat)
    assert (seat.state, seat.reason, seat.due_at) == ("ended", "declined", None)
    assert not Engagement.objects.exists()
    with pytest.raises(NoSuchMove):
        board.accept_seat(seat, by=world.user["writer"])
    assert kinds() == ["board_ended_office", "board_invited"]


def test_an_accepted_offer_seats_who_applied_in_the_same_moment(world):
    need = board.publish_opening(world.office, by=world.user["director"], needed_on=date(2026, 4, 1), how_many=1)
    offer = make.OfferFactory(host=world.office, writer=world.writer, kind="board", need=need)
    answers.accept_offer(offer, by=world.user["director"])
    seat = BoardSeat.objects.get()
    assert (seat.state, seat.offer, seat.writer, seat.ends_on) == ("serving", offer, world.writer, date(2029, 3, 1))
    assert queries.engagement_of(seat) == Engagement.objects.get()
    assert Need.objects.get().state == "filled"


def test_an_accepted_offer_turns_the_board_on_and_fulfils_an_invitation(world):
    world.office.board.delete()
    seat = invite(world)
    offer = make.OfferFactory(host=world.office, writer=world.writer, kind="board")
    answers.accept_offer(offer, by=world.user["director"])
    assert (fresh(seat).state, fresh(seat).offer) == ("serving", offer)


def test_a_professor_has_no_board_and_no_seat(world):
    offer = make.OfferFactory(host=world.faculty, writer=world.writer, kind="board")
    answers.accept_offer(offer, by=world.user["professor"])
    assert not BoardSeat.objects.exists()
    with pytest.raises(ValidationError):
        board.open_board(world.faculty, by=world.user["professor"])


def test_her_own_offer_rests_when_she_takes_the_invitation(world):
    offer = make.OfferFactory(host=world.office, writer=world.writer, kind="board")
    board.accept_seat(invite(world), by=world.user["writer"])
    offer.refresh_from_db()
    assert offer.state == Offer.State.WITHDRAWN


def test_no_more_sit_there_than_there_are_seats(world):
    world.office.board.size = 1
    world.office.board.save()
    invite(world)
    with pytest.raises(ValidationError, match="The one seat is taken"):
        board.invite_to_board(world.office, world.writer2, by=world.user["director"])
    offer = make.OfferFactory(host=world.office, writer=world.writer2, kind="board")
    with pytest.raises(ValidationError):
        answers.accept_offer(offer, by=world.user["director"])
    offer.refresh_from_db()
    assert (offer.state, BoardSeat.objects.count(), Partnership.objects.count()) == ("sent", 1, 0)
    with pytest.raises(ValidationError, match="The one seat"):
        board.publish_opening(world.office, by=world.user["director"], needed_on=date(2026, 4, 1), how_many=1)


@pytest.mark.parametrize(("days_ago", "may"), [(30, False), (400, True)])
def test_the_limit_of_terms_counts_terms_in_a_row(world, days_ago, may):
    ended = START - timedelta(days=days_ago)
    serve(world, state="ended", term=2, reason="term_over", ended_at=ended, due_at=None)
    if may:
        assert invite(world).term == 1
    else:
        with pytest.raises(ValidationError, match="may come back after a year"):
            invite(world)


def test_own_people_are_not_invited(world):
    make.MemberFactory(host=world.office, user=world.user["writer"], role="viewer")
    with pytest.raises(ValidationError, match="one of your own people"):
        invite(world)


# --- While she serves -----------------------------------------------------------------------------


def test_a_statement_keeps_the_version_it_was_signed_under(world):
    seat, facts = serve(world), {"by": world.user["writer"], "signature": "Maren Okafor"}
    with pytest.raises(ValidationError, match="Say what there is to declare"):
        board.sign_statement(seat, has_conflicts=True, **facts)
    newer = make.LegalTextFactory(slug="conflict", version=2, in_force_from=START - timedelta(days=1))
    signed = board.sign_statement(seat, has_conflicts=True, conflicts="My sister sells software.", **facts)
    assert board.sign_statement(seat, has_conflicts=False, **facts) == signed
    assert (signed.year, signed.text, signed.conflicts) == (2026, newer, "My sister sells software.")


def test_the_statement_is_asked_after_thirty_days_and_each_january(world):
    seat = board.accept_seat(invite(world), by=world.user["writer"])
    asked = []
    for day in [1, 29, 30, 31, 200, 310, 320, 330]:
        with clock.set_to(START + timedelta(days=day)):
            board_clocks.run_board_clocks()
            board_clocks.run_board_clocks()
        count = OutgoingMail.objects.filter(kind="board_statement").count()
        asked.append(count)
    assert asked == [0, 0, 1, 1, 1, 2, 2, 2]
    assert list(OutgoingMail.objects.filter(kind="board_statement_reminder").values_list("context", flat=True)) == [
        {"year": 2026},
        {"year": 2027},
    ]
    assert fresh(seat).statement_asked_at == START + timedelta(days=310)


def test_who_has_signed_is_not_asked(world):
    seat = serve(world)
    board.sign_statement(seat, by=world.user["writer"], has_conflicts=False, signature="Maren Okafor")
    board_clocks.run_board_clocks()
    assert kinds() == []


def test_she_is_asked_sixty_days_before_the_end_and_stays(world):
    seat = serve(world, ends_on=date(2026, 5, 10), statement_asked_at=START)
    board_clocks.run_board_clocks()
    assert fresh(seat).renewal == ""
    with pytest.raises(Stale):
        board.answer_renewal(seat, by=world.user["writer"], stays=True)
    with clock.set_to(datetime(2026, 3, 11, 15, tzinfo=UTC)):
        board_clocks.run_board_clocks()
        board_clocks.run_board_clocks()
        assert fresh(seat).renewal == "asked"
        board.answer_renewal(seat, by=world.user["writer"], stays=False)
        assert (fresh(seat).renewal, fresh(seat).state) == ("no", "serving")
        board.answer_renewal(seat, by=world.user["writer"], stays=True)
        with pytest.raises(Stale):
            board.answer_renewal(seat, by=world.user["writer"], stays=True)
    seat = fresh(seat)
    assert (seat.renewal, seat.term, seat.ends_on) == ("yes", 2, date(2029, 5, 10))
    with clock.set_to(datetime(2026, 5, 12, 15, tzinfo=UTC)):
        board_clocks.run_board_clocks()
    assert fresh(seat).state == "serving"
    assert kinds() == ["board_renewal", "board_renewal_answered", "board_renewal_answered", "board_renewal_reminder"]


def test_at_the_limit_there_are_thanks_and_no_question(world):
    seat = serve(world, ends_on=date(2026, 4, 10), term=2, statement_asked_at=START)
    board_clocks.run_board_clocks()
    board_clocks.run_board_clocks()
    assert (kinds(), fresh(seat).renewal) == (["board_thanks"], "")
    with pytest.raises(Stale):
        board.answer_renewal(seat, by=world.user["writer"], stays=True)


def test_silence_ends_a_seat_on_its_day_and_its_work_is_done(world):
    seat = serve(world, ends_on=date(2026, 4, 10), statement_asked_at=START)
    for day, state in [(date(2026, 4, 10), "serving"), (date(2026, 4, 12), "ended")]:
        with clock.set_to(datetime(day.year, day.month, day.day, 15, tzinfo=UTC)):
            board_clocks.run_board_clocks()
        assert fresh(seat).state == state
    assert (fresh(seat).reason, Engagement.objects.get().state) == ("term_over", "done")
    assert "board_ended" in kinds()


def test_an_invitation_without_an_answer_ends(world):
    seat = invite(world)
    with clock.set_to(START + timedelta(days=30, minutes=1)):
        board_clocks.run_board_clocks()
        with pytest.raises(NoSuchMove):
            board.accept_seat(fresh(seat), by=world.user["writer"])
    assert fresh(seat).reason == "no_answer"


def test_the_chair_is_passed_in_one_step(world):
    first, second = serve(world), make.BoardSeatFactory(host=world.office, writer=world.writer2)
    board.pass_chair(world.office, first, by=world.user["director"], was=None)
    board.pass_chair(world.office, second, by=world.user["staff"], was=first)
    with pytest.raises(Stale):
        board.pass_chair(world.office, first, by=world.user["director"], was=first)
    assert (fresh(first).is_chair, fresh(second).is_chair) == (False, True)
    assert kinds() == ["board_chair", "board_chair"]
    board.pass_chair(world.office, None, by=world.user["director"], was=second)
    assert not BoardSeat.objects.filter(is_chair=True).exists()


# --- Out of a seat --------------------------------------------------------------------------------


def test_who_leaves_says_why_and_the_office_hears(world):
    seat = serve(world)
    board_ends.leave_board(seat, by=world.user["writer"], reason="resigned")
    assert (fresh(seat).state, fresh(seat).reason, Engagement.objects.get().state) == ("ended", "resigned", "done")
    assert kinds() == ["board_ended_office"]
    with pytest.raises(NoSuchMove):
        board_ends.leave_board(fresh(seat), by=world.user["writer"], reason="resigned")


def test_who_is_released_never_sees_the_note(world):
    seat = serve(world)
    board_ends.release_seat(seat, by=world.user["director"], reason="released", note="canary-note")
    assert (fresh(seat).private_note, Engagement.objects.get().state) == ("canary-note", "cancelled")
    assert kinds() == ["board_ended"]
    assert "canary-note" not in str(export_seats(world.user["writer"]))


def test_a_withdrawn_invitation_cannot_be_taken(world):
    seat = invite(world)
    board_ends.release_seat(seat, by=world.user["director"])
    assert fresh(seat).reason == "withdrawn"
    with pytest.raises(NoSuchMove):
        board.accept_seat(fresh(seat), by=world.user["writer"])


def test_what_an_office_asked_on_an_old_page_does_not_release_who_accepted(world):
    seat = invite(world)
    old = fresh(seat)
    board.accept_seat(seat, by=world.user["writer"])
    with pytest.raises(Stale):
        board_ends.release_seat(old, by=world.user["director"])
    assert fresh(seat).state == "serving"


def test_a_closed_board_ends_all_of_it(world):
    board.publish_opening(world.office, by=world.user["director"], needed_on=date(2026, 4, 1), how_many=1)
    seat, asked = serve(world), board.invite_to_board(world.office, world.writer2, by=world.user["director"])
    assert board.close_board(world.office, by=world.user["director"]) == 1
    assert (fresh(seat).reason, fresh(asked).reason) == ("board_closed", "withdrawn")
    assert Need.objects.get().state == "withdrawn"
    assert queries.board_of(world.office) is None


def test_an_office_that_leaves_takes_invitations_back_at_once_and_closes_seats_at_the_end(world):
    seat, asked = serve(world), board.invite_to_board(world.office, world.writer2, by=world.user["director"])
    leaving.leave_host(world.office, by=world.user["director"])
    assert (fresh(seat).state, fresh(asked).reason) == ("serving", "withdrawn")
    with clock.set_to(START + timedelta(days=31)):
        leaving.end_leaving()
    assert (fresh(seat).reason, Engagement.objects.get().state) == ("board_closed", "done")


def test_a_suspended_writer_sits_on_no_board(world):
    seat = serve(world)
    reviews.suspend_writer(world.writer, by=world.user["admin"], reason="conduct", until=START + timedelta(days=9))
    assert (fresh(seat).reason, Engagement.objects.get().state) == ("not_here", "cancelled")


# --- What is kept ---------------------------------------------------------------------------------


def declare(world) -> ConflictStatement:
    seat = serve(world)
    return board.sign_statement(
        seat, by=world.user["writer"], has_conflicts=True, conflicts="My sister.", signature="Maren Okafor"
    )


def test_an_export_holds_seats_and_statements(world):
    declare(world)
    seats = export_seats(world.user["writer"])["seats"]
    assert [(one["what"], one["signed as"]) for one in seats[0]["statements"]] == [("My sister.", "Maren Okafor")]
    assert export_seats(world.user["writer2"]) == {}


def test_erasure_ends_seats_and_blanks_words(world):
    statement = declare(world)
    for _twice in range(2):
        erase_seats(world.user["writer"])
    statement.refresh_from_db()
    assert (statement.conflicts, statement.signature, statement.seat.reason) == ("-", "", "not_here")


def test_words_are_forgotten_three_years_after_the_end(world):
    statement = declare(world)
    board_ends.release_seat(statement.seat, by=world.user["director"], note="Missed four meetings.")
    for days, signature in [(3 * 365, "Maren Okafor"), (3 * 365 + 1, "")]:
        with clock.set_to(START + timedelta(days=days)):
            forget_statements()
        statement.refresh_from_db()
        assert statement.signature == signature
    assert fresh(statement.seat).private_note == ""
