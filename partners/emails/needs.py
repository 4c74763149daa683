"""What is written about requests: to writers whom a new one fits."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from careerlink.outbox.copies import Copy, Recipient, queue_each
from careerlink.outbox.kinds import Content, Line, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web.templatetags.web import day, short_day
from partners.models import Host, Need, Offer, Writer
from partners.queries.fits import why_words
from partners.queries.needs import is_to_come
from partners.queries.suggestions import fits_of


def suggest_need_to(need: Need, writers: Iterable[Writer], *, send_after: datetime) -> None:
    """To writers (with user): somebody asks for just what you know. One mail for each request and writer."""
    queue_each(
        "need_suggested",
        [
            Copy(
                key=f"need-suggested:{need.key}:{writer.user_id}",
                to=Recipient(writer.user.email, writer.user_id, writer.user.zone),
                about=need,
                scope=need.host.key,
                context={"writer": writer.pk},
            )
            for writer in writers
        ],
        send_after=send_after,
    )


def _need(mail: OutgoingMail) -> Need:
    return Need.objects.select_related("host__institution").get(pk=mail.about_id)


def _names(need: Need) -> dict[str, str]:
    return {
        "what": str(need),
        "host": need.host.name,
        "college": need.host.institution.name,
        "day": day(need.needed_on),
        "short_day": short_day(need.needed_on),
    }


def _why(need: Need, mail: OutgoingMail) -> str:
    fits = fits_of(need, Writer.objects.filter(pk=mail.context["writer"]))
    return why_words(fits[0][1]) if fits else ""


def _render_suggested(mail: OutgoingMail) -> Content:
    need = _need(mail)
    names, why = _names(need), _why(need, mail)
    return compose(
        mail,
        "base",
        subject=_("Offer to help on %(short_day)s: %(what)s") % names,
        context={
            "paragraphs": [
                _("%(host)s at %(college)s asks for help on %(day)s: %(what)s.") % names,
                *([why] if why else []),
            ],
            "rows": [
                (_("When"), names["day"]),
                (_("Where"), f"{need.get_where_display()}, {need.host.institution.city}"),
                (_("How many writers"), str(need.how_many)),
            ],
            "button": (_("See the request"), absolute(reverse("need", args=[need.key]))),
            "second": (_("See all requests near you"), absolute(reverse("writer_needs"))),
            "why": _("You get this because the request fits what you wrote in your profile."),
        },
    )


def _suggested_line(mail: OutgoingMail) -> Line:
    need = _need(mail)
    names = _names(need)
    sentence = _("%(host)s at %(college)s, %(day)s.") % names
    return Line(names["what"], f"{sentence} {_why(need, mail)}".strip(), absolute(reverse("need", args=[need.key])))


def _still_fits(mail: OutgoingMail) -> str:
    need = Need.objects.select_related("host__institution").filter(pk=mail.about_id).first()
    if need is None or need.state != Need.State.OPEN or not is_to_come(need):
        return "the request is no longer open"
    if not Host.objects.taking_part().filter(pk=need.host_id).exists():
        return "the request is no longer open"
    writer = Writer.objects.select_related("user").filter(pk=mail.context["writer"]).first()
    if writer is None or writer.state != Writer.State.APPROVED or not writer.takes_part:
        return "the writer takes no part now"
    if Offer.objects.standing().filter(need=need, writer=writer).exists():
        return "she has offered already"
    return "" if fits_of(need, [writer]) else "it does not fit any more"


register(
    "need_suggested",
    group="suggestions",
    transactional=False,
    render=_render_suggested,
    still_true=_still_fits,
    line=_suggested_line,
)
