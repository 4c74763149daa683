"""Ordinary phrases to standard codes."""

import re

from careerlink.taxonomy.queries.matches import Match, Resolved
from careerlink.taxonomy.queries.search import LONGEST, clear_match, search
from careerlink.taxonomy.queries.typical import is_common
from careerlink.taxonomy.words import fold

_FILLER = re.compile(
    r"\b(i help|people who|people|who|want|to|be|into|for|with|work|working|become|as|in|the|my|and their|"
    r"careers?|jobs?|"
    r"students?|majors?|majoring|graduates?|grads?|alumni|alumnae|seniors|professionals?|folks|field|"
    r"industry|sector|new|recent|early|mid|career changers|changers)\b"
)
_COVERED = 0.85
_PARTLY = 0.4


def resolve(phrase: str) -> Resolved:
    """What an ordinary phrase ("English majors", "software dev", "RN") stands for in standard codes."""
    typed = str(phrase)[: 2 * LONGEST].replace("\0", " ")
    words = " ".join(_FILLER.sub(" ", fold(typed)).split()) or typed
    is_subject = bool(re.search(r"\b(majors?|majoring|students?|degree)\b", fold(typed)))
    majors = _plausible(search(words, "major", 8, is_open=False), 4)
    majors = [match for match in majors if match.is_exact or is_common(match.code)]
    industries = _plausible(search(words, "industry", 5, is_open=False), 2)
    jobs = search(words, "occupation", 10, is_open=False)
    if not re.search(r"\b(teach|professor|faculty|instructor|lecturer)", fold(typed)):
        jobs = [match for match in jobs if not match.code.startswith("25-1")]
    if is_subject:
        return Resolved(majors, [], industries)
    clear = clear_match(jobs)
    if clear:
        return Resolved(majors, [clear], industries)
    exact = [match for match in jobs if match.is_exact]
    plausible = exact or _plausible(jobs, 6)
    if len(plausible) == 1:
        return Resolved(majors, plausible, industries)
    if not (plausible or majors or industries):
        return Resolved(choices=[match for match in jobs if match.coverage >= _PARTLY][:6])
    return Resolved(majors, plausible[:3], industries, choices=plausible)


def _plausible(found: list[Match], most: int) -> list[Match]:
    """Those that answer (nearly) all of the words and come near the best."""
    kept = [match for match in found if match.is_exact or match.coverage >= _COVERED]
    return [match for match in kept if match.score >= 0.6 * kept[0].score][:most]
