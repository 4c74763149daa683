"""Reads about Career Services Boards: who sits there, who has signed, whose term ends."""

from datetime import UTC, date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from careerlink.web import clock
from partners import clocks
from partners.models import (
    Board,
    BoardSeat,
    ConflictStatement,
    Engagement,
    Host,
    Kind,
    Need,
    Offer,
    Partnership,
    Writer,
)

OPEN = (BoardSeat.State.PROPOSED, BoardSeat.State.SERVING)
WAITING = (Offer.State.QUEUED, *Offer.UNDECIDED)
LABEL = "partners.boardseat"
MOST = 100  # past seats, and writers to choose among, on one page


def has_board_room(host: Host) -> bool:
    """Whether a host may have a board: career offices have, professors and student groups do not."""
    return host.kind == Host.HostKind.CAREER_OFFICE


def board_of(host: Host) -> Board | None:
    """The board of a host, None until it is turned on. One query."""
    return Board.objects.filter(host=host).first()


def year_of(host: Host) -> int:
    """The calendar year where the host is, for which statements are signed now."""
    return clock.today(host.zone).year


def with_signature(seats: QuerySet[BoardSeat], year: int) -> QuerySet[BoardSeat]:
    """Each seat with `is_signed`: whether the statement of that year is there."""
    return seats.annotate(is_signed=_signed(year))


def _signed(year: int) -> Exists:
    return Exists(ConflictStatement.objects.filter(seat=OuterRef("pk"), year=year))


def seats_of(host: Host) -> list[BoardSeat]:
    """Who sits on the board and who is invited, the chair first, then by name. One query."""
    seats = BoardSeat.objects.filter(host=host, state__in=OPEN).select_related("writer__user")
    return list(with_signature(seats, year_of(host)).order_by("-state", "-is_chair", "writer__name", "id"))


def past_seats(host: Host) -> list[BoardSeat]:
    """Seats that ended, the last first. One query."""
    rows = BoardSeat.objects.filter(host=host, state=BoardSeat.State.ENDED).select_related("writer")
    return list(rows.order_by("-ended_at", "-id")[:MOST])


def taken(host: Host) -> int:
    """How many seats are taken or promised. One query."""
    return BoardSeat.objects.filter(host=host, state__in=OPEN).count()


def openings_of(host: Host) -> list[Need]:
    """Open requests for a seat, each with `applied`: how many offers wait. One query."""
    waiting = Count("offers", filter=Q(offers__state__in=WAITING))
    rows = Need.objects.filter(host=host, kind=Kind.BOARD, state__in=[Need.State.DRAFT, Need.State.OPEN])
    return list(rows.annotate(applied=waiting).order_by("needed_on", "id"))


def writers_to_invite(host: Host) -> list[Writer]:
    """Writers who work with the host and do not sit on its board, by name. One query."""
    there = BoardSeat.objects.filter(host=host, state__in=OPEN).values("writer")
    known = Partnership.objects.filter(host=host).values("writer")
    rows = Writer.objects.filter(pk__in=known, state=Writer.State.APPROVED, user__is_active=True)
    return list(rows.exclude(pk__in=there).order_by("name", "id")[:MOST])


def seats_of_writer(writer: Writer) -> list[BoardSeat]:
    """Where a writer sits or is invited, each with `is_signed` for this year. One query."""
    seats = BoardSeat.objects.filter(writer=writer, state__in=OPEN).select_related("host__institution", "host__board")
    return list(with_signature(seats, statement_year()).order_by("ends_on", "id"))


def statements_of(seat: BoardSeat) -> list[ConflictStatement]:
    """What was signed for a seat, the newest year first, with the text of each. One query."""
    return list(ConflictStatement.objects.filter(seat=seat).select_related("text"))


def engagement_of(seat: BoardSeat) -> Engagement | None:
    """The agreed work that a seat stands for: it came with the offer, or with the seat itself. One query."""
    source = Q(source_label=LABEL, source_id=seat.pk)
    if seat.offer_id:
        source |= Q(source_label="partners.offer", source_id=seat.offer_id)
    agreed = Engagement.objects.filter(source, state=Engagement.State.AGREED)
    return agreed.select_related("host", "writer").first()


# --- Terms ----------------------------------------------------------------------------------------


def years_later(day: date, years: int) -> date:
    """The same day some years on; the 28th of February for the 29th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def term_end(first: date, years: int) -> date:
    """The last day of a term that begins on `first`."""
    return years_later(first, years) - timedelta(days=1)


def renewed_end(board: Board, seat: BoardSeat) -> date:
    """The last day of the term that would follow."""
    return term_end(seat.ends_on + timedelta(days=1), board.term_years)


def next_term(host: Host, writer: Writer, today: date) -> int:
    """Which term in a row a new one would be: terms before a break of a year do not count. One query."""
    rows = BoardSeat.objects.filter(host=host, writer=writer, state=BoardSeat.State.ENDED)
    served = rows.exclude(
        reason__in=[BoardSeat.Reason.DECLINED, BoardSeat.Reason.NO_ANSWER, BoardSeat.Reason.WITHDRAWN]
    )
    last = served.order_by("-ended_at", "-id").first()
    if last is None or last.ended_at.date() < today - timedelta(days=clocks.BOARD_BREAK):
        return 1
    return last.term + 1


def may_stay(board: Board, seat: BoardSeat) -> bool:
    """Whether another term is possible under the limit of the board."""
    return seat.term < board.most_terms


# --- What the clock asks --------------------------------------------------------------------------


def seats_due() -> QuerySet[BoardSeat]:
    """Invitations without an answer and terms that are over."""
    return BoardSeat.objects.filter(state__in=OPEN, due_at__lte=clock.now()).order_by("due_at", "id")


def terms_to_ask() -> QuerySet[BoardSeat]:
    """Terms that end within 60 days about which nobody was asked; only where the office takes part."""
    now, until = clock.now(), clock.today() + timedelta(days=clocks.BOARD_RENEWAL)
    near = {"due_at__gt": now, "due_at__lt": now + timedelta(days=clocks.BOARD_RENEWAL + 2)}  # what the index holds
    serving = BoardSeat.objects.filter(state=BoardSeat.State.SERVING, renewal_asked_at=None, **near)
    return serving.filter(ends_on__lte=until, host__state=Host.State.APPROVED).order_by("due_at", "id")


def statement_year() -> int:
    """The year for which the clock asks: the new one from the 2nd of January (UTC) on, when it has begun everywhere."""
    return (clock.now() - timedelta(days=1)).year


def statements_to_ask() -> QuerySet[BoardSeat]:
    """Seats whose statement of this year is neither signed nor asked for, 30 days after they began or later."""
    now, year = clock.now(), statement_year()
    since = datetime(year, 1, 2, tzinfo=UTC)
    old_enough = clock.today() - timedelta(days=clocks.BOARD_STATEMENT)
    serving = BoardSeat.objects.filter(state=BoardSeat.State.SERVING, starts_on__lte=old_enough, due_at__gt=now)
    asked = Q(statement_asked_at=None) | Q(statement_asked_at__lt=since)
    return serving.filter(asked, ~_signed(year), host__state=Host.State.APPROVED).order_by("id")
