"""The desk mail: everything that waits for one person, over all her hosts and all kinds of decision."""

from collections.abc import Iterable
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.accounts.models import User
from careerlink.outbox.copies import Copy, Recipient, queue_each
from careerlink.outbox.kinds import Content, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import OutgoingMail
from careerlink.web import clock, links
from careerlink.web.templatetags.web import short_day, when
from partners.models import DeskMail
from partners.queries.desk_mail import Part, hosts_that_ask, parts_for
from partners.registry import Line, link_about


def send_desk_mails(rows: Iterable[tuple[DeskMail, User]]) -> None:
    """Decide what waits; the first ends on this day."""
    queue_each(
        "desk_mail",
        [
            Copy(f"desk-mail:{row.user_id}:{row.day}", Recipient(person.email, person.pk, person.zone), row)
            for row, person in rows
        ],
    )


def _render(mail: OutgoingMail) -> Content:
    parts = parts_for(mail.mailbox.user_id or 0, clock.now())
    first = min(parts, key=lambda part: part.deadline)
    count = sum(part.count for part in parts)
    words = {
        "what": _what(parts),
        "day": short_day(first.deadline, first.host.zone),
        "when": when(first.deadline, first.host.zone),
    }
    hosts = list({part.host.pk: part.host for part in parts}.values())
    urls = _urls(mail, parts)
    if len(parts) == 1:
        button = (first.section.button(count), urls[first])
    else:
        button = (_("See all that waits"), absolute(reverse("desk", args=[first.host.slug])))
    return compose(
        mail,
        "partners/desk_mail",
        subject=ngettext("Decide %(what)s; it ends %(day)s", "Decide %(what)s; the first ends %(day)s", count) % words,
        context={
            "lede": ngettext(
                "%(what)s waits for your answer until %(when)s.",
                "%(what)s wait for your answer; the first ends %(when)s.",
                count,
            )
            % words,
            "desks": _desks(parts, urls),
            "has_several": len(hosts) > 1,
            "button": button,
            "second": (_("Choose when this mail comes"), absolute(reverse("host_mail", args=[first.host.slug]))),
            "why": _("You get this because you decide for %(hosts)s.")
            % {"hosts": ", ".join(host.name for host in hosts)},
        },
    )


def _what(parts: list[Part]) -> str:
    """4 offers and 1 sign-up."""
    counts: dict[str, int] = {}
    for part in parts:
        counts[part.section.slug] = counts.get(part.section.slug, 0) + part.count
    by_slug = {part.section.slug: part.section for part in parts}
    said = [by_slug[slug].words(count) for slug, count in counts.items()]
    *most, last = said
    return _("%(most)s and %(last)s") % {"most": ", ".join(most), "last": last} if most else last


def _urls(mail: OutgoingMail, parts: list[Part]) -> dict[Part, str]:
    """Where each part is decided: behind a link that serves this person alone, else on the host's own page."""
    mine = mail.mailbox.user_id
    wanted = {part: (part.section.link, link_about(part.host.key, mine)) for part in parts if part.section.link}
    found = links.urls_of(mail.mailbox.address, wanted.values())
    return {part: found.get(wanted.get(part, ("", "")), absolute(part.url)) for part in parts}


def _desks(parts: list[Part], urls: dict[Part, str]) -> list[dict]:
    """What the letter shows for each host: its name and its lines, with deadlines in its zone."""
    return [
        {
            "host": host,
            "parts": [
                {
                    "lines": [_shown(line, host.zone) for line in part.lines],
                    "more": part.more,
                    "url": urls[part],
                    "button": part.section.button(part.count) if len(parts) > 1 and part.section.link else "",
                }
                for part in those
            ],
        }
        for host, those in groupby(parts, key=lambda part: part.host)
    ]


def _shown(line: Line, zone: str) -> dict:
    reminder = _("Reminder %(n)s of %(most)s.") % {"n": line.reminded, "most": line.reminders} if line.reminded else ""
    return {
        "title": line.title,
        "sentence": line.sentence,
        "ends": when(line.deadline, zone),
        "reminder": reminder,
        "url": absolute(line.url),
    }


def _still_true(mail: OutgoingMail) -> str:
    person = mail.mailbox.user_id or 0
    if not hosts_that_ask(person):
        return "she gets no decisions any more"
    return "" if parts_for(person, clock.now()) else "nothing waits any more"


register("desk_mail", group="decisions", transactional=True, render=_render, still_true=_still_true)
