"""The board of the office: who sits there, who is asked, who has left; an opening at the other college."""

from datetime import timedelta

from careerlink.web import clock
from partners.actions import answers, board, board_clocks, board_ends, offers
from partners.clocks import end_of_day
from partners.models import BoardSeat


def seat_people(stage) -> None:
    """A seat in every state, with every answer that waits."""
    chair = _seat(stage, 200, "Maren Okafor", "You know what our English majors can do.")
    with clock.set_to(stage.ago(198)):
        board.change_board(
            chair.host.board, by=stage.director, size=7,
            about="Advice from people who see resumes every day: twice a term, an hour and a half.",
        )  # fmt: skip
        board.pass_chair(stage.office, chair, by=stage.director, was=None)
        _sign(chair, "My sister sells interview software to colleges.")
    left = _seat(stage, 190, "Rosa Delgado", "")
    _seat(stage, 150, "Hana Novak", "")
    with clock.set_to(stage.ago(115)):
        board_clocks.run_board_clocks()
    asked = _invite(stage, 110, "Jonas Weber", "Salary talks are what our students ask about.")
    with clock.set_to(stage.ago(105)):
        board.decline_seat(asked, by=asked.writer.user)
    _invite(stage, 100, "Mei Tanaka", "")
    with clock.set_to(stage.ago(69)):
        board_clocks.run_board_clocks()
    _applied(stage, 62, "Luis Ferreira")
    with clock.set_to(stage.ago(20)):
        board_ends.leave_board(left, by=left.writer.user, reason=BoardSeat.Reason.RESIGNED)
    _let_first_term_end_soon(stage, chair)
    with clock.set_to(stage.ago(6)):
        board_clocks.run_board_clocks()
    _invite(stage, 3, "Ben Achterberg", "History, libraries and museums: that is where we need advice.")
    with clock.set_to(stage.ago(5)):
        board.publish_opening(
            stage.rival, by=stage.rival_director, needed_on=(stage.now + timedelta(days=35)).date(), how_many=2
        )


def _invite(stage, days: float, name: str, message: str) -> BoardSeat:
    with clock.set_to(stage.ago(days)):
        return board.invite_to_board(stage.office, stage.writers[name], by=stage.director, message=message)


def _seat(stage, days: float, name: str, message: str) -> BoardSeat:
    seat = _invite(stage, days + 1, name, message)
    with clock.set_to(stage.ago(days)):
        return board.accept_seat(seat, by=seat.writer.user)


def _sign(seat: BoardSeat, conflicts: str) -> None:
    board.sign_statement(
        seat, by=seat.writer.user, has_conflicts=bool(conflicts), conflicts=conflicts, signature=seat.writer.name
    )


def _applied(stage, days: float, name: str) -> None:
    """Somebody who offered to sit there, and was taken."""
    writer = stage.writers[name]
    with clock.set_to(stage.ago(days)):
        offer = offers.send_offer(
            writer=writer, host=stage.office, kind="board", by=writer.user,
            text="I would gladly speak for the sciences on your board.",
        )  # fmt: skip
    with clock.set_to(stage.ago(days - 2)):
        answers.accept_offer(offer, by=stage.director)
        _sign(BoardSeat.objects.select_related("host", "writer__user").get(offer=offer), "")


def _let_first_term_end_soon(stage, seat: BoardSeat) -> None:
    """The story is younger than a term: the chair's began before the office came here."""
    ends_on = (stage.now + timedelta(days=40)).date()
    BoardSeat.objects.filter(pk=seat.pk).update(ends_on=ends_on, due_at=end_of_day(stage.office, ends_on))
