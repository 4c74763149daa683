"""Every mail about introductions. Before both sides have said yes, none holds an address of one for the other."""

from collections.abc import Callable
from datetime import timedelta

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.outbox.actions import call_off, mailbox_for, queue_mail
from careerlink.outbox.copies import Recipient, queue_to_all
from careerlink.outbox.kinds import Content, Line, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock, links
from careerlink.web.models import SignedLink
from careerlink.web.templatetags.web import day, short_day
from partners import clocks
from partners.models import Introduction, IntroductionResult
from partners.permissions.offers import colleagues_who_decide
from partners.queries.introductions import Reach, facts_of, reach_of, readable
from partners.queries.offers import deciders

State, Side = Introduction.State, Introduction.Side
LINK = "introduction-contact"
RESULT_LINK = "introduction-result"
ASKED_LASTS = timedelta(days=180)  # the contact may look, and have herself taken out, when it is long over
MADE_LASTS = timedelta(days=clocks.INTRODUCTION_CLOSES + clocks.CONTACT_KEPT_CLOSED)
RESULT_LASTS = timedelta(days=clocks.INTRODUCTION_CLOSES)


# --- What is written, when it happens ----------------------------------------------------------------------


def ask_writer_whom(introduction: Introduction) -> None:
    """To the writer: her offer to introduce an employer was taken up; whom?"""
    _queue("introduction_whom", introduction, [introduction.writer.user])


def ask_contact(introduction: Introduction) -> None:
    """To the contact: may she be introduced? With a link to one page and two buttons."""
    _queue_to_contact("introduction_asked", introduction, ASKED_LASTS)


def remind_contact(introduction: Introduction) -> None:
    """To the contact, once: the same again."""
    _queue_to_contact("introduction_reminder", introduction, ASKED_LASTS)


def tell_all_introduced(introduction: Introduction) -> list[User]:
    """To both sides, how to reach the other; to the writer that it is done. Returns who of the host was told."""
    people = _people_of_host(introduction)
    _queue("introduction_made_host", introduction, people)
    _queue_to_contact("introduction_made_contact", introduction, MADE_LASTS)
    _queue("introduction_made_writer", introduction, [introduction.writer.user])
    return people


def tell_who_waits(introduction: Introduction) -> None:
    """It came to nothing: to the writer unless she took it back, and to the side that had said yes. What was to
    be asked is asked no more.
    """
    call_off(introduction, "the introduction is over")
    if introduction.state == State.DISCARDED:
        return
    if introduction.state != State.WITHDRAWN:
        _queue("introduction_over_writer", introduction, [introduction.writer.user])
    said_no = introduction.declined_by_side
    if introduction.host_agreed_at and said_no != Side.HOST:
        _queue("introduction_over_host", introduction, _people_of_host(introduction))
    if introduction.contact_agreed_at and said_no != Side.CONTACT:
        _queue_to_contact("introduction_over_contact", introduction, ASKED_LASTS)


def ask_host_what_came(introduction: Introduction) -> None:
    """To whoever said yes for the host: what came of it? One click, and a button that confirms it."""
    people = _people_of_host(introduction)
    for person in people:
        links.make(RESULT_LINK, about=introduction.key, address=person.email, lasts=RESULT_LASTS, single_use=False)
    _queue("introduction_result", introduction, people, once=str(introduction.asked))


def _queue(kind: str, introduction: Introduction, people: list[User], *, once: str = "") -> None:
    queue_to_all(
        kind,
        key=f"{kind}:{introduction.key}{once and ':'}{once}",
        to=[Recipient(person.email, person.pk, person.zone) for person in people],
        about=introduction,
        scope=introduction.host.key,
    )


def _queue_to_contact(kind: str, introduction: Introduction, lasts: timedelta) -> None:
    address = introduction.contact_email
    links.make(LINK, about=introduction.key, address=address, lasts=lasts, single_use=False)
    _keep_hours_of(introduction, address)
    key = f"{kind}:{introduction.key}"
    queue_mail(kind, key=key, to=address, about=introduction, scope=introduction.host.key)


