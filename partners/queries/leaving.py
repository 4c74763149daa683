"""What it would mean that a host stops using CareerLink."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from careerlink.accounts.models import User
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock, ledger
from partners.models import Engagement, Host, Invitation, Member, Need, Offer, Partnership, WriterInvitation


def waiting_offers(host: Host) -> QuerySet[Offer]:
    """Offers that it has not answered, those in line included."""
    return Offer.objects.filter(host=host, state__in=[Offer.State.QUEUED, *Offer.UNDECIDED]).order_by("id")


def waiting_needs(host: Host) -> QuerySet[Need]:
    """Its requests that are not over."""
    return Need.objects.filter(host=host, state__in=[Need.State.DRAFT, Need.State.WAITING, Need.State.OPEN]).order_by(
        "id"
    )


def planned_mail(host: Host) -> QuerySet[OutgoingMail]:
    """Mail in its name that is to leave later."""
    waiting = OutgoingMail.objects.filter(scope=host.key, state=OutgoingMail.State.WAITING)
    return waiting.filter(send_after__gt=clock.now()).order_by("id")


def planned_reminders(host: Host) -> QuerySet[OutgoingMail]:
    """Mail that is to remind its managers of the end, and has not left."""
    return planned_mail(host).filter(kind="host_leaving_reminder")


def agreed_work(host: Host) -> QuerySet[Engagement]:
    """Work that both agreed and that is still to come, or has no day yet."""
    coming = Q(busy_from=None) | Q(busy_from__gt=clock.now())
    return Engagement.objects.filter(coming, host=host, state=Engagement.State.AGREED)


def ledger_digest(key: str) -> str:
    """How the ledger names a host, by its key."""
    return ledger.digest(f"host:{key}")


def hosts_that_left(digests: set[str]) -> list[Host]:
    """Hosts that are still there, though the ledger says that they left. Two queries."""
    keys = Host.objects.exclude(state=Host.State.LEFT).values_list("pk", "key")
    return list(Host.objects.filter(pk__in=[pk for pk, key in keys if ledger_digest(key) in digests]).order_by("pk"))


def has_manager(host: Host) -> bool:
    """Whether somebody manages it who can log in."""
    managers = Member.objects.filter(host=host, role=Member.Role.MANAGER, ended_at=None)
    return managers.filter(user__is_active=True).exists()


def hosts_only_she_manages(user: User) -> list[Host]:
    """Hosts that would be without a manager if she went."""
    others = Member.objects.filter(
        host=OuterRef("host"), role=Member.Role.MANAGER, ended_at=None, user__is_active=True
    ).exclude(user=user)
    hers = Member.objects.filter(user=user, role=Member.Role.MANAGER, ended_at=None)
    rows = hers.filter(~Exists(others)).select_related("host__institution").order_by("since", "id")
    return [member.host for member in rows]


def what_ends(host: Host) -> dict[str, int]:
    """How much of what would end with it, for the page that asks once more. Seven queries."""
    return {
        "requests": waiting_needs(host).count(),
        "offers": waiting_offers(host).count(),
        "invitations": sum(
            table.objects.filter(host=host, state=table.State.SENT).count() for table in (Invitation, WriterInvitation)
        ),
        "mails": planned_mail(host).count(),
        "work": agreed_work(host).count(),
        "people": Member.objects.filter(host=host, ended_at=None).count(),
        "partners": Partnership.objects.filter(host=host).count(),
    }
