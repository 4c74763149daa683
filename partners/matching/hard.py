"""Why somebody cannot, apart from how gladly one would have her."""

from collections.abc import Callable

from partners.matching.facts import NeedFacts, WriterFacts
from partners.matching.place import apart, line, miles_of
from partners.matching.reason import Reason


def hard_failures(need: NeedFacts, writer: WriterFacts) -> tuple[Reason, ...]:
    """All that makes it impossible, in the order in which it is said; empty when she can."""
    failed = [Reason(code, is_for=False) for code, breaks in RULES.items() if breaks(need, writer)]
    return (*failed, *_no_way_to_meet(need, writer))


def has_no_room(need: NeedFacts, writer: WriterFacts) -> bool:
    """Whether she has taken on as much as she will. What she does as a volunteer keeps no alumna away."""
    if not writer.cap or not writer.record:
        return False
    taken = writer.record.alumni + (0 if need.is_referral else writer.record.volunteering)
    return taken >= writer.cap


def is_away(need: NeedFacts, writer: WriterFacts) -> bool:
    return bool(need.needed_on and writer.paused_until and need.needed_on <= writer.paused_until)


def is_not_free_yet(need: NeedFacts, writer: WriterFacts) -> bool:
    return bool(need.needed_on and writer.free_from and need.needed_on < writer.free_from)


def lacks_credential(need: NeedFacts, writer: WriterFacts) -> bool:
    """Whether the letters that are asked for are missing, or not valid on the day any more."""
    if not need.credential:
        return False
    until = writer.credentials.get(need.credential)
    return until is None or (need.needed_on is not None and until < need.needed_on)


def is_busy(need: NeedFacts, writer: WriterFacts) -> bool:
    """Whether an agreed engagement overlaps; the time until it ends is half-open."""
    if not need.busy_from or not need.busy_until or not writer.record:
        return False
    return any(start < need.busy_until and end > need.busy_from for start, end in writer.record.busy)


RULES: dict[str, Callable[[NeedFacts, WriterFacts], bool]] = {
    "not_taking_part": lambda need, writer: not writer.is_taking_part,
    "refused": lambda need, writer: writer.id in need.refused,
    "cooling_off": lambda need, writer: writer.id in need.cooling_off,
    "paused": is_away,
    "not_free_yet": is_not_free_yet,
    "no_room": has_no_room,
    "no_credential": lacks_credential,
    "no_language": lambda need, writer: not need.must_languages <= writer.languages,
    "other_hours": lambda need, writer: bool(
        need.hours and writer.availability != "any" and writer.availability not in need.hours
    ),
    "busy": is_busy,
}


def _no_way_to_meet(need: NeedFacts, writer: WriterFacts) -> list[Reason]:
    squared = None if need.spot is None or writer.spot is None else apart(need.spot, writer.spot)
    can_come = need.on_campus and (squared is None or squared <= line(writer.travel_miles))
    if can_come or (need.online and writer.is_online):
        return []
    code = "too_far" if need.on_campus else "not_online"
    return [Reason(code, is_for=False, miles=None if squared is None else miles_of(squared))]
