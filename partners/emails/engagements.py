"""What is written when agreed work is done or called off."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit.trail import entries_about
from careerlink.outbox.copies import Recipient, queue_to_all
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web.templatetags.web import day
from partners.models import Engagement
from partners.queries.offers import deciders
from partners.queries.partnerships import partnership_of


def tell_writer_engagement_done(engagement: Engagement) -> None:
    """To the writer: the office says that it is done, and thanks her."""
    _queue("engagement_done", engagement, [engagement.writer.user])


def tell_writer_engagement_called_off(engagement: Engagement) -> None:
    """To the writer: the host called it off, with its word."""
    _queue("engagement_called_off", engagement, [engagement.writer.user])


def tell_host_engagement_called_off(engagement: Engagement) -> None:
    """To those who decide at the host: the writer called it off, with her word."""
    _queue("engagement_called_off_office", engagement, deciders(engagement.host))


def _queue(kind: str, engagement: Engagement, people: Iterable[User]) -> None:
    queue_to_all(
        kind,
        key=f"{kind}:{engagement.key}",
        to=[Recipient(person.email, person.pk, person.zone) for person in people],
        about=engagement,
        scope=engagement.host.key,
    )


# --- What it says, as things are when it leaves ----------------------------------------------------


def _letter(build: Callable[[Engagement, dict, str], dict]) -> Callable[[OutgoingMail], Content]:
    """A render function from one that says what the letter holds, for an engagement, its names and the word."""

    def render(mail: OutgoingMail) -> Content:
        engagement = Engagement.objects.select_related("host__institution", "writer").get(pk=mail.about_id)
        with translation.override(mail.mailbox.language):
            names = {
                "kind": engagement.get_kind_display(),
                "host": engagement.host.name,
                "college": engagement.host.institution.name,
                "writer": engagement.writer.name,
                "day": day(engagement.agreed_at, mail.mailbox.zone),
            }
            letter = build(engagement, names, _word(engagement))
        letter["paragraphs"] = [paragraph for paragraph in letter["paragraphs"] if paragraph]
        return compose(mail, "base", subject=letter.pop("subject"), context=letter)

    return render


def _word(engagement: Engagement) -> str:
    """What was said when it was called off, "" once it is erased."""
    entry = entries_about(engagement, events=["cancel"]).first()
    note = getattr(entry, "note", None)
    return f"“{note.text}”" if note and note.text else ""


def _page(engagement: Engagement) -> str:
    """Where both sides see what they agreed on."""
    found = partnership_of(engagement)
    return absolute(reverse("partnership", args=[found.key]) if found else reverse("start"))


@_letter
def engagement_done(engagement: Engagement, names: dict, word: str) -> dict:
    return {
        "subject": _("Done, with thanks from %(host)s: %(kind)s") % names,
        "paragraphs": [
            _("%(host)s at %(college)s says that it is done: %(kind)s, agreed on %(day)s. Thank you.") % names,
            _("It stands as done in the record of both of you. You go on working together."),
        ],
        "button": (_("See what you did together"), _page(engagement)),
        "why": _("You get this because you agreed on it with %(host)s.") % names,
    }


@_letter
def engagement_called_off(engagement: Engagement, names: dict, word: str) -> dict:
    return {
        "subject": _("Called off by %(host)s: %(kind)s") % names,
        "paragraphs": [
            _("%(host)s at %(college)s has to call it off: %(kind)s, agreed on %(day)s.") % names,
            word,
            _("Your time is free again. You go on working together."),
        ],
        "button": (_("See what you agreed on"), _page(engagement)),
        "second": (_("See who else asks for help"), absolute(reverse("writer_needs"))),
        "why": _("You get this because you agreed on it with %(host)s.") % names,
    }


@_letter
def engagement_called_off_office(engagement: Engagement, names: dict, word: str) -> dict:
    return {
        "sender": engagement.writer.name,
        "subject": _("Called off by %(writer)s: %(kind)s") % names,
        "paragraphs": [
            _("%(writer)s has to call it off: %(kind)s, agreed on %(day)s.") % names,
            word,
            _("If you still need somebody, ask anew: writers who fit are told."),
        ],
        "button": (_("Ask for somebody else"), absolute(reverse("need_new", args=[engagement.host.slug]))),
        "second": (_("See what you agreed on"), _page(engagement)),
        "why": _("You get this because you decide offers for %(host)s.") % names,
    }


def _still(state: str) -> Callable[[OutgoingMail], str]:
    def still_true(mail: OutgoingMail) -> str:
        return "" if Engagement.objects.filter(pk=mail.about_id, state=state).exists() else "the work moved on"

    return still_true


for _slug, _render, _state in [
    ("engagement_done", engagement_done, Engagement.State.DONE),
    ("engagement_called_off", engagement_called_off, Engagement.State.CANCELLED),
    ("engagement_called_off_office", engagement_called_off_office, Engagement.State.CANCELLED),
]:
    register(_slug, group="commitments", transactional=True, render=_render, still_true=_still(_state))
