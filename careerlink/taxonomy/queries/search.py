"""Search by ordinary words."""

from django.db.models import Q

from careerlink.taxonomy.queries.matches import MODELS, Match, Resolved, match_of

_NAMES = {
    "institution": ["name", "aliases"],
    "major": ["title", "examples"],
    "occupation": ["title", "job_titles__title"],
    "industry": ["title"],
    "place": ["zip", "city"],
    "credential": ["acronym", "name"],
}
_CLEAR = 1.5  # the first is taken without asking when it scores this much more than the second


def search(text: str, vocabulary: str, limit: int = 10) -> list[Match]:
    """The best matches for typed words, best first."""
    words = " ".join(str(text).replace("\0", " ")[:200].split())
    if not words:
        return []
    wanted = Q()
    for name in _NAMES[vocabulary]:
        wanted |= Q(**{f"{name}__icontains": words})
    rows = MODELS[vocabulary]._default_manager.filter(wanted).distinct()[: limit * 3]
    found = [
        match_of(
            vocabulary,
            row,
            score=2.0 if str(row).lower() == words.lower() else 1.0,
            is_exact=str(row).lower() == words.lower(),
        )
        for row in rows
    ]
    return sorted(found, key=lambda match: (-match.score, len(match.title), match.title))[:limit]


def clear_match(found: list[Match]) -> Match | None:
    """The one that the words plainly mean, or None when a person has to choose."""
    if not found:
        return None
    exact = [match for match in found if match.is_exact]
    if len(exact) == 1:
        return exact[0]
    if len(found) == 1 or (not exact and found[0].score >= _CLEAR * found[1].score):
        return found[0]
    return None


def resolve(phrase: str) -> Resolved:
    """What an ordinary phrase ("English majors", "software dev", "RN") stands for in standard codes."""
    majors = search(phrase, "major", 5)
    occupations = search(phrase, "occupation", 5)
    industries = search(phrase, "industry", 3)
    choices = [] if clear_match(occupations) else occupations
    return Resolved(majors, occupations, industries, choices)
