"""What is written about a host as such."""

from django.urls import reverse
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.outbox.actions import queue_mail
from careerlink.outbox.kinds import Content, Line, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web.templatetags.web import short_day
from partners.models import Host, Member


def tell_applicant_received(host: Host, applicant: User) -> None:
    """We have it, and you hear by this date."""
    queue_mail(
        "host_received",
        key=f"host-received:{host.key}:{host.submitted_at:%Y%m%d%H%M%S}",
        to=applicant.email,
        user_id=applicant.pk,
        about=host,
        scope=host.key,
    )


def _render_received(mail: OutgoingMail) -> Content:
    host = Host.objects.select_related("institution").get(pk=mail.about_id)
    return compose(
        mail,
        "partners/host_received",
        subject=_("We check %(host)s: you hear by %(day)s")
        % {"host": host.name, "day": short_day(host.answer_by, host.zone)},
        context={"host": host, "button": (_("Prepare your pages"), absolute(reverse("desk", args=[host.slug])))},
    )


def _still_waiting(mail: OutgoingMail) -> str:
    waiting = Host.objects.filter(pk=mail.about_id, state=Host.State.SUBMITTED).exists()
    return "" if waiting else "the host was decided on"


def tell_manager_somebody_asks(host: Host, manager: Member, asker: User) -> None:
    """Somebody of your college would like to be asked in."""
    queue_mail(
        "host_invitation_wanted",
        key=f"host-invitation-wanted:{host.key}:{manager.key}:{asker.key}",
        to=manager.user.email,
        user_id=manager.user_id,
        about=host,
        scope=host.key,
        context={"asker": asker.pk},
    )


def _render_wanted(mail: OutgoingMail) -> Content:
    host = Host.objects.select_related("institution").get(pk=mail.about_id)
    asker = User.objects.get(pk=mail.context["asker"])
    path = reverse("host_members", args=[host.slug])
    return compose(
        mail,
        "partners/host_invitation_wanted",
        subject=_("Invite %(name)s to %(host)s?") % {"name": asker, "host": host.name},
        context={"host": host, "asker": asker, "button": (_("See your people"), absolute(path))},
    )


def _wanted_line(mail: OutgoingMail) -> Line:
    host, asker = Host.objects.get(pk=mail.about_id), User.objects.get(pk=mail.context["asker"])
    return Line(
        _("Invite %(name)s to %(host)s?") % {"name": asker, "host": host.name},
        _("%(email)s asks you for an invitation.") % {"email": asker.email},
        absolute(reverse("host_members", args=[host.slug])),
    )


def _asker_is_out(mail: OutgoingMail) -> str:
    asker = mail.context["asker"]
    if Member.objects.filter(host=mail.about_id, user=asker, ended_at=None).exists():
        return "she is a member already"
    return "" if User.objects.filter(pk=asker, is_active=True).exists() else "the asker is gone"


register("host_received", group="commitments", transactional=True, render=_render_received, still_true=_still_waiting)
# No clock hangs on it, so it is a suggestion: at most one a day, and the manager may stop it.
register(
    "host_invitation_wanted",
    group="suggestions",
    transactional=False,
    render=_render_wanted,
    still_true=_asker_is_out,
    line=_wanted_line,
)
