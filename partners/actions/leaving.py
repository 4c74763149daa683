"""A host stops using CareerLink: at once nothing more is asked in its name, for 30 days it can come back,
then its people are out and what is only theirs is deleted.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import Stale, move_many
from careerlink.web import clock, ledger
from partners import clocks
from partners.actions.board_ends import end_seats_at, withdraw_invitations
from partners.actions.classes import withdraw_all_of
from partners.actions.decisions import name_somebody
from partners.actions.engagements import note_moot
from partners.actions.host_exports import expire_exports_of
from partners.actions.hosts import forget_memberships
from partners.actions.introduction_clocks import forget_contacts_of_host
from partners.actions.introductions import withdraw_all_of_host
from partners.actions.needs import publish_drafts
from partners.actions.offers import end_offer, lock_host
from partners.emails import leaving as emails
from partners.models import Engagement, Group, Host, Invitation, Member, SavedWriter, WriterInvitation
from partners.queries import leaving as queries
from partners.signals import host_left

BATCH = 50


@transaction.atomic
def leave_host(host: Host, *, by: User | None) -> Host:
    """Stop using CareerLink. An approved host can come back for 30 days; one that was never approved is
    gone at once. `by` is None when its only manager was erased. Returns the host as it is now.

    Raises Stale when it is leaving already, NoSuchMove when it cannot leave in this state.
    """
    host = lock_host(host)
    if host.state == Host.State.LEAVING:
        raise Stale("the host is leaving already")
    if host.is_approved:
        leaves_at = clock.now() + timedelta(days=clocks.HOST_LEAVING)
        host.move("leave", by=by, leaves_at=leaves_at)
        _cancel_planned_mail(host)
        _end_what_waits(host, by)
        emails.tell_people_leaving(host)
        emails.plan_reminder(host)
        emails.tell_partners_leaving(host, queries.agreed_work(host))
        host_left.send(Host, host=host, by=by)
    else:
        host.move("give_up", by=by, suspended_until=None)
        _end_what_waits(host, by)
        _forget(host)
        _note_in_ledger(host)
    return host


@transaction.atomic
def come_back(host: Host, *, by: User) -> None:
    """Take the leaving back within its 30 days. Requests that were taken back stay so; offers that ended too.

    Raises Stale or NoSuchMove when it is over.
    """
    host = lock_host(host)
    host.move("come_back", by=by, leaves_at=None)
    planned = list(queries.planned_reminders(host).select_related("mailbox"))
    move_many(planned, "cancel", why="the host came back")
    publish_drafts(host)
    emails.tell_people_came_back(host)


@transaction.atomic
def take_over(host: Host, *, by: User) -> None:
    """A coordinator of a host whose only manager is gone becomes its manager; one that was leaving comes back.

    Raises ValidationError when somebody was quicker.
    """
    host = lock_host(host)
    if queries.has_manager(host):
        raise ValidationError(_("There is a manager again. Ask them to change your role."))
    member = Member.objects.select_for_update().get(host=host, user=by, ended_at=None)
    before, member.role = member.role, Member.Role.MANAGER
    member.save(update_fields=["role"])
    name_somebody(host.pk, by=by)
    forget_memberships(by)
    trail.record(member, "take_over", by=by, before=before, after=member.role, scope=host.key, person=by.pk)
    if host.state == Host.State.LEAVING:
        come_back(host, by=by)


def end_leaving() -> int:
    """Let hosts go whose 30 days are over. Returns how many; each is its own transaction."""
    due = Host.objects.filter(state=Host.State.LEAVING, leaves_at__lte=clock.now()).order_by("leaves_at", "id")
    count = 0
    for host in due[:BATCH]:
        try:
            _end(host)
        except Stale:
            continue
        count += 1
    return count


@transaction.atomic
def _end(host: Host) -> None:
    host = lock_host(host)
    if host.state != Host.State.LEAVING:
        raise Stale("the host came back")
    host.move("end", leaves_at=None)
    host_left.send(Host, host=host, by=None)
    _cancel_coming_work(host)
    _forget(host)
    _note_in_ledger(host)


def let_go_again(digests: set[str]) -> int:
    """After a restore: hosts that had left, by what the ledger says, leave once more. Returns how many."""
    hosts = queries.hosts_that_left(digests)
    for host in hosts:
        _let_go_again(host)
    return len(hosts)


@transaction.atomic
def _let_go_again(host: Host) -> None:
    """Nobody is told that it leaves: that was said. Who hears that her offer has ended hears it under the same
    key as then, so not twice.
    """
    host = lock_host(host)
    host.move("stay_gone", leaves_at=None, suspended_until=None)
    _cancel_planned_mail(host)
    _end_what_waits(host, None)
    host_left.send(Host, host=host, by=None)
    _cancel_coming_work(host)
    _forget(host)


@transaction.atomic
def leave_without_manager(host: Host) -> None:
    """The only manager was erased, so nobody decides here any more. An approved host leaves, and its
    coordinators can take it over meanwhile; one that nobody else is in is gone.
    """
    if host.is_approved or not Member.objects.filter(host=host, ended_at=None).exists():
        leave_host(host, by=None)


def _note_in_ledger(host: Host) -> None:
    """So that no backup brings it back; last, when little but the commit can fail. Raises OSError."""
    ledger.write(ledger.ERASED, queries.ledger_digest(host.key))
    ledger.keep(ledger.ERASED)


def _cancel_coming_work(host: Host) -> None:
    """What was agreed and is still ahead is called off."""
    coming = host.engagements.filter(state=Engagement.State.AGREED, busy_from__gt=clock.now())
    for engagement in coming.select_related("host", "writer"):
        engagement.move("cancel")


def _cancel_planned_mail(host: Host) -> None:
    """What was to be sent later in its name is not sent."""
    planned = list(queries.planned_mail(host).select_related("mailbox"))
    move_many(planned, "cancel", why="the host is leaving")


def _end_what_waits(host: Host, by: User | None) -> None:
    """Offers that wait end with a kind mail, requests and invitations are taken back."""
    withdraw_all_of(host, by=by)
    for offer in queries.waiting_offers(host).select_related("host__institution", "writer__user", "need"):
        end_offer(offer, "make_obsolete", by=None)
        if not offer.goes_on_at:  # else she hears where it went
            emails.tell_writer_offer_ended(offer)
    withdraw_all_of_host(host, by=None)
    for need in queries.waiting_needs(host).select_related("host"):
        need.move("withdraw", by=by)
        note_moot(need)
    for table in (Invitation, WriterInvitation):
        for invitation in table.objects.filter(host=host, state=table.State.SENT).select_related("host"):
            invitation.move("withdraw", by=by)
    withdraw_invitations(host, by=by)


def _forget(host: Host) -> None:
    """Its people are out; what was only theirs is deleted. What they did with writers stays, for both sides."""
    end_seats_at(host, by=None)
    host.board_seats.exclude(private_note="").update(private_note="")
    now = clock.now()
    running = Member.objects.filter(host=host, ended_at=None)
    for member in running.select_related("user"):
        forget_memberships(member.user)
    running.update(ended_at=now, gets_decisions=False)
    Member.objects.filter(host=host).update(title="")
    nobody = Concat(Value("erased-"), F("key"), Value("@erased.invalid"), output_field=CharField())
    Invitation.objects.filter(host=host).update(email=nobody)
    WriterInvitation.objects.filter(host=host).update(email=nobody, name="")
    SavedWriter.objects.filter(host=host).delete()
    forget_contacts_of_host(host)
    host.offers.exclude(private_note="").update(private_note="")
    host.class_requests.update(room="", wishes="", refusal="")
    for rows in (host.wants, host.taught_majors, host.closures):
        rows.all().delete()
    Group.objects.filter(host=host).update(
        department="", approver_name="", approver_email="", mailbox="", pauses_on=None
    )
    Host.objects.filter(pk=host.pk).update(email="", phone="", website="", about="", house_rules="")
    expire_exports_of(host)
