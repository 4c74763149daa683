"""What this room itself writes: the weekly mail with everything that was gathered for its reader."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careerlink.outbox import digests
from careerlink.outbox.choices import paces_of
from careerlink.outbox.kinds import Content, Line, kinds, register
from careerlink.outbox.letters import absolute, compose
from careerlink.outbox.models import Choice, OutgoingMail

MOST = 20  # so many a mail can be read through; the newest


def judge_digest(mail: OutgoingMail) -> str:
    """End what is no longer true, or no longer wanted, of what was gathered; whether anything is left."""
    items, paces = digests.items_of(mail), paces_of([mail.mailbox])
    too_many, items = items[:-MOST], items[-MOST:]
    digests.drop(too_many, "the weekly mail was full")
    left = 0
    for item in items:
        why_not = _why_not(item, paces)
        if why_not:
            digests.drop([item], why_not)
        else:
            digests.name(item, _line(item).title)
            left += 1
    return "" if left else "nothing in it was true any more"


def _why_not(item: OutgoingMail, paces: dict[tuple[int, str], str]) -> str:
    kind = kinds.get(item.kind)
    if kind is None or kind.line is None:
        return f"nobody writes {item.kind} any more"
    if paces[item.mailbox_id, kind.group] == Choice.Pace.NEVER:
        return f"the reader chose no {kind.group}"
    return kind.still_true(item)


def render_digest(mail: OutgoingMail) -> Content:
    lines = [_line(item) for item in digests.items_of(mail)]
    n = len(lines)
    return compose(
        mail,
        "outbox/digest",
        subject=ngettext("Look at what is new for you this week: %(n)s thing",
                         "Look at what is new for you this week: %(n)s things", n) % {"n": n},
        context={
            "lines": lines,
            "preheader": " · ".join(line.title for line in lines[:3]),
            "button": (_("Open CareerLink"), absolute(reverse("start"))) if mail.mailbox.user_id else None,
            "why": _("You get this once a week, on Tuesday, when something is new for you."),
        },
    )  # fmt: skip


def _line(item: OutgoingMail) -> Line:
    line = kinds[item.kind].line
    if line is None:
        raise ValueError(f"{item.kind} has no line for the weekly mail")
    return line(item)


register(digests.DIGEST, group="digest", transactional=False, render=render_digest, still_true=judge_digest)
