"""The state machines of this room, as PRODUCT section 5 has them. Days are defaults of `clocks.py`."""

from careerlink.audit.machines import CLOCK, SYSTEM, Machine, State
from partners.models import (
    Credential,
    Engagement,
    Host,
    HostExport,
    Invitation,
    Need,
    Offer,
    Report,
    Writer,
    WriterInvitation,
)

H, W, C, R = Host.State, Writer.State, Credential.State, Report.State
N, O, E = Need.State, Offer.State, Engagement.State
I, V, X = Invitation.State, WriterInvitation.State, HostExport.State

REVIEW = "2 working days; the moderator is alarmed at half time, the applicant told of every delay"

host = Machine(
    "partners.host",
    states=[
        State(H.SUBMITTED, owner="moderator", clock=REVIEW, silence=H.SUBMITTED),
        State(H.APPROVED),
        State(H.SUSPENDED, owner="moderator", clock="until the date that was set", silence=H.APPROVED),
        State(H.REFUSED),
        State(H.LEAVING, owner="manager", clock="30 days in which it can come back", silence=H.LEFT),
        State(H.LEFT),
    ],
    moves=[
        ("approve", H.SUBMITTED, H.APPROVED, ("moderator",)),
        ("refuse", H.SUBMITTED, H.REFUSED, ("moderator",)),
        ("suspend", H.APPROVED, H.SUSPENDED, ("moderator",)),
        ("lift", H.SUSPENDED, H.APPROVED, ("moderator", CLOCK)),
        ("resubmit", H.REFUSED, H.SUBMITTED, ("manager",)),
        ("leave", H.APPROVED, H.LEAVING, ("manager", SYSTEM)),
        ("come_back", H.LEAVING, H.APPROVED, ("manager",)),
        ("end", H.LEAVING, H.LEFT, (CLOCK,)),
        ("give_up", (H.SUBMITTED, H.REFUSED, H.SUSPENDED), H.LEFT, ("manager", SYSTEM, CLOCK)),
    ],
)

host_export = Machine(
    "partners.hostexport",
    states=[
        State(X.ASKED, owner="worker", clock="24 hours", silence=X.FAILED),
        State(X.WORKING, owner="worker", clock="5 minutes without a sign of life; three tries", silence=X.ASKED),
        State(X.READY, owner="manager", clock="7 days", silence=X.EXPIRED),
        State(X.EXPIRED),
        State(X.FAILED),
    ],
    moves=[
        ("begin", X.ASKED, X.WORKING, (SYSTEM,)),
        ("finish", X.WORKING, X.READY, (SYSTEM,)),
        ("release", X.WORKING, X.ASKED, (CLOCK, SYSTEM)),
        ("fail", (X.ASKED, X.WORKING), X.FAILED, (CLOCK, SYSTEM)),
        ("expire", X.READY, X.EXPIRED, (CLOCK, SYSTEM)),
    ],
)

writer = Machine(
    "partners.writer",
    states=[
        State(W.DRAFT),
        State(W.SUBMITTED, owner="moderator", clock=REVIEW, silence=W.SUBMITTED),
        State(W.NEEDS_INFORMATION, owner="writer", clock="30 days", silence=W.DRAFT),
        State(W.APPROVED),
        State(W.PAUSED, owner="writer", clock="until the date she gave", silence=W.APPROVED),
        State(W.SUSPENDED, owner="moderator", clock="until the date that was set", silence=W.APPROVED),
        State(W.REFUSED),
    ],
    moves=[
        ("submit", (W.DRAFT, W.NEEDS_INFORMATION, W.REFUSED), W.SUBMITTED, ("writer",)),
        ("ask", W.SUBMITTED, W.NEEDS_INFORMATION, ("moderator",)),
        ("approve", W.SUBMITTED, W.APPROVED, ("moderator",)),
        ("refuse", W.SUBMITTED, W.REFUSED, ("moderator",)),
        ("set_back", W.NEEDS_INFORMATION, W.DRAFT, (CLOCK,)),
        ("pause", W.APPROVED, W.PAUSED, ("writer",)),
        ("resume", W.PAUSED, W.APPROVED, ("writer", CLOCK)),
        ("suspend", (W.APPROVED, W.PAUSED), W.SUSPENDED, ("moderator",)),
        ("lift", W.SUSPENDED, W.APPROVED, ("moderator", CLOCK)),
    ],
)

credential = Machine(
    "partners.credential",
    states=[
        State(C.SUBMITTED, owner="moderator", clock=REVIEW, silence=C.SUBMITTED),
        State(C.CHECKED, owner="clock", clock="60 days before it runs out", silence=C.EXPIRING),
        State(C.EXPIRING, owner="writer", clock="the day it runs out; reminders at 60, 30, 7 days", silence=C.LAPSED),
        State(C.LAPSED),
        State(C.REJECTED),
        State(C.REVOKED),
    ],
    moves=[
        ("check", C.SUBMITTED, C.CHECKED, ("moderator",)),
        ("reject", C.SUBMITTED, C.REJECTED, ("moderator",)),
        ("expire_soon", C.CHECKED, C.EXPIRING, (CLOCK,)),
        ("lapse", (C.CHECKED, C.EXPIRING), C.LAPSED, (CLOCK,)),
        ("revoke", (C.CHECKED, C.EXPIRING), C.REVOKED, ("moderator",)),
        ("renew", (C.CHECKED, C.EXPIRING, C.LAPSED, C.REJECTED), C.SUBMITTED, ("writer",)),
    ],
)

