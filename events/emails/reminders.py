"""Reminders of confirmed places: planned when a place is confirmed, looked at again when they leave."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.outbox.actions import queue_mail
from careerlink.outbox.copies import queue_each
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from careerlink.web.templatetags.web import when
from events import clocks
from events.emails.places import names_of, place_of, rows_of
from events.models import Assignment
from events.queries.reminders import KIND, copies_of, overdue

S = Assignment.State


def plan(places: Iterable[Assignment]) -> None:
    """To the writers of confirmed places. Two statements, one more for new addresses."""
    queue_each(KIND, [copy for place in places for copy in copies_of(place)])


def _render(mail: OutgoingMail) -> Content:
    place = place_of(mail)
    with translation.override(mail.mailbox.language):
        names = {**names_of(place), "when": when(place.shift.starts_at, place.event.zone)}
        says = {
            clocks.WEEK: _("It is a week away. %(host)s at %(college)s counts on you."),
            clocks.TWO_DAYS: _("It is close now. %(host)s at %(college)s counts on you."),
            clocks.MORNING: _("Today is the day. %(host)s at %(college)s looks forward to you."),
        }[mail.context["which"]]
        context = {
            "paragraphs": [says % names],
            "rows": rows_of(place, mail.mailbox.zone),
            "button": (_("See your place"), absolute(place.get_absolute_url())),
            "after": [_("If you cannot come, say so on that page now: the sooner, the easier somebody else can.")],
        }
        subject = _("Come on %(when)s: %(role)s, %(event)s") % names
    return compose(mail, "base", subject=subject, context=context)


def _still_true(mail: OutgoingMail) -> str:
    """Whether she still comes, at the time of which this reminder was written, and it still makes sense to say so."""
    places, now = Assignment.objects.filter(pk=mail.about_id), clock.now()
    state, begins_at, zone = places.values_list("state", "shift__starts_at", "shift__role__event__zone").get()
    starts_at = datetime.fromisoformat(mail.context["starts_at"])
    if state != S.CONFIRMED:
        return "she is there already" if state == S.CHECKED_IN else "the place has moved on"
    if begins_at != starts_at:
        return "the time has changed; another one is planned"
    if now >= starts_at:
        return "it has begun"
    if now >= clocks.reminder_holds_until(mail.context["which"], starts_at, zone):
        return "too late for this reminder; the next one says more"
    return ""


register(KIND, group="commitments", transactional=True, render=_render, still_true=_still_true)


# --- Moderators, when one has neither left nor been skipped ------------------------------------------------------


def alarm_moderators(mails: list[OutgoingMail]) -> None:
    """To each moderator: these reminders should have left."""
    for address in settings.MODERATOR_EMAILS:
        key = f"reminder_alarm:{mails[0].pk}:{address}"
        queue_mail("reminder_alarm", key=key, to=address, context={"about": [mail.pk for mail in mails]})


def _render_alarm(mail: OutgoingMail) -> Content:
    late = list(overdue(clock.now()).filter(pk__in=mail.context["about"]))
    title = ngettext("Look at a reminder that has not left", "Look at %(n)s reminders that have not left", len(late))
    first = min(late, key=lambda one: one.due_at)
    queue = absolute(reverse("admin:outbox_outgoingmail_changelist") + f"?kind__exact={KIND}")
    return compose(
        mail,
        "base",
        subject=title % {"n": len(late)},
        context={
            "paragraphs": [
                _("Writers expect them before they come. They were due an hour ago or more, and neither left nor were "
                  "skipped: look whether mail leaves at all, and at what the server said."),
            ],
            "rows": [(_("The first was due"), when(first.due_at)), (_("How it stands"), first.why or first.state)],
            "button": (_("Open the queue"), queue),
            "why": _("You get this because you moderate CareerLink."),
        },
    )  # fmt: skip


def _still_alarming(mail: OutgoingMail) -> str:
    late = overdue(clock.now()).filter(pk__in=mail.context["about"])
    return "" if late.exists() else "they have left or were skipped"


register(
    "reminder_alarm",
    group="decisions",
    transactional=True,
    urgent=True,
    render=_render_alarm,
    still_true=_still_alarming,
)
