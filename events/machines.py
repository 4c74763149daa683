"""The state machines of this room, as PRODUCT section 5 has them."""

from careerlink.audit.machines import CLOCK, SYSTEM, Machine, State
from events.models import Assignment, Episode, Event, Search

E, A, S, P = Event.State, Assignment.State, Search.State, Episode.State

OVER = "3 days after its end, when all places are settled"

event = Machine(
    "events.event",
    states=[
        State(E.DRAFT, owner="coordinator", clock="30 days after its day, 90 without one", silence=E.DISCARDED),
        State(E.PUBLISHED, owner="coordinator", clock=OVER, silence=E.COMPLETED),
        State(E.HIDDEN, owner="coordinator", clock=OVER, silence=E.COMPLETED),
        State(E.INVITE_ONLY, owner="coordinator", clock=OVER, silence=E.COMPLETED),
        *[State(value) for value in (E.CANCELLED, E.COMPLETED, E.DISCARDED)],
    ],
    moves=[
        ("publish", (E.DRAFT, E.HIDDEN, E.INVITE_ONLY), E.PUBLISHED, ("coordinator", SYSTEM)),
        ("hide", (E.DRAFT, E.PUBLISHED, E.INVITE_ONLY), E.HIDDEN, ("coordinator",)),
        ("invite_only", (E.DRAFT, E.PUBLISHED, E.HIDDEN), E.INVITE_ONLY, ("coordinator",)),
        ("cancel", (E.DRAFT, E.PUBLISHED, E.HIDDEN, E.INVITE_ONLY), E.CANCELLED, ("coordinator", SYSTEM)),
        ("complete", (E.PUBLISHED, E.HIDDEN, E.INVITE_ONLY), E.COMPLETED, (CLOCK,)),
        ("discard", E.DRAFT, E.DISCARDED, ("coordinator", CLOCK)),
    ],
)

LATER = (A.COMPLETED, A.LEFT_EARLY, A.NO_SHOW, A.UNRECORDED, A.HOST_NO_SHOW)


def corrections(event: str, after: str, who: tuple[str, ...]) -> tuple:
    """What is said about a place afterwards may be put right, by the same event that says it at first."""
    befores = (A.CONFIRMED, A.CHECKED_IN, *(state for state in LATER if state != after))
    return (event, befores, after, who)


