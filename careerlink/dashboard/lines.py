"""Lines of the start pages: until when, what, and the one thing to do about it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from careerlink.web.templatetags.web import due, hour, is_due, short_day


@dataclass(frozen=True)
class Line:
    """`by` is the moment or the day of the deadline, None for what has none."""

    title: str
    text: str
    url: str
    action: str
    by: datetime | date | None = None

    def order(self, zone: str) -> tuple:
        """The most urgent first; what has no deadline last; a day counts until it is over."""
        if self.by is None:
            return (1, datetime.max.replace(tzinfo=UTC))
        if isinstance(self.by, datetime):
            return (0, self.by)
        return (0, datetime.combine(self.by, time.max, tzinfo=ZoneInfo(zone)))


def ledger(lines: list[Line], zone: str) -> list[dict]:
    """What waits, as the component entry.html takes it; only the first has the solid button."""
    ordered = sorted(lines, key=lambda line: line.order(zone))
    return [
        {
            **_margin(line.by, zone),
            "title": line.title,
            "url": line.url,
            "text": line.text,
            "action_url": line.url,
            "action_label": line.action,
            "is_primary": number == 0,
        }
        for number, line in enumerate(ordered)
    ]


def _margin(by: datetime | date | None, zone: str) -> dict:
    if by is None:
        return {"when": _("When you like"), "when_note": "", "due": False}
    near = due(by, zone)
    is_moment = isinstance(by, datetime)
    if near in (_("today"), _("tomorrow")):
        note = _("by %(hour)s") % {"hour": hour(by, zone)} if is_moment else ""
        return {"when": near.capitalize(), "when_note": note, "due": is_due(by, zone)}
    return {"when": short_day(by, zone), "when_note": near, "due": is_due(by, zone)}
