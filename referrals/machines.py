"""The state machines of this room, as PRODUCT section 5 has them."""

from careerlink.audit.machines import CLOCK, SYSTEM, Machine, State
from referrals.models import AlumniImport, BulkInvite, Leg, Referral

R, L, I, B = Referral.State, Leg.State, AlumniImport.State, BulkInvite.State
ALUMNUS, WRITER, OFFICE, MODERATOR, WORKER = "alumnus", "writer", "coordinator", "moderator", "worker"
ACCEPTED = (R.IN_CONTACT, R.IN_SERVICE)
GOING_ON = (R.CHOOSING, R.WITH_WRITER, *ACCEPTED, R.ON_HOLD, R.OUTCOME_PENDING, R.DISPUTED)
UNKNOWN = "until the last answer is due, 14 days after the question of day 90"

referral = Machine(
    "referrals.referral",
    states=[
        State(R.DRAFT, owner=OFFICE, clock="14 days", silence=R.DISCARDED),
        State(R.AWAITING_CONSENT, owner=ALUMNUS, clock="14 days; one reminder", silence=R.CONSENT_EXPIRED, begins=True),
        State(R.CHOOSING, owner=ALUMNUS, clock="14 days; one reminder", silence=R.CLOSED),
        State(R.WITH_WRITER, owner=WRITER, clock="that of the writer who is asked", silence=R.CHOOSING),
        State(R.IN_CONTACT, owner=ALUMNUS, clock="until day 90; asked early after 30 days", silence=R.OUTCOME_PENDING),
        State(R.IN_SERVICE, owner=ALUMNUS, clock="until day 90", silence=R.OUTCOME_PENDING),
        State(R.ON_HOLD, owner=ALUMNUS, clock="until the day on which it goes on, at most 90", silence=R.CHOOSING),
        State(R.OUTCOME_PENDING, owner=ALUMNUS, clock=UNKNOWN, silence=R.CLOSED),
        State(R.DISPUTED, owner=OFFICE, clock="10 days, then 20 for a moderator", silence=R.CLOSED),
        *[
            State(value)
            for value in (
                R.CLOSED,
                R.DISCARDED,
                R.CONSENT_REFUSED,
                R.CONSENT_EXPIRED,
                R.CONSENT_REVOKED,
                R.ENTERED_IN_ERROR,
            )
        ],
    ],
    moves=[
        ("ask_consent", R.DRAFT, R.AWAITING_CONSENT, (OFFICE, SYSTEM)),
        ("discard", R.DRAFT, R.DISCARDED, (OFFICE, CLOCK)),
        ("consent", R.AWAITING_CONSENT, R.CHOOSING, (ALUMNUS,)),
        ("refuse", R.AWAITING_CONSENT, R.CONSENT_REFUSED, (ALUMNUS,)),
        ("expire", R.AWAITING_CONSENT, R.CONSENT_EXPIRED, (CLOCK,)),
        ("ask_writer", R.CHOOSING, R.WITH_WRITER, (ALUMNUS, SYSTEM)),
        # Every writer who was asked has ended.
        ("choose_again", R.WITH_WRITER, R.CHOOSING, (WRITER, ALUMNUS, OFFICE, CLOCK, SYSTEM)),
        ("make_contact", R.WITH_WRITER, R.IN_CONTACT, (WRITER, ALUMNUS)),
        # The writer who was found is gone again, and she may choose another.
        ("lose_writer", ACCEPTED, R.CHOOSING, (WRITER, ALUMNUS, OFFICE, SYSTEM)),
        ("start_service", R.IN_CONTACT, R.IN_SERVICE, (WRITER, ALUMNUS)),
        ("hold", (R.CHOOSING, *ACCEPTED), R.ON_HOLD, (ALUMNUS, OFFICE)),
        ("resume", R.ON_HOLD, R.CHOOSING, (ALUMNUS, OFFICE, CLOCK)),
        ("resume_contact", R.ON_HOLD, R.IN_CONTACT, (ALUMNUS, OFFICE, CLOCK)),
        ("ask_outcome", (R.WITH_WRITER, *ACCEPTED), R.OUTCOME_PENDING, (ALUMNUS, WRITER, CLOCK)),
        ("dispute", R.OUTCOME_PENDING, R.DISPUTED, (SYSTEM,)),
        ("close", GOING_ON, R.CLOSED, (ALUMNUS, OFFICE, MODERATOR, SYSTEM, CLOCK)),
        ("reopen", R.CLOSED, R.CHOOSING, (ALUMNUS, OFFICE)),
        ("revoke", (R.AWAITING_CONSENT, *GOING_ON, R.CLOSED), R.CONSENT_REVOKED, (ALUMNUS, SYSTEM)),
        ("enter_error", (R.DRAFT, R.AWAITING_CONSENT, *GOING_ON), R.ENTERED_IN_ERROR, (OFFICE, ALUMNUS)),
    ],
)

