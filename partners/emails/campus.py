"""What is written about professors and student groups: to the department that says yes, to the group that waits
for it, to the career office that is told.
"""

import json
from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _

from careerlink.audit.models import Entry
from careerlink.outbox import secrets
from careerlink.outbox.actions import queue_mail
from careerlink.outbox.copies import Recipient, queue_to_all
from careerlink.outbox.kinds import Content, Line, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from careerlink.web.templatetags.web import day, short_day
from partners.models import Group, Host, Need, Offer
from partners.models.reasons import RequestRefusal, kind_words
from partners.queries.campus import offices_of
from partners.queries.needs import facts_of
from partners.queries.offers import deciders

# --- To the department ----------------------------------------------------------------------------


def ask_department_about_group(group: Group, link: str) -> None:
    """May they begin? With the link that opens the question."""
    host = group.host
    queue_mail(
        "campus_group_asked",
        key=f"campus-group-asked:{host.key}:{host.submitted_at:%Y%m%d%H%M%S}:{group.approver_email}",
        to=group.approver_email,
        about=host,
        scope=host.key,
        secret={"link": link},
    )


def ask_department_about_request(need: Need, group: Group, link: str) -> None:
    """May they ask writers for this? With the link that opens the question."""
    queue_mail(
        "campus_request_asked",
        key=f"campus-request-asked:{need.key}:{need.asked_at:%Y%m%d%H%M%S}:{group.approver_email}",
        to=group.approver_email,
        about=need,
        scope=need.host.key,
        secret={"link": link},
    )


def _link(mail: OutgoingMail) -> str:
    return json.loads(secrets.decrypt(mail.secret))["link"]


def _why_department(host: Host) -> str:
    return _("You get this because %(group)s named you as the person who says yes for the department.") % {
        "group": host.name
    }


def _render_group_asked(mail: OutgoingMail) -> Content:
    host = Host.objects.select_related("institution").get(pk=mail.about_id)
    return compose(
        mail,
        "base",
        subject=_("Say yes or no: %(group)s wants to ask resume writers for help") % {"group": host.name},
        context={
            "sender": str(host),
            "paragraphs": [
                _("%(group)s would like to have resume writers and career coaches in for free: a class visit, a "
                  "workshop, mock interviews.") % {"group": host.name},
                _("Nothing leaves in its name until somebody of the college says yes. That can be you: one page, one "
                  "button, no account."),
            ],
            "button": (_("Look and answer"), _link(mail)),
            "after": [_("The link is open for 14 days. If you do nothing, somebody else of the college may answer.")],
            "why": _why_department(host),
        },
    )  # fmt: skip


def _render_request_asked(mail: OutgoingMail) -> Content:
    need = _need(mail)
    words = {"group": need.host.name, "what": str(need), "day": short_day(need.needed_on)}
    return compose(
        mail,
        "base",
        subject=_("Say yes or no: %(what)s on %(day)s for %(group)s") % words,
        context={
            "sender": str(need.host),
            "paragraphs": [
                _("%(group)s would like to ask writers for help. No writer sees it until somebody says yes.") % words
            ],
            "rows": facts_of(need),
            "button": (_("Look and answer"), _link(mail)),
            "why": _why_department(need.host),
        },
    )


def _group_still_asks(mail: OutgoingMail) -> str:
    rows = Host.objects.filter(pk=mail.about_id, state=Host.State.SUBMITTED)
    there = rows.filter(group__approver_email__iexact=mail.mailbox.address).exists()
    return "" if there else "the group was decided on, or asks somebody else"


def _request_still_asks(mail: OutgoingMail) -> str:
    rows = Need.objects.filter(pk=mail.about_id, state=Need.State.WAITING, answer_by__gt=clock.now())
    there = rows.filter(host__group__approver_email__iexact=mail.mailbox.address).exists()
    return "" if there else "the request was decided on, or asks somebody else"


# --- To the group ---------------------------------------------------------------------------------


def tell_group_request_approved(need: Need, entry: Entry) -> None:
    """Somebody said yes: writers see it now."""
    _tell_group("campus_request_approved", need, entry)


def tell_group_request_refused(need: Need, entry: Entry) -> None:
    """Somebody said no, kindly and with the reason: it is a draft again."""
    _tell_group("campus_request_refused", need, entry)


def tell_group_request_expired(need: Need, entry: Entry) -> None:
    """Its day came and nobody had said yes."""
    _tell_group("campus_request_expired", need, entry)


def tell_group_asked_for_it(need: Need, entry: Entry) -> None:
    """The career office asked writers for the group."""
    _tell_group("campus_request_for_you", need, entry)


def _tell_group(kind: str, need: Need, entry: Entry) -> None:
    queue_to_all(
        kind,
        key=f"{kind}:{entry.key}",
        to=[Recipient(person.email, person.pk, person.zone) for person in deciders(need.host)],
        about=need,
        scope=need.host.key,
        context={"entry": entry.pk},
    )


def _need(mail: OutgoingMail) -> Need:
    return Need.objects.select_related("host__institution").get(pk=mail.about_id)


def _words(need: Need) -> dict[str, str]:
    return {
        "what": str(need),
        "group": need.host.name,
        "day": day(need.needed_on),
        "short_day": short_day(need.needed_on),
    }


def _approved(need: Need, mail: OutgoingMail) -> tuple[str, list[str], str]:
    return (
        _("Your request is open: %(what)s on %(short_day)s"),
        [_("The college said yes. Writers see it from now on; what they offer comes to your desk.")],
        _("See your request"),
    )


