"""Tags and filters that every template has."""

from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

import nh3
from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from careerlink.web import clock

register = template.Library()

# What people in the United States call their zones, by the letters that tzdata gives them.
_ZONE_WORDS = {
    "EST": "Eastern",
    "EDT": "Eastern",
    "CST": "Central",
    "CDT": "Central",
    "MST": "Mountain",
    "MDT": "Mountain",
    "PST": "Pacific",
    "PDT": "Pacific",
    "AKST": "Alaska",
    "AKDT": "Alaska",
    "HST": "Hawaii",
    "AST": "Atlantic",
    "SST": "Samoa",
    "ChST": "Chamorro",
    "UTC": "UTC",
}
_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "code", "h2", "h3", "h4", "hr"}
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).disable(["image", "html_inline", "html_block"])


def _zone(name: str | None) -> ZoneInfo:
    """The zone of that name, by default the person's own (the middleware activates it)."""
    return ZoneInfo(name or timezone.get_current_timezone_name())


def _day(value: date | datetime, zone: str | None) -> date:
    return value.astimezone(_zone(zone)).date() if isinstance(value, datetime) else value


def zone_words(moment: datetime) -> str:
    """How people call the zone of an aware moment: "Eastern", "Berlin time"; in the hour that a clock
    change repeats also which of the two is meant."""
    key = getattr(moment.tzinfo, "key", "UTC")
    letters = moment.tzname() or ""
    if key.startswith(("America/", "Pacific/", "US/")) or letters == "UTC":
        words = _("Arizona") if key == "America/Phoenix" else _ZONE_WORDS.get(letters, "")
    else:
        words = ""
    words = words or _("%(city)s time") % {"city": key.rsplit("/", 1)[-1].replace("_", " ")}
    first, second = moment.replace(fold=0).utcoffset(), moment.replace(fold=1).utcoffset()
    if first is not None and second is not None and first > second:
        words += " " + (_("standard time") if moment.fold else _("daylight time"))
    return words


def clock_words(moment: datetime | time) -> str:
    """2:00 pm, 12:00 noon, 12:00 midnight."""
    if moment.minute == 0 and moment.hour == 0:
        return _("12:00 midnight")
    if moment.minute == 0 and moment.hour == 12:
        return _("12:00 noon")
    half = pgettext("time of day", "am") if moment.hour < 12 else pgettext("time of day", "pm")
    return f"{moment.hour % 12 or 12}:{moment.minute:02} {half}"


@register.filter
def when(moment: datetime | None, zone: str | None = None) -> str:
    """Tue 12 May 2026, 2:00 pm Eastern."""
    if not moment:
        return ""
    local = moment.astimezone(_zone(zone))
    return f"{day(local.date())}, {clock_words(local)} {zone_words(local)}"


@register.filter
def hour(moment: datetime | None, zone: str | None = None) -> str:
    """2:00 pm Eastern, for a line that names the day already."""
    if not moment:
        return ""
    local = moment.astimezone(_zone(zone))
    return f"{clock_words(local)} {zone_words(local)}"


@register.filter
def day(value: date | datetime | None, zone: str | None = None) -> str:
    """Tue 12 May 2026."""
    return date_format(_day(value, zone), "D j M Y") if value else ""


@register.filter
def short_day(value: date | datetime | None, zone: str | None = None) -> str:
    """Tue 12 May, for dates of this year's lists."""
    return date_format(_day(value, zone), "D j M") if value else ""


@register.filter
def ago(moment: datetime | None) -> str:
    """3 days ago."""
    if not moment:
        return ""
    gone = clock.now() - moment
    minutes, days = int(gone.total_seconds() // 60), gone.days
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": minutes}
    if days < 1:
        return ngettext("%(n)s hour ago", "%(n)s hours ago", minutes // 60) % {"n": minutes // 60}
    if days < 60:
        return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
    if days < 730:
        return ngettext("%(n)s month ago", "%(n)s months ago", days // 30) % {"n": days // 30}
    return ngettext("%(n)s year ago", "%(n)s years ago", days // 365) % {"n": days // 365}


@register.filter
def due(value: date | datetime | None, zone: str | None = None) -> str:
    """today, tomorrow, in 3 days, yesterday, 3 days ago."""
    if not value:
        return ""
    here = _zone(zone).key
    days = (_day(value, here) - clock.today(here)).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days == -1:
        return _("yesterday")
    if days > 0:
        return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
    return ngettext("%(n)s day ago", "%(n)s days ago", -days) % {"n": -days}


@register.filter
def is_due(value: date | datetime | None, zone: str | None = None) -> bool:
    """Whether that day is today or past: the only dates that are tinted."""
    if not value:
        return False
    return _day(value, _zone(zone).key) <= clock.today(_zone(zone).key)


@register.filter
def initials(name: str) -> str:
    """MO for Maren Okafor; first letters of the first and last word."""
    words = [word for word in str(name or "").split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def markdown(text: str, top: int = 0) -> SafeString:
    """Text with paragraphs, lists, bold, links. People's words never bring headings into the outline of
    a page (they turn bold); for texts of our own say with which level they start: `text|markdown:2`."""
    tokens = _markdown.parse(str(text or ""))
    level, first = int(top), 0
    for token in tokens:
        if token.type not in ("heading_open", "heading_close"):
            continue
        if not level:
            token.tag = "p"
            token.attrs = {"class": "h"} if token.nesting == 1 else {}
            continue
        depth = int(token.markup.count("#") or (1 if token.markup == "=" else 2))
        first = first or depth
        token.tag = f"h{min(max(level + depth - first, level), 4)}"
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "p": {"class"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="nofollow noopener noreferrer",
    )
    return mark_safe(clean)  # noqa: S308 nh3 cleaned it


@register.filter
def problems(form) -> list[dict]:
    """Everything that a form has to say, in the order of its fields: `[{"anchor", "text"}]`; what belongs
    to a field begins with its label. A form that was summed up does not repeat what concerns it as a whole.
    """
    if not form or not form.is_bound:
        return []
    form.is_summed_up = True
    found = [{"anchor": "", "text": text} for text in form.non_field_errors()]
    for field in form:
        anchor = "" if field.is_hidden else field.id_for_label or f"{field.auto_id}_0"
        label = strip_tags(str(field.label)) if field.label and not field.is_hidden else ""
        label += "" if not label or label[-1] in "?!.:" else ":"
        found += [{"anchor": anchor, "text": f"{label} {text}" if label else text} for text in field.errors]
    return found


@register.simple_tag
def still(name: str) -> SafeString:
    """A component that is the same on every page of a language, drawn once: `{% still "components/footer.html" %}`."""
    if settings.DEBUG:
        _drawn.cache_clear()  # somebody is changing it
    return _drawn(name, get_language())


@lru_cache(maxsize=64)
def _drawn(name: str, language: str | None) -> SafeString:
    return mark_safe(get_template(name).render())  # noqa: S308 a rendered, escaped template


@register.simple_tag(takes_context=True)
def aria_current(context, url: str, kind: str = "page") -> str:
    """Mark a link to the page that is open: `<a href="{{ url }}"{% aria_current url %}>`."""
    request = context.get("request")
    return format_html(' aria-current="{}"', kind) if request and request.path == url else ""
