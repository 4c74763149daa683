"""What pages know about a writer, in few questions."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import NamedTuple

from django.db import connection
from django.db.models import Case, CharField, Count, Exists, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from careerlink.audit import trail
from careerlink.taxonomy.models import Industry, Major, Occupation
from careerlink.web.parts import moment
from partners.models import (
    CareerStage,
    Credential,
    Fee,
    Host,
    Kind,
    Language,
    Phrase,
    Service,
    Vocabulary,
    Writer,
    WriterTag,
)

WORDS = {
    Vocabulary.SERVICE: dict(Service.choices),
    Vocabulary.STAGE: dict(CareerStage.choices),
    Vocabulary.LANGUAGE: dict(Language.choices),
}


KINDS = dict(Kind.choices)
# What describes a writer, each part in the same six columns: label, code, text, number, moment, id. Written as
# SQL because the ORM takes longer to put this UNION together than the database to answer it.
SHEET = """
SELECT tag.vocabulary, tag.code, coalesce(major.title, occupation.title, industry.title, ''), 0, NULL, tag.id
FROM partners_writertag tag
LEFT JOIN taxonomy_major major ON tag.vocabulary = 'major' AND major.code = tag.code
LEFT JOIN taxonomy_occupation occupation ON tag.vocabulary = 'occupation' AND occupation.code = tag.code
LEFT JOIN taxonomy_industry industry ON tag.vocabulary = 'industry' AND industry.code = tag.code
WHERE tag.writer_id = %(writer)s
UNION ALL SELECT 'price', '', what, dollars, changed_at, id FROM partners_fee WHERE writer_id = %(writer)s
UNION ALL SELECT 'phrase', '', text, 0, NULL, position FROM partners_phrase WHERE writer_id = %(writer)s
UNION ALL SELECT 'proof', '', '', credential.id, NULL, evidence.id
FROM partners_evidence evidence JOIN partners_credential credential ON credential.id = evidence.credential_id
WHERE credential.writer_id = %(writer)s
"""
WITH_HOST = """
UNION ALL SELECT 'together', kind, state, 0, coalesce(busy_from, agreed_at), id FROM partners_engagement
WHERE writer_id = %(writer)s AND host_id = %(host)s
UNION ALL SELECT 'partner', key, '', 0, since, id FROM partners_partnership
WHERE writer_id = %(writer)s AND host_id = %(host)s
UNION ALL SELECT 'note', '', note, 0, NULL, id FROM partners_savedwriter
WHERE writer_id = %(writer)s AND host_id = %(host)s
"""
# In a passport those in force stand first, then those that wait to be checked.
PLACES: dict[str, int] = {**dict.fromkeys(Credential.HELD, 0), Credential.State.SUBMITTED: 1}
PASSPORT = (
    "writer_id", "name", "issuer", "number", "lookup_url", "expires_on", "held_until", "state", "reviewed_at",
    "answer_by", "reviewed_by__name", "reviewed_by__email",
)  # fmt: skip


class Part(NamedTuple):
    """One part of a profile: is it there, why it matters, and where it is filled in."""

    name: str
    is_done: bool
    why: str
    url: str


class Price(NamedTuple):
    what: str
    dollars: int
    changed_at: datetime


class Together(NamedTuple):
    """One thing that a host and a writer agreed on."""

    kind: str
    state: str
    at: datetime


@dataclass
class Sheet:
    """What describes a writer in short: titles by vocabulary, prices, and what one host knows of her: its note (None
    when it has not saved her), since when they work together, and what they did.
    """

    titles: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    codes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    phrases: list[str] = field(default_factory=list)
    prices: list[Price] = field(default_factory=list)
    proofs: dict[int, int] = field(default_factory=dict)  # how many files prove a credential, by its id
    together: list[Together] = field(default_factory=list)
    note: str | None = None
    partner_key: str = ""
    partner_since: datetime | None = None

    @property
    def helps(self) -> list[str]:
        """Whom she helps, in standard words: majors, then occupations, then industries."""
        fields = (Vocabulary.MAJOR, Vocabulary.OCCUPATION, Vocabulary.INDUSTRY)
        return list(dict.fromkeys(title for name in fields for title in self.titles[name]))

    @property
    def prices_changed_at(self) -> datetime | None:
        return max((price.changed_at for price in self.prices), default=None)


def titled_tags(tags: QuerySet[WriterTag]) -> QuerySet[WriterTag]:
    """Tags with the `title` of their code, for vocabularies that are tables; "" for the others."""
    tables = {Vocabulary.MAJOR: Major, Vocabulary.OCCUPATION: Occupation, Vocabulary.INDUSTRY: Industry}
    titles = [
        When(vocabulary=name, then=Subquery(table.objects.filter(pk=OuterRef("code")).values("title")[:1]))
        for name, table in tables.items()
    ]
    return tags.annotate(title=Coalesce(Case(*titles, output_field=CharField()), Value("")))


def sheet(writer: Writer, host: Host | None = None) -> Sheet:
    """Tags, phrases, prices, proofs and, for a host, what it knows of her; one query for all."""
    found = Sheet()
    with connection.cursor() as cursor:
        if host:
            cursor.execute(SHEET + WITH_HOST, {"writer": writer.pk, "host": host.pk})
        else:
            cursor.execute(SHEET, {"writer": writer.pk})
        rows = sorted(cursor.fetchall(), key=itemgetter(5))
    for label, code, text, number, at, _id in rows:
        if label == "price":
            found.prices.append(Price(text, number, moment(at)))
        elif label == "phrase":
            found.phrases.append(text)
        elif label == "note":
            found.note = text
        elif label == "partner":
            found.partner_key, found.partner_since = code, moment(at)
        elif label == "proof":
            found.proofs[number] = found.proofs.get(number, 0) + 1
        elif label == "together":
            found.together.append(Together(str(KINDS.get(code, code)), text, moment(at)))
        else:
            found.titles[label].append(text or str(WORDS.get(label, {}).get(code, code)))
            found.codes[label].append(code)
    found.prices.sort(key=lambda price: price.dollars)
    found.together.sort(key=lambda item: item.at, reverse=True)
    return found


def passport(writer: Writer) -> QuerySet[Credential]:
    """Her credentials as a passport shows them, with the number of proofs; those in force first."""
    order = Case(*[When(state=state, then=place) for state, place in PLACES.items()], default=2)
    found = Credential.objects.filter(writer=writer).select_related("type__issuer", "reviewed_by")
    return found.annotate(proofs=Count("evidence")).order_by(order, "id")


def shown_passport(writer: Writer, short: Sheet) -> list[Credential]:
    """The credentials that others are shown, with the number of proofs, those in force first: not those that
    could not be confirmed or were taken away.
    """
    hidden = (Credential.State.REJECTED, Credential.State.REVOKED)
    rows = Credential.objects.filter(writer=writer).select_related("reviewed_by").order_by("id").only(*PASSPORT)
    shown = [one for one in rows if one.state not in hidden or one.valid_until]
    for one in shown:
        one.proofs = short.proofs.get(one.pk, 0)
    return sorted(shown, key=lambda one: PLACES.get(one.state, 2))


def phrases(writer: Writer) -> QuerySet[Phrase]:
    """Her phrases in her order, each with the codes that it was read as."""
    return Phrase.objects.filter(writer=writer).prefetch_related("tags")


def own_passport(writer: Writer) -> list[Credential]:
    """All her credentials with what proves them, for herself. Two queries."""
    return list(passport(writer).prefetch_related("evidence"))


def question(writer: Writer) -> str:
    """What a moderator asked and she has not answered yet, "" when nothing is open."""
    if writer.state != Writer.State.NEEDS_INFORMATION:
        return ""
    entry = trail.entries_about(writer, events=["ask"]).first()
    return entry.note.text if entry and hasattr(entry, "note") else ""


def chosen_ways(writer: Writer) -> dict[str, list[str]]:
    """Codes of what she does, for whom and in which languages, by vocabulary."""
    chosen: dict[str, list[str]] = defaultdict(list)
    for vocabulary, code in WriterTag.objects.filter(writer=writer, vocabulary__in=WORDS).values_list(
        "vocabulary", "code"
    ):
        chosen[vocabulary].append(code)
    return chosen


def fee_rows(writer: Writer) -> list[dict]:
    """Her prices as a form takes them."""
    return [{"what": fee.what, "dollars": fee.dollars} for fee in Fee.objects.filter(writer=writer)]


def completeness(writer: Writer) -> list[Part]:
    """The parts of a profile, what is missing first, and why each matters. One query."""
    tags = WriterTag.objects.filter(writer=OuterRef("pk"))
    has = (
        Writer.objects.filter(pk=writer.pk)
        .annotate(
            reading=Exists(tags.exclude(phrase=None)),
            services=Exists(tags.filter(vocabulary=Vocabulary.SERVICE)),
            stages=Exists(tags.filter(vocabulary=Vocabulary.STAGE)),
            prices=Exists(Fee.objects.filter(writer=OuterRef("pk"))),
            credential=Exists(
                Credential.objects.filter(writer=OuterRef("pk")).exclude(
                    state__in=[Credential.State.REJECTED, Credential.State.REVOKED, Credential.State.LAPSED]
                )
            ),
        )
        .values("reading", "services", "stages", "prices", "credential")
        .get()
    )
    parts = [
        Part(
            _("Whom you help best"),
            has["reading"],
            _("Offices search by major and by job; this is how they find you."),
            reverse("writer_expertise"),
        ),
        Part(
            _("What you do, and for whom"),
            has["services"] and has["stages"],
            _("An office that needs interview practice for students looks for exactly that."),
            reverse("writer_services"),
        ),
        Part(
            _("Where you are"),
            writer.place_id is not None,
            _("Campuses near you see you first, and you see their requests."),
            reverse("writer_part", args=["place"]),
        ),
        Part(
            _("A credential"),
            has["credential"],
            _("Without one, offices see “credential not checked” beside your name."),
            reverse("writer_credentials"),
        ),
        Part(
            _("What you ask for"),
            has["prices"] or writer.is_pro_bono,
            _("Fees are shown before any contact. Offices pass over writers who say nothing."),
            reverse("writer_fees"),
        ),
        Part(
            _("About you"),
            bool(writer.headline and writer.about),
            _("A few sentences let a busy person decide in a minute."),
            reverse("writer_part", args=["basics"]),
        ),
        Part(
            _("A photo"),
            bool(writer.photo),
            _("Staff like to know whom to look for at the door."),
            reverse("writer_photo_edit"),
        ),
    ]
    return sorted(parts, key=lambda part: part.is_done)


def share(parts: list[Part]) -> int:
    """How much of a profile is there, in whole percent."""
    return round(100 * sum(part.is_done for part in parts) / len(parts))
