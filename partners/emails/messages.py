"""What a writer and a student group write to each other, passed on: signed by name on the writer's side and with
the name of the group on the other, and with nobody's address.
"""

from collections.abc import Callable

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from careerlink.outbox.actions import queue_mail
from careerlink.outbox.copies import Recipient, queue_to_all
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from partners.models import Message
from partners.permissions.offers import colleagues_who_decide, may_see_contacts
from partners.queries.campus import group_of
from partners.queries.offers import deciders

TO_GROUP, TO_WRITER = "message_to_group", "message_to_writer"


def pass_on_to_group(message: Message, *, mailbox: str) -> None:
    """To those who decide in the group, and to its mailbox when it has one."""
    host = message.partnership.host
    people = deciders(host)
    _queue(TO_GROUP, message, [Recipient(person.email, person.pk, person.zone) for person in people])
    if mailbox and mailbox.lower() not in {person.email.lower() for person in people}:
        queue_mail(
            TO_GROUP, key=f"{TO_GROUP}:{message.key}:mailbox", to=mailbox, about=message, scope=host.key,
            context={"mailbox": mailbox},
        )  # fmt: skip


def pass_on_to_writer(message: Message) -> None:
    """To the writer, signed with the name of the group."""
    person = message.partnership.writer.user
    _queue(TO_WRITER, message, [Recipient(person.email, person.pk, person.zone)])


def _queue(kind: str, message: Message, to: list[Recipient]) -> None:
    scope = message.partnership.host.key
    queue_to_all(kind, key=f"{kind}:{message.key}", to=to, about=message, scope=scope)


def _message(mail: OutgoingMail) -> Message | None:
    rows = Message.objects.select_related("partnership__host__institution", "partnership__writer__user")
    return rows.filter(pk=mail.about_id).exclude(text="").first()


def _still_open(mail: OutgoingMail) -> str:
    message = _message(mail)
    if message is None:
        return "the message was deleted"
    partnership = message.partnership
    return "" if may_see_contacts(partnership.writer.user, partnership) else "one of the two takes no part now"


def _still_for_group(mail: OutgoingMail) -> str:
    """The same, and neither to who has left nor to a mailbox that the group does not use any more."""
    why = _still_open(mail)
    if why:
        return why
    host = _message(mail).partnership.host
    if mailbox := mail.context.get("mailbox"):
        return "" if group_of(host).mailbox == mailbox else "the group has another mailbox"
    return "" if colleagues_who_decide(host).filter(pk=mail.mailbox.user_id).exists() else "she left"


def _letter(build: Callable[[Message], dict]) -> Callable[[OutgoingMail], Content]:
    def render(mail: OutgoingMail) -> Content:
        message = _message(mail)
        with translation.override(mail.mailbox.language):
            letter = build(message)
            page = absolute(reverse("partnership", args=[message.partnership.key]))
            letter |= {
                "paragraphs": [letter.pop("opening"), f"“{message.text}”"],
                "button": (_("Answer here"), page),
                "after": [
                    _("Please answer on the page and not to this mail: it is passed on without anybody's address.")
                ],
            }
        return compose(mail, "base", subject=letter.pop("subject"), context=letter)

    return render


@_letter
def message_to_group(message: Message) -> dict:
    names = {"writer": message.partnership.writer.name, "group": message.partnership.host.name}
    return {
        "subject": _("Answer %(writer)s, who writes to %(group)s") % names,
        "sender": names["writer"],
        "opening": _("%(writer)s works with you and writes to %(group)s:") % names,
        "why": _("You get this because you decide for %(group)s. Only its name is shown to the writer, never yours.")
        % names,
    }


@_letter
def message_to_writer(message: Message) -> dict:
    host = message.partnership.host
    names = {"group": host.name, "college": host.institution.name}
    return {
        "subject": _("Read what %(group)s writes to you") % names,
        "sender": names["group"],
        "opening": _("%(group)s at %(college)s writes to you:") % names,
        "why": _("You get this because you work with %(group)s.") % names,
    }


register(TO_GROUP, group="commitments", transactional=True, render=message_to_group, still_true=_still_for_group)
register(TO_WRITER, group="commitments", transactional=True, render=message_to_writer, still_true=_still_open)