def _keep_hours_of(introduction: Introduction, address: str) -> None:
    """Where a stranger lives we do not know: her mail keeps the quiet hours of the host, and not those of Greenwich."""
    box = mailbox_for(address)
    if box.user_id is None and box.zone == "UTC":
        box.zone = introduction.host.zone
        box.save(update_fields=["zone"])


def _people_of_host(introduction: Introduction) -> list[User]:
    """Whoever said yes, while she decides there; else all to whom its decisions are mailed."""
    asked = introduction.host_agreed_by_id
    there = list(colleagues_who_decide(introduction.host).filter(pk=asked)) if asked else []
    return there or deciders(introduction.host)


# --- Whether it is still true ------------------------------------------------------------------------------


def _introduction(mail: OutgoingMail) -> Introduction:
    return readable().get(pk=mail.about_id)


def _still_asked(mail: OutgoingMail) -> str:
    found = Introduction.objects.select_related("host", "writer__user").filter(pk=mail.about_id).first()
    if found is None or found.state not in Introduction.FOR_CONTACT or found.due_at <= clock.now():
        return "the introduction moved on"
    return "" if found.host.is_approved and found.writer.takes_part else "one of them does not take part now"


def _still(*states: str, names_contact: bool = False, to_host: bool = False) -> Callable[[OutgoingMail], str]:
    """In one of these states, with the contact not forgotten where the mail names her, and, where it is to
    somebody of the host, while she decides there.
    """

    def still_true(mail: OutgoingMail) -> str:
        found = Introduction.objects.select_related("host").filter(pk=mail.about_id).first()
        if found is None or found.state not in states:
            return "the introduction moved on"
        if names_contact and not found.contact_email:
            return "the contact was taken out"
        if not to_host:
            return ""
        if not found.host.is_approved:
            return "the host does not take part now"
        return "" if colleagues_who_decide(found.host).filter(pk=mail.mailbox.user_id).exists() else "she left"

    return still_true


# --- What it says, as things are when it leaves -------------------------------------------------------------


def _letter(build: Callable[[Introduction, OutgoingMail], dict]) -> Callable[[OutgoingMail], Content]:
    def render(mail: OutgoingMail) -> Content:
        with translation.override(mail.mailbox.language):
            letter = build(_introduction(mail), mail)
        template = letter.pop("template", "base")
        return compose(mail, template, subject=letter.pop("subject"), context=letter)

    return render


def _words(introduction: Introduction) -> dict:
    host = introduction.host
    return {
        "writer": introduction.writer.name,
        "office": host.name,
        "college": host.institution.name,
        "employer": introduction.organization,
        "day": day(introduction.due_at, host.zone),
        "short": short_day(introduction.due_at, host.zone),
    }


def link_of(introduction: Introduction, purpose: str, address: str) -> str:
    """The newest link of this purpose to an address, "" when there is none any more."""
    rows = SignedLink.objects.filter(purpose=purpose, about=introduction.key, address=address.lower())
    newest = rows.order_by("-id").first()
    return links.url(newest) if newest else ""


def _to_contact(introduction: Introduction, mail: OutgoingMail, label: str, **letter) -> dict:
    url = link_of(introduction, LINK, mail.mailbox.address)
    return {"sender": introduction.writer.name, "button": (label, url) if url else None, **letter}


def _asked(introduction: Introduction, mail: OutgoingMail) -> dict:
    words = _words(introduction)
    subject = _("Answer %(writer)s by %(short)s: meet %(office)s, %(college)s?") % words
    why = _("You get this because %(writer)s gave us your address. We remind you once, and no more.") % words
    return _asking(introduction, mail, subject, why)


def _reminder(introduction: Introduction, mail: OutgoingMail) -> dict:
    words = _words(introduction)
    subject = _("Say yes or no by %(short)s: %(writer)s would introduce you at %(college)s") % words
    why = _("You get this because %(writer)s gave us your address. This is the only reminder.") % words
    return _asking(introduction, mail, subject, why)


