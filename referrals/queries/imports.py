"""What pages say of lists that are brought in."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from careerlink.web.archives import Table, in_batches
from partners.models import Host
from referrals.models import AlumniImport, Alumnus, AlumnusAddress, ImportRow
from referrals.models.imports import Warned
from referrals.queries.reading import Shape

Verdict = ImportRow.Verdict
SHOWN = (
    Verdict.NEW,
    Verdict.CHANGED,
    Verdict.SAME,
    Verdict.DUPLICATE,
    Verdict.REFUSED,
    Verdict.LATE,
    Verdict.LEFT,
)
RECENT = 8


def open_import(host: Host) -> AlumniImport | None:
    """The list of this office that is not finished yet, if there is one. One query."""
    return AlumniImport.objects.filter(host=host, state__in=AlumniImport.OPEN).first()


def recent_imports(host: Host) -> list[AlumniImport]:
    """The last lists of an office, newest first. One query."""
    return list(AlumniImport.objects.filter(host=host).select_related("made_by").order_by("-id")[:RECENT])


def shape_of(one: AlumniImport) -> Shape:
    """How the file of a list is read. No query."""
    return Shape(**{**one.shape, "columns": tuple(one.shape["columns"])})


def count(one: AlumniImport, verdict: str) -> int:
    """How many rows of a list have this verdict. No query."""
    return one.counts.get(verdict, 0)


def figures(one: AlumniImport) -> list[dict]:
    """The counts of a list for a row of figures; what there is none of and nobody would miss is left out."""
    always = (Verdict.NEW, Verdict.CHANGED, Verdict.SAME, Verdict.DUPLICATE, Verdict.REFUSED)
    return [
        {"label": verdict.label, "value": f"{count(one, verdict):,}", "verdict": verdict.value}
        for verdict in SHOWN
        if verdict in always or count(one, verdict)
    ]


def warnings(one: AlumniImport) -> list[dict]:
    """What looked wrong in rows that are taken: the sentence, how often, and the first line."""
    words = dict(Warned.choices)
    found = [(words[code], *said) for code, said in one.warned.items() if code in words]
    return [{"words": words, "count": count, "line": line} for words, count, line in found]


def rows_of(one: AlumniImport, verdict: str) -> QuerySet[ImportRow]:
    """Rows of a list with this verdict, in any order, with what the page says of them."""
    rows = ImportRow.objects.filter(alumni_import=one, verdict=verdict).select_related("before")
    return rows.prefetch_related("addresses")


def page_rows(rows: Iterable[ImportRow]) -> list[dict]:
    """What a page says of rows read by `rows_of`: the line, the words, and what each would change. No query."""
    return [{"row": row, "says": _says(row), "changes": changes(row)} for row in rows]


def _says(row: ImportRow) -> str:
    """What a row is about, in words."""
    if row.verdict == Verdict.REFUSED:
        return str(row.get_reason_display())
    if row.verdict == Verdict.DUPLICATE:
        return _("The same person as in line %(line)s; what was new is added there.") % {"line": row.value}
    parts = [row.name, str(row.graduation_year or ""), row.majors_words]
    if row.verdict == Verdict.NEW:
        parts += [address.email for address in row.addresses.all()]
    return ", ".join(part for part in parts if part)


def changes(row: ImportRow) -> list[tuple[str, str, str]]:
    """What a row changes in the records: what it is called, how it stood and how it is in the list. No query."""
    before = getattr(row, "before", None)
    if before is None:
        return []
    found = []
    for name, label in _labels().items():
        old, new = getattr(before, name) or "", getattr(row, name) or ""
        if old != new:
            found.append((label, str(old), str(new)))
    return found + [(_("New address"), "", address.email) for address in row.addresses.all()]


def _labels() -> dict[str, str]:
    return {
        "name": _("Name"),
        "graduation_year": _("Graduation"),
        "majors_words": _("Majors"),
        "occupation_words": _("Job looked for"),
        "stage": _("Career stage"),
        "language": _("Language"),
        "place_id": _("ZIP code"),
    }


def refused_table(one: AlumniImport) -> Table:
    """The rows that were refused, for a spreadsheet."""
    rows = in_batches(rows_of(one, Verdict.REFUSED))
    lines = ([row.line, row.get_reason_display(), row.value] for batch in rows for row in batch)
    return Table("refused", [str(_("Line")), str(_("Why")), str(_("What stands there"))], lines)


def alumni_table(alumni: QuerySet[Alumnus]) -> Table:
    """These records, for a spreadsheet; bringing the file in again changes nothing."""
    columns = [
        _("Full name"),
        _("E-mail address"),
        _("Graduation year"),
        _("Majors"),
        _("Job looked for"),
        _("Career stage"),
        _("ZIP code"),
        _("Preferred language"),
    ]
    return Table("alumni", columns, _alumni_lines(alumni))


def _alumni_lines(alumni: QuerySet[Alumnus]) -> Iterator[list]:
    for batch in in_batches(alumni):
        emails: dict[int, list[str]] = {}
        addresses = AlumnusAddress.objects.filter(alumnus__in=[one.pk for one in batch]).order_by("-is_main", "id")
        for pk, email in addresses.values_list("alumnus_id", "email"):
            emails.setdefault(pk, []).append(email)
        for one in batch:
            yield [
                one.name,
                "; ".join(emails.get(one.pk, [])),
                one.graduation_year,
                one.majors_words,
                one.occupation_words,
                one.get_stage_display(),
                one.place_id,
                one.get_language_display(),
            ]
