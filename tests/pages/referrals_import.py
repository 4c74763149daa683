"""Lists of alumni that are brought in: the steps, the rows, and the list that is taken away."""

from django.core.files.base import ContentFile

from referrals.actions import import_work
from referrals.models import AlumniImport, ImportRow
from tests import factories as make
from tests.pages.kinds import ACTING, Action, Page, office, office_and_key_of

LIST = b"Name,E-mail,Class of,GPA\nAda New,ada.new@people.demo.test,2019,3.9\n"
SHAPE = {
    "encoding": "utf-8", "delimiter": ",", "header_line": 1, "records": 1,
    "columns": ["Name", "E-mail", "Class of", "GPA"],
}  # fmt: skip


def fill(world) -> None:
    """One that waits for its columns, one that was brought in, one that is being undone."""
    import_work.storage().save("imports/fill.csv", ContentFile(LIST))
    world.list = make.AlumniImportFactory(host=world.office, shape=SHAPE, file="imports/fill.csv", total=1)
    world.applied_list = make.AlumniImportFactory(
        host=world.office, state="applied", counts={"new": 1, "changed": 1, "refused": 1}, warned={"zip": [1, 3]},
        made_by=world.user["director"],
    )  # fmt: skip
    world.undoing_list = make.AlumniImportFactory(host=world.office, state="undoing", total=3, done=1)
    add_rows(world, 1)


def add_rows(world, rows) -> None:
    for line in range(rows):
        for verdict in ("new", "changed", "refused"):
            alumnus = make.AlumnusFactory(host=world.office) if verdict == "changed" else None
            row = ImportRow.objects.create(
                alumni_import=world.applied_list, line=line + 2, verdict=verdict, name="Ada New", alumnus=alumnus,
                reason="no_email" if verdict == "refused" else "", value="Ada",
            )  # fmt: skip
            if alumnus:
                make.ImportBeforeFactory(row=row, name=alumnus.name)


def more_lists(world, rows):
    add_rows(world, rows)
    for _row in range(rows):
        make.AlumniImportFactory(host=world.office, state="kept", made_by=make.UserFactory())
    AlumniImport.objects.filter(state="kept").update(due_at=None)


def rows_of(show: str) -> str:
    return f"?show={show}"


PUBLIC: list[str] = []
PAGES: list[Page] = [
    Page("alumni_import", ACTING, office, queries=4, rows=more_lists),
    Page("alumni_import_step", ACTING, office_and_key_of("list"), queries=3, rows=more_lists),
    Page("alumni_import_step", ACTING, office_and_key_of("applied_list"), queries=3, rows=more_lists,
         label="alumni_import_applied"),
    Page("alumni_import_step", ACTING, office_and_key_of("undoing_list"), label="alumni_import_working"),
    Page("alumni_import_rows", ACTING, office_and_key_of("applied_list"), queries=5, rows=more_lists),
    Page("alumni_import_rows", ACTING, office_and_key_of("applied_list"), query=rows_of("changed"), queries=5,
         rows=more_lists, label="alumni_import_changed"),
    Page("alumni_import_rows", ACTING, office_and_key_of("applied_list"), query=rows_of("refused"), queries=5,
         rows=more_lists, label="alumni_import_rows_refused"),
    Page("alumni_import_refused", ACTING, office_and_key_of("applied_list"), axe=False),
    Page("alumni_csv", ACTING, office, axe=False),
]  # fmt: skip
ACTIONS: list[Action] = [
    Action("alumni_import_again", ACTING, office_and_key_of("list")),
    Action("alumni_import_apply", ACTING, office_and_key_of("list")),
    Action("alumni_import_undo", ACTING, office_and_key_of("applied_list")),
    Action("alumni_import_discard", ACTING, office_and_key_of("list")),
]
