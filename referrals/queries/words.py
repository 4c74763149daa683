"""What somebody types about herself, in standard codes, without asking back."""

from careerlink.taxonomy.queries import clear_match, resolve, search
from partners.models import Vocabulary

MOST_FOUND = 10


def codes_of_majors(words: str) -> list[tuple[str, str]]:
    """Pairs of vocabulary and code of the majors that are named in so many words; of several readings none."""
    found: dict[tuple[str, str], None] = {}
    for part in words.replace(";", ",").split(","):
        majors = resolve(f"{part} majors").majors if part.strip() else []
        exact = [match for match in majors if match.is_exact]
        for match in exact or (majors if len(majors) == 1 else []):
            found[str(Vocabulary.MAJOR), match.code] = None
    return list(found)


def codes_of_job(words: str) -> list[tuple[str, str]]:
    """The same of the job that is looked for."""
    clear = clear_match(search(words, "occupation", MOST_FOUND)) if words.strip() else None
    return [(str(Vocabulary.OCCUPATION), clear.code)] if clear else []
