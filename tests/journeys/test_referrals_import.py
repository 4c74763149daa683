"""A messy file is brought in and undone."""

import pytest

from referrals.actions import applying, staging
from referrals.models import AlumniImport, Alumnus
from tests import factories as make
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)

# As a student system writes it: a mark, semicolons, one person twice, a number, a grade, a total; in Windows letters.
LIST = (
    "Graduates of the college;;;;;\r\n"
    "SPRIDEN_ID;SPRIDEN_LAST_NAME;SPRIDEN_FIRST_NAME;E-mail;SHRDGMR_GRAD_DATE;STVMAJR_DESC\r\n"
    "000123;Ibáñez;Ana;ANA@people.demo.test;14-MAY-2011;Biology\r\n"
    "000123;Ibáñez;Ana;ana@people.demo.test;19-MAY-2013;Taxation\r\n"
    "000124;Ek;Bo;bo at people.demo.test;01-JAN-1900;Undeclared\r\n"
    "TOTAL;3;;;;\r\n"
).encode("cp1252")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_messy_file_is_brought_in_and_undone(hands_of, log_in, scripts):
    world = make_world()
    make.HelpSettingsFactory(host=world.office)
    staff = hands_of(scripts=scripts)
    log_in(staff.page.context, world.user["staff"])

    staff.go("/desk/oxbow-career/alumni/")
    staff.follow("Import a list")
    file = {"name": "graduates.csv", "mimeType": "text/csv", "buffer": LIST}
    staff.page.get_by_label("The list").set_input_files(file)
    staff.press("Look at it")
    assert "SPRIDEN_ID" in staff.page.get_by_text("Leave them out next time").inner_text()
    staff.press("Read it")
    one = AlumniImport.objects.get()
    assert staging.stage_import(one.key)
    see(staff, scripts, "Read, and not brought in yet")
    assert Alumnus.objects.count() == 0
    staff.follow("Look at the rows")
    assert "Ana Ibáñez, 2013, Biology; Taxation, ana@people.demo.test" in staff.text
    staff.follow("Refused (2)")
    assert ("This is no e-mail address" in staff.text, "A total, and no person" in staff.text) == (True, True)
    staff.follow("graduates.csv")
    staff.press("Bring in one person")
    assert applying.apply_import(one.key)
    see(staff, scripts, "Undo the whole list")
    assert list(Alumnus.objects.values_list("name", flat=True)) == ["Ana Ibáñez"]
    staff.press("Undo the whole list")
    assert applying.undo_import(one.key)
    see(staff, scripts, "Your records stand as before.")
    assert Alumnus.objects.count() == 0


def see(staff, scripts, words):
    """With scripts the page goes on by itself; without them one follows a link."""
    if not scripts:
        staff.follow("See how far it is now")
    staff.page.get_by_text(words).last.wait_for()
