"""Lists of alumni that an office brought in, in what it takes out: which and when, and how many rows."""

from collections.abc import Callable, Iterable

from careerlink.web.archives import Table
from partners.models import Host
from partners.queries.host_exports.columns import display, get, name_of, table
from referrals.models import AlumniImport, ImportRow


def alumni_imports(host: Host) -> Iterable[Table]:
    columns: dict[str, Callable] = {
        "import": get("key"),
        "file": get("file_name"),
        "state": display("state"),
        "made_at": get("made_at"),
        "made_by": lambda one: name_of(one.made_by),
        "brought_in_at": get("applied_at"),
    }
    for verdict in ImportRow.Verdict.values:
        columns[verdict] = _count(verdict)
    rows = AlumniImport.objects.filter(host=host).select_related("made_by")
    yield table("alumni_imports", rows, columns)


def _count(verdict: str) -> Callable[[AlumniImport], int]:
    return lambda one: one.counts.get(verdict, 0)


PARTS: dict[str, Callable[[Host], Iterable[Table]]] = {"alumni_imports": alumni_imports}
