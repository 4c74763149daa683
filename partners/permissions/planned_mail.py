"""Who sees and stops mail that is planned in the name of a host."""

from django.http import Http404

from careerlink.accounts.models import User
from careerlink.outbox.models import OutgoingMail
from partners.models import Host
from partners.permissions.desks import may_coordinate
from partners.queries.planned_mail import mail_in_name_of


def get_mail_in_name(host: Host, key: str) -> OutgoingMail:
    """A mail in the name of a host that this person has opened already, whether it has left or not, else 404."""
    mail = mail_in_name_of(host).filter(public_key=key).first()
    if mail is None:
        raise Http404
    return mail


def may_cancel_mail(user: User, host: Host, mail: OutgoingMail) -> bool:
    """Whether she may keep it from leaving: coordinators and managers, while it waits."""
    return mail.may_move("cancel") and may_coordinate(user, host)
