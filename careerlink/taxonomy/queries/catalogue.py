"""A pasted catalogue list, one program a line, to majors."""

import re

from careerlink.taxonomy.models import Major
from careerlink.taxonomy.queries.matches import Match, match_of
from careerlink.taxonomy.queries.search import clear_match, search
from careerlink.taxonomy.words import tokens

MOST_LINES = 200
_ALTERNATIVES = 5
_COVERED = 0.95  # how much of the words the major has to answer to be taken without asking
_AHEAD = 1.12  # the best is taken when it answers all words and scores this much more than the next
_CIP = re.compile(r"(?<!\d)(\d{2}\.\d{4})(?!\d)")
_DEGREE = (
    r"(?:a\.?a\.?s?\.?|a\.?s\.?|b\.?a\.?s?\.?|b\.?s\.?(?:[nw]\.?)?|b\.?f\.?a\.?|b\.?b\.?a\.?|b\.?m\.?(?:us)?\.?|"
    r"b\.?s\.?\s?ed\.?|b\.?ed\.?|b\.?arch\.?|m\.?a\.?t?\.?|m\.?s\.?(?:[nw]\.?)?|m\.?b\.?a\.?|m\.?ed\.?|m\.?f\.?a\.?|"
    r"m\.?p\.?[ah]\.?|ph\.?d\.?|ed\.?d\.?|ed\.?s\.?|j\.?d\.?|d\.?n\.?p\.?|d\.?p\.?t\.?|cert(?:ificate)?\.?|"
    r"minor|major|diploma|honou?rs)"
)
_SPELLED = re.compile(
    r"\b(?:bachelor|master|associate|doctor)(?:'?s)?(?: degree)?(?: of (?:applied |fine )?(?:arts?|sciences?|"
    r"business administration|education|music|philosophy)(?: degree)? in\b| of (?:applied |fine )?(?:arts|sciences?)\b|"
    r" in\b| of\b)?",
    re.IGNORECASE,
)
_DEGREES = re.compile(rf"(?<![\w&]){_DEGREE}(?:\s*(?:[/,&+]|and|or)\s*{_DEGREE})*(?![\w&.])", re.IGNORECASE)
_BULLET = re.compile(r"^[\s\-–—•·*●○▪>#\d.)\]]+(?=\s|[A-Za-z])")
_CODE = re.compile(
    r"^[A-Z]{2,6}\s*[-–:|]\s+|\b[A-Z]{2,6}[- ]?\d{2,4}[A-Z]?\b|\(\s*[A-Z]{2,6}\s*\)|"
    r"\b\d+\s*(?:credits?|hours?|cr\.?|hrs?\.?)\b"
)
_HEADING = re.compile(
    r"^(?:grand |sub)?totals?\b|^(?:undergraduate|graduate|academic|degree)?\s*(?:programs?|majors?|minors?|degrees?|"
    r"certificates?|departments?)(?: of study| offered| list)?\s*:?$|"
    r"^(?:college|school|division|faculty|department) of\b|^page \d|^(?:copyright|©)|"
    r"^(?:fall|spring|summer|winter) \d{4}|^https?:",
    re.IGNORECASE,
)


def resolve_catalogue(text: str) -> list[tuple[str, Match | None, list[Match]]]:
    """Each program line as it was pasted, the major it plainly means or None, and what else it may mean.

    Blank lines, headings and totals are left out; so is all beyond 200 lines.
    """
    lines = [" ".join(line.replace("\0", " ").split())[:200] for line in str(text)[:50_000].splitlines()]
    lines = [line for line in lines if line and not _HEADING.search(_BULLET.sub("", line).strip())]
    lines = [line for line in dict.fromkeys(lines) if re.search(r"[^\W\d_]{2}|\d\d\.\d{4}", line)][:MOST_LINES]
    coded = {line: code.group(1) for line in lines if (code := _CIP.search(line))}
    known = Major.objects.filter(level=3).in_bulk(set(coded.values()))
    found = []
    for line in lines:
        row = known.get(coded.get(line, ""))
        found.append((line, match_of("major", row, score=1.0, is_exact=True), []) if row else _of_words(line))
    return found


def program_words(line: str) -> str:
    """The line without bullets, codes and degrees; the line itself when nothing else is in it."""
    words = _BULLET.sub("", line)
    words = _CODE.sub(" ", _CIP.sub(" ", words))
    words = _DEGREES.sub(" ", _SPELLED.sub(" ", words))
    words = re.sub(r"\(\s*[,/&;]*\s*\)|\s[-–—|:;,.]+(?=\s|$)|[-–—|:;,.\s]+$|^[-–—|:;,.\s]+", " ", words)
    words = " ".join(words.split()).strip(" ,;:-–—.").removeprefix("in ").removeprefix("of ")
    return words if tokens(words) else line


def _of_words(line: str) -> tuple[str, Match | None, list[Match]]:
    found = search(program_words(line), "major", _ALTERNATIVES + 1, is_open=False)
    match = clear_match(found)
    if match and not match.is_exact and match.coverage < _COVERED:
        match = None
    if match is None and len(found) > 1 and not any(other.is_exact for other in found):
        is_ahead = found[0].coverage >= _COVERED and found[0].score >= _AHEAD * found[1].score
        match = found[0] if is_ahead else None
    alternatives = [other for other in found if other is not match][:_ALTERNATIVES]
    return line, match, alternatives
