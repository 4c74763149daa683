"""What is written when a student group pauses because nobody leads it, and when it goes on."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.outbox.actions import queue_mail
from careerlink.outbox.copies import Recipient, queue_to_all
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from partners.models import Engagement, Group, Host, Member, Offer, Writer
from partners.queries.campus import group_of
from partners.queries.leaders import office_people


def tell_people_paused(group: Group) -> None:
    """To everybody in it: nobody leads it; what comes now."""
    _queue("group_paused", group, _people(group.host))


def tell_office_paused(group: Group) -> None:
    """To the career office of its college, else to the moderators: name somebody who leads it."""
    people = office_people(group.host)
    _queue("group_paused_office", group, people)
    for address in [] if people else settings.MODERATOR_EMAILS:
        key = f"group_paused_office:{group.host.key}:{group.paused_at:%Y%m%d%H%M%S}:{address}"
        queue_mail("group_paused_office", key=key, to=address, about=group.host, scope=group.host.key)


def tell_partners_paused(group: Group, work: QuerySet[Engagement]) -> None:
    """To writers with agreed work ahead: nobody answers there at the moment."""
    writers = Writer.objects.filter(pk__in=work.values("writer"), user__is_active=True).select_related("user")
    _queue("group_paused_partner", group, [writer.user for writer in writers])


def tell_writer_offer_ended(offer: Offer, group: Group) -> None:
    """To a writer whose offer waited there: it needs no answer any more, and that is nobody's fault."""
    person = offer.writer.user
    queue_to_all(
        "group_paused_offer",
        key=f"group_paused_offer:{offer.key}",
        to=[Recipient(person.email, person.pk, person.zone)],
        about=offer,
        scope=group.host.key,
    )


def tell_people_back(group: Group) -> None:
    """To everybody in it: it has a manager again."""
    queue_to_all(
        "group_back",
        key=f"group_back:{group.host.key}:{clock.now():%Y%m%d%H%M%S}",
        to=[Recipient(person.email, person.pk, person.zone) for person in _people(group.host)],
        about=group.host,
        scope=group.host.key,
    )


def _people(host: Host) -> list[User]:
    rows = Member.objects.filter(host=host, ended_at=None, user__is_active=True).select_related("user")
    return [member.user for member in rows.order_by("id")]


def _queue(kind: str, group: Group, people: Iterable[User]) -> None:
    queue_to_all(
        kind,
        key=f"{kind}:{group.host.key}:{group.paused_at:%Y%m%d%H%M%S}",
        to=[Recipient(person.email, person.pk, person.zone) for person in people],
        about=group.host,
        scope=group.host.key,
    )


# --- What it says, as things are when it leaves ----------------------------------------------------


def _letter(build: Callable[[Host, dict], dict]) -> Callable[[OutgoingMail], Content]:
    def render(mail: OutgoingMail) -> Content:
        host = Host.objects.select_related("institution").get(pk=mail.about_id)
        names = {"group": host.name, "college": host.institution.name}
        with translation.override(mail.mailbox.language):
            letter = {"sender": host.name, **build(host, names)}
        return compose(mail, "base", subject=letter.pop("subject"), context=letter)

    return render


@_letter
def group_paused(host: Host, names: dict) -> dict:
    return {
        "subject": _("Say who leads %(group)s: it pauses now") % names,
        "paragraphs": [
            _("Nobody leads %(group)s, or nobody has said who does, so it pauses. Writers do not see it, its requests "
              "are hidden, and offers that waited have ended with a kind mail.") % names,
            _("Nothing is lost. If you still manage it, say on its desk that you stay. Else the career office of "
              "%(college)s, or a moderator, names a manager, and all is as before.") % names,
        ],
        "button": (_("Open its desk"), absolute(reverse("desk", args=[host.slug]))),
        "why": _("You get this because you belong to %(group)s.") % names,
    }  # fmt: skip


@_letter
def group_paused_office(host: Host, names: dict) -> dict:
    return {
        "sender": "",
        "subject": _("Name who leads %(group)s: it pauses without a manager") % names,
        "paragraphs": [
            _("Nobody leads %(group)s at %(college)s any more, or nobody has said who does, so it pauses: no offers, "
              "and writers do not see its requests.") % names,
            _("If you know who leads it now, type their e-mail address. One step, and the group goes on."),
        ],
        "button": (_("Name who leads it"), absolute(reverse("group_back", args=[host.slug]))),
        "after": [_("If the group is over, you need not do anything.")],
        "why": _("You get this because you look after the student groups of %(college)s.") % names,
    }  # fmt: skip


@_letter
def group_paused_partner(host: Host, names: dict) -> dict:
    return {
        "subject": _("Nobody answers at %(group)s at the moment") % names,
        "paragraphs": [
            _("%(group)s at %(college)s pauses because nobody leads it now. What you agreed still stands until one of "
              "you calls it off.") % names,
            _("The career office of the college is asked to name somebody who leads it."),
        ],
        "button": (_("See what you agreed"), absolute(reverse("writer_offers"))),
        "why": _("You get this because you agreed to work together."),
    }  # fmt: skip


@_letter
def group_back(host: Host, names: dict) -> dict:
    return {
        "subject": _("Look at your requests: %(group)s goes on") % names,
        "paragraphs": [
            _("%(group)s has a manager again. Writers see it and its open requests.") % names,
            _("Offers that had ended stay so; a writer may offer again."),
        ],
        "button": (_("Open your desk"), absolute(reverse("desk", args=[host.slug]))),
        "why": _("You get this because you belong to %(group)s.") % names,
    }


def _render_offer(mail: OutgoingMail) -> Content:
    offer = Offer.objects.select_related("host__institution").get(pk=mail.about_id)
    with translation.override(mail.mailbox.language):
        return compose(
            mail,
            "base",
            subject=_("See who else needs you: %(host)s pauses") % {"host": offer.host.name},
            context={
                "sender": offer.host.name,
                "paragraphs": [
                    _("Your offer “%(offer)s” needs no answer any more: %(host)s pauses until somebody leads it again.")
                    % {"offer": offer, "host": offer.host},
                    _("It has nothing to do with what you offered. Others ask for the same."),
                ],
                "button": (_("See open requests"), absolute(reverse("writer_needs"))),
                "why": _("You get this because you made the offer."),
            },
        )


def _while(is_paused: bool) -> Callable[[OutgoingMail], str]:
    def still_true(mail: OutgoingMail) -> str:
        host = Host.objects.get(pk=mail.about_id)
        return "" if bool(group_of(host).paused_at) == is_paused else "the group moved on"

    return still_true


for _kind, _render in (
    ("group_paused", group_paused),
    ("group_paused_office", group_paused_office),
    ("group_paused_partner", group_paused_partner),
):
    register(_kind, group="commitments", transactional=True, render=_render, still_true=_while(True))
register("group_back", group="commitments", transactional=True, render=group_back, still_true=_while(False))
register("group_paused_offer", group="commitments", transactional=True, render=_render_offer)
