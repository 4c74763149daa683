"""What a host takes out of its Career Services Board."""

from collections.abc import Iterable

from careerlink.web.archives import Table
from partners.models import Board, BoardSeat, ConflictStatement, Host
from partners.queries.host_exports.columns import display, get, name_of, table


def board(host: Host) -> Iterable[Table]:
    yield table(
        "board",
        Board.objects.filter(host=host),
        {
            "name": get("name"),
            "what_for": get("about"),
            "seats": get("size"),
            "years_in_a_term": get("term_years"),
            "terms_in_a_row": get("most_terms"),
        },
    )
    yield table(
        "board_seats",
        BoardSeat.objects.filter(host=host).select_related("writer", "made_by"),
        {
            "seat": get("key"),
            "writer": lambda seat: seat.writer.name,
            "state": display("state"),
            "chair": get("is_chair"),
            "term": get("term"),
            "begins": get("starts_on"),
            "ends": get("ends_on"),
            "your_words": get("message"),
            "renewal": lambda seat: str(seat.get_renewal_display()) if seat.renewal else "",
            "ended_at": get("ended_at"),
            "why": lambda seat: str(seat.get_reason_display()) if seat.reason else "",
            "private_note": get("private_note"),
            "made_by": lambda seat: name_of(seat.made_by),
        },
    )
    yield table(
        "board_statements",
        ConflictStatement.objects.filter(seat__host=host).select_related("seat__writer", "text"),
        {
            "seat": lambda one: one.seat.key,
            "writer": lambda one: one.seat.writer.name,
            "year": get("year"),
            "version_of_the_text": lambda one: one.text.version,
            "something_to_declare": get("has_conflicts"),
            "what": get("conflicts"),
            "signature": get("signature"),
            "signed_at": get("signed_at"),
        },
    )


PARTS = {"board": board}
