"""Words of an alumnus as somebody may read them who does not know yet whom they are about."""

import re

from referrals.models import Alumnus

HIDDEN = "…"
LONG = 3  # letters of a name that is looked for in what she wrote
LEAST = 7  # digits of a telephone number
# Each begins where a word does and gives nothing back, so that long words take no longer than their length.
_LOCAL = r"(?<![\w.+-])[\w.+-]++"
_NAME = r"(?<![\w.-])[\w-]++(?:\.[\w-]+)*+"
ADDRESS = re.compile(
    r"(?<![^\s,;:()<>@])[^\s,;:()<>@]++@[^\s,;()<>]++"  # an e-mail address
    r"|(?<![\w@])@[a-z_][\w.-]+"  # a name on some network
    r"|(?:https?://|www\.)[^\s,;()<>]++"
    rf"|{_LOCAL}\s?[(\[{{<]\s?(?:at|@)\s?[)\]}}>]\s?[\w-]++(?:(?:\.|\s?[(\[{{<]\s?dot\s?[)\]}}>]\s?|\sdot\s)[\w-]++)*"
    rf"|{_LOCAL}\s(?:at|@)\s[\w-]++(?:\s?[(\[{{<]\s?dot\s?[)\]}}>]\s?|\sdot\s)[\w-]++"
    rf"|{_LOCAL}\s@\s[\w-]++\.[\w.-]++"
    # A site by its name: of a usual ending, or with a page after it ("Node.js/React" is none).
    rf"|{_NAME}(?:(?<=\.(?:com|org|edu|dev|biz))|(?<=\.(?:info|page|site|link)))(?:/[^\s,;()<>]*)?"
    rf"|{_NAME}(?:(?<=\.[a-z]{{2}})(?<!\.[jt]s)|(?<=\.[a-z]{{3}}))/[^\s,;()<>]++",
    re.IGNORECASE,
)
TELEPHONE = re.compile(r"\+?\(?\d[\d\s().\-–—·/]{5,}\d")
# "2019 - 2024", "2019/2020" and "12/31/2026" are no telephone numbers.
DATES = re.compile(r"(?:19|20)\d\d(?:\D+(?:19|20)\d\d)*|\d{1,2}/\d{1,2}/(?:\d\d){1,2}")


def masked(words: str, alumnus: Alumnus) -> str:
    """What was written, without addresses, telephone numbers and their own name: the whole of it however it is
    written, parts of it as they are written there ("Art" stays apart from "art").
    """
    words = TELEPHONE.sub(_unless_dates, ADDRESS.sub(HIDDEN, words))
    name = " ".join(alumnus.name.split())
    if name:
        words = re.sub(rf"\b{re.escape(name)}\b".replace(r"\ ", r"\s+"), HIDDEN, words, flags=re.IGNORECASE)
    parts = {part for part in re.split(r"[\s,.]+", name) if len(part) >= LONG}
    if parts:
        words = re.sub(
            rf"\b({'|'.join(sorted(map(re.escape, parts | {part.upper() for part in parts})))})\b", HIDDEN, words
        )
    return words


def _unless_dates(found: re.Match) -> str:
    digits = sum(one.isdigit() for one in found[0])
    return found[0] if digits < LEAST or DATES.fullmatch(found[0]) else HIDDEN