def _refused(need: Need, mail: OutgoingMail) -> tuple[str, list[str], str]:
    entry = Entry.objects.select_related("note").get(pk=mail.context["entry"])
    own = entry.note.text if hasattr(entry, "note") else ""
    why = kind_words(RequestRefusal, entry.reason)
    return (
        _("Change your request: %(what)s on %(short_day)s"),
        [
            _("The college could not say yes to it as it stands. No writer has seen it."),
            *[words for words in (why, own) if words],
            _("It is with you as a draft: put it right and ask again, or let it rest."),
        ],
        _("Open your draft"),
    )


def _expired(need: Need, mail: OutgoingMail) -> tuple[str, list[str], str]:
    return (
        _("Nobody said yes in time: %(what)s on %(short_day)s"),
        [_("Its day has come and nobody of the college had answered. We are sorry. No writer has seen it.")],
        _("See your request"),
    )


def _for_you(need: Need, mail: OutgoingMail) -> tuple[str, list[str], str]:
    return (
        _("Your career office asked writers for you: %(what)s on %(short_day)s"),
        [_("What writers offer comes to your desk, and you choose whom you want.")],
        _("See the request"),
    )


def _letter(build: Callable[[Need, OutgoingMail], tuple[str, list[str], str]]) -> Callable[[OutgoingMail], Content]:
    def render(mail: OutgoingMail) -> Content:
        need = _need(mail)
        subject, paragraphs, label = build(need, mail)
        return compose(
            mail,
            "base",
            subject=subject % _words(need),
            context={
                "paragraphs": paragraphs,
                "rows": facts_of(need)[2:],
                "button": (label, absolute(reverse("need", args=[need.key]))),
                "why": _("You get this because you decide for %(group)s.") % _words(need),
            },
        )

    return render


def _is(*states: str) -> Callable[[OutgoingMail], str]:
    def still_true(mail: OutgoingMail) -> str:
        return "" if Need.objects.filter(pk=mail.about_id, state__in=states).exists() else "it has moved on since"

    return still_true


def _for_you_line(mail: OutgoingMail) -> Line:
    need = _need(mail)
    title = _("Your career office asked writers for you: %(what)s on %(short_day)s") % _words(need)
    sentence = _("What writers offer comes to your desk, and you choose whom you want.")
    return Line(title, sentence, absolute(reverse("need", args=[need.key])))


# --- To the career office -------------------------------------------------------------------------


def tell_offices_agreed(offer: Offer) -> None:
    """A group of the college found a writer for a request: when and where, nothing of what came before."""
    offices = offices_of(offer.host.institution_id)
    people = {person.pk: person for office in offices for person in deciders(office)}
    queue_to_all(
        "campus_agreed",
        key=f"campus-agreed:{offer.key}",
        to=[Recipient(person.email, person.pk, person.zone) for person in people.values()],
        about=offer,
        context={"need": offer.need_id},
    )


def _agreed(mail: OutgoingMail) -> tuple[Offer, dict[str, str]]:
    offer = Offer.objects.select_related("host__institution", "writer", "need").get(pk=mail.about_id)
    return offer, {**_words(offer.need), "writer": offer.writer.name, "where": offer.need.get_where_display()}


def _render_agreed(mail: OutgoingMail) -> Content:
    offer, words = _agreed(mail)
    return compose(
        mail,
        "base",
        subject=_("%(group)s has a writer in on %(short_day)s: %(what)s") % words,
        context={
            "paragraphs": [_("%(writer)s offered to come, and %(group)s agreed. You need not do anything.") % words],
            "rows": [
                (_("Who asked"), words["group"]),
                (_("Writer"), words["writer"]),
                (_("When"), words["day"]),
                (_("Where"), words["where"]),
                *([(_("Details"), offer.need.details)] if offer.need.details else []),
            ],
            "why": _("You get this because you decide for the career office of this college."),
        },
    )


def _agreed_line(mail: OutgoingMail) -> Line:
    offer, words = _agreed(mail)
    title = _("%(group)s has a writer in on %(short_day)s: %(what)s") % words
    sentence = _("%(writer)s comes; %(where)s.") % words
    return Line(title, sentence, absolute(reverse("writer_page", args=[offer.writer.slug])))


def _still_agreed(mail: OutgoingMail) -> str:
    agreed = Offer.objects.filter(pk=mail.about_id, state=Offer.State.ACCEPTED).exclude(need=None)
    return "" if agreed.exists() else "it is off"


N = Need.State
for _kind, _build, _states in (
    ("campus_request_approved", _approved, (N.OPEN,)),
    ("campus_request_refused", _refused, (N.DRAFT,)),
    ("campus_request_expired", _expired, (N.EXPIRED,)),
):
    register(_kind, group="commitments", transactional=True, render=_letter(_build), still_true=_is(*_states))
register(
    "campus_request_for_you",
    group="news",
    transactional=False,
    render=_letter(_for_you),
    still_true=_is(N.WAITING, N.OPEN),
    line=_for_you_line,
)
register(
    "campus_group_asked",
    group="decisions",
    transactional=True,
    render=_render_group_asked,
    still_true=_group_still_asks,
)
register(
    "campus_request_asked",
    group="decisions",
    transactional=True,
    render=_render_request_asked,
    still_true=_request_still_asks,
)
register(
    "campus_agreed",
    group="news",
    transactional=False,
    render=_render_agreed,
    still_true=_still_agreed,
    line=_agreed_line,
)
