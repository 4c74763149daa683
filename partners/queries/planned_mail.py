"""Mail that is planned in the name of a host."""

from django.db.models import QuerySet

from careerlink.accounts.models import User
from careerlink.outbox.kinds import kinds
from careerlink.outbox.models import OutgoingMail
from partners.models import Host

MOST_COUNTED = 100


def mail_in_name_of(host: Host) -> QuerySet[OutgoingMail]:
    """All mail in the name of a host, left or not; what its own people get is their own affair."""
    in_name = [slug for slug, kind in kinds.items() if kind.in_name]
    return OutgoingMail.objects.filter(scope=host.key, kind__in=in_name).select_related("mailbox")


def planned_mail(host: Host) -> QuerySet[OutgoingMail]:
    """Mail in the name of a host that has not left; in the order of `send_after` and `id` it uses an index."""
    return mail_in_name_of(host).filter(state=OutgoingMail.State.WAITING)


def planned_count(host: Host) -> int:
    """How many those are; stops counting at 100."""
    return len(planned_mail(host).values_list("pk")[:MOST_COUNTED])


def shown(mails: list[OutgoingMail]) -> list[dict]:
    """Mails as a list shows them: dicts mail, what it is, to whom. An address that belongs to somebody with an
    account is not shown, her name is. One query.
    """
    ids = {mail.mailbox.user_id for mail in mails if mail.mailbox.user_id}
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    return [
        {
            "mail": mail,
            "what": kinds[mail.kind].in_name,
            "to": names.get(mail.mailbox.user_id, "") if mail.mailbox.user_id else mail.mailbox.address,
        }
        for mail in mails
    ]
