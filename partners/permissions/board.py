"""Who sees a Career Services Board and its seats, and who may change them."""

from django.db.models import Q, QuerySet
from django.http import Http404

from careerlink.accounts.models import User
from partners.models import BoardSeat, Host, Member, Writer
from partners.permissions.desks import get_desk, may_coordinate, may_manage, memberships, own_writer, role_in
from partners.permissions.writers import get_desk_writer_to_read
from partners.queries.board import has_board_room

ROWS = ("host__institution", "host__board", "writer__user", "offer")


def get_board_room(user: User, slug: str, *, role: str = Member.Role.VIEWER) -> Host:
    """The career office under `/desk/<slug>/board/` for somebody who has at least `role` there, else 404."""
    host = get_desk(user, slug, role=role)
    if not has_board_room(host):
        raise Http404
    return host


def get_board_room_to_change(user: User, slug: str) -> Host:
    """The same for coordinators and managers of an approved office: what they change is told to writers."""
    host = get_board_room(user, slug, role=Member.Role.COORDINATOR)
    if not host.is_approved:
        raise Http404
    return host


def get_board_room_to_close(user: User, slug: str) -> Host:
    """The same for managers, who may close a board for good."""
    host = get_board_room_to_change(user, slug)
    if not may_close_board(user, host):
        raise Http404
    return host


def may_change_board(user: User, host: Host) -> bool:
    """Whether she may invite, release, and pass the chair: an approved office's coordinators and managers."""
    return host.is_approved and may_coordinate(user, host)


def may_close_board(user: User, host: Host) -> bool:
    """Whether she may close the board and end all its seats."""
    return may_manage(user, host)


def may_be_invited(user: User, host: Host, writer: Writer) -> bool:
    """Whether she may ask this writer on the board: not somebody who takes no part."""
    return has_board_room(host) and may_change_board(user, host) and writer.takes_part


def get_writer_to_seat(user: User, host: Host, slug: str) -> Writer:
    """A writer whom the people of `host` may invite to its board, else 404."""
    writer = get_desk_writer_to_read(user, host, slug)
    if not may_be_invited(user, host, writer):
        raise Http404
    return writer


def visible_seats(user: User) -> QuerySet[BoardSeat]:
    """Seats on the boards of her hosts, and her own as a writer."""
    if not user.is_authenticated:
        return BoardSeat.objects.none()
    writer = own_writer(user)
    seen = Q(host__in=[member.host_id for member in memberships(user)])
    return BoardSeat.objects.filter(seen | Q(writer=writer) if writer else seen)


def get_seat_to_read(user: User, key: str) -> BoardSeat:
    """A seat with both sides, for its writer and all people of its host, else 404."""
    seat = visible_seats(user).select_related(*ROWS).filter(key=key).first()
    if seat is None:
        raise Http404
    return seat


def get_own_seat(user: User, key: str) -> BoardSeat:
    """A seat for the writer whose it is, in whatever state, else 404."""
    seat = get_seat_to_read(user, key)
    if not is_own_seat(user, seat):
        raise Http404
    return seat


def get_seat_to_end(user: User, key: str) -> BoardSeat:
    """A seat for its writer, or for those who may change the board, else 404."""
    seat = get_seat_to_read(user, key)
    if not is_own_seat(user, seat) and not may_change_board(user, seat.host):
        raise Http404
    return seat


def get_seat_behind(key: str) -> BoardSeat:
    """The seat that a signed link opens; the link is the right to see it. Else 404."""
    seat = BoardSeat.objects.select_related(*ROWS).filter(key=key).first()
    if seat is None:
        raise Http404
    return seat


def is_own_seat(user: User, seat: BoardSeat) -> bool:
    """Whether she looks at it as the writer who sits there, not as one of the office's people."""
    return seat.writer.user_id == user.pk and not role_in(user, seat.host)


def may_read_statements(user: User, seat: BoardSeat) -> bool:
    """Whether she may read what was declared: the writer herself, and those who act for the office."""
    return is_own_seat(user, seat) or may_coordinate(user, seat.host)


def may_sign(user: User, seat: BoardSeat) -> bool:
    """Whether she may sign a statement for it: her own, while she serves."""
    return is_own_seat(user, seat) and seat.state == BoardSeat.State.SERVING
