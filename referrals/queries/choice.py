"""The list of writers among whom an alumnus chooses, as she reads it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from careerlink.web import clock
from partners.models import Language, Vocabulary, Writer, WriterTag
from partners.queries.directory_rows import Mark, credential_mark, place_words
from partners.queries.offers import fees_of
from partners.queries.reasons import reason_words
from partners.queries.suggested import read_reason
from referrals.models import Candidate, Leg, Referral
from referrals.queries.fitting import may_be_asked

MOST_REASONS = 3
# Why a writer fits is said of these; how somebody answers others and what was done on a campus is nobody's measure.
SAID = {
    "major", "occupation", "related", "beside", "breadth", "industry", "nothing_shared", "service", "stage", "language",
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """One writer on the list, in words."""

    candidate: Candidate
    name: str
    headline: str
    why: tuple[str, ...]
    fees: str
    mark: Mark
    languages: str
    where: str
    pin_reason: str

    @property
    def key(self) -> str:
        return self.candidate.writer.key


def newest_list(referral: Referral) -> list[Candidate]:
    """The candidates (with writer, user and place) of the newest list of a request, in its order. One query."""
    return list(_newest(referral))


def _newest(referral: Referral) -> QuerySet[Candidate]:
    last = Candidate.objects.filter(referral=referral).order_by("-draw").values("draw")[:1]
    rows = Candidate.objects.filter(referral=referral, draw=last)
    return rows.select_related("writer__user", "writer__place").order_by("position")


def open_list(referral: Referral) -> list[Candidate]:
    """Those of them who can be asked today, by everything that the database can tell, and were not yet. One query."""
    asked = Leg.objects.filter(referral=referral).order_by().values("writer")
    rows = _newest(referral).filter(writer__in=may_be_asked(referral).order_by().values("pk"))
    return list(rows.exclude(writer__in=asked))


def shown(referral: Referral, candidates: Iterable[Candidate]) -> list[Shown]:
    """These candidates of a request (with alumnus) in words. Two queries."""
    candidates, today = list(candidates), clock.today()
    writers = [one.writer for one in candidates]
    fees, spoken = fees_of(writers), _languages(writers)
    return [
        Shown(
            candidate=one,
            name=one.writer.name,
            headline=one.writer.headline,
            why=_why(referral, one),
            fees=_fees(one.writer, fees),
            mark=credential_mark(_, one.writer, today),
            languages=spoken.get(one.writer_id, ""),
            where=_where(one),
            pin_reason=one.pin_reason,
        )
        for one in candidates
    ]


def _languages(writers: list[Writer]) -> dict[int, str]:
    rows = WriterTag.objects.filter(writer__in=writers, vocabulary=Vocabulary.LANGUAGE).order_by("writer", "code")
    names, found = dict(Language.choices), dict[int, list[str]]()
    for writer, code in rows.values_list("writer_id", "code"):
        found.setdefault(writer, []).append(str(names.get(code, code)))
    return {writer: ", ".join(spoken) for writer, spoken in found.items()}


def _fees(writer: Writer, fees: dict[int, str]) -> str:
    """What she would pay, said before anybody is asked."""
    if writer.is_pro_bono:
        return _("Free for alumni")
    return fees.get(writer.pk) or _("No prices named. Agree one before you begin.")


def _why(referral: Referral, candidate: Candidate) -> tuple[str, ...]:
    alumnus = referral.alumnus
    words = "; ".join(filter(None, [alumnus.occupation_words, alumnus.majors_words]))
    reasons = sorted(map(read_reason, candidate.reasons), key=lambda one: -abs(one.points))
    said = [reason_words(one, words=words) for one in reasons if one.code in SAID]
    return tuple(dict.fromkeys(sentence for sentence in said if sentence))[:MOST_REASONS]


def _where(candidate: Candidate) -> str:
    """How far the writer is and how they could meet: "5 miles, and online"."""
    writer = candidate.writer
    miles = next((one.miles for one in map(read_reason, candidate.reasons) if one.miles is not None), None)
    words = place_words(_, miles, writer)
    town = f"{writer.place.city}, {writer.place.state}" if writer.place else ""
    return f"{words} ({town})" if town else words
