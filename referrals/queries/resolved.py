"""Words of lists as standard codes, each distinct text once."""

from collections.abc import Iterable

from careerlink.taxonomy.queries import clear_match, search

MOST = 2000  # distinct texts of one vocabulary that are looked up; the rest stay words
CLEAR = 0.85  # how much of the words the name has to answer


class Resolver:
    """Keeps what it has found. What is not clear stays words."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], str] = {}
        self.looked_up: dict[str, int] = {}

    def learn(self, vocabulary: str, texts: Iterable[str]) -> None:
        """Look up those of the texts that are new; a few milliseconds for each."""
        for text in texts:
            key = (vocabulary, text.lower())
            if key in self.known:
                continue
            count = self.looked_up.get(vocabulary, 0)
            if count >= MOST:
                return
            self.looked_up[vocabulary] = count + 1
            self.known[key] = clear_code(text, vocabulary)

    def code(self, vocabulary: str, text: str) -> str:
        """The code of a text, "" where it is not clear. Never a query."""
        return self.known.get((vocabulary, text.lower()), "")


def clear_code(text: str, vocabulary: str) -> str:
    """The code that words plainly mean, "" where a person would have to choose."""
    match = clear_match(search(text, vocabulary, 8, is_open=False))
    return match.code if match and (match.is_exact or match.coverage >= CLEAR) else ""
