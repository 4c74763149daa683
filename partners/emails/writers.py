"""What writers are told about their own profile."""

from django.urls import reverse
from django.utils.translation import gettext as _

from careerlink.outbox import kinds
from careerlink.outbox.actions import queue_mail
from careerlink.outbox.kinds import Content
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web.templatetags.web import short_day
from partners.models import Writer


def tell_writer_submitted(writer: Writer) -> None:
    """We have her profile, and by when she hears."""
    _queue("writer_submitted", writer, moment=writer.submitted_at)


def tell_writer_resumed(writer: Writer) -> None:
    """Her break is over; offices see her again."""
    _queue("writer_resumed", writer, moment=writer.state_since)


def tell_writer_set_back(writer: Writer) -> None:
    """The question about her profile was not answered; it is hers to finish when she likes."""
    _queue("writer_set_back", writer, moment=writer.state_since)


def _queue(kind: str, writer: Writer, *, moment) -> None:
    queue_mail(
        kind,
        key=f"{kind}:{writer.key}:{moment:%Y%m%d%H%M%S}",
        to=writer.user.email,
        user_id=writer.user_id,
        about=writer,
    )


def _writer(mail: OutgoingMail) -> Writer:
    return Writer.objects.select_related("user").get(pk=mail.about_id)


def render_submitted(mail: OutgoingMail) -> Content:
    writer = _writer(mail)
    return compose(
        mail,
        "partners/writer_submitted",
        subject=_("We have your profile: you hear by %(day)s") % {"day": short_day(writer.answer_by, writer.user.zone)},
        context={
            "writer": writer,
            "button": (_("Finish your profile"), absolute(reverse("writer_profile"))),
            "why": _("You get this because you asked to join as a writer."),
        },
    )


def render_resumed(mail: OutgoingMail) -> Content:
    writer = _writer(mail)
    return compose(
        mail,
        "partners/writer_resumed",
        subject=_("Your break is over: offices see you again"),
        context={
            "writer": writer,
            "button": (_("Look at your profile"), absolute(reverse("writer_profile"))),
            "why": _("You get this because you told us until when you are away."),
        },
    )


def render_set_back(mail: OutgoingMail) -> Content:
    writer = _writer(mail)
    return compose(
        mail,
        "partners/writer_set_back",
        subject=_("Finish your profile when you have time"),
        context={
            "writer": writer,
            "button": (_("Finish and send again"), absolute(reverse("writer_profile"))),
            "why": _("You get this because we asked you something about your profile."),
        },
    )


def submitted_is_true(mail: OutgoingMail) -> str:
    state = Writer.objects.filter(pk=mail.about_id).values_list("state", flat=True).first()
    return "" if state == Writer.State.SUBMITTED else "decided already"


def resumed_is_true(mail: OutgoingMail) -> str:
    state = Writer.objects.filter(pk=mail.about_id).values_list("state", flat=True).first()
    return "" if state == Writer.State.APPROVED else "not taking part any more"


def set_back_is_true(mail: OutgoingMail) -> str:
    state = Writer.objects.filter(pk=mail.about_id).values_list("state", flat=True).first()
    return "" if state == Writer.State.DRAFT else "sent again already"


kinds.register(
    "writer_submitted",
    group="commitments",
    transactional=True,
    render=render_submitted,
    still_true=submitted_is_true,
)
kinds.register(
    "writer_resumed",
    group="commitments",
    transactional=True,
    render=render_resumed,
    still_true=resumed_is_true,
)
kinds.register(
    "writer_set_back",
    group="commitments",
    transactional=True,
    render=render_set_back,
    still_true=set_back_is_true,
)
