"""What is written when a host stops using CareerLink, or comes back."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from careerlink.outbox.copies import Copy, Recipient, queue_each, queue_to_all
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web.templatetags.web import short_day
from partners import clocks
from partners.models import Engagement, Host, Member, Offer, Writer

REMINDER = "host_leaving_reminder"
DECIDING = (Member.Role.MANAGER, Member.Role.COORDINATOR)


def tell_people_leaving(host: Host) -> None:
    """To everybody in it: from now on nothing is asked, until then it can come back."""
    _queue("host_leaving", host, _people(host))


def plan_reminder(host: Host) -> None:
    """To its managers, or where there is none to whoever could become one: a week before its days are over."""
    people = _people(host, Member.Role.MANAGER) or _people(host, Member.Role.COORDINATOR)
    key = _key(REMINDER, host)
    copies = [
        Copy(f"{key}:{person.pk}", Recipient(person.email, person.pk, person.zone), host, host.key) for person in people
    ]
    queue_each(REMINDER, copies, send_after=host.leaves_at - timedelta(days=clocks.HOST_LEAVING_REMINDER))


def tell_people_came_back(host: Host) -> None:
    """To everybody in it: all is as before, but the requests."""
    _queue("host_came_back", host, _people(host))


def tell_partners_leaving(host: Host, work: QuerySet[Engagement]) -> None:
    """To writers with agreed work ahead: talk to each other."""
    writers = Writer.objects.filter(pk__in=work.values("writer"), user__is_active=True).select_related("user")
    _queue("host_leaving_partner", host, [writer.user for writer in writers])


def tell_writer_offer_ended(offer: Offer) -> None:
    """To a writer whose offer waited there: it needs no answer any more, and that is nobody's fault."""
    person = offer.writer.user
    queue_to_all(
        "host_left_offer",
        key=f"host-left-offer:{offer.key}",
        to=[Recipient(person.email, person.pk, person.zone)],
        about=offer,
        scope=offer.host.key,
    )


def _people(host: Host, *roles: str) -> list:
    """Its people who can log in; only those in these roles, if any are named."""
    rows = Member.objects.filter(host=host, ended_at=None, user__is_active=True).select_related("user")
    if roles:
        rows = rows.filter(role__in=roles)
    return [member.user for member in rows]


def _queue(kind: str, host: Host, people: list) -> None:
    queue_to_all(
        kind,
        key=_key(kind, host),
        to=[Recipient(person.email, person.pk, person.zone) for person in people],
        about=host,
        scope=host.key,
    )


def _key(kind: str, host: Host) -> str:
    """One for each time that it leaves or comes back."""
    return f"{kind}:{host.key}:{host.state_since:%Y%m%d%H%M%S}"


# --- What it says, as things are when it leaves ----------------------------------------------------


def _letter(build: Callable[[Host, str], dict]) -> Callable[[OutgoingMail], Content]:
    def render(mail: OutgoingMail) -> Content:
        host = Host.objects.select_related("institution").get(pk=mail.about_id)
        with translation.override(mail.mailbox.language):
            letter = build(host, mail.mailbox.zone)
        return compose(mail, "base", subject=letter.pop("subject"), context=letter)

    return render


def _leaving(host: Host, zone: str) -> dict:
    until = short_day(host.leaves_at, zone)
    return {
        "subject": _("Take out your records by %(day)s: %(host)s leaves CareerLink")
        % {"host": host.name, "day": until},
        "sender": host.name,
        "paragraphs": [
            _("%(host)s stops using CareerLink. Until %(day)s a manager can take that back with one click.")
            % {"host": host.name, "day": until},
            _("Requests are taken back and offers that waited have ended with a kind mail to the writers."),
            _("If no manager is left, a coordinator can become one on the same page."),
        ],
        "button": (_("See what happens, or come back"), absolute(reverse("host_end", args=[host.slug]))),
        "after": [_("On that day your desk closes and private notes, saved writers and invitations are deleted.")],
        "why": _("You get this because you are one of its people."),
    }


