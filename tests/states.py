"""One row in each open state of each machine, with what its clock needs. A new open state is a new row here."""

from collections.abc import Callable
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import models

from careerlink.audit.machines import Stateful
from careerlink.outbox.actions import queue_mail
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from events.models import Assignment
from partners.actions.reviews import stamp_submission
from partners.models import HostExport
from tests import factories as make


def in_days(number: int):
    return clock.now() + timedelta(days=number)


def day(number: int):
    return clock.today() + timedelta(days=number)


def submitted(row: Stateful) -> Stateful:
    """As if it had just been handed in, with the day the applicant was told."""
    stamp_submission(row)
    row.save()
    return row


def mail(**fields) -> OutgoingMail:
    address = make.UserFactory().email
    row = queue_mail("account_password_set", key=f"password set: {address}", to=address, secret={"address": address})
    OutgoingMail.objects.filter(pk=row.pk).update(**fields)
    row.refresh_from_db()
    return row


def weekly_mail() -> OutgoingMail:
    """A weekly mail that leaves in two days."""
    box = mail(state="cancelled").mailbox
    leaves = {"due_at": in_days(2), "send_after": in_days(2)}
    return OutgoingMail.objects.create(key=f"digest:{box.pk}", kind="digest", mailbox=box, **leaves)


def export(**fields) -> HostExport:
    host = make.MemberFactory().host
    return HostExport.objects.create(host=host, asked_by=host.members.get().user, due_at=in_days(1), **fields)


def archive() -> ContentFile:
    return ContentFile(b"PK", name="archive.zip")


def host(**fields):
    return make.MemberFactory(host=make.HostFactory(**fields)).host


def waiting_need():
    host = make.GroupFactory().host
    return make.NeedFactory(
        host=host, state="waiting", published_at=None, asked_at=clock.now(), answer_by=in_days(30), needed_on=day(30)
    )


def place(state: str) -> Stateful:
    return make.AssignmentFactory(state=state)


