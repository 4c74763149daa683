"""Messages between writers and student groups in the export and the erasure of a person."""

from django.db import transaction
from django.db.models import Q

from careerlink.accounts.models import User
from partners.models import Group, Message


def export_messages(user: User) -> list[dict]:
    """What she wrote, and as a writer what groups wrote to her, signed with the name of the group."""
    hers = Q(by=user) | Q(partnership__writer__user=user)
    rows = Message.objects.filter(hers).select_related("partnership__host__institution", "partnership__writer")
    return [
        {
            "with": one.partnership.writer.name if _is_hers_for_group(one, user) else str(one.partnership.host),
            "from": str(one.get_side_display()),
            "on": one.at,
            "words": one.text,
        }
        for one in rows.order_by("at", "id")
    ]


def _is_hers_for_group(message: Message, user: User) -> bool:
    return message.side == Message.Side.GROUP and message.partnership.writer.user_id != user.pk


@transaction.atomic
def erase_messages(user: User) -> None:
    """Blank what she wrote; that something was written, when and from which side stays until it is forgotten.
    A mailbox of a group that is her own address is taken out.
    """
    hers = Q(by=user) | Q(partnership__writer__user=user, side=Message.Side.WRITER)
    Message.objects.filter(pk__in=Message.objects.filter(hers).values("pk")).update(text="", by=None)
    Group.objects.filter(mailbox__iexact=user.email).update(mailbox="")
