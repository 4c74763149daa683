"""The life of a mail.

The worker makes its moves in bulk and right at the database (`delivery.py`), without an entry in the
trail for each; what a person does to a mail goes through `move()` and is in the trail.
"""

from datetime import timedelta

from careerlink.audit.machines import CLOCK, SYSTEM, Machine, State
from careerlink.outbox.models import OutgoingMail

M = OutgoingMail.State

STUCK_AFTER = timedelta(minutes=3)  # a worker that lives says so every 20 seconds
GIVE_UP_AFTER = timedelta(days=3)

outgoing_mail = Machine(
    "outbox.outgoingmail",
    states=[
        State(M.WAITING, owner="worker", clock="send_after; 3 days after it was due it has failed", silence=M.FAILED),
        State(M.CLAIMED, owner="worker", clock="3 minutes without a sign of life", silence=M.WAITING),
        State(
            M.GATHERED,
            owner="worker",
            clock="ends with its weekly mail, or a week after that failed",
            silence=M.SKIPPED,
        ),
        State(M.SENT),
        State(M.SKIPPED),
        State(M.CANCELLED),
        State(M.FAILED),
    ],
    moves=[
        ("claim", M.WAITING, M.CLAIMED, (SYSTEM, CLOCK)),
        ("mark_sent", M.CLAIMED, M.SENT, (SYSTEM,)),
        ("skip", M.CLAIMED, M.SKIPPED, (SYSTEM,)),
        ("retry", M.CLAIMED, M.WAITING, (SYSTEM,)),
        ("give_up", M.CLAIMED, M.FAILED, (SYSTEM,)),
        ("release", M.CLAIMED, M.WAITING, (CLOCK,)),
        ("gather", M.CLAIMED, M.GATHERED, (SYSTEM,)),
        ("leave_with_weekly", M.GATHERED, M.SENT, (SYSTEM,)),
        ("drop", M.GATHERED, M.SKIPPED, (SYSTEM, CLOCK)),
        ("expire", M.WAITING, M.FAILED, (CLOCK,)),
        ("cancel", (M.WAITING, M.GATHERED), M.CANCELLED, ("moderator", "coordinator", SYSTEM)),
        ("send_again", OutgoingMail.ENDED_UNSENT, M.WAITING, ("moderator",)),
    ],
)