WAITS: dict[tuple[str, str], Callable[[], Stateful]] = {
    ("events.assignment", "invited"): lambda: place("invited"),
    ("events.assignment", "requested"): lambda: place("requested"),
    ("events.assignment", "waitlisted"): lambda: place("waitlisted"),
    ("events.assignment", "held"): lambda: place("held"),
    ("events.assignment", "confirmed"): lambda: place("confirmed"),
    ("events.assignment", "checked_in"): lambda: place("checked_in"),
    ("events.episode", "planned"): make.EpisodeFactory,
    ("events.episode", "recorded"): lambda: make.EpisodeFactory(state="recorded", recorded_at=clock.now()),
    ("events.event", "draft"): lambda: make.EventFactory(draft=True),
    ("events.event", "published"): make.EventFactory,
    ("events.event", "hidden"): lambda: make.EventFactory(state="hidden"),
    ("events.event", "invite_only"): lambda: make.EventFactory(state="invite_only"),
    ("events.search", "open"): make.SearchFactory,
    ("events.search", "agreed"): lambda: make.SearchFactory(state="agreed"),
    ("outbox.outgoingmail", "waiting"): mail,
    ("outbox.outgoingmail", "claimed"): lambda: mail(state="claimed", claim="of a dead worker", claimed_at=clock.now()),
    ("outbox.outgoingmail", "gathered"): lambda: mail(state="gathered", digest=weekly_mail()),
    ("partners.boardseat", "proposed"): lambda: make.BoardSeatFactory(invited=True),
    ("partners.boardseat", "serving"): make.BoardSeatFactory,
    ("partners.classrequest", "waiting_for_approval"): lambda: make.ClassRequestFactory(waiting=True),
    ("partners.classrequest", "open"): make.ClassRequestFactory,
    ("partners.classrequest", "offered"): lambda: make.ClassRequestFactory(state="offered"),
    ("partners.credential", "submitted"): lambda: submitted(make.CredentialFactory(waiting=True)),
    ("partners.credential", "checked"): make.CredentialFactory,
    ("partners.credential", "expiring"): lambda: make.CredentialFactory(state="expiring", expires_on=day(20)),
    ("partners.host", "submitted"): lambda: submitted(host(waiting=True)),
    ("partners.host", "suspended"): lambda: host(state="suspended", suspended_until=in_days(30)),
    ("partners.host", "leaving"): lambda: host(state="leaving", leaves_at=in_days(30)),
    ("partners.hostexport", "asked"): export,
    ("partners.hostexport", "working"): lambda: export(state="working", claim="of a dead worker"),
    ("partners.hostexport", "ready"): lambda: export(state="ready", file=archive()),
    ("partners.introduction", "draft"): lambda: make.IntroductionFactory(draft=True),
    ("partners.introduction", "proposed"): make.IntroductionFactory,
    ("partners.introduction", "host_agreed"): lambda: make.IntroductionFactory(host_agreed=True),
    ("partners.introduction", "contact_agreed"): lambda: make.IntroductionFactory(contact_agreed=True),
    ("partners.introduction", "introduced"): lambda: make.IntroductionFactory(introduced=True),
    ("partners.invitation", "sent"): make.InvitationFactory,
    ("partners.need", "draft"): lambda: make.NeedFactory(state="draft", published_at=None),
    ("partners.need", "waiting"): waiting_need,
    ("partners.need", "open"): make.NeedFactory,
    ("partners.offer", "draft"): lambda: make.OfferFactory(state="draft", sent_at=None),
    ("partners.offer", "queued"): lambda: make.OfferFactory(queued=True),
    ("partners.offer", "sent"): make.OfferFactory,
    ("partners.offer", "seen"): lambda: make.OfferFactory(state="seen", seen_at=clock.now()),
    ("partners.report", "submitted"): lambda: submitted(make.ReportFactory()),
    ("partners.writer", "submitted"): lambda: submitted(make.WriterFactory(waiting=True)),
    ("partners.writer", "needs_information"): lambda: make.WriterFactory(state="needs_information"),
    ("partners.writer", "paused"): lambda: make.WriterFactory(state="paused", paused_until=day(10)),
    ("partners.writer", "suspended"): lambda: make.WriterFactory(state="suspended", suspended_until=in_days(30)),
    ("partners.writerinvitation", "sent"): make.WriterInvitationFactory,
}
WAITS |= {
    ("referrals.referral", "awaiting_consent"): make.ReferralFactory,
    ("referrals.referral", "draft"): lambda: make.ReferralFactory(draft=True),
    ("referrals.referral", "choosing"): lambda: make.ReferralFactory(going_on=True),
    ("referrals.referral", "with_writer"): lambda: make.LegFactory().referral,
    ("referrals.referral", "in_contact"): lambda: make.LegFactory(contacted=True).referral,
    ("referrals.referral", "in_service"): lambda: (
        make.LegFactory(contacted=True, referral__state="in_service").referral
    ),
    ("referrals.referral", "on_hold"): lambda: make.ReferralFactory(going_on=True, state="on_hold", resumes_on=day(9)),
    ("referrals.referral", "outcome_pending"): lambda: (
        make.LegFactory(contacted=True, referral__state="outcome_pending", referral__due_at=in_days(104)).referral
    ),
    ("referrals.referral", "disputed"): lambda: (
        make.LegFactory(contacted=True, referral__state="disputed", referral__due_at=in_days(10)).referral
    ),
    ("referrals.bulkinvite", "running"): make.BulkInviteFactory,
    **{
        ("referrals.alumniimport", state): lambda state=state: make.AlumniImportFactory(state=state)
        for state in ("uploaded", "staging", "ready", "applying", "applied", "undoing")
    },
    ("referrals.leg", "offered"): make.LegFactory,
    ("referrals.leg", "accepted"): lambda: make.LegFactory(accepted=True),
    ("referrals.leg", "contacted"): lambda: make.LegFactory(contacted=True),
}
# Things that are open to no clock; the walk through their machine begins here.
QUIET: dict[str, Callable[[], Stateful]] = {"partners.engagement": make.EngagementFactory}


def anywhere(label: str) -> Stateful:
    """A row of this machine, with every moment set that a state of it may ask for."""
    if label in QUIET:
        return QUIET[label]()
    row = next(maker for (machine, _state), maker in WAITS.items() if machine == label)()
    for field in type(row)._meta.concrete_fields:
        if isinstance(field, models.DateField) and getattr(row, field.attname) is None:
            setattr(row, field.attname, in_days(30) if isinstance(field, models.DateTimeField) else day(30))
    if label == "partners.offer":
        row.goes_on_at = None  # only what was not taken up goes on, and only with the writer's word
    elif label == "partners.hostexport":
        row.file = archive()
    elif label == "partners.boardseat":
        row.reason = "resigned"  # no seat ends without one
    elif label == "outbox.outgoingmail":
        row.digest = weekly_mail()
    elif label == "events.episode":
        row.transcript = row.link = "https://pod.example/1"
    elif label == "events.event":
        row.opens_at = None  # sign-up is open from the start
    row.save()
    return row


def needed(label: str, after: str) -> dict:
    """What a move into this state has to write with it, in the same statement."""
    if label == "events.assignment":
        return {"seat": 1 if after in Assignment.SEATED else None}
    if label == "referrals.referral":
        return {"outcome": "unknown" if after == "closed" else ""}
    if label == "referrals.leg":
        return {"why": "other"}
    return {}
