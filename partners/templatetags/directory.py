"""The rows of the directories. They are the longest lists of the portal, so a row is one piece of text that
Python fills in: the same markup in a template's loop costs six times as much.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from careerlink.web.templatetags.icons import icon
from careerlink.web.templatetags.web import initials
from partners.queries.colleges import HostRow
from partners.queries.directory_rows import WriterRow

register = template.Library()

PHOTO = '<img class="avatar" src="%s" alt="" width="36" height="36" loading="lazy">'
LETTERS = '<span class="avatar" aria-hidden="true">%s</span>'
ASIDE = "<p>%s <span>%s</span></p>\n"
BADGE = '<span class="badge%s">%s %s</span>'
WRITER = """<li class="result">%(picture)s
<div><h3><a href="%(url)s">%(name)s</a></h3>
%(lines)s<p class="line mt-1">%(marks)s</p>
%(note)s</div>
<div class="result-aside ico-lines">%(aside)s%(keep)s</div></li>"""
HOST = """<li class="result">%(picture)s
<div><h3><a href="%(url)s">%(college)s</a></h3>
<p>%(name)s <span class="meta">· %(kind)s</span></p>
%(lines)s%(note)s</div>
<div class="result-aside ico-lines">%(aside)s%(keep)s</div></li>"""
HIDDEN = '<span class="visually-hidden"> %s</span>'
KEEP = '<button class="btn btn-link btn-sm" type="submit" formaction="%s">%s%s%s</button>'
KEPT = '<p>%s <span>%s · <a href="%s">%s%s</a></span></p>\n'


@register.simple_tag
def writer_rows(rows: Iterable[WriterRow], back: str) -> SafeString:
    """`<li>` for each writer. The buttons that keep her in mind send the form around the list; `back` is the
    address to come back to, "" where nobody may keep anybody.
    """
    words, pins = _words(), {name: _icon(name) for name in ("map-pin", "tag", "calendar")}
    return mark_safe("".join(_writer(row, back, words, pins) for row in rows))  # noqa: S308 each part is escaped


@register.simple_tag
def host_rows(rows: Iterable[HostRow], back: str) -> SafeString:
    """The same for the hosts that a writer sees."""
    words, pins = _words(), {name: _icon(name) for name in ("map-pin", "megaphone", "clock")}
    return mark_safe("".join(_host(row, back, words, pins) for row in rows))  # noqa: S308 each part is escaped


def _words() -> dict[str, str]:
    """What every row says, in the language of the page."""
    return {
        "note": _("Your note:"),
        "save": _("Save"),
        "saved": _("Saved"),
        "forget": _("Forget"),
        "change": _("Change note"),
        "add": _("Add a note"),
        "about": _("about %(name)s"),
    }


def _icon(name: str) -> SafeString:
    return icon(name, **{"class": "icon", "aria_hidden": "true"})


def _writer(row: WriterRow, back: str, words: dict, pins: dict) -> str:
    lines = f"<p>{escape(row.headline)}</p>\n" if row.headline else ""
    if row.helps:
        lines += f'<p class="meta">{escape(row.helps)}</p>\n'
    return WRITER % {
        "picture": PHOTO % escape(row.photo_url) if row.photo_url else LETTERS % escape(initials(row.name)),
        "url": row.url,
        "name": escape(row.name),
        "lines": lines,
        "marks": "".join(BADGE % (_tone(mark.tone), _icon(mark.icon), escape(mark.text)) for mark in row.marks),
        "note": _note(row.note, words),
        "aside": (
            ASIDE % (pins["map-pin"], escape(row.place))
            + ASIDE % (pins["tag"], escape(row.fees))
            + ASIDE % (pins["calendar"], escape(row.free))
        ),
        "keep": _keep(row, row.name, row.name, back, words),
    }


def _host(row: HostRow, back: str, words: dict, pins: dict) -> str:
    lines = f'<p class="meta">{escape(row.wants)}</p>\n' if row.wants else ""
    if row.closed:
        lines += f'<p class="line mt-1">{BADGE % (" is-wait", pins["clock"], escape(row.closed))}</p>\n'
    aside = ASIDE % (pins["map-pin"], escape(row.place))
    if row.requests:
        aside += ASIDE % (pins["megaphone"], escape(row.requests))
    return HOST % {
        "picture": LETTERS % escape(initials(row.college)),
        "url": row.url,
        "college": escape(row.college),
        "name": escape(row.name),
        "kind": escape(row.kind),
        "lines": lines,
        "note": _note(row.note, words),
        "aside": aside,
        "keep": _keep(row, f"{row.college}, {row.name}", row.college, back, words),
    }


def _tone(tone: str) -> str:
    return f" is-{tone}" if tone else ""


def _note(note: str, words: dict) -> str:
    if not note:
        return ""
    return f'<p class="meta mt-1">{words["note"]} {linebreaksbr(note)}</p>'


def _keep(row, name: str, short: str, back: str, words: dict) -> str:
    """Keep in mind or forget; `name` says whom to those who hear the button alone, `short` beside a note."""
    if not back:
        return ""
    said = HIDDEN % escape(name)
    if not row.is_saved:
        return KEEP % (row.keep_url + "save/", _icon("bookmark") + " ", words["save"], said)
    about = HIDDEN % escape(words["about"] % {"name": short})
    label = words["change" if row.note else "add"]
    kept = KEPT % (_icon("bookmark"), words["saved"], f"{row.keep_url}note/?{urlencode({'next': back})}", label, about)
    return kept + KEEP % (row.keep_url + "unsave/", "", words["forget"], said)
