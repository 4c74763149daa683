"""The office's pages about alumni: open requests, and one alumnus."""

from careerlink.audit import trail
from tests import factories as make
from tests.pages.kinds import ACTING, OFFICE, Action, Page, key_of, office


def fill(world) -> None:
    """Somebody whom a writer helps, somebody on hold, somebody who was never referred."""
    make.HelpSettingsFactory(host=world.office)
    world.helped = make.AlumnusFactory(host=world.office, name="Hester Helped")
    world.helped_referral = make.ReferralFactory(
        alumnus=world.helped, going_on=True, accepted=True, state="in_contact", made_by=world.user["staff"]
    )
    world.helped_leg = make.LegFactory(referral=world.helped_referral, writer=world.writer, contacted=True)
    for event, by in (("ask_consent", "staff"), ("consent", None), ("ask_writer", None)):
        trail.record(world.helped_referral, event, by=by and world.user[by], **world.helped_referral.concerns())
    world.held = make.ReferralFactory(
        alumnus=make.AlumnusFactory(host=world.office, name="Orla Onhold"), going_on=True, state="on_hold",
        resumes_on="2099-01-01",
    )  # fmt: skip
    world.choosing_referral = make.ReferralFactory(
        alumnus=make.AlumnusFactory(host=world.office, name="Cleo Choosing"), going_on=True
    )
    world.unasked = make.AlumnusFactory(host=world.office, name="Una Unasked")
    world.invited_many = make.BulkInviteFactory(host=world.office)


def more_referrals(world, rows):
    for _row in range(rows):
        for more in (
            {}, {"draft": True}, {"going_on": True}, {"going_on": True, "accepted": True, "state": "disputed"}
        ):  # fmt: skip
            make.ReferralFactory(alumnus=make.AlumnusFactory(host=world.office), **more)
        make.LegFactory(referral__alumnus=make.AlumnusFactory(host=world.office))
        make.LegFactory(contacted=True, referral__alumnus=make.AlumnusFactory(host=world.office))
        make.ReferralFactory(alumnus=world.helped, closed=True)
        leg = make.LegFactory(referral=world.helped_referral, state="declined", why="no_time", due_at=None)
        trail.record(leg, "decline", by=leg.writer.user, reason="no_time", **leg.concerns())
        trail.record(world.helped_referral, "hold", by=world.user["director"], **world.helped_referral.concerns())


def more_invitations(world, rows):
    for _row in range(rows):
        make.BulkInviteFactory(host=world.office, state="done", people=2)


PUBLIC: list[str] = []
PAGES: list[Page] = [
    Page("referrals", OFFICE, office, queries=7, rows=more_referrals),
    Page("referrals", OFFICE, office, query="?of=alumnus", queries=4, rows=more_referrals, label="referrals_one"),
    Page("alumnus", OFFICE, key_of("helped"), queries=9, rows=more_referrals),
    Page("alumnus", OFFICE, key_of("unasked"), label="alumnus_unasked"),
    Page("referral_mistake", ACTING, key_of("held")),
    Page("writer_records", OFFICE, office, queries=4, rows=more_referrals),
    Page("bulk_invite", ACTING, office, queries=3, rows=more_invitations),
    Page(
        "bulk_invite",
        ACTING,
        office,
        query="?asked=any&most=50&year_from=2000",
        queries=6,
        rows=more_invitations,
        label="bulk_invite_preview",
    ),
]
ACTIONS: list[Action] = [
    Action("referral_new", ACTING, key_of("unasked"), {"words": "A resume", "where": "either"}),
    Action("referral_hold", ACTING, key_of("helped_referral"), {"until": "in two weeks"}),
    Action("referral_resume", ACTING, key_of("held")),
    Action(
        "referral_pin", ACTING, key_of("choosing_referral"), {"writer": "Maren Okafor", "reason": "Knows federal jobs."}
    ),
    Action("bulk_stop", ACTING, key_of("invited_many")),
]
