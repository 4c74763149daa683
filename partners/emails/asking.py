"""What is written to writers whom a host asks about a request."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careerlink.outbox.copies import Copy, Recipient, queue_each
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web.templatetags.web import day, short_day, when
from partners.emails.no_link import keep_links, no_urls
from partners.models import Asked, Host, Need, Offer, Writer
from partners.queries.fits import judged
from partners.queries.needs import is_to_come
from partners.queries.suggested import ABOUT


def ask_writers_by_mail(need: Need, writers: Iterable[Writer]) -> None:
    """To writers (with user) whom a host chose: it asks for you. One mail for each request and writer."""
    writers = list(writers)
    keep_links(writers)
    queue_each(
        "need_asked",
        [
            Copy(
                key=f"need-asked:{need.key}:{writer.user_id}",
                to=Recipient(writer.user.email, writer.user_id, writer.user.zone),
                about=need,
                scope=need.host.key,
                context={"writer": writer.pk},
            )
            for writer in writers
        ],
    )


def _render_asked(mail: OutgoingMail) -> Content:
    need = Need.objects.select_related("host__institution").get(pk=mail.about_id)
    asked = Asked.objects.select_related("writer").get(writer=mail.context["writer"], label=ABOUT, about_id=need.pk)
    with translation.override(mail.mailbox.language):
        return compose(mail, "base", **_letter(need, asked, mail))


def _letter(need: Need, asked: Asked, mail: OutgoingMail) -> dict:
    host, college = need.host, need.host.institution
    why = judged([need], asked.writer)[need.pk].why
    words = {
        "what": str(need),
        "host": host.name,
        "college": college.name,
        "day": day(need.needed_on),
        "short_day": short_day(need.needed_on),
        "short_until": short_day(asked.answer_by, mail.mailbox.zone),
        "until": when(asked.answer_by, mail.mailbox.zone),
    }
    paragraphs = [
        _("%(host)s at %(college)s asks you for help on %(day)s: %(what)s. Please answer by %(until)s.") % words,
        why,
        f"“{need.details}”" if need.details else "",
    ]
    need_url = absolute(reverse("need", args=[need.key]))
    return {
        "subject": _("Answer by %(short_until)s: help on %(short_day)s, %(what)s") % words,
        "context": {
            "sender": str(host),
            "paragraphs": [paragraph for paragraph in paragraphs if paragraph],
            "rows": [
                (_("When"), words["day"]),
                (_("Where"), f"{need.get_where_display()}, {college.city}, {college.state}"),
                (_("How many writers"), str(need.how_many)),
            ],
            "button": (_("Read it and answer"), need_url),
            "second": (_("Not for me"), no_urls(asked.writer, [need.key], mail.mailbox.address)[need.key]),
            "after": [_("Without an answer nothing happens to you: they ask somebody else. Nobody pays to be asked.")],
            "why": _("You get this because %(host)s chose you among the writers who fit.") % words,
        },
    }


def _still_asked(mail: OutgoingMail) -> str:
    need = Need.objects.select_related("host").filter(pk=mail.about_id).first()
    if need is None or need.state != Need.State.OPEN or not is_to_come(need):
        return "the request is no longer open"
    if not Host.objects.taking_part().filter(pk=need.host_id).exists():
        return "the request is no longer open"
    writer = Writer.objects.select_related("user").filter(pk=mail.context["writer"]).first()
    if writer is None or not writer.takes_part:
        return "the writer takes no part now"
    if Offer.objects.standing().filter(need=need, writer=writer).exists():
        return "she has offered already"
    asked = Asked.objects.filter(writer=writer, label=ABOUT, about_id=need.pk, answer="").exists()
    return "" if asked else "she has answered already"


register(
    "need_asked",
    group="decisions",
    transactional=True,
    render=_render_asked,
    still_true=_still_asked,
    in_name=gettext_lazy("A question to a writer"),
)
