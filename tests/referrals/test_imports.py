"""A list is brought in: nothing before it was seen, nothing twice, nothing erased, and all of it back for a day."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from careerlink.audit.machines import Stale
from careerlink.web import clock
from partners.registry import host_exports
from referrals import clocks
from referrals.actions import applying, import_work, imports, staging
from referrals.actions.erasing import erase_alumnus
from referrals.models import AlumniImport, Alumnus, AlumnusAddress, ImportAddress, ImportBefore, ImportRow, ImportTag
from referrals.queries.imports import alumni_table, changes, page_rows, refused_table, rows_of
from referrals.queries.reading import guess_columns, judge_shape
from tests import factories as make

HEADER = "First,Last,E-mail,Grad Date,Major,Zip\n"
ANN = "Ann,Lee,ann@people.demo.test,14-MAY-2011,Biology,\n"
BO = "Bo,Ek,bo@people.demo.test,2015,,\n"


def uploaded(world, text, host=None):
    shape = judge_shape(io.BytesIO(text.encode()))
    file = SimpleUploadedFile("list.csv", text.encode())
    return imports.upload_alumni(host or world.office, file, shape=shape, by=world.user["staff"])


def staged(world, text, host=None):
    """A list that was read to its end."""
    one = uploaded(world, text, host)
    shape = judge_shape(io.BytesIO(text.encode()))
    imports.name_columns(one, columns=guess_columns(shape.columns), shape=shape, by=world.user["staff"])
    assert staging.stage_import(one.key)
    one.refresh_from_db()
    return one


def applied(world, text, host=None):
    one = staged(world, text, host)
    imports.bring_in(one, by=world.user["staff"])
    assert applying.apply_import(one.key)
    one.refresh_from_db()
    return one


def undone(world, one):
    imports.take_back(one, by=world.user["staff"])
    assert applying.undo_import(one.key)
    one.refresh_from_db()
    return one


def records():
    """Everybody who is there, with addresses and codes."""
    return {
        one.name: (
            one.graduation_year,
            one.majors_words,
            sorted(one.addresses.values_list("email", "is_main")),
            sorted(one.tags.values_list("vocabulary", "code")),
        )
        for one in Alumnus.objects.all()
    }


# --- What is brought in ------------------------------------------------------------------------------------------


def test_nothing_is_in_the_records_before_somebody_says_so(world):
    one = staged(world, HEADER + ANN + BO)
    assert (one.state, one.counts, Alumnus.objects.count()) == ("ready", {"new": 2}, 0)


def test_a_list_is_brought_in(world):
    one = applied(world, HEADER + ANN + BO)
    assert (one.state, one.counts, one.file.name) == ("applied", {"new": 2}, "")
    assert records() == {
        "Ann Lee": (2011, "Biology", [("ann@people.demo.test", True)], []),
        "Bo Ek": (2015, "", [("bo@people.demo.test", True)], []),
    }
    ann = Alumnus.objects.get(name="Ann Lee")
    assert (ann.host, ann.source, ann.opted_out_at, len(ann.key)) == (world.office, "import", None, 20)
    assert (ann.idle_since is None, ann.made_at <= clock.now()) == (False, True)


def test_the_same_file_twice_changes_nothing(world):
    applied(world, HEADER + ANN + BO)
    before, moments = records(), list(Alumnus.objects.values_list("changed_at", flat=True))
    one = applied(world, HEADER + ANN + BO)
    assert (one.counts, records()) == ({"same": 2}, before)
    assert list(Alumnus.objects.values_list("changed_at", flat=True)) == moments


def test_our_own_export_changes_nothing(world):
    applied(world, HEADER + ANN + BO)
    table = alumni_table(Alumnus.objects.filter(host=world.office))
    text = "\n".join(";".join(f'"{cell or ""}"' for cell in row) for row in [table.columns, *table.rows])
    assert staged(world, text).counts == {"same": 2}


def test_empty_cells_erase_nothing_and_new_facts_are_added(world):
    applied(world, HEADER + ANN)
    one = applied(world, HEADER + "Ann,Lee,ann@people.demo.test ann@work.demo.test,,Taxation,\n")
    assert one.counts == {"changed": 1}
    addresses = [("ann@people.demo.test", True), ("ann@work.demo.test", False)]
    assert records() == {"Ann Lee": (2011, "Biology; Taxation", addresses, [])}


def test_the_preview_says_what_changes(world):
    applied(world, HEADER + ANN)
    one = staged(world, HEADER + "Ann,Smith,ann@people.demo.test;ann@work.demo.test,2012,,\n")
    (row,) = rows_of(one, "changed")
    assert changes(row) == [
        ("Name", "Ann Lee", "Ann Smith"), ("Graduation", "2011", "2012"), ("New address", "", "ann@work.demo.test"),
    ]  # fmt: skip
    assert page_rows([row])[0]["says"] == "Ann Smith, 2012, Biology"


def test_capitals_alone_change_no_name(world):
    applied(world, HEADER + ANN)
    assert staged(world, HEADER + "ANN,LEE,ANN@people.demo.test,,,\n").counts == {"same": 1}


def test_one_person_with_two_degrees_on_two_rows_is_one_person_with_both(world):
    one = applied(world, HEADER + ANN + "Ann,Lee,ann@people.demo.test,2013,Taxation,\n")
    assert one.counts == {"new": 1, "duplicate": 1}
    assert records() == {"Ann Lee": (2013, "Biology; Taxation", [("ann@people.demo.test", True)], [])}


def test_rows_are_merged_across_batches(world, monkeypatch):
    monkeypatch.setattr(staging, "BATCH", 1)
    more = "Ann,Lee,ann@people.demo.test ann@work.demo.test,2013,Taxation,\nAnn,Lee,ann@work.demo.test,,,\n"
    one = applied(world, HEADER + ANN + BO + more)
    assert one.counts == {"new": 2, "duplicate": 2}
    addresses = [("ann@people.demo.test", True), ("ann@work.demo.test", False)]
    assert records()["Ann Lee"] == (2013, "Biology; Taxation", addresses, [])
    assert [row.value for row in rows_of(one, "duplicate")] == ["2", "2"]


def test_a_known_person_is_merged_across_batches(world, monkeypatch):
    monkeypatch.setattr(staging, "BATCH", 1)
    applied(world, HEADER + ANN)
    one = applied(world, HEADER + ANN + "Ann,Lee,ann@people.demo.test,,Taxation,\n" + BO)
    assert one.counts == {"changed": 1, "duplicate": 1, "new": 1}
    assert records()["Ann Lee"][1] == "Biology; Taxation"
    assert undone(world, one).state == "undone"
    assert records() == {"Ann Lee": (2011, "Biology", [("ann@people.demo.test", True)], [])}


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("Bob,Lee,ann@people.demo.test,,,\n", "other_name"),
        ("Ann,Lee,ann@people.demo.test bo@people.demo.test,,,\n", "two_people"),
    ],
)
def test_whose_address_it_is_is_not_guessed(world, rows, reason):
    applied(world, HEADER + ANN + BO)
    one = staged(world, HEADER + rows)
    assert [(row.line, row.reason) for row in rows_of(one, "refused")] == [(2, reason)]


def test_a_family_with_one_address_in_the_file_is_not_made_one_person(world):
    one = staged(world, HEADER + ANN + "Bob,Lee,ann@people.demo.test,,,\n")
    assert (one.counts, [row.reason for row in rows_of(one, "refused")]) == ({"new": 1, "refused": 1}, ["other_name"])


def test_refused_rows_are_told_with_line_and_reason(world):
    one = staged(world, HEADER + "Di,,,2011,,\n,,x,,,\n" + ANN + "Ed,Poe,nowhere,,,\n")
    assert [list(row) for row in refused_table(one).rows] == [
        [2, "No e-mail address", "Di"], [3, "This is no e-mail address", "x"],
        [5, "This is no e-mail address", "nowhere"],
    ]  # fmt: skip


def test_what_was_left_out_is_counted_with_its_first_line(world):
    one = staged(world, HEADER + ANN + "Bo,Ek,bo@people.demo.test,soon,,99999\nCy,Oh,cy@people.demo.test,later,,\n")
    assert (one.counts, one.warned) == ({"new": 3}, {"year": [2, 3], "zip": [1, 3]})


def test_clear_majors_get_their_code(world):
    make.PlaceFactory(zip="02115")
    for code, title in (("52.0301", "Accounting"), ("45.0601", "Economics, General")):
        make.MajorFactory(code=code, title=title)
    one = applied(world, HEADER + "Ann,Lee,ann@people.demo.test,,Accounting; Underwater Basketry,2115\n")
    found = Alumnus.objects.get()
    assert (one.counts, found.majors_words, found.place_id) == (
        {"new": 1}, "Accounting; Underwater Basketry", "02115",
    )  # fmt: skip
    assert list(found.tags.values_list("vocabulary", "code")) == [("major", "52.0301")]
    again = applied(world, HEADER + "Ann,Lee,ann@people.demo.test,,Economics,\n")
    assert found.tags.count() == 2
    undone(world, again)
    assert found.tags.count() == 1


# --- What is kept ------------------------------------------------------------------------------------------------


def test_who_does_not_want_mail_stays_so(world):
    applied(world, HEADER + ANN)
    Alumnus.objects.update(opted_out_at=clock.now())
    one = applied(world, HEADER + "Ann,Smith,ann@people.demo.test,2012,,\n")
    assert (one.counts, Alumnus.objects.get().opted_out_at is None) == ({"changed": 1}, False)


def test_who_was_erased_is_not_brought_back(world):
    applied(world, HEADER + ANN)
    erase_alumnus(Alumnus.objects.get(), by=world.user["staff"])
    one = staged(world, HEADER + ANN + BO)
    assert (one.counts, [row.reason for row in rows_of(one, "refused")]) == ({"new": 1, "refused": 1}, ["erased"])


def test_who_is_erased_is_erased_from_lists_that_wait(world):
    applied(world, HEADER + ANN)
    one = staged(world, HEADER + "Ann,Smith,ann@people.demo.test,,,\n" + BO)
    erase_alumnus(Alumnus.objects.get(), by=world.user["staff"])
    assert [row.name for row in one.rows.all()] == ["Bo Ek"]
    assert not ImportRow.objects.filter(name__contains="Ann").exists()


def test_another_office_has_records_of_its_own(world):
    applied(world, HEADER + ANN)
    assert staged(world, HEADER + ANN, world.rival).counts == {"new": 1}


def test_what_somebody_changed_since_it_was_read_is_left_out(world):
    applied(world, HEADER + ANN)
    one = staged(world, HEADER + "Ann,Smith,ann@people.demo.test,,,\n" + BO)
    Alumnus.objects.update(graduation_year=1999)
    AlumnusAddress.objects.create(alumnus=Alumnus.objects.get(), host=world.office, email="bo@people.demo.test")
    imports.bring_in(one, by=world.user["staff"])
    assert applying.apply_import(one.key)
    one.refresh_from_db()
    assert one.counts == {"late": 2}
    assert list(Alumnus.objects.values_list("name", "graduation_year")) == [("Ann Lee", 1999)]


def test_one_list_at_a_time(world):
    uploaded(world, HEADER + ANN)
    with pytest.raises(imports.AlreadyOpen):
        uploaded(world, HEADER + BO)
    assert len(import_work.storage().listdir("imports")[1]) == 1
    with pytest.raises(IntegrityError):
        make.AlumniImportFactory(host=world.office)


# --- Taking it back ----------------------------------------------------------------------------------------------


def test_a_list_is_undone_as_a_whole(world):
    applied(world, HEADER + ANN)
    before = records()
    one = applied(world, HEADER + "Ann,Smith,ann@people.demo.test ann@work.demo.test,2012,Taxation,\n" + BO)
    assert undone(world, one).counts == {"changed": 1, "new": 1}
    assert records() == before


def test_undoing_leaves_alone_whom_somebody_changed_and_says_whom(world):
    applied(world, HEADER + ANN)
    one = applied(world, HEADER + "Ann,Smith,ann@people.demo.test,,,\n" + BO)
    Alumnus.objects.update(occupation_words="Editor")
    assert undone(world, one).counts == {"left": 2}
    assert set(Alumnus.objects.values_list("name", flat=True)) == {"Ann Smith", "Bo Ek"}
    assert [row.name for row in rows_of(one, "left")] == ["Ann Smith", "Bo Ek"]


@pytest.mark.parametrize("what", ["referral", "opted_out", "confirmed", "address"])
def test_undoing_never_deletes_who_needs_to_stay(world, what):
    one = applied(world, HEADER + ANN)
    ann = Alumnus.objects.get()
    if what == "referral":
        make.ReferralFactory(alumnus=ann)
    elif what == "opted_out":
        Alumnus.objects.update(opted_out_at=clock.now())
    elif what == "confirmed":
        ann.addresses.update(confirmed_at=clock.now())
    else:
        AlumnusAddress.objects.create(alumnus=ann, host=world.office, email="new@people.demo.test")
    assert (undone(world, one).counts, Alumnus.objects.count()) == ({"left": 1}, 1)


def test_two_lists_are_undone_one_after_the_other_in_any_order(world):
    first = applied(world, HEADER + ANN)
    second = applied(world, HEADER + "Ann,Smith,ann@people.demo.test,,,\n")
    assert undone(world, first).counts == {"left": 1}
    assert undone(world, second).counts == {"changed": 1}
    assert list(records()) == ["Ann Lee"]


def test_after_a_day_nothing_can_be_undone_and_all_that_was_read_is_gone(world):
    one = applied(world, HEADER + ANN + "Di,,,,,\n")
    with clock.set_to(clock.now() + clocks.IMPORT_UNDO):
        with pytest.raises(Stale):
            imports.take_back(one, by=world.user["staff"])
        imports.run_import_clocks()
    one.refresh_from_db()
    assert (one.state, one.emptied_at is None, list(records())) == ("kept", False, ["Ann Lee"])
    assert [table.objects.count() for table in (ImportRow, ImportAddress, ImportBefore, ImportTag)] == [0] * 4


# --- Workers that die --------------------------------------------------------------------------------------------


def test_a_second_worker_goes_on_where_the_first_one_died(world, monkeypatch):
    monkeypatch.setattr(staging, "BATCH", 1)
    one = uploaded(world, HEADER + ANN + BO)
    shape = judge_shape(io.BytesIO((HEADER + ANN + BO).encode()))
    imports.name_columns(one, columns=guess_columns(shape.columns), shape=shape, by=world.user["staff"])
    held = import_work.take(one.key, "staging")
    desk = staging._Desk(held)
    with import_work.storage().open(held.file.name) as file:
        desk.keep(list(staging.records_of(file.file, shape))[:1])
    assert not staging.stage_import(one.key)  # the first one may still live
    with clock.set_to(clock.now() + clocks.SIGN_OF_LIFE + timedelta(seconds=1)):
        assert staging.stage_import(one.key)
        with pytest.raises(import_work.GivenUp):
            desk.keep([])
    one.refresh_from_db()
    assert (one.state, one.done, one.counts) == ("ready", 2, {"new": 2})


def test_a_worker_that_lost_its_claim_brings_nothing_in(world, monkeypatch):
    one = staged(world, HEADER + ANN)
    imports.bring_in(one, by=world.user["staff"])
    held = import_work.take(one.key, "applying")
    AlumniImport.objects.update(claim="somebody else")
    with pytest.raises(import_work.GivenUp):
        applying._apply(held)
    assert Alumnus.objects.count() == 0


def test_a_list_that_never_gets_anywhere_fails_and_changes_nothing(world):
    one = uploaded(world, HEADER + ANN)
    shape = judge_shape(io.BytesIO((HEADER + ANN).encode()))
    imports.name_columns(one, columns=guess_columns(shape.columns), shape=shape, by=world.user["staff"])
    import_work.storage().delete(one.file.name)
    assert not staging.stage_import(one.key)
    one.refresh_from_db()
    assert (one.state, Alumnus.objects.count()) == ("failed", 0)


def test_the_columns_can_be_named_again_and_what_was_read_is_forgotten(world):
    one = staged(world, HEADER + ANN + BO)
    imports.name_columns_again(one, by=world.user["staff"])
    shape = judge_shape(io.BytesIO((HEADER + ANN + BO).encode()))
    columns = ["first", "last", "email", "", "", ""]
    imports.name_columns(one, columns=columns, shape=shape, by=world.user["staff"])
    assert staging.stage_import(one.key)
    one.refresh_from_db()
    assert (one.counts, [row.graduation_year for row in one.rows.all()]) == ({"new": 2}, [None, None])


def test_a_list_that_nobody_finishes_is_thrown_away_with_its_file(world):
    one = staged(world, HEADER + ANN)
    with clock.set_to(clock.now() + clocks.IMPORT_WAITS):
        imports.run_import_clocks()
    one.refresh_from_db()
    assert (one.state, one.file.name, one.rows.count()) == ("discarded", "", 0)
    assert import_work.storage().listdir("imports")[1] == []


def test_files_without_a_list_are_deleted(world):
    import_work.storage().save("imports/lost.csv", SimpleUploadedFile("x", b"x"))
    with clock.set_to(clock.now() + timedelta(hours=1)):
        assert imports.delete_ownerless_files() == 1


def test_an_office_takes_out_which_lists_it_brought_in(world):
    applied(world, HEADER + ANN + "Di,,,,,\n")
    make.AlumniImportFactory(host=world.rival)
    (table,) = host_exports["alumni_imports"](world.office)
    (row,) = [dict(zip(table.columns, cells, strict=True)) for cells in table.rows]
    told = {name: row[name] for name in ("file", "state", "new", "refused", "changed")}
    assert told == {"file": "list.csv", "state": "Brought in", "new": 1, "refused": 1, "changed": 0}
