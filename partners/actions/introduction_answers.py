"""Both sides of an introduction: yes or no, in either order, and what came of it."""

from collections.abc import Collection
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.accounts.queries import text_in_force
from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.web import clock
from partners import clocks
from partners.actions.engagements import agree
from partners.actions.introductions import end_waiting, engagements_of, hold
from partners.emails import introductions as emails
from partners.models import Engagement, Host, Introduction, IntroductionResult, Kind
from partners.models.reasons import IntroductionRefusal
from partners.queries.introductions import MADE, reach_of

State, What = Introduction.State, IntroductionResult.What


@transaction.atomic
def host_says_yes(introduction: Introduction, *, by: User) -> Introduction:
    """The host would meet the employer; when the contact has said yes, they are introduced. Returns it as it is now.

    Raises Stale or NoSuchMove when it had moved on, ValidationError when it cannot be now.
    """
    introduction = hold(introduction)
    host = introduction.host
    _refuse_out_of_office(host)
    if not introduction.writer.takes_part:
        raise ValidationError(_("%(writer)s does not take part at the moment.") % {"writer": introduction.writer.name})
    if reach_of(host, by) is None:
        raise ValidationError(
            _("Name a mailbox of your group or an adviser first: that is what the employer is shown, no student.")
        )
    said: dict = {"host_agreed_at": clock.now(), "host_agreed_by": by}
    if introduction.state == State.CONTACT_AGREED:
        _introduce(introduction, by=by, **said)
    else:
        introduction.move("host_agrees", by=by, **said)
    return introduction


@transaction.atomic
def contact_says_yes(introduction: Introduction, *, accepts_rules: bool = False) -> Introduction:
    """The contact would meet the host; a recruiter accepts the rules of the campus with it. When the host has said
    yes, they are introduced. Returns it as it is now.

    Raises Stale or NoSuchMove when it had moved on, ValidationError when it cannot be now.
    """
    introduction = hold(introduction)
    if not introduction.host.is_approved or not introduction.writer.takes_part:
        raise ValidationError(_("This cannot go on at the moment. We are sorry."))
    said: dict = {"contact_agreed_at": clock.now()}
    if introduction.is_recruiter:
        if not accepts_rules:
            raise ValidationError(_("Please accept the rules for recruiters: without them it cannot be."), code="rules")
        said["rules"] = text_in_force("campus")
    if introduction.state == State.HOST_AGREED:
        _introduce(introduction, by=None, **said)
    else:
        introduction.move("contact_agrees", **said)
    return introduction


def _introduce(introduction: Introduction, *, by: User | None, **said) -> None:
    """Both have said yes: each is mailed how to reach the other, which is noted as shown; the clock of what comes of
    it begins, and the two who work together, host and writer, have one piece of work more.
    """
    now = clock.now()
    days = timedelta(days=clocks.INTRODUCTION_ASKED[0])
    closes = now + timedelta(days=clocks.INTRODUCTION_CLOSES)
    introduction.move("introduce", by=by, introduced_at=now, due_at=closes, ask_at=now + days, **said)
    if not list(engagements_of(introduction)):
        agree(introduction.host, introduction.writer, Kind.INTRODUCTION, source=introduction, by=by)
    reach = reach_of(introduction.host, introduction.host_agreed_by)
    told = emails.tell_all_introduced(introduction)
    for person in told:
        note_contact_shown(introduction, person)
    if reach and reach.user:
        note_host_shown(introduction, reach.user)


def note_contact_shown(introduction: Introduction, person: User) -> None:
    """Write down that somebody of the host was shown how to reach the contact, who has no account."""
    trail.disclose(
        introduction, what="contact", right="introduction", seen_by=person, person_id=trail.BY_LINK.pk,
        scope=introduction.host.key,
    )  # fmt: skip


def note_host_shown(introduction: Introduction, person: User) -> None:
    """Write down that the contact, who has no account, was shown how to reach somebody of the host."""
    trail.disclose(
        introduction, what="contact", right="introduction", seen_by=trail.BY_LINK, person_id=person.pk,
        scope=introduction.host.key,
    )  # fmt: skip


@transaction.atomic
def host_says_no(introduction: Introduction, *, by: User, reason: str = "", note: str = "") -> None:
    """Not now, kindly; reason ("not now" by default) and note stay with the host."""
    introduction = hold(introduction)
    _refuse_out_of_office(introduction.host)
    if introduction.state == State.HOST_AGREED:
        raise Stale("a colleague has said yes")
    reason = reason or IntroductionRefusal.NOT_NOW
    private = {"private_reason": reason, "private_note": note, "declined_by_side": Introduction.Side.HOST}
    end_waiting(introduction, "decline", by=by, reason=reason, **private)


@transaction.atomic
def contact_says_no(introduction: Introduction) -> None:
    """The contact does not want to be introduced; also after she said yes, while the host has not."""
    end_waiting(hold(introduction), "decline", by=None, declined_by_side=Introduction.Side.CONTACT)


def _refuse_out_of_office(host: Host) -> None:
    if not host.is_approved:
        raise ValidationError(_("Your office has to be approved before it can answer."))


# --- What came of it ----------------------------------------------------------------------------------------


@transaction.atomic
def note_results(introduction: Introduction, whats: Collection[str], *, by: User) -> None:
    """Say what came of it: exactly these. Several are possible; "nothing" stands alone. After the second question
    the answer is the last.

    Raises ValidationError, or Stale when it was not made.
    """
    introduction = hold(introduction)
    if introduction.state not in MADE:
        raise Stale("they were not introduced")
    chosen = {What(what) for what in whats}
    if not chosen:
        raise ValidationError(_("Tick at least one."))
    if What.NOTHING in chosen and len(chosen) > 1:
        raise ValidationError(_("Either something came of it or nothing did: untick one."))
    introduction.results.exclude(what__in=chosen).delete()
    for what in chosen - set(introduction.results.values_list("what", flat=True)):
        IntroductionResult.objects.create(introduction=introduction, what=what, by=by, at=clock.now())
    trail.record(introduction, "note_results", by=by, **introduction.concerns())
    if introduction.state == State.INTRODUCED and introduction.asked >= len(clocks.INTRODUCTION_ASKED):
        end_made(introduction, by=by)


@transaction.atomic
def close_introduction(introduction: Introduction, *, by: User | None) -> None:
    """It is done, nobody is asked about it any more. Results may still be put right."""
    end_made(hold(introduction), by=by)


def end_made(introduction: Introduction, *, by: User | None) -> None:
    """Close one whose host is held: its clocks stop and the piece of work is done."""
    introduction.move("close", by=by, due_at=None, ask_at=None)
    for engagement in engagements_of(introduction).filter(state=Engagement.State.AGREED):
        engagement.move("finish", by=by)
