"""The Career Services Board: its pages, and who may open them."""

from datetime import timedelta

from careerlink.web import clock, links
from careerlink.web.models import SignedLink
from tests import factories as make
from tests.pages.kinds import ACTING, ALL, OFFICE, Action, Page, key_of, office

MANAGER = frozenset({"director"})
HERS = frozenset({"writer"})


def fill(world) -> None:
    """A board with somebody who serves, somebody who is invited, and one who has left; another college's seat."""
    world.conflict = make.LegalTextFactory(slug="conflict", version=1, body="I declare what I know.")
    world.board = make.BoardFactory(host=world.office)
    world.seat = make.BoardSeatFactory(host=world.office, writer=world.writer, is_chair=True, renewal="asked")
    world.invited_seat = make.BoardSeatFactory(host=world.office, writer=make.WriterFactory(), invited=True)
    world.past_seat = make.BoardSeatFactory(
        host=world.office, writer=make.WriterFactory(), state="ended", reason="resigned", due_at=None,
        ended_at=clock.now(),
    )  # fmt: skip
    world.rival_seat = make.BoardSeatFactory(host=world.rival, writer=world.writer2, board=False)


def more_on_board(world, rows):
    for _row in range(rows):
        seat = make.BoardSeatFactory(host=world.office)
        seat.statements.create(year=clock.today().year, text=world.conflict, signature="A. Writer")
        seat.statements.create(year=clock.today().year - 1, text=world.conflict, signature="A. Writer")
        make.BoardSeatFactory(host=world.office, invited=True)
        make.NeedFactory(host=world.office, kind="board")
        make.PartnershipFactory(host=world.office, pledge=world.pledge)
        year = clock.today().year - 2 - world.seat.statements.count()
        world.seat.statements.create(year=year, text=world.conflict, signature="Maren Okafor")


def token_of(purpose: str, name: str):
    def token(world) -> list:
        seat = getattr(world, name)
        links.make(purpose, about=seat.key, address=seat.writer.user.email, lasts=timedelta(days=14))
        return [links.token(SignedLink.objects.latest("id"))]

    return token


def office_and_second_writer(world) -> list:
    return [world.office.slug, world.writer2.slug]


PUBLIC: list[str] = ["board_invitation_link", "board_renewal_link"]
PAGES: list[Page] = [
    Page("board", OFFICE, office, queries=6, rows=more_on_board),
    Page("board", frozenset({"other"}), lambda world: [world.rival.slug], who="other", label="board_off"),
    Page("board_settings", ACTING, office),
    Page("board_close", MANAGER, office),
    Page("board_roster", OFFICE, office, queries=4, rows=more_on_board),
    Page("board_invite", ACTING, office, queries=4, rows=more_on_board),
    Page("board_invite_writer", ACTING, office_and_second_writer, queries=5),
    Page("board_seat", OFFICE | HERS, key_of("seat"), queries=6, rows=more_on_board),
    Page("board_seat", HERS | OFFICE, key_of("seat"), who="writer", queries=4, rows=more_on_board,
         label="board_own_seat"),
    Page("board_statement", HERS, key_of("seat"), who="writer", queries=5),
    Page("board_seat_end", ACTING | HERS, key_of("seat")),
    Page("go", ALL, token_of("board-invitation", "invited_seat"), public=True, who="stranger",
         label="board_invitation_link"),
    Page("go", ALL, token_of("board-renewal", "seat"), public=True, who="stranger", label="board_renewal_link"),
]  # fmt: skip
ACTIONS: list[Action] = [
    Action("board_on", ACTING, office),
    Action("board_opening", ACTING, office, {"needed_on": "in two weeks", "how_many": "1"}),
    Action("board_chair", ACTING, office, {"chair": "", "was": ""}),
    Action("board_answer", HERS, key_of("seat"), {"answer": "yes"}),
    Action("board_renew", HERS, key_of("seat"), {"answer": "no"}),
]
