"""The life of a mail."""

from careerlink.audit.machines import CLOCK, SYSTEM, Machine, State
from careerlink.outbox.models import OutgoingMail

M = OutgoingMail.State

outgoing_mail = Machine(
    "outbox.outgoingmail",
    states=[
        State(M.WAITING, owner="worker", clock="send_after, then the sweep of each minute", silence=M.CLAIMED),
        State(M.CLAIMED, owner="worker", clock="10 minutes", silence=M.WAITING),
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
        ("cancel", M.WAITING, M.CANCELLED, ("moderator", SYSTEM)),
        ("send_again", (M.FAILED, M.SKIPPED), M.WAITING, ("moderator",)),
    ],
)
