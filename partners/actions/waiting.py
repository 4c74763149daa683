"""The cold start: names for colleges that are not here yet, and writers whom an office knows."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import Stale, move_each
from careerlink.outbox.actions import call_off
from careerlink.taxonomy.models import Institution
from careerlink.web import clock, links
from partners.emails import waiting as emails
from partners.models import Host, WaitingName, Writer, WriterInvitation
from partners.queries.waiting import offices_here, writers_waiting_for

WRITER_INVITATION_LASTS = timedelta(days=30)
REMIND_AFTER = timedelta(days=5)
MOST_NAMES = 50
MOST_INVITATIONS = 20  # open ones of one host
BATCH = 200


@transaction.atomic
def put_name_down(writer: Writer, institution: Institution) -> WaitingName:
    """Wait for a college that is not here yet; nobody is written to. A second time changes nothing.

    Raises ValidationError when its office is here already.
    """
    if offices_here([institution]):
        raise ValidationError(_("%(college)s is here already: you can offer your help now.") % {"college": institution})
    if WaitingName.objects.filter(writer=writer).exclude(institution=institution).count() >= MOST_NAMES:
        raise ValidationError(_("You wait for %(most)s colleges already. Take one off first.") % {"most": MOST_NAMES})
    waiting, _made = WaitingName.objects.get_or_create(writer=writer, institution=institution)
    return waiting


@transaction.atomic
def take_name_off(writer: Writer, institution: Institution) -> None:
    """Wait for a college no longer."""
    WaitingName.objects.filter(writer=writer, institution=institution).delete()


@transaction.atomic
def tell_waiting_writers(host: Host) -> int:
    """Write once to everybody who put her name down for the college of a newly approved career office.

    Returns how many are written to.
    """
    if host.kind != Host.HostKind.CAREER_OFFICE:
        return 0
    told = 0
    for waiting in writers_waiting_for(host.institution):
        if waiting.writer.state in (Writer.State.REFUSED, Writer.State.SUSPENDED):
            continue
        if WaitingName.objects.filter(pk=waiting.pk, told_at=None).update(told_at=clock.now()):
            emails.tell_writer_college_is_here(waiting, host)
            told += 1
    return told


@transaction.atomic
def invite_writer(host: Host, *, by: User, name: str, email: str) -> WriterInvitation:
    """Ask a writer whom the office knows to join CareerLink, by mail, and plan to remind her once. Raises
    ValidationError.
    """
    email = email.strip().lower()
    if not host.is_approved:
        raise ValidationError(_("You can invite writers as soon as you are approved."))
    still_open = WriterInvitation.objects.filter(host=host, state=WriterInvitation.State.SENT)
    if still_open.count() >= MOST_INVITATIONS:
        raise ValidationError(
            _("%(most)s of your invitations are not answered yet. Wait, or take one back.") % {"most": MOST_INVITATIONS}
        )
    invitation = WriterInvitation(
        host=host, by=by, name=name, email=email, expires_at=clock.now() + WRITER_INVITATION_LASTS
    )
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError as error:
        raise ValidationError({"email": _("You have invited this address already.")}) from error
    trail.record(invitation, "invite", by=by, after=invitation.state, scope=host.key)
    lasts = invitation.expires_at - clock.now()
    link = links.make(
        "writer-invitation", about=invitation.key, address=invitation.email, lasts=lasts, single_use=False
    )
    emails.invite_writer(invitation, link)
    emails.plan_reminder_of_writer(invitation, link, send_after=clock.now() + REMIND_AFTER)
    return invitation


@transaction.atomic
def withdraw_writer_invitation(invitation: WriterInvitation, *, by: User) -> None:
    """Take an invitation to a writer back; its link opens nothing any more."""
    invitation.move("withdraw", by=by)
    call_off(invitation, "the invitation was taken back")


@transaction.atomic
def note_person_joined(user: User) -> int:
    """A person joined as a writer: invitations to her confirmed addresses are fulfilled, and those who
    sent them are told. Returns how many.
    """
    addresses = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return _fulfil(WriterInvitation.objects.filter(email__in=[one.lower() for one in addresses]), user)


@transaction.atomic
def note_writer_approved(writer: Writer) -> int:
    """A writer was approved: invitations to her addresses are fulfilled if they were not, and name her now."""
    count = note_person_joined(writer.user)
    addresses = EmailAddress.objects.filter(user=writer.user, verified=True).values_list("email", flat=True)
    WriterInvitation.objects.filter(
        email__in=[one.lower() for one in addresses], state=WriterInvitation.State.JOINED, writer=None
    ).update(writer=writer)
    return count


def _fulfil(invitations, user: User) -> int:
    writer = Writer.objects.filter(user=user).first()
    count = 0
    now = clock.now()
    for invitation in invitations.filter(state=WriterInvitation.State.SENT, expires_at__gt=now).select_related(
        "host", "by"
    ):
        try:
            with transaction.atomic():
                invitation.move("join", by=user, writer=writer)
                call_off(invitation, "the writer has joined")
        except Stale:
            continue
        emails.tell_office_writer_joined(invitation)
        count += 1
    return count


def expire_writer_invitations() -> int:
    """Let invitations to writers run out whose time is over. Returns how many; each is its own transaction."""
    due = WriterInvitation.objects.filter(state=WriterInvitation.State.SENT, expires_at__lte=clock.now())
    return move_each(due.select_related("host").order_by("expires_at", "id")[:BATCH], "expire")