def _asking(introduction: Introduction, mail: OutgoingMail, subject: str, why: str) -> dict:
    words = _words(introduction) | {"name": introduction.contact_name}
    return _to_contact(
        introduction,
        mail,
        _("See it and answer"),
        subject=subject,
        paragraphs=[
            _("%(name)s, %(writer)s volunteers at colleges as a resume writer or career coach, and would like to "
              "introduce %(employer)s to %(office)s of %(college)s.") % words,
            _("They see what %(employer)s does and looks for. Your name and address are shown to them only when both "
              "of you have said yes; until then you see no address of theirs either.") % words,
            _("You have until %(day)s. You need no account, and it costs nothing.") % words,
        ],
        rows=facts_of(introduction),
        why=why,
    )  # fmt: skip


def _asked_line(mail: OutgoingMail) -> Line:
    introduction = _introduction(mail)
    words = _words(introduction)
    return Line(
        _("Meet %(office)s of %(college)s?") % words,
        _("%(writer)s would like to introduce %(employer)s. You have until %(day)s.") % words,
        link_of(introduction, LINK, mail.mailbox.address),
    )


def _whom(introduction: Introduction, mail: OutgoingMail) -> dict:
    words = _words(introduction)
    return {
        "subject": _("Say by %(short)s whom you introduce to %(office)s") % words,
        "paragraphs": [
            _("%(office)s of %(college)s took up your offer to introduce an employer.") % words,
            _("Say which employer it is and whom we ask there. Both sides say yes before either sees an address.")
            % words,
            _("We keep the page for you until %(day)s.") % words,
        ],
        "button": (_("Say whom"), absolute(reverse("introduction_fill", args=[introduction.key]))),
    }


def _made_host(introduction: Introduction, mail: OutgoingMail) -> dict:
    words = _words(introduction) | {"name": introduction.contact_name}
    role = ", ".join(part for part in (introduction.contact_role, introduction.organization) if part)
    return {
        "subject": _("Write to %(name)s of %(employer)s: you are introduced") % words,
        "sender": introduction.writer.name,
        "paragraphs": [
            _("You and %(employer)s have both said yes. %(writer)s introduced you; from here on it is yours.") % words,
            _("%(name)s has your address too. In 30 days we ask you, with one click, what came of it.") % words,
        ],
        "rows": [
            (_("Who"), introduction.contact_name),
            (_("Where"), role),
            (_("E-mail"), introduction.contact_email),
            *facts_of(introduction)[1:],
        ],
        "button": (_("See the introduction"), absolute(introduction.get_absolute_url())),
    }


def _made_contact(introduction: Introduction, mail: OutgoingMail) -> dict:
    words = _words(introduction)
    reach = reach_of(introduction.host, introduction.host_agreed_by) or Reach(introduction.host.name, "")
    words |= {"name": reach.name}
    return _to_contact(
        introduction,
        mail,
        _("See whom you write to"),
        subject=_("Write to %(name)s: you are introduced to %(office)s") % words,
        paragraphs=[
            _("%(office)s of %(college)s and you have both said yes. They have your address too.") % words,
            _("On the page behind the button you can also have everything deleted that we know of you."),
        ],
        rows=[
            (_("Who"), reach.name),
            (_("Where"), f"{introduction.host.name}, {introduction.host.institution.name}"),
            (_("E-mail"), reach.email),
        ],
        why=_("You get this because you said yes to %(writer)s.") % words,
    )


def _made_writer(introduction: Introduction, mail: OutgoingMail) -> dict:
    words = _words(introduction)
    return {
        "subject": _("See it: %(employer)s and %(office)s are introduced") % words,
        "paragraphs": [
            _("Both have said yes and know how to reach each other. Thank you for bringing them together.") % words,
            _("What comes of it stands on the page of the introduction, as soon as the office says so."),
        ],
        "button": (_("See the introduction"), absolute(introduction.get_absolute_url())),
    }


