"""Mail to those who say yes to a stand-in for class: the department by a link, moderators when nobody does."""

import json
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.outbox import secrets
from careerlink.outbox.actions import queue_mail
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock, links
from careerlink.web.templatetags.web import short_day, when
from partners.emails.classes import letter_of, names_of, rows_of, still_in
from partners.models import CampusRules, ClassRequest, Group, Member
from partners.queries import classes as queries

State = ClassRequest.State


def ask_department(request: ClassRequest, rules: CampusRules, group: Group) -> None:
    """To whoever approves for the department, when she may: yes or no by a link, without an account."""
    address = group.approver_email
    own = Member.objects.filter(host=request.host, ended_at=None, user__email__iexact=address)
    if queries.DEPARTMENT not in queries.who_says_yes(request, rules, group) or own.exists():
        return
    ask_again(request, address)


def ask_again(request: ClassRequest, address: str) -> None:
    """The same with a fresh link, when somebody opens one that has run out."""
    lasts = request.due_at - clock.now()
    link = links.make("class-approval", about=request.key, address=address, lasts=lasts)
    queue_mail(
        "class_yes_wanted",
        key=f"class-yes-wanted:{request.key}:{clock.now():%Y%m%d%H%M%S%f}",
        to=address,
        about=request,
        scope=request.host.key,
        secret={"link": link},
    )


def alarm_moderators(requests: Iterable[ClassRequest], *, at: datetime) -> None:
    """To each moderator: for these classes nobody has said yes or no."""
    about = [request.pk for request in requests]
    for address in settings.MODERATOR_EMAILS:
        key = f"class-alarm:{about[0]}:{at:%Y%m%d%H%M%S}:{address}"
        queue_mail("class_alarm", key=key, to=address, context={"about": about})


def class_yes_wanted(request: ClassRequest, mail: OutgoingMail) -> dict:
    names = names_of(request, request.host.zone)
    names["due"] = when(request.due_at, request.host.zone)
    return {
        "subject": _("Say yes or no by %(short_due)s: a stand-in for %(course)s")
        % {**names, "short_due": short_day(request.due_at, request.host.zone)},
        "sender": str(request.host),
        "paragraphs": [
            _("%(host)s asks for a stand-in for one class: %(course)s, %(when)s. Your college wants a yes first; "
              "nothing goes to anybody before it.") % names,
            f"“{request.wishes}”" if request.wishes else "",
            _("Say yes or no by %(due)s; then it ends by itself. You need no account.") % names,
        ],
        "rows": rows_of(request, request.host.zone),
        "button": (_("Look and decide"), json.loads(secrets.decrypt(mail.secret))["link"]),
        "why": _("You get this because you were named as the one who approves for %(host)s.") % names,
    }  # fmt: skip


def _render_alarm(mail: OutgoingMail) -> Content:
    rows = ClassRequest.objects.filter(pk__in=mail.context["about"], state=State.WAITING_FOR_APPROVAL)
    requests = list(rows.select_related(*queries.ROWS).order_by("due_at", "id"))
    queue = reverse("admin:partners_classrequest_changelist") + "?state__exact=waiting_for_approval"
    title = ngettext("Look at a stand-in that waits for a yes", "Look at %(n)s stand-ins that wait for a yes",
                     len(requests)) % {"n": len(requests)}  # fmt: skip
    return compose(
        mail,
        "base",
        subject=title,
        context={
            "paragraphs": [_("Nobody has said yes or no. Without a yes each ends 12 hours before class.")],
            "rows": [(f"{one.host}: {one.course}", when(one.due_at, one.host.zone)) for one in requests],
            "button": (_("Open the queue"), absolute(queue)),
            "why": _("You get this because you moderate CareerLink."),
        },
    )


def _still_alarming(mail: OutgoingMail) -> str:
    rows = ClassRequest.objects.filter(pk__in=mail.context["about"], state=State.WAITING_FOR_APPROVAL)
    return "" if rows.exists() else "somebody has decided"


register("class_alarm", group="decisions", transactional=True, render=_render_alarm, still_true=_still_alarming)
register(
    "class_yes_wanted",
    group="decisions",
    transactional=True,
    render=letter_of(class_yes_wanted),
    still_true=still_in(State.WAITING_FOR_APPROVAL),
)
