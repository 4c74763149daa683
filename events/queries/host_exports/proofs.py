"""Semesters, rates and what its people said after events, in what a host takes out. Not what writers said."""

from collections.abc import Callable, Iterable

from careerlink.web.archives import Table
from events.models import Feedback, HostRate, SemesterReport, Term
from partners.models import Host
from partners.queries.host_exports.columns import display, get, name_of, table


def proofs(host: Host) -> Iterable[Table]:
    yield table(
        "semesters",
        Term.objects.filter(host=host).select_related("reader"),
        {
            "semester": get("key"),
            "name": get("name"),
            "first_day": get("starts_on"),
            "last_day": get("ends_on"),
            "goes_to": lambda term: name_of(term.reader),
            "mailed_at": get("mailed_at"),
        },
    )
    yield table(
        "semester_pages",
        SemesterReport.objects.filter(term__host=host).select_related("term", "issued_by"),
        {
            "semester": lambda report: report.term.key,
            "issued_at": get("issued_at"),
            "issued_by": lambda report: name_of(report.issued_by),
            "figures": lambda report: "; ".join(f"{one['label']}: {one['value']}" for one in report.figures),
        },
    )
    yield table(
        "hour_rates",
        HostRate.objects.filter(host=host),
        {"year": get("year"), "cents": get("cents"), "source": get("source")},
    )
    own = Feedback.objects.filter(place__shift__role__event__host=host, side=Feedback.Side.HOST)
    yield table(
        "feedback",
        own.select_related("place"),
        {
            "place": lambda given: given.place.key,
            "answer": display("answer"),
            "comment": get("comment"),
            "at": get("at"),
        },
    )


PARTS: dict[str, Callable[[Host], Iterable[Table]]] = {"semesters": proofs}
