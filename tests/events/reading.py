"""A small reader of iCalendar written from RFC 5545 alone, which knows nothing of the library that writes."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass
class Part:
    """A component: its lines as (name, parameters, value), and the components inside."""

    name: str
    lines: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)

    def all(self, name: str) -> list["Part"]:
        return [part for part in self.parts if part.name == name]

    def get(self, name: str) -> str | None:
        """The value of a line that may stand once; text with its escapes undone."""
        found = [value for one, _params, value in self.lines if one == name]
        assert len(found) <= 1, (self.name, name)
        return unescaped(found[0]) if found else None

    def params(self, name: str) -> dict[str, str]:
        return next(params for one, params, _value in self.lines if one == name)


def read(text: str) -> Part:
    """Read one calendar. Asserts what RFC 5545 3.1 and 3.4 ask of any."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    raw = text.split("\r\n")[:-1]
    assert max(len(line.encode()) for line in raw) <= 75
    unfolded = re.sub(r"\r\n[ \t]", "", text).split("\r\n")[:-1]
    stack = [Part("")]
    for line in unfolded:
        name, params, value = _split(line)
        if name == "BEGIN":
            part = Part(value)
            stack[-1].parts.append(part)
            stack.append(part)
        elif name == "END":
            assert stack.pop().name == value
        else:
            stack[-1].lines.append((name, params, value))
    (root,) = stack
    (calendar,) = root.parts
    assert (calendar.name, calendar.get("VERSION"), bool(calendar.get("PRODID"))) == ("VCALENDAR", "2.0", True)
    return calendar


LINE = re.compile(r'^([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*):(.*)$', re.DOTALL)


def _split(line: str) -> tuple[str, dict[str, str], str]:
    match = LINE.match(line)
    assert match, line
    name, params, value = match.groups()
    pairs = re.findall(r';([A-Z-]+)=("[^"]*"|[^";:,]*)', params)
    return name, {key: one.strip('"') for key, one in pairs}, value


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def moment(calendar: Part, part: Part, name: str) -> datetime:
    """A DATE-TIME in UTC: with Z, or by its TZID, whose VTIMEZONE stands in the same calendar (RFC 5545 3.3.5)."""
    value, params = part.get(name), part.params(name)
    if value.endswith("Z"):
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    local = datetime.strptime(value, "%Y%m%dT%H%M%S")  # noqa: DTZ007 local time of the zone
    (zone,) = [one for one in calendar.all("VTIMEZONE") if one.get("TZID") == params["TZID"]]
    return (local - _ahead(zone, local)).replace(tzinfo=UTC)


def _ahead(zone: Part, local: datetime) -> timedelta:
    """What clocks are ahead of UTC at this local time; of a time that comes twice the first counts."""
    onsets = []
    for part in zone.parts:
        assert part.name in ("STANDARD", "DAYLIGHT")
        before, after = _offset(part.get("TZOFFSETFROM")), _offset(part.get("TZOFFSETTO"))
        begins = datetime.strptime(part.get("DTSTART"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 local, before the change
        onsets.append((begins - before, before, after))
    onsets.sort(key=lambda one: one[0])
    assert local >= onsets[0][0] + onsets[0][2], "before the zone begins"
    ahead = onsets[0][2]
    for at, before, after in onsets:
        # Reached when both clocks, the old and the new, show this time or a later one.
        if local >= at + max(before, after):
            ahead = after
    return ahead


def _offset(value: str) -> timedelta:
    sign, hours, minutes = value[0], int(value[1:3]), int(value[3:5])
    whole = timedelta(hours=hours, minutes=minutes)
    return -whole if sign == "-" else whole