def _reminder(host: Host, zone: str) -> dict:
    until = short_day(host.leaves_at, zone)
    return {
        "subject": _("Take out your records or come back by %(day)s: %(host)s") % {"host": host.name, "day": until},
        "sender": host.name,
        "paragraphs": [
            _("On %(day)s the desk of %(host)s closes for good. Until then one click takes that back.")
            % {"host": host.name, "day": until},
            _("The archive with everything that is yours can be made until then, and not afterwards."),
        ],
        "button": (_("Come back, or see what happens"), absolute(reverse("host_end", args=[host.slug]))),
        "after": [_("If all is as you want it, there is nothing to do.")],
        "why": _("You get this because you decide for it."),
    }


def _came_back(host: Host, zone: str) -> dict:
    return {
        "subject": _("Publish your requests again: %(host)s is back") % {"host": host.name},
        "sender": host.name,
        "paragraphs": [
            _("A manager took the leaving back. Writers see you again and can write to you."),
            _("Requests that were taken back stay so: publish what you still need."),
        ],
        "button": (_("Open your desk"), absolute(reverse("desk", args=[host.slug]))),
        "why": _("You get this because you are one of its people."),
    }


def _partner(host: Host, zone: str) -> dict:
    until = short_day(host.leaves_at, zone)
    return {
        "subject": _("Talk to %(host)s by %(day)s about the work you agreed") % {"host": host.name, "day": until},
        "sender": host.name,
        "paragraphs": [
            _("%(host)s stops using CareerLink on %(day)s. What you agreed still stands until one of you calls it off.")
            % {"host": host, "day": until},
            _("Write or call, so that nobody comes in vain. After that day, dates still ahead are called off here."),
        ],
        "button": (_("See what you agreed"), absolute(reverse("writer_offers"))),
        "after": [_("What you did together stays on your record.")],
        "why": _("You get this because you agreed to work together."),
    }


def _render_offer(mail: OutgoingMail) -> Content:
    offer = Offer.objects.select_related("host__institution").get(pk=mail.about_id)
    with translation.override(mail.mailbox.language):
        return compose(
            mail,
            "base",
            subject=_("See who else needs you: %(host)s has stopped using CareerLink") % {"host": offer.host.name},
            context={
                "sender": offer.host.name,
                "paragraphs": [
                    _("Your offer “%(offer)s” needs no answer any more: %(host)s no longer uses CareerLink.")
                    % {"offer": offer, "host": offer.host},
                    _("It has nothing to do with what you offered. Other colleges ask for the same."),
                ],
                "button": (_("See open requests"), absolute(reverse("writer_needs"))),
                "why": _("You get this because you made the offer."),
            },
        )


def _while(state: str) -> Callable[[OutgoingMail], str]:
    def still_true(mail: OutgoingMail) -> str:
        return "" if Host.objects.filter(pk=mail.about_id, state=state).exists() else "the host moved on"

    return still_true


def _still_to_remind(mail: OutgoingMail) -> str:
    """It is leaving, and she is still one of those who could take that back."""
    deciding = Member.objects.filter(host=mail.about_id, user=mail.mailbox.user_id, ended_at=None, role__in=DECIDING)
    return _while(Host.State.LEAVING)(mail) or ("" if deciding.exists() else "she no longer decides there")


for _kind, _build, _state in (
    ("host_leaving", _leaving, Host.State.LEAVING),
    ("host_leaving_partner", _partner, Host.State.LEAVING),
    ("host_came_back", _came_back, Host.State.APPROVED),
):
    register(_kind, group="commitments", transactional=True, render=_letter(_build), still_true=_while(_state))
register(REMINDER, group="commitments", transactional=True, render=_letter(_reminder), still_true=_still_to_remind)
register("host_left_offer", group="commitments", transactional=True, render=_render_offer)
