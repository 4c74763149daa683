"""The rows of lists of events, filled in by Python: the same markup in a template's loop costs many times as much."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from careerlink.web.templatetags.icons import icon
from events.queries.event_rows import EventRow

register = template.Library()

ICONS = {"wait": "clock", "ok": "check-badge", "done": "check", "stop": "x-circle", "": "information-circle"}
OVER = ("completed", "cancelled")
ROW = """<li class="entry"><p class="entry-when"><b>%(day)s</b> <span>%(hours)s</span></p>
<div class="entry-body"><h2 class="h"><a href="%(url)s">%(title)s</a></h2><p>%(kind)s%(where)s</p>%(fill)s</div>
<div class="entry-act">%(state)s%(again)s</div></li>"""
FILL = '<p>%(words)s</p><progress class="gauge" max="%(seats)s" value="%(taken)s" aria-label="%(words)s"></progress>'
BADGE = '<span class="badge%s">%s %s</span>'
AGAIN = '<br><a class="btn btn-go btn-sm" href="%sagain/">%s<span class="visually-hidden"> %s</span></a>'


@register.simple_tag
def event_rows(rows: Iterable[EventRow], again: str = "") -> SafeString:
    """`<li>` for each event; with `again` a link to hold what is over once more."""
    icons = {tone: icon(name, **{"class": "icon", "aria_hidden": "true"}) for tone, name in ICONS.items()}
    words = {
        "one": _("%(taken)s of %(seats)s place taken"),
        "fill": _("%(taken)s of %(seats)s places taken"),
        "again": _("Hold it again"),
    }
    return mark_safe("".join(_row(row, again, icons, words) for row in rows))  # noqa: S308 each part is escaped


def _row(row: EventRow, again: str, icons: dict, words: dict) -> str:
    numbers = {"taken": row.taken, "seats": row.seats}
    tone = f" is-{row.tone}" if row.tone else ""
    title = escape(row.title)
    return ROW % {
        "day": escape(row.day),
        "hours": escape(row.hours),
        "url": row.url,
        "title": title,
        "kind": escape(row.kind),
        "where": f". {escape(row.where)}" if row.where else "",
        "fill": FILL % {**numbers, "words": escape(words["one" if row.seats == 1 else "fill"] % numbers)}
        if row.seats and row.state not in OVER
        else "",
        "state": BADGE % (tone, icons[row.tone], escape(row.state_words)),
        "again": AGAIN % (row.url, words["again"], title) if again and row.state in OVER else "",
    }
