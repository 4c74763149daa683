"""What is written to writers whom a shift that is near fits."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from careerlink.outbox.copies import Copy, Recipient, queue_each
from careerlink.outbox.kinds import Content, Line, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web.templatetags.web import short_day
from events.models import Shift
from events.queries.fitting import openings_for
from partners.models import Writer
from partners.registry import Opening


def suggest_shift_to(shift: Shift, writers: Iterable[Writer]) -> None:
    """To writers (with user): somebody is still needed in a few days. One mail for each event and writer."""
    event = shift.role.event
    queue_each(
        "shift_suggested",
        [
            Copy(
                key=f"shift-suggested:{event.key}:{writer.user_id}",
                to=Recipient(writer.user.email, writer.user_id, writer.user.zone),
                about=shift,
                scope=event.host.key,
                context={"writer": writer.pk},
            )
            for writer in writers
        ],
    )


def _opening(mail: OutgoingMail) -> Opening | None:
    """The shift as it is for her now, None when it is not for her any more."""
    writer = Writer.objects.select_related("user").filter(pk=mail.context["writer"]).first()
    if writer is None or writer.state != Writer.State.APPROVED or not writer.takes_part:
        return None
    return next(iter(openings_for(writer, [mail.about_id])), None)


def _render(mail: OutgoingMail) -> Content:
    one = _opening(mail)
    with translation.override(mail.mailbox.language):
        return compose(
            mail,
            "base",
            subject=_("Help on %(day)s: %(what)s") % {"day": short_day(one.on), "what": one.title},
            context={
                "paragraphs": [part for part in (one.sentence, one.why) if part],
                "rows": [(_("Where"), one.where)],
                "button": (one.button, absolute(one.url)),
                "second": (_("See all you can take"), absolute(reverse("shifts_to_take"))),
                "why": _("You get this because a shift in the next days fits what you wrote in your profile."),
            },
        )


def _in_short(mail: OutgoingMail) -> Line:
    one = _opening(mail)
    return Line(one.title, f"{one.sentence} {one.why}".strip(), absolute(one.url))


def _still_fits(mail: OutgoingMail) -> str:
    return "" if _opening(mail) else "the shift is not for her any more"


register(
    "shift_suggested",
    group="suggestions",
    transactional=False,
    render=_render,
    still_true=_still_fits,
    line=_in_short,
)
