"""For whom an event is: words as people type them, the codes behind them, and competencies."""

from collections.abc import Iterable

from django.db.models import QuerySet

from careerlink.taxonomy.models import Competency
from careerlink.taxonomy.queries import Match, matches_of
from events.models import Event, Role
from partners.queries.needs import CODED, read_words

MOST_TAGS = 12


def codes_of(words: str) -> list[tuple[str, str]]:
    """(vocabulary, code) that the words mean, as requests read them; none for no words."""
    return read_words(words).codes[:MOST_TAGS]


def competency_choices() -> list[tuple[int, str]]:
    """Number and name of each of the career-readiness competencies (NACE). One query."""
    return list(Competency.objects.values_list("order", "name"))


def competency_names(numbers: Iterable[int]) -> list[str]:
    """Their names, in the order of the standard. No query for none."""
    numbers = list(numbers)
    return list(Competency.objects.filter(order__in=numbers).values_list("name", flat=True)) if numbers else []


def majors_of_event(event: Event) -> list[Match]:
    """The codes that it is for, in words. One query, and one more for each vocabulary of its codes."""
    return _matches(event.tags.all())


def expertise_words(role: Role) -> str:
    """What a role asks for, in words that are read back as the same codes. Queries as `majors_of_event()`."""
    return ", ".join(match.title.rstrip(".") for match in _matches(role.tags.all()))


def _matches(tags: QuerySet) -> list[Match]:
    codes: dict[str, list[str]] = {}
    for vocabulary, code in tags.order_by("vocabulary", "code").values_list("vocabulary", "code"):
        codes.setdefault(vocabulary, []).append(code)
    return [match for name in CODED if name in codes for match in matches_of(name, codes[name])]