leg = Machine(
    "referrals.leg",
    states=[
        State(L.OFFERED, owner=WRITER, clock="3 working days; reminder on day 2", silence=L.EXPIRED),
        State(L.ACCEPTED, owner=WRITER, clock="5 days to make contact", silence=L.RELEASED),
        State(L.CONTACTED, owner=WRITER, clock="that of its referral", silence=L.ENDED),
        *[State(value) for value in (L.DECLINED, L.EXPIRED, L.OBSOLETE, L.RELEASED, L.ENDED)],
    ],
    moves=[
        ("accept", L.OFFERED, L.ACCEPTED, (WRITER,)),
        ("decline", L.OFFERED, L.DECLINED, (WRITER, SYSTEM)),
        ("expire", L.OFFERED, L.EXPIRED, (CLOCK,)),
        ("contact", L.ACCEPTED, L.CONTACTED, (WRITER, ALUMNUS)),
        ("release", (L.ACCEPTED, L.CONTACTED), L.RELEASED, (WRITER, ALUMNUS, OFFICE, SYSTEM, CLOCK)),
        ("drop", (L.OFFERED, L.ACCEPTED, L.CONTACTED), L.OBSOLETE, (ALUMNUS, OFFICE, SYSTEM)),
        ("end", (L.ACCEPTED, L.CONTACTED), L.ENDED, (SYSTEM, CLOCK)),
    ],
)

alumni_import = Machine(
    "referrals.alumniimport",
    states=[
        State(I.UPLOADED, owner=OFFICE, clock="3 days", silence=I.DISCARDED),
        State(I.STAGING, owner=WORKER, clock="24 hours; begun anew after 5 minutes without a sign", silence=I.FAILED),
        State(I.READY, owner=OFFICE, clock="3 days", silence=I.DISCARDED),
        State(I.APPLYING, owner=WORKER, clock="1 hour; begun anew after 5 minutes without a sign", silence=I.READY),
        State(I.APPLIED, owner=OFFICE, clock="24 hours in which it can be undone", silence=I.KEPT),
        State(I.UNDOING, owner=WORKER, clock="1 hour; begun anew after 5 minutes without a sign", silence=I.APPLIED),
        *[State(value) for value in (I.KEPT, I.UNDONE, I.DISCARDED, I.FAILED)],
    ],
    moves=[
        ("stage", I.UPLOADED, I.STAGING, (OFFICE,)),
        ("finish_staging", I.STAGING, I.READY, (SYSTEM,)),
        # What the columns hold is said anew; what was read is thrown away.
        ("map_again", I.READY, I.UPLOADED, (OFFICE,)),
        ("apply", I.READY, I.APPLYING, (OFFICE,)),
        ("finish_applying", I.APPLYING, I.APPLIED, (SYSTEM,)),
        ("stop_applying", I.APPLYING, I.READY, (CLOCK,)),
        ("undo", I.APPLIED, I.UNDOING, (OFFICE,)),
        ("finish_undoing", I.UNDOING, I.UNDONE, (SYSTEM,)),
        ("stop_undoing", I.UNDOING, I.APPLIED, (CLOCK,)),
        ("keep", I.APPLIED, I.KEPT, (CLOCK,)),
        ("discard", (I.UPLOADED, I.READY), I.DISCARDED, (OFFICE, CLOCK)),
        ("fail", I.STAGING, I.FAILED, (SYSTEM, CLOCK)),
    ],
)

bulk_invite = Machine(
    "referrals.bulkinvite",
    states=[
        State(B.RUNNING, owner=OFFICE, clock="until all have left, at most so many a day", silence=B.DONE),
        *[State(value) for value in (B.DONE, B.STOPPED)],
    ],
    moves=[("finish", B.RUNNING, B.DONE, (CLOCK,)), ("stop", B.RUNNING, B.STOPPED, (OFFICE, SYSTEM))],
)
