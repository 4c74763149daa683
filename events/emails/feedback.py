"""The one question after the day, to both sides: a link that opens without logging in."""

from datetime import timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from careerlink.outbox.copies import Recipient, queue_to_all
from careerlink.outbox.kinds import Content, Line, register
from careerlink.outbox.letters import compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web import links
from careerlink.web.models import SignedLink
from events.emails.places import names_of, place_of
from events.models import Assignment, Feedback
from events.queries.in_charge import in_charge

ROWS = ("shift__role__event__host__institution", "writer__user")
PURPOSE = "event-feedback"
LASTS = timedelta(days=30)

Side = Feedback.Side


def ask_both(place: Assignment) -> None:
    """To the writer and to whoever is in charge: would you do this together again?"""
    event = place.event
    for side, people in ((Side.WRITER, [place.writer.user]), (Side.HOST, in_charge(event)[:1])):
        for person in people:
            about = about_of(place, side)
            links.make(PURPOSE, about=about, address=person.email, lasts=LASTS, single_use=False)
        queue_to_all(
            f"feedback_{side}",
            key=f"feedback:{place.key}:{side}",
            to=[Recipient(person.email, person.pk, person.zone) for person in people],
            about=place,
            scope=event.host.key,
        )


def about_of(place: Assignment, side: str) -> str:
    """What a link to the question is about: one place and one side."""
    return f"{place.key}:{side}"


def _link(mail: OutgoingMail, place: Assignment, side: str) -> str:
    pair = (PURPOSE, about_of(place, side))
    return links.urls_of(mail.mailbox.address, [pair]).get(pair, "")


def _words(place: Assignment, side: str) -> dict:
    names = names_of(place)
    if side == Side.WRITER:
        question = _("Would you help %(host)s again?") % names
    else:
        question = _("Would you have %(writer)s again?") % names
    return {**names, "question": question}


def _render(side: str):
    def render(mail: OutgoingMail) -> Content:
        place = place_of(mail)
        with translation.override(mail.mailbox.language):
            words = _words(place, side)
            context = {
                "paragraphs": [
                    _("%(role)s, %(event)s on %(day)s is over. Thank you.") % words,
                    _("%(question)s One click, and a comment if you like. The other side is shown no single answer.")
                    % words,
                ],
                "button": (_("Answer"), _link(mail, place, side)),
            }
            subject = _("Answer one question: %(question)s") % words
        return compose(mail, "base", subject=subject, context=context)

    return render


def _line(side: str):
    def line(mail: OutgoingMail) -> Line:
        place = place_of(mail)
        words = _words(place, side)
        sentence = _("%(role)s, %(event)s on %(day)s.") % words
        return Line(words["question"], sentence, _link(mail, place, side))

    return line


def _still_open(side: str):
    def still_true(mail: OutgoingMail) -> str:
        if Feedback.objects.filter(place=mail.about_id, side=side).exists():
            return "it was answered"
        pair = about_of(place_of(mail), side)
        known = SignedLink.objects.filter(purpose=PURPOSE, about=pair, address=mail.mailbox.address).exists()
        return "" if known else "the link is gone"

    return still_true


for one in Side.values:
    register(
        f"feedback_{one}",
        group="suggestions",
        transactional=False,
        urgent=False,
        render=_render(one),
        still_true=_still_open(one),
        line=_line(one),
    )
