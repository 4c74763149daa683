"""The weekly mail to a writer: at most ten requests and other things that fit, with reasons."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.outbox.copies import Copy, Recipient, queue_each
from careerlink.outbox.kinds import Content, Line, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock
from careerlink.web.templatetags.web import short_day
from partners.emails.no_link import keep_links, no_urls
from partners.models import Writer
from partners.queries.weekly import Picked, still_fitting, weeks_between
from partners.registry import Opening


def send_request_mails(rows: Iterable[tuple[Writer, Picked]]) -> None:
    """To writers (with user): these requests and other things fit you. One mail for each writer and day."""
    today, rows = clock.today(), list(rows)
    keep_links(writer for writer, picked in rows if picked.needs)
    queue_each(
        "requests_weekly",
        [
            Copy(
                key=f"requests-weekly:{writer.key}:{today}",
                to=Recipient(writer.user.email, writer.user_id, writer.user.zone),
                about=writer,
                context=picked._asdict(),
            )
            for writer, picked in rows
        ],
    )


def _writer(mail: OutgoingMail) -> Writer | None:
    return Writer.objects.select_related("user").filter(pk=mail.about_id).first()


def _found(writer: Writer, mail: OutgoingMail) -> list[Opening]:
    return still_fitting(writer, Picked(mail.context["needs"], mail.context["others"]))


def _still_fits(mail: OutgoingMail) -> str:
    writer = _writer(mail)
    if writer is None or writer.state != Writer.State.APPROVED or not writer.takes_part:
        return "the writer takes no part now"
    return "" if _found(writer, mail) else "none of it fits any more"


def _render(mail: OutgoingMail) -> Content:
    writer = Writer.objects.get(pk=mail.about_id)
    found = _found(writer, mail)
    with translation.override(mail.mailbox.language):
        letter = _letter(writer, found, mail.mailbox.address)
        return compose(mail, "partners/requests_weekly", subject=_subject(found), context=letter)


def _subject(found: list[Opening]) -> str:
    words = {"n": len(found), "day": short_day(min(one.on for one in found))}
    if not _are_requests(found):
        return (
            ngettext(
                "Look at %(n)s thing that fits you, on %(day)s",
                "Look at %(n)s things that fit you; the first is on %(day)s",
                len(found),
            )
            % words
        )
    return (
        ngettext(
            "Look at %(n)s request that fits you, for %(day)s",
            "Look at %(n)s requests that fit you; the first is for %(day)s",
            len(found),
        )
        % words
    )


def _are_requests(found: list[Opening]) -> bool:
    """Whether there is nothing else among them: a request is what one says no to."""
    return all(one.key for one in found)


def _letter(writer: Writer, found: list[Opening], address: str) -> dict:
    no = no_urls(writer, [one.key for one in found if one.key], address)
    weeks = weeks_between(writer.requests_unheard)
    often = _("You get this once a week, on Thursday, when something fits what you wrote in your profile.")
    if weeks > 1:
        often = _("We write every %(n)s weeks now, since we have not heard from you. Look in, and it is weekly again.")
    return {
        "lines": [_line(one, no.get(one.key, "")) for one in found],
        "button": (_("See all requests"), absolute(reverse("writer_needs"))),
        "why": often % {"n": weeks} if weeks > 1 else often,
    }


def _line(one: Opening, no_url: str) -> dict:
    return {
        "title": one.title,
        "sentence": one.sentence,
        "where": one.where,
        "why": one.why,
        "url": absolute(one.url),
        "button": one.button,
        "no_url": no_url,
    }


def _in_short(mail: OutgoingMail) -> Line:
    """What the mail of Tuesday says of it, for who wants only that one."""
    found = _found(Writer.objects.get(pk=mail.about_id), mail)
    titles = ", ".join(f"{one.title} ({short_day(one.on)})" for one in found[:3])
    words = {"n": len(found)}
    if _are_requests(found):
        title = ngettext("%(n)s request that fits you", "%(n)s requests that fit you", len(found)) % words
    else:
        title = ngettext("%(n)s thing that fits you", "%(n)s things that fit you", len(found)) % words
    return Line(title, titles, absolute(reverse("writer_needs")))


register(
    "requests_weekly",
    group="suggestions",
    transactional=False,
    render=_render,
    still_true=_still_fits,
    line=_in_short,
)
