"""What an alumnus does by private link, beside signing and choosing."""

from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.web import clock
from careerlink.web.models import SignedLink
from partners.actions.reports import report_by_link
from partners.models import Host, Report, Writer
from referrals.actions import consent as consents
from referrals.actions import legs
from referrals.actions.asked import forget_asked
from referrals.actions.holding import hold, live_leg
from referrals.emails import consent as emails
from referrals.emails import legs as leg_letters
from referrals.models import Alumnus, HelpRequest, Leg, Outcome, Referral
from referrals.permissions.links import opens_still, readable, requests_at

State = Referral.State


def renew(link: SignedLink) -> bool:
    """Mail a fresh link in place of one that opens no more: to sign while that can be done, else to the status page.
    False when there is nothing left to open.
    """
    found = readable().filter(key=link.about, alumnus__addresses__email=link.address).first()
    return found is not None and _mail_link(found)


def send_links(address: str) -> None:
    """Mail whoever reads this address the links to what goes on there, at most one mail a request in ten minutes;
    nobody learns whether there was anything.
    """
    for found in requests_at(address):
        _mail_link(found)


@transaction.atomic
def _mail_link(referral: Referral) -> bool:
    if referral.state == State.AWAITING_CONSENT and referral.due_at > clock.now():
        emails.ask_for_consent(referral, once=emails.moment_words(), is_wanted=True)
        return True
    if referral.state == State.DRAFT or not opens_still(referral):
        return False
    emails.send_status_link(referral)
    return True


@transaction.atomic
def replace_link(referral: Referral) -> None:
    """From now on older links to the status page open nothing; a new one is mailed. Raises Stale."""
    referral = hold(referral)
    referral.status_since = clock.now()
    Referral.objects.filter(pk=referral.pk).update(status_since=referral.status_since)
    forget_asked(HelpRequest.objects.filter(referral=referral))  # its button leads here as well
    trail.record(referral, "new_link", **referral.concerns())
    emails.send_new_link(referral)


@transaction.atomic
def say_not_me(referral: Referral) -> None:
    """Whoever reads the address is somebody else: it was a mistake, nobody there is written to again, no link shows
    anything of the alumnus any more, and the office is told. What has ended stays as it ended.
    """
    referral = hold(referral)
    if referral.disowned_at is not None:
        return
    now = clock.now()
    Alumnus.objects.filter(pk=referral.alumnus_id, opted_out_at=None).update(opted_out_at=now)
    Referral.objects.filter(alumnus=referral.alumnus_id, disowned_at=None).update(disowned_at=now)
    trail.record(referral, "not_me", **referral.concerns())
    if referral.may_move("enter_error"):
        consents.enter_error(referral, by=None)
    emails.tell_office_stopped(referral)


@transaction.atomic
def ask_somebody_else(referral: Referral) -> None:
    """She would rather have somebody else than who is asked: that writer is told that it is no longer needed, and it
    goes on as after a no. Raises Stale or NoSuchMove when it had moved on.
    """
    leg = live_leg(hold(referral))
    if leg is None or leg.state != Leg.State.OFFERED:
        raise Stale(f"referral {referral.pk}: nobody is asked")
    legs.drop_leg(leg, by=None)
    legs.go_on(leg.referral, by=None)
    leg_letters.tell_writer_over(leg)


@transaction.atomic
def revoke(referral: Referral) -> None:
    """She takes her consent back; the office is told when a writer knew her. Raises Stale or NoSuchMove."""
    was_known = referral.has_consent and referral.accepted_at is not None
    consents.revoke_consent(referral)
    if was_known:
        emails.tell_office_stopped(referral)


@transaction.atomic
def stop(referral: Referral) -> None:
    """She does not need it any more. Raises Stale or NoSuchMove."""
    consents.close(referral, outcome=Outcome.NO_LONGER_INTERESTED, settled=Referral.Settled.ALUMNUS, by=None)


def report_problem(behind: str, thing: Host | Writer, *, about: str, text: str) -> Report:
    """Tell the moderators; the key of what the link opens stands before her words, so that they find it."""
    return report_by_link(thing, about=about, text=f"{_('Request')} {behind}\n\n{text}")
