"""A message of the host to whoever comes."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.outbox.copies import Recipient, queue_to_all
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web.templatetags.web import day
from events.models import Announcement, Assignment
from events.queries.words import when, where


def pass_on(message: Announcement, people: Iterable[User]) -> None:
    """To each of these, a mail of her own."""
    queue_to_all(
        "event_message",
        key=f"event message:{message.key}",
        to=[Recipient(person.email, person.pk, person.zone) for person in people],
        about=message,
        scope=message.event.host.key,
    )


def _places(message: Announcement, user_id: int | None):
    rows = Assignment.objects.filter(
        shift__role__event=message.event, writer__user=user_id, state__in=Assignment.COMING
    )
    rows = rows.filter(shift=message.shift_id) if message.shift_id else rows
    rows = rows.filter(shift__role=message.role_id) if message.role_id else rows
    return rows.select_related("shift__role__event__host__institution", "shift__role__event__venue").order_by(
        "shift__starts_at", "pk"
    )


def event_message(mail: OutgoingMail) -> Content:
    message = Announcement.objects.select_related("event__host__institution", "event__venue").get(pk=mail.about_id)
    event, places = message.event, list(_places(message, mail.mailbox.user_id))
    with translation.override(mail.mailbox.language):
        names = {"host": event.host.name, "college": event.host.institution.name, "event": event.title}
        names["day"] = day(event.starts_at, event.zone)
        context = {
            "paragraphs": [
                _("%(host)s at %(college)s writes to everybody who comes to %(event)s:") % names,
                *message.text.splitlines(),
            ],
            "rows": [
                *[(place.shift.role.name, when(place.shift, mail.mailbox.zone)) for place in places],
                *where(event, takes_part=True),
            ],
            "button": (_("See your place"), absolute(places[0].get_absolute_url())) if places else None,
        }
        subject = _("Read this before %(day)s: %(event)s") % names
    return compose(mail, "base", subject=subject, context=context)


def _still(mail: OutgoingMail) -> str:
    message = Announcement.objects.filter(pk=mail.about_id).exclude(text="").select_related("event").first()
    if message is None:
        return "the message is gone"
    return "" if _places(message, mail.mailbox.user_id).exists() else "she does not come any more"


register("event_message", group="commitments", transactional=True, render=event_message, still_true=_still)
