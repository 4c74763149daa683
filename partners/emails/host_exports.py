"""What is written about taking everything out, and about leaving."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from careerlink.outbox.actions import queue_mail
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web.templatetags.web import short_day
from partners.models import HostExport, Member


def tell_asker_ready(export: HostExport) -> None:
    """It is ready; here is the page, and until when."""
    _queue("host_export_ready", export)


def tell_asker_failed(export: HostExport) -> None:
    """It did not work; ask again."""
    _queue("host_export_failed", export)


def _queue(kind: str, export: HostExport) -> None:
    if export.asked_by is None or not export.asked_by.is_active:
        return
    queue_mail(
        kind,
        key=f"{kind}:{export.key}",
        to=export.asked_by.email,
        user_id=export.asked_by_id,
        about=export,
        scope=export.host.key,
    )


def _still(state: str):
    def still_true(mail: OutgoingMail) -> str:
        export = HostExport.objects.filter(pk=mail.about_id, state=state).first()
        if export is None:
            return "the export moved on"
        manages = Member.objects.filter(
            host=export.host_id, user=mail.mailbox.user_id, role=Member.Role.MANAGER, ended_at=None
        )
        return "" if manages.exists() else "she is no manager any more"

    return still_true


def _render_ready(mail: OutgoingMail) -> Content:
    export = HostExport.objects.select_related("host").get(pk=mail.about_id)
    with translation.override(mail.mailbox.language):
        until = short_day(export.due_at, mail.mailbox.zone)
        page = absolute(reverse("host_export", args=[export.host.slug]))
        return compose(
            mail,
            "base",
            subject=_("Download the records of %(host)s by %(day)s") % {"host": export.host.name, "day": until},
            context={
                "sender": str(export.host.name),
                "paragraphs": [
                    _("Everything your office owns in CareerLink is in one archive now. It is deleted on %(day)s.")
                    % {"day": until},
                    _("It holds names, private notes and reasons: keep it where only those see it who may."),
                ],
                "button": (_("Open the page to download it"), page),
                "why": _("You get this because you asked for it."),
            },
        )


def _render_failed(mail: OutgoingMail) -> Content:
    export = HostExport.objects.select_related("host").get(pk=mail.about_id)
    with translation.override(mail.mailbox.language):
        page = absolute(reverse("host_export", args=[export.host.slug]))
        return compose(
            mail,
            "base",
            subject=_("Ask again for the records of %(host)s") % {"host": export.host.name},
            context={
                "sender": str(export.host.name),
                "paragraphs": [
                    _("We could not put your archive together. Nothing of yours is lost."),
                    _("Ask once more; if it fails again, answer this mail and a person looks at it."),
                ],
                "button": (_("Ask again"), page),
                "why": _("You get this because you asked for it."),
            },
        )


register(
    "host_export_ready",
    group="commitments",
    transactional=True,
    render=_render_ready,
    still_true=_still(HostExport.State.READY),
)
register(
    "host_export_failed",
    group="commitments",
    transactional=True,
    render=_render_failed,
    still_true=_still(HostExport.State.FAILED),
)