def _over_writer(introduction: Introduction, mail: OutgoingMail) -> dict:
    words = _words(introduction)
    said = {
        Side.HOST: _("%(office)s of %(college)s thanks you and cannot take it up now.") % words,
        Side.CONTACT: _("The employer thanks you and does not want to be introduced now.") % words,
    }.get(
        introduction.declined_by_side, _("Not everybody answered in time. That says nothing about your idea.") % words
    )
    return {
        "subject": _("Know that it ends: %(employer)s and %(office)s") % words,
        "paragraphs": [said, _("No address was shown to anybody. You may introduce others at any time.")],
        "button": (_("See your introductions"), absolute(reverse("writer_introductions"))),
    }


def _over_host(introduction: Introduction, mail: OutgoingMail) -> dict:
    words = _words(introduction)
    return {
        "subject": _("Know that it ends: the introduction of %(employer)s") % words,
        "paragraphs": [
            _("You said yes to meeting %(employer)s. It does not come about this time.") % words,
            _("Nobody has to do anything, and your address was not shown."),
        ],
        "button": (_("See your introductions"), absolute(reverse("introductions", args=[introduction.host.slug]))),
    }


def _over_contact(introduction: Introduction, mail: OutgoingMail) -> dict:
    words = _words(introduction)
    return _to_contact(
        introduction,
        mail,
        _("See what we know of you"),
        subject=_("Know that it ends: the introduction to %(office)s") % words,
        paragraphs=[
            _("You said yes to meeting %(office)s of %(college)s. It does not come about this time.") % words,
            _("Thank you for your answer. Your name and address were not shown, and are deleted in %(days)s days.")
            % {"days": clocks.CONTACT_KEPT},
        ],
        why=_("You get this because you said yes to %(writer)s.") % words,
    )


def _result(introduction: Introduction, mail: OutgoingMail) -> dict:
    words = _words(introduction) | {"met": day(introduction.introduced_at, introduction.host.zone)}
    url = link_of(introduction, RESULT_LINK, mail.mailbox.address)
    if not url:
        url = absolute(introduction.get_absolute_url())
    return {
        "template": "partners/introduction_result",
        "subject": _("Say with one click: what came of %(employer)s?") % words,
        "lede": _("%(writer)s introduced %(employer)s to you on %(met)s. What came of it?") % words,
        "answers": [(what.label, f"{url}?what={what.value}") for what in IntroductionResult.What],
        "closing": _("Several are possible on the page. Without a word from you it closes on %(day)s.") % words,
    }


ONLY_STOPS = "suggestions"  # what a stranger stops with one click, in whatever mail
register("introduction_whom", group="decisions", transactional=True, render=_letter(_whom), still_true=_still("draft"))
register(
    "introduction_asked", group="suggestions", transactional=False, render=_letter(_asked), still_true=_still_asked,
    line=_asked_line,
)  # fmt: skip
register(
    "introduction_reminder", group="suggestions", transactional=False, render=_letter(_reminder),
    still_true=_still_asked, line=_asked_line,
)  # fmt: skip
register(
    "introduction_made_host", group="commitments", transactional=True, render=_letter(_made_host),
    still_true=_still("introduced", names_contact=True, to_host=True),
)  # fmt: skip
register(
    "introduction_made_contact", group="commitments", transactional=True, render=_letter(_made_contact),
    still_true=_still("introduced", names_contact=True), stops=ONLY_STOPS,
)  # fmt: skip
register(
    "introduction_made_writer", group="commitments", transactional=True, render=_letter(_made_writer),
    still_true=_still("introduced", "closed"),
)  # fmt: skip
register(
    "introduction_over_writer", group="commitments", transactional=True, render=_letter(_over_writer),
    still_true=_still("declined", "lapsed"),
)  # fmt: skip
register(
    "introduction_over_host", group="commitments", transactional=True, render=_letter(_over_host),
    still_true=_still("declined", "lapsed", "withdrawn", to_host=True),
)  # fmt: skip
register(
    "introduction_over_contact", group="commitments", transactional=True, render=_letter(_over_contact),
    still_true=_still("declined", "lapsed", "withdrawn", names_contact=True), stops=ONLY_STOPS,
)  # fmt: skip
register(
    "introduction_result", group="decisions", transactional=True, render=_letter(_result),
    still_true=_still("introduced", to_host=True),
)  # fmt: skip
