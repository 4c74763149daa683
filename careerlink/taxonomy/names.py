"""The names a thing goes by, as the index keeps them and as an exact match is judged."""

from careerlink.taxonomy.words import plain, root, tokens


def institution_names(name: str, aliases: str) -> list[str]:
    """The name and the other names: one a line or between bars; some colleges typed one list with commas.

    A lone word of such a list is a name when it is an acronym, else rather a town ("School of Law, Boston").
    """
    found = [name]
    for alias in aliases.replace("\n", "|").split("|"):
        parts = [part.strip() for part in alias.split(",")] if "," in alias else []
        found += [alias.strip(), *(part for part in parts if " " in part or part.isupper())]
    return [each for each in dict.fromkeys(found) if each]


def domain_label(email_domain: str) -> str:
    """ "nyu" of nyu.edu: what people call a college as often as by its name."""
    return email_domain.split(".", maxsplit=1)[0]


def major_names(title: str, examples: str = "") -> list[str]:
    """A title and the plain names in it, then the examples, one a line or between bars.

    "Registered Nursing/Registered Nurse" and "Physical Therapy/Therapist" are two names each, and
    "Mathematics, General" is also "Mathematics"; but "English/Language Arts Teacher Education" is one.
    """
    short = title.removesuffix(", General")
    found = [title, short]
    parts = [tokens(part) for part in short.split("/")]
    if len(parts) == 2 and all(parts) and "," not in short:
        first, second = parts
        if len(first) == len(second) or root(first[0]) == root(second[0]):
            found += short.split("/")
        elif len(second) == 1 and root(first[-1]) == root(second[0]):
            found += [short.split("/")[0], " ".join([*first[:-1], *second])]
    found += examples.replace("\n", "|").split("|")
    return [each for each in dict.fromkeys(name.strip() for name in found) if each]


def place_names(city: str, state: str, state_name: str) -> list[str]:
    return [city, f"{city} {state}", f"{city} {state_name}"]


def plain_names(names: list[str]) -> set[str]:
    return {plain(name) for name in names}
