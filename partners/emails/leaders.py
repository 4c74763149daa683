"""What is written about who leads a student group: asked each spring, thanked at the end of a term."""

from collections.abc import Callable

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from careerlink.outbox.copies import Recipient, queue_to_all
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from careerlink.web.templatetags.web import day, short_day
from partners.models import Group, Host, Member
from partners.queries.campus import group_of
from partners.queries.leaders import adviser_of, answer_until, is_asked, managers


def ask_managers(group: Group) -> None:
    """To the managers: who leads the group next year? Also the reminder."""
    year, step = group.successors_asked_in, group.successors_told
    _queue("leaders_asked", group.host, list(managers(group.host)), f"{year}:{step}", {"year": year})


def say_last_word(group: Group) -> None:
    """Nobody answered: to the adviser, else to the managers with the day on which the group pauses."""
    adviser = adviser_of(group.host)
    to = [adviser] if adviser else list(managers(group.host))
    kind = "leaders_adviser" if adviser else "leaders_last_word"
    _queue(kind, group.host, to, str(group.successors_asked_in), {"year": group.successors_asked_in})


def tell_leader_thanks(member: Member) -> None:
    """To a manager whose day has come: thank you, and what is closed now."""
    _queue("term_over", member.host, [member], member.key, {})


def tell_adviser_alone(adviser: Member) -> None:
    """To the adviser: the last student manager has handed over to you."""
    _queue("adviser_alone", adviser.host, [adviser], f"{clock.now():%Y%m%d}", {})


def _queue(kind: str, host: Host, members: list[Member], once: str, context: dict) -> None:
    queue_to_all(
        kind,
        key=f"{kind}:{host.key}:{once}",
        to=[Recipient(member.user.email, member.user_id, member.user.zone) for member in members],
        about=host,
        scope=host.key,
        context=context,
    )


# --- What it says, as things are when it leaves ----------------------------------------------------


def _letter(build: Callable[[Host, dict], dict]) -> Callable[[OutgoingMail], Content]:
    def render(mail: OutgoingMail) -> Content:
        host = Host.objects.select_related("institution").get(pk=mail.about_id)
        until = answer_until(host, group_of(host))
        names = {"group": host.name, "day": day(until), "short_day": short_day(until)}
        with translation.override(mail.mailbox.language):
            letter = {"sender": host.name, **build(host, names)}
        return compose(mail, "base", subject=letter.pop("subject"), context=letter)

    return render


def _leaders_url(host: Host) -> str:
    return absolute(reverse("host_leaders", args=[host.slug]))


def _why(names: dict) -> str:
    return _("You get this because you lead %(group)s.") % names


def _pause_words() -> str:
    return _("Nobody else manages it, so it pauses until the career office names somebody. If you know who leads it "
             "now, tell them.")  # fmt: skip


@_letter
def leaders_asked(host: Host, names: dict) -> dict:
    return {
        "subject": _("Say by %(short_day)s who leads %(group)s next year") % names,
        "paragraphs": [
            _("Another academic year ends. Who leads %(group)s from autumn on? Please say it by %(day)s.") % names,
            _("If you stay, that is one button. If somebody else takes over, type their e-mail address and the day "
              "on which you hand over; we invite them as manager."),
        ],
        "button": (_("Say who leads"), _leaders_url(host)),
        "after": [_("A group that nobody leads pauses: writers wait for answers that do not come.")],
        "why": _why(names),
    }  # fmt: skip


@_letter
def leaders_adviser(host: Host, names: dict) -> dict:
    return {
        "subject": _("Say who leads %(group)s: its students have not answered") % names,
        "paragraphs": [
            _("We asked the students of %(group)s in spring who leads it next year, and nobody answered.") % names,
            _("You are its adviser. Say that those who lead stay, or invite the next manager. Until then the group "
              "goes on with you."),
        ],
        "button": (_("Say who leads"), _leaders_url(host)),
        "why": _("You get this because you are the adviser of %(group)s.") % names,
    }  # fmt: skip


@_letter
def leaders_last_word(host: Host, names: dict) -> dict:
    return {
        "subject": _("Say by %(short_day)s who leads %(group)s, or it pauses") % names,
        "paragraphs": [
            _("Nobody has said who leads %(group)s next year, and it has no adviser. On %(day)s it pauses: no new "
              "offers, and its requests are hidden from writers.") % names,
            _("One button keeps it going, if you stay. Or name the next manager, or an adviser."),
        ],
        "button": (_("Say who leads"), _leaders_url(host)),
        "why": _why(names),
    }  # fmt: skip


@_letter
def term_over(host: Host, names: dict) -> dict:
    return {
        "subject": _("You have handed over %(group)s: thank you") % names,
        "paragraphs": [
            _("Your time as one of those who lead %(group)s ended today, as was entered. Thank you.") % names,
            _("Its pages are closed to you from now on. A manager can invite you again."),
            *([_pause_words()] if group_of(host).paused_at else []),
        ],
        "why": _("You get this because you led %(group)s.") % names,
    }


@_letter
def adviser_alone(host: Host, names: dict) -> dict:
    return {
        "subject": _("Invite the next manager of %(group)s: you lead it alone now") % names,
        "paragraphs": [
            _("The last student who managed %(group)s has handed over. Its offers and messages reach you now.") % names,
            _("Invite the next student manager whenever you know who it is."),
        ],
        "button": (_("Invite the next manager"), _leaders_url(host)),
        "why": _("You get this because you are the adviser of %(group)s.") % names,
    }


def _still_asked(mail: OutgoingMail) -> str:
    host = Host.objects.get(pk=mail.about_id)
    group = group_of(host)
    if not host.is_approved or group.successors_asked_in != mail.context["year"] or not is_asked(host, group):
        return "it was answered"
    return _still_leads(mail)


def _still_leads(mail: OutgoingMail) -> str:
    host = Host.objects.get(pk=mail.about_id)
    return "" if managers(host).filter(user=mail.mailbox.user_id).exists() else "she does not lead it any more"


for _kind, _render in (
    ("leaders_asked", leaders_asked),
    ("leaders_adviser", leaders_adviser),
    ("leaders_last_word", leaders_last_word),
):
    register(_kind, group="decisions", transactional=True, render=_render, still_true=_still_asked)
register("term_over", group="commitments", transactional=True, render=term_over)
register("adviser_alone", group="commitments", transactional=True, render=adviser_alone, still_true=_still_leads)
