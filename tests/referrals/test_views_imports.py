"""The pages of an import: three steps, the rows, undoing, and the list that is taken away."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from careerlink.audit.models import Entry
from referrals.actions import applying, staging
from referrals.forms import imports
from referrals.models import AlumniImport, Alumnus, AlumnusAddress
from tests import factories as make
from tests.reading import forms_of, words_of
from tests.test_pages import client_of
from tests.world import PERSONAS

LIST = (
    "Our alumni\nFirst,Last,E-mail,Class of,Major,GPA,Gender\n"
    "Ann,Lee,ann@people.demo.test,2011,Biology,3.9,f\nBo,Ek,nowhere,2015,,,\n"
)


def address(name, one=None):
    return reverse(name, args=["oxbow-career", one.key] if one else ["oxbow-career"])


def upload(client, content=LIST, name="alumni.csv"):
    content = content.encode() if isinstance(content, str) else content
    return client.post(address("alumni_import"), {"file": SimpleUploadedFile(name, content)})


def step(client, one):
    return words_of(client.get(address("alumni_import_step", one)))


@pytest.fixture
def staff(world):
    return client_of(world, "staff")


def name_columns(client, one, **other):
    columns = {"header": "2", "column_0": "first", "column_1": "last", "column_2": "email", "column_3": "year"}
    return client.post(address("alumni_import_step", one), columns | {"column_4": "major"} | other)


def test_a_list_is_brought_in_and_undone(staff):
    answer = upload(staff)
    one = AlumniImport.objects.get()
    assert answer.headers["Location"] == address("alumni_import_step", one)
    words = step(staff, one)
    assert ("These columns are not read" in words, "GPA, Gender" in words) == (True, True)
    assert ("ann@people.demo.test, nowhere" in words, "3.9" in words) == (True, False)
    assert name_columns(staff, one).status_code == 302
    assert "0 of 2 rows. Nothing is in your records yet." in step(staff, one)
    assert staging.stage_import(one.key)
    words = step(staff, one)
    assert ("Bring in one person" in words, "Download the refused rows" in words) == (True, True)
    assert Alumnus.objects.count() == 0
    staff.post(address("alumni_import_apply", one))
    assert "Being brought in" in step(staff, one)
    assert applying.apply_import(one.key)
    assert "Undo the whole list" in step(staff, one)
    assert list(Alumnus.objects.values_list("name", flat=True)) == ["Ann Lee"]
    staff.post(address("alumni_import_undo", one))
    assert applying.undo_import(one.key)
    assert "Your records stand as before." in step(staff, one)
    assert Alumnus.objects.count() == 0


def test_sensitive_columns_are_no_choice(staff):
    upload(staff)
    one = AlumniImport.objects.get()
    name_columns(staff, one, column_5="job", column_6="name")
    one.refresh_from_db()
    assert one.columns == ["first", "last", "email", "year", "major", "sensitive", "sensitive"]


def test_the_first_guess_is_what_the_names_say(staff):
    upload(staff)
    shown = forms_of(staff.get(address("alumni_import_step", AlumniImport.objects.get())))
    (columns,) = [form for form in shown if "column_0" in str(form)]
    assert "column_5" not in str(columns)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04\x14\x00", "This is a workbook"),
        (b"", "This file is empty"),
        ('name,email\n"Ann,a@people.demo.test\n', "A quotation mark (&quot;) in line 2 is never closed"),
        ("name,email\n", "nobody under them"),
    ],
)
def test_a_file_that_is_none_gets_a_sentence_at_its_field(staff, content, words):
    answer = upload(staff, content)
    assert (answer.status_code, AlumniImport.objects.count()) == (422, 0)
    assert words in answer.content.decode()


def test_without_a_file_it_says_so(staff):
    assert staff.post(address("alumni_import")).status_code == 422


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"column_2": ""}, "Say which column holds the e-mail address."),
        ({"column_0": "", "column_1": ""}, "Say which column holds the name"),
        ({"column_1": "first"}, "Another column is taken for this already."),
        ({"column_1": "shoe"}, "One thing to put right"),
    ],
)
def test_columns_that_make_nobody_are_not_taken(staff, other, words):
    upload(staff)
    one = AlumniImport.objects.get()
    answer = name_columns(staff, one, **other)
    one.refresh_from_db()
    assert (answer.status_code, one.state, words in words_of(answer)) == (422, "uploaded", True)


def test_another_line_can_name_the_columns(staff):
    upload(staff)
    one = AlumniImport.objects.get()
    page = staff.get(address("alumni_import_step", one), {"header": "0"})
    assert "No line names the columns" in words_of(page)
    name_columns(staff, one, header="0")
    one.refresh_from_db()
    assert (one.shape["header_line"], one.total) == (0, 4)


@pytest.mark.parametrize("header", ["99", "x", "-1", "9" * 30, "²"])
def test_a_line_that_is_none_changes_nothing(staff, header):
    upload(staff)
    page = staff.get(address("alumni_import_step", AlumniImport.objects.get()), {"header": header})
    assert "We guessed from the names" in words_of(page)


def test_a_second_list_waits_for_the_first(staff):
    upload(staff)
    assert upload(staff).status_code == 422
    assert "A list is being brought in already" in words_of(staff.get(address("alumni_import")))
    one = AlumniImport.objects.get()
    staff.post(address("alumni_import_discard", one))
    assert "Nothing was changed, and the file is deleted." in step(staff, one)
    assert upload(staff).status_code == 302


def test_two_clicks_bring_a_list_in_once(staff):
    upload(staff)
    one = AlumniImport.objects.get()
    name_columns(staff, one)
    staging.stage_import(one.key)
    staff.post(address("alumni_import_apply", one))
    page = staff.post(address("alumni_import_apply", one), follow=True)
    assert "It had moved on in the meantime." in words_of(page)


def test_refused_rows_are_taken_away_as_a_table_without_formulas(staff):
    upload(staff, "Name,E-mail\nAnn,=1+1\n")
    one = AlumniImport.objects.get()
    staff.post(address("alumni_import_step", one), {"header": "1", "column_0": "name", "column_1": "email"})
    staging.stage_import(one.key)
    answer = staff.get(address("alumni_import_refused", one))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text == "Line,Why,What stands there\r\n2,This is no e-mail address,'=1+1\r\n"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_list_is_taken_away_without_formulas_and_that_is_on_record(world, staff):
    ann = make.AlumnusFactory(host=world.office, name="=Ann", email="ann@people.demo.test")
    AlumnusAddress.objects.create(alumnus=ann, host=world.office, email="ann@work.demo.test")
    make.AlumnusFactory(host=world.rival)
    answer = staff.get(address("alumni_csv"))
    assert b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[1:] == [
        "'=Ann,ann@people.demo.test; ann@work.demo.test,2019,,,,,"
    ]
    entry = Entry.objects.get(event="take_alumni")
    assert (entry.by, entry.about_id) == (world.user["staff"].pk, world.office.pk)


@pytest.mark.parametrize("query", ["year_from=2015", "words=Ann", "words=ann%40", "request=open"])
def test_what_is_taken_away_is_what_the_filters_leave(world, staff, query):
    make.HelpSettingsFactory(host=world.office)
    ann = make.AlumnusFactory(host=world.office, name="Ann", email="ann@people.demo.test", graduation_year=2019)
    make.ReferralFactory(alumnus=ann)
    make.AlumnusFactory(host=world.office, name="Zoe", email="zoe@people.demo.test", graduation_year=1999)
    link = f"{address('alumni_csv')}?{query}"
    assert link in staff.get(f"{reverse('alumni', args=[world.office.slug])}?{query}").content.decode()
    lines = b"".join(staff.get(link).streaming_content).decode("utf-8-sig").splitlines()[1:]
    assert [line.split(",")[0] for line in lines] == ["Ann"]


def test_only_who_acts_for_the_office_sees_its_lists(world):
    upload(client_of(world, "staff"))
    one = AlumniImport.objects.get()
    for who in PERSONAS:
        client = client_of(world, who)
        seen = {client.get(address(name, one)).status_code for name in ("alumni_import_step", "alumni_import_rows")}
        assert (who, seen) == (who, {200} if who in ("director", "staff") else {404})


def test_a_list_of_another_office_is_not_found_under_ones_own(world):
    upload(client_of(world, "staff"))
    one = AlumniImport.objects.get()
    other = client_of(world, "other")
    assert other.get(reverse("alumni_import_step", args=["rival-career", one.key])).status_code == 404
    assert other.post(reverse("alumni_import_discard", args=["rival-career", one.key])).status_code == 404


def test_a_list_too_large_for_memory_is_read_from_the_disk(staff):
    rows = "".join(f"Given{n},Person{n},alum{n}@people.demo.test\n" for n in range(30_000))
    assert upload(staff, "First,Last,E-mail\n" + rows).status_code == 302
    one = AlumniImport.objects.get()
    assert (one.total, one.size > 1024 * 1024) == (30_000, True)
    assert "30,000 rows" in step(staff, one)


def test_a_list_of_more_than_fifty_megabytes_is_refused(staff, monkeypatch):
    monkeypatch.setattr(imports, "MOST_BYTES", 10)
    answer = upload(staff)
    assert (answer.status_code, "Choose one of at most 50 MB." in words_of(answer)) == (422, True)