assignment = Machine(
    "events.assignment",
    states=[
        State(A.INVITED, owner="writer", clock="the host's expiry, at the latest the cut-off", silence=A.EXPIRED),
        State(
            A.REQUESTED, owner="coordinator", clock="the cut-off; reminder at half time", silence=A.EXPIRED, begins=True
        ),
        State(A.WAITLISTED, owner="clock", clock="the cut-off", silence=A.LAPSED, begins=True),
        State(
            A.HELD, owner="writer", clock="24 hours, or a quarter of the time left if that is less", silence=A.LAPSED
        ),
        State(A.CONFIRMED, owner="coordinator", clock="48 hours after the end", silence=A.UNRECORDED, begins=True),
        State(A.CHECKED_IN, owner="coordinator", clock="24 hours after the end", silence=A.COMPLETED),
        *[
            State(value)
            for value in (
                *LATER,
                A.CANCELLED_BY_VOLUNTEER,
                A.CANCELLED_LATE,
                A.CANCELLED_BY_HOST,
                A.SWAPPED,
                A.DECLINED,
                A.REFUSED,
                A.EXPIRED,
                A.WITHDRAWN,
                A.LAPSED,
            )
        ],
    ],
    moves=[
        ("accept", (A.INVITED, A.HELD), A.CONFIRMED, ("writer",)),
        ("approve", A.REQUESTED, A.CONFIRMED, ("coordinator",)),
        ("refuse", (A.REQUESTED, A.WAITLISTED), A.REFUSED, ("coordinator",)),
        # An answer is taken back before its mail has left.
        ("undo", (A.CONFIRMED, A.REFUSED), A.REQUESTED, ("coordinator",)),
        ("hold", A.WAITLISTED, A.HELD, (SYSTEM,)),
        ("decline", (A.INVITED, A.HELD), A.DECLINED, ("writer", SYSTEM)),
        ("withdraw", (A.REQUESTED, A.WAITLISTED), A.WITHDRAWN, ("writer", SYSTEM)),
        ("take_back", A.INVITED, A.WITHDRAWN, ("coordinator", SYSTEM)),
        ("expire", (A.INVITED, A.REQUESTED), A.EXPIRED, (CLOCK,)),
        ("lapse", (A.WAITLISTED, A.HELD), A.LAPSED, (CLOCK, SYSTEM)),
        ("cancel", A.CONFIRMED, A.CANCELLED_BY_VOLUNTEER, ("writer", SYSTEM)),
        ("cancel_late", A.CONFIRMED, A.CANCELLED_LATE, ("writer", SYSTEM)),
        ("swap", A.CONFIRMED, A.SWAPPED, (SYSTEM,)),
        (
            "call_off",
            (A.INVITED, A.REQUESTED, A.WAITLISTED, A.HELD, A.CONFIRMED),
            A.CANCELLED_BY_HOST,
            ("coordinator", SYSTEM),
        ),
        ("check_in", A.CONFIRMED, A.CHECKED_IN, ("coordinator", "writer")),
        ("take_back_check_in", A.CHECKED_IN, A.CONFIRMED, ("coordinator",)),
        corrections("complete", A.COMPLETED, ("coordinator", "writer", CLOCK)),
        corrections("leave_early", A.LEFT_EARLY, ("coordinator", "writer")),
        ("no_show", (A.CONFIRMED, A.COMPLETED, A.LEFT_EARLY, A.UNRECORDED), A.NO_SHOW, ("coordinator",)),
        ("forget", A.CONFIRMED, A.UNRECORDED, (CLOCK,)),
        ("clear", A.NO_SHOW, A.UNRECORDED, ("coordinator", SYSTEM)),
        ("host_no_show", (A.CONFIRMED, A.NO_SHOW, A.UNRECORDED), A.HOST_NO_SHOW, ("writer",)),
    ],
)

START = "the start of the shift; the next is asked when one is silent"

search = Machine(
    "events.search",
    states=[
        State(S.OPEN, owner="writer", clock=START, silence=S.ENDED),
        State(S.AGREED, owner="coordinator", clock="the start of the shift", silence=S.ENDED),
        *[State(value) for value in (S.FILLED, S.TAKEN_BACK, S.ENDED)],
    ],
    moves=[
        ("agree", S.OPEN, S.AGREED, ("writer",)),
        ("ask_on", S.AGREED, S.OPEN, ("coordinator",)),
        ("fill", (S.OPEN, S.AGREED), S.FILLED, ("writer", "coordinator", SYSTEM)),
        ("take_back", (S.OPEN, S.AGREED), S.TAKEN_BACK, ("writer",)),
        ("end", (S.OPEN, S.AGREED), S.ENDED, ("writer", "coordinator", SYSTEM, CLOCK)),
    ],
)

episode = Machine(
    "events.episode",
    states=[
        State(P.PLANNED, owner="coordinator", clock="60 days after its day", silence=P.DROPPED),
        State(P.RECORDED, owner="coordinator", clock="a year", silence=P.SHELVED),
        *[State(value) for value in (P.PUBLISHED, P.DROPPED, P.SHELVED)],
    ],
    moves=[
        ("record", P.PLANNED, P.RECORDED, ("coordinator",)),
        ("publish", P.RECORDED, P.PUBLISHED, ("coordinator",)),
        ("drop", P.PLANNED, P.DROPPED, (CLOCK,)),
        ("shelve", P.RECORDED, P.SHELVED, (CLOCK,)),
    ],
)