report = Machine(
    "partners.report",
    states=[
        State(R.SUBMITTED, owner="moderator", clock="2 working days, urgent 4 hours", silence=R.SUBMITTED),
        State(R.UPHELD),
        State(R.DISMISSED),
    ],
    moves=[
        ("uphold", R.SUBMITTED, R.UPHELD, ("moderator",)),
        ("dismiss", R.SUBMITTED, R.DISMISSED, ("moderator",)),
    ],
)

need = Machine(
    "partners.need",
    states=[
        State(N.DRAFT, owner="host", clock="its date", silence=N.EXPIRED),
        State(N.OPEN, owner="host", clock="its date", silence=N.EXPIRED),
        State(N.FILLED),
        State(N.WITHDRAWN),
        State(N.EXPIRED),
    ],
    moves=[
        ("publish", N.DRAFT, N.OPEN, ("coordinator",)),
        ("fill", N.OPEN, N.FILLED, ("coordinator", SYSTEM)),
        ("withdraw", (N.DRAFT, N.OPEN), N.WITHDRAWN, ("coordinator",)),
        ("expire", (N.DRAFT, N.OPEN), N.EXPIRED, (CLOCK,)),
        ("reopen", N.FILLED, N.OPEN, ("coordinator",)),
    ],
)

offer = Machine(
    "partners.offer",
    states=[
        State(O.DRAFT, owner="writer", clock="30 days", silence=O.DISCARDED),
        State(O.QUEUED, owner="host", clock="14 days, not counted against the host", silence=O.LAPSED),
        State(O.SENT, owner="host", clock="14 days; the desk mail reminds from days 5 and 10 on", silence=O.LAPSED),
        State(O.SEEN, owner="host", clock="the same 14 days", silence=O.LAPSED),
        *[
            State(value)
            for value in (
                O.ACCEPTED,
                O.DECLINED,
                O.REDIRECTED,
                O.WITHDRAWN,
                O.LAPSED,
                O.OBSOLETE,
                O.DISCARDED,
            )
        ],
    ],
    moves=[
        ("queue", O.DRAFT, O.QUEUED, ("writer",)),
        ("send", (O.DRAFT, O.QUEUED), O.SENT, ("writer", SYSTEM)),
        ("see", O.SENT, O.SEEN, ("coordinator",)),
        ("accept", (O.QUEUED, O.SENT, O.SEEN), O.ACCEPTED, ("coordinator",)),
        ("decline", (O.QUEUED, O.SENT, O.SEEN), O.DECLINED, ("coordinator",)),
        ("redirect", (O.SENT, O.SEEN), O.REDIRECTED, ("coordinator",)),
        ("withdraw", (O.QUEUED, O.SENT, O.SEEN), O.WITHDRAWN, ("writer", SYSTEM)),
        ("lapse", (O.QUEUED, O.SENT, O.SEEN), O.LAPSED, (CLOCK,)),
        ("make_obsolete", (O.QUEUED, O.SENT, O.SEEN), O.OBSOLETE, (SYSTEM,)),
        ("discard", O.DRAFT, O.DISCARDED, ("writer", CLOCK)),
    ],
)

engagement = Machine(
    "partners.engagement",
    states=[State(E.AGREED), State(E.DONE), State(E.CANCELLED)],
    moves=[
        ("finish", E.AGREED, E.DONE, ("coordinator", SYSTEM)),
        ("cancel", E.AGREED, E.CANCELLED, ("coordinator", "writer", SYSTEM)),
    ],
)

invitation = Machine(
    "partners.invitation",
    states=[
        State(I.SENT, owner="colleague", clock="14 days", silence=I.EXPIRED),
        *[State(value) for value in (I.ACCEPTED, I.DECLINED, I.WITHDRAWN, I.EXPIRED)],
    ],
    moves=[
        ("accept", I.SENT, I.ACCEPTED, ("colleague",)),
        ("decline", I.SENT, I.DECLINED, ("colleague",)),
        ("withdraw", I.SENT, I.WITHDRAWN, ("manager",)),
        ("expire", I.SENT, I.EXPIRED, (CLOCK,)),
        ("renew", I.EXPIRED, I.SENT, ("colleague",)),
    ],
)

writer_invitation = Machine(
    "partners.writerinvitation",
    states=[
        State(V.SENT, owner="writer", clock="30 days", silence=V.EXPIRED),
        *[State(value) for value in (V.JOINED, V.EXPIRED, V.WITHDRAWN)],
    ],
    moves=[
        ("join", V.SENT, V.JOINED, ("writer",)),
        ("expire", V.SENT, V.EXPIRED, (CLOCK,)),
        ("withdraw", V.SENT, V.WITHDRAWN, ("coordinator",)),
    ],
)
