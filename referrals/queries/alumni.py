"""The records of an office: who is found, in which order, and what a row says."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from careerlink.taxonomy.queries import Match
from careerlink.web.counts import bounded_count, say_count
from careerlink.web.pages import Page, keyset_page
from partners.models import Host, Vocabulary
from referrals.models import Alumnus, AlumnusAddress, AlumnusTag, HelpSettings, Referral
from referrals.models.alumni import LastWord, Sorted

MOST_NAMED = 200  # of whoever a name speaks of
LAST_CODE = "9999"  # comes after all that belongs to a group of majors
LAST_LETTER = "\U0010ffff"  # comes after all that begins with the same words
OPEN, NONE = "open", "none"


@dataclass(frozen=True)
class AlumniFilters:
    """What an office looks for in its records. `majors` are what the typed words mean; `request` is "open" for those
    who have an open request, "none" for those who have none.
    """

    words: str = ""
    year_from: int | None = None
    year_to: int | None = None
    majors: tuple[Match, ...] = ()
    request: str = ""

    @property
    def has_years(self) -> bool:
        return self.year_from is not None or self.year_to is not None


def help_settings_of(host: Host) -> HelpSettings | None:
    """How this office refers alumni; None before it is turned on. One query."""
    return HelpSettings.objects.filter(host=host).first()


def find_alumni(host: Host, filters: AlumniFilters, cursor: str = "") -> tuple[Page, str]:
    """A page of the records that `filters` leave, by name, with years by year and name; and how many there are in
    words ("41", "1,000+"). Four queries, one more to find a name.
    """
    rows = matching(host, filters)
    if words := " ".join(filters.words.split()):
        rows, count = _spoken_of(rows, words)
    else:
        count = bounded_count(rows)
    order = ("graduation_year", "by_name", "id") if filters.has_years else ("by_name", "id")
    page = keyset_page(rows.annotate(by_name=Sorted("name")), cursor, order)
    page.rows = _rows(page.rows)
    return page, count


def listed(host: Host, filters: AlumniFilters) -> QuerySet[Alumnus]:
    """Everybody whom these filters leave, in no order: what is taken away. One query more to find a name."""
    words = " ".join(filters.words.split())
    return _spoken_of(matching(host, filters), words)[0] if words else matching(host, filters)


def matching(host: Host, filters: AlumniFilters) -> QuerySet[Alumnus]:
    """Everybody in the records of `host` whom all but the words of `filters` leave; nobody who was erased."""
    rows = Alumnus.objects.filter(host=host, erased_at=None)
    if filters.year_from is not None:
        rows = rows.filter(graduation_year__gte=filters.year_from)
    if filters.year_to is not None:
        rows = rows.filter(graduation_year__lte=filters.year_to)
    if filters.majors:
        wanted = Q()
        for match in filters.majors:
            wanted |= Q(code__gte=match.code, code__lte=match.code + LAST_CODE)  # with all that begins with it
        rows = rows.filter(pk__in=AlumnusTag.objects.filter(wanted, vocabulary=Vocabulary.MAJOR).values("alumnus"))
    if filters.request == OPEN:
        rows = rows.filter(pk__in=Referral.objects.filter(host=host, state__in=Referral.OPEN).values("alumnus"))
    elif filters.request == NONE:
        rows = rows.filter(~Exists(Referral.objects.filter(alumnus=OuterRef("pk"), state__in=Referral.OPEN)))
    return rows


def _spoken_of(rows: QuerySet[Alumnus], words: str) -> tuple[QuerySet[Alumnus], str]:
    """Those of `rows` whose name, last name or address begins with these words, and how many they are; "Okafor, Maren"
    is the same as "Maren Okafor". The first 200 of each kind: whoever wants others types more of the name.
    """
    if "@" in words:
        found = [_first(rows.filter(addresses__host=F("host")), Sorted("addresses__email"), words)]
    else:
        last, comma, first = words.partition(",")
        whole = f"{first.strip()} {last.strip()}" if comma and first.strip() else words
        found = [_first(rows, Sorted("name"), whole), _first(rows, LastWord("name"), whole.rstrip(", "))]
    ids = {pk for part in found for pk in part[:MOST_NAMED]}
    is_cut = any(len(part) > MOST_NAMED for part in found)
    return rows.filter(pk__in=ids), say_count(MOST_NAMED + 1 if is_cut else len(ids), MOST_NAMED)


def _first(rows: QuerySet[Alumnus], sorted_words: Sorted, words: str) -> list[int]:
    """The ids of the first, and of one more, of whom `sorted_words` begins with these words, in its order: an index
    hands them out.
    """
    found = rows.alias(begins=sorted_words).filter(_begins("begins", words)).order_by("begins", "id")
    return list(found.values_list("pk", flat=True)[: MOST_NAMED + 1])


def _begins(name: str, words: str) -> Q:
    """Whether what stands in `name`, which is sorted, begins with these words; an index answers it."""
    return Q(**{f"{name}__gte": Sorted(Value(words)), f"{name}__lt": Sorted(Value(words + LAST_LETTER))})


def _rows(alumni: list[Alumnus]) -> list[dict]:
    """What the list says of each, with her main address and her open request. Two queries."""
    ids = [alumnus.pk for alumnus in alumni]
    addresses = dict(AlumnusAddress.objects.filter(alumnus__in=ids, is_main=True).values_list("alumnus", "email"))
    requests = Referral.objects.filter(alumnus__in=ids, state__in=Referral.OPEN)
    states = {referral.alumnus_id: referral.get_state_display() for referral in requests}
    return [
        {
            "alumnus": alumnus,
            "url": alumnus.get_absolute_url(),
            "email": addresses.get(alumnus.pk, ""),
            "state": states.get(alumnus.pk, ""),
        }
        for alumnus in alumni
    ]


def open_referral_of(alumnus: Alumnus) -> Referral | None:
    """The request of this person that is not over, if there is one. One query."""
    found = Referral.objects.filter(alumnus=alumnus, state__in=Referral.OPEN).first()
    if found is not None:
        found.alumnus, found.host = alumnus, alumnus.host
    return found


def is_same_name(one: str, other: str) -> bool:
    """Whether two names differ in nothing but capitals and spaces."""
    return one.casefold().split() == other.casefold().split()


def at_address(host: Host, email: str) -> Alumnus | None:
    """Whom the records of an office know under an address. One query."""
    rows = Alumnus.objects.filter(addresses__host=host, addresses__email=email.strip().lower(), erased_at=None)
    return rows.select_related("host__institution").first()


def addresses_of(alumnus: Alumnus) -> list[AlumnusAddress]:
    """Her addresses, the main one first."""
    return list(alumnus.addresses.order_by(F("is_main").desc(), "id"))


def tags_of(alumnus: Alumnus) -> dict[str, list[str]]:
    """The codes of an alumnus by vocabulary. One query."""
    found: dict[str, list[str]] = {}
    for vocabulary, code in alumnus.tags.order_by("id").values_list("vocabulary", "code"):
        found.setdefault(vocabulary, []).append(code)
    return found
