"""The state machines of this room, as PRODUCT section 5 has them. Days are defaults of `clocks.py`."""

from careerlink.audit.machines import CLOCK, SYSTEM, Machine, State
from partners.models import (
    BoardSeat,
    ClassRequest,
    Credential,
    Engagement,
    Host,
    HostExport,
    Introduction,
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
B, T, L = BoardSeat.State, Introduction.State, ClassRequest.State

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
        ("approve", H.SUBMITTED, H.APPROVED, ("moderator", "office", "department")),
        ("refuse", H.SUBMITTED, H.REFUSED, ("moderator", "office", "department")),
        ("suspend", H.APPROVED, H.SUSPENDED, ("moderator",)),
        ("lift", H.SUSPENDED, H.APPROVED, ("moderator", CLOCK)),
        ("resubmit", H.REFUSED, H.SUBMITTED, ("manager",)),
        ("leave", H.APPROVED, H.LEAVING, ("manager", SYSTEM)),
        ("come_back", H.LEAVING, H.APPROVED, ("manager",)),
        ("end", H.LEAVING, H.LEFT, (CLOCK,)),
        ("give_up", (H.SUBMITTED, H.REFUSED, H.SUSPENDED), H.LEFT, ("manager", SYSTEM, CLOCK)),
        # A backup from before it left was brought back.
        ("stay_gone", (H.SUBMITTED, H.APPROVED, H.SUSPENDED, H.REFUSED, H.LEAVING), H.LEFT, (SYSTEM,)),
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
        State(
            N.WAITING,
            owner="office",
            clock="its date; department and moderator may say yes too, unless the college names one",
            silence=N.EXPIRED,
        ),
        State(N.OPEN, owner="host", clock="its date", silence=N.EXPIRED),
        State(N.FILLED),
        State(N.WITHDRAWN),
        State(N.EXPIRED),
    ],
    moves=[
        ("publish", N.DRAFT, N.OPEN, ("coordinator",)),
        ("ask", N.DRAFT, N.WAITING, ("coordinator",)),
        ("approve", N.WAITING, N.OPEN, ("office", "department", "moderator")),
        ("refuse", N.WAITING, N.DRAFT, ("office", "department", "moderator")),
        ("fill", N.OPEN, N.FILLED, ("coordinator", SYSTEM)),
        ("withdraw", (N.DRAFT, N.WAITING, N.OPEN), N.WITHDRAWN, ("coordinator",)),
        ("expire", (N.DRAFT, N.WAITING, N.OPEN), N.EXPIRED, (CLOCK,)),
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
        ("agree_again", E.CANCELLED, E.AGREED, ("coordinator", SYSTEM)),
        # What was said about the day is put right afterwards.
        ("correct_to_done", E.CANCELLED, E.DONE, (SYSTEM,)),
        ("correct_to_cancelled", E.DONE, E.CANCELLED, (SYSTEM,)),
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

board_seat = Machine(
    "partners.boardseat",
    states=[
        State(B.PROPOSED, owner="writer", clock="30 days", silence=B.ENDED),
        State(B.SERVING, owner="writer", clock="the end of the term; renewal is asked 60 days before", silence=B.ENDED),
        State(B.ENDED),
    ],
    moves=[
        ("serve", B.PROPOSED, B.SERVING, ("writer", SYSTEM)),
        ("renew", B.SERVING, B.SERVING, ("writer",)),
        ("end", (B.PROPOSED, B.SERVING), B.ENDED, ("writer", "coordinator", CLOCK, SYSTEM)),
    ],
)

introduction = Machine(
    "partners.introduction",
    states=[
        State(T.DRAFT, owner="writer", clock="30 days", silence=T.DISCARDED),
        State(T.PROPOSED, owner="host", clock="14 days, the contact's as well; one reminder to each", silence=T.LAPSED),
        State(T.HOST_AGREED, owner="contact", clock="the same 14 days", silence=T.LAPSED),
        State(T.CONTACT_AGREED, owner="host", clock="the same 14 days", silence=T.LAPSED),
        State(
            T.INTRODUCED,
            owner="host",
            clock="104 days; what came of it is asked after 30 and 90 days",
            silence=T.CLOSED,
        ),
        *[State(value) for value in (T.CLOSED, T.DECLINED, T.WITHDRAWN, T.LAPSED, T.DISCARDED)],
    ],
    moves=[
        ("propose", T.DRAFT, T.PROPOSED, ("writer",)),
        ("host_agrees", T.PROPOSED, T.HOST_AGREED, ("coordinator",)),
        ("contact_agrees", T.PROPOSED, T.CONTACT_AGREED, ("contact",)),
        ("introduce", T.HOST_AGREED, T.INTRODUCED, ("contact",)),
        ("introduce", T.CONTACT_AGREED, T.INTRODUCED, ("coordinator",)),
        ("decline", (T.PROPOSED, T.HOST_AGREED, T.CONTACT_AGREED), T.DECLINED, ("coordinator", "contact")),
        ("withdraw", (T.PROPOSED, T.HOST_AGREED, T.CONTACT_AGREED), T.WITHDRAWN, ("writer", SYSTEM)),
        ("lapse", (T.PROPOSED, T.HOST_AGREED, T.CONTACT_AGREED), T.LAPSED, (CLOCK,)),
        ("close", T.INTRODUCED, T.CLOSED, ("coordinator", CLOCK)),
        ("discard", T.DRAFT, T.DISCARDED, ("writer", CLOCK, SYSTEM)),
    ],
)

class_request = Machine(
    "partners.classrequest",
    states=[
        State(
            L.WAITING_FOR_APPROVAL,
            owner="office",
            clock="12 hours before class; department and moderator may say yes too, and one is alarmed after 24 hours",
            silence=L.CLOSED,
        ),
        State(
            L.OPEN, owner="writers", clock='until "decide by", by default noon of the day before', silence=L.NOT_FILLED
        ),
        State(L.OFFERED, owner="professor", clock='until "decide by"', silence=L.NOT_FILLED),
        *[State(value) for value in (L.FILLED, L.NOT_FILLED, L.CLOSED, L.REFUSED, L.WITHDRAWN)],
    ],
    moves=[
        ("approve", L.WAITING_FOR_APPROVAL, L.OPEN, ("office", "department", "moderator", SYSTEM)),
        ("refuse", L.WAITING_FOR_APPROVAL, L.REFUSED, ("office", "department", "moderator")),
        ("close", L.WAITING_FOR_APPROVAL, L.CLOSED, (CLOCK,)),
        ("offer", L.OPEN, L.OFFERED, (SYSTEM,)),
        ("lose_offers", L.OFFERED, L.OPEN, (SYSTEM,)),
        ("fill", (L.OPEN, L.OFFERED), L.FILLED, ("coordinator",)),
        ("not_fill", (L.OPEN, L.OFFERED), L.NOT_FILLED, (CLOCK,)),
        ("seek_again", L.FILLED, L.OPEN, (SYSTEM,)),
        ("give_up", L.FILLED, L.NOT_FILLED, (SYSTEM,)),
        ("withdraw", (L.WAITING_FOR_APPROVAL, L.OPEN, L.OFFERED), L.WITHDRAWN, ("coordinator", SYSTEM)),
    ],
)
