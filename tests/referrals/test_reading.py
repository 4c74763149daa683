"""Files as people have them: each one that is expected is read as it should be, and no other one breaks anything."""

import csv
import io
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from referrals.queries.reading import (
    Person,
    Reader,
    Refusal,
    first_lines,
    guess_columns,
    judge_shape,
    records_of,
    with_header,
)
from referrals.queries.reading.cells import emails_in, is_garbled, majors_in, year_in, zip_in
from referrals.queries.reading.columns import column_of

FILES = Path(__file__).resolve().parent.parent / "data" / "messy_csv"
THIRD_PARTY = sorted(path for path in (FILES / "third_party").iterdir() if path.suffix in (".csv", ".tsv"))
ZIPS = {"04101", "02115", "79901"}
with (FILES / "synthetic" / "EXPECTED.csv").open(encoding="utf-8", newline="") as _file:
    EXPECTED = {row["file"]: row for row in csv.DictReader(_file)}
REFUSED = {  # file → what the sentence says
    "unterminated_quote.csv": "line 2 is never closed",
    "really_an_xlsx.csv": "This is a workbook",
    "empty.csv": "This file is empty",
    "header_only.csv": "nobody under them",
}
READ = sorted(set(EXPECTED) - set(REFUSED))


def shape_of(content: bytes | str):
    return judge_shape(io.BytesIO(content.encode() if isinstance(content, str) else content))


def read(content: bytes | str, columns=None):
    """The shape of a file and what its rows are read as."""
    file = io.BytesIO(content.encode() if isinstance(content, str) else content)
    shape = judge_shape(file)
    records = list(records_of(file, shape))
    columns = columns or guess_columns(shape.columns, [record.cells for record in records[:10]])
    reader = Reader(columns, ZIPS, 2034)
    return shape, [reader.read(record) for record in records]


def synthetic(name: str) -> bytes:
    return (FILES / "synthetic" / name).read_bytes()


def people(content):
    return [found for found in read(content)[1] if isinstance(found, Person)]


# --- Each row of EXPECTED.csv ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_file_is_the_one_that_was_described(name):
    assert len(synthetic(name)) == int(EXPECTED[name]["bytes"])


@pytest.mark.parametrize("name", READ)
def test_a_file_is_read_as_it_is_expected(name):
    expected = EXPECTED[name]
    shape, found = read(synthetic(name))
    taken = [one for one in found if isinstance(one, Person)]
    addresses = {email for person in taken for email in person.emails[:1]}
    assert {
        "encoding": shape.encoding,
        "delimiter": shape.delimiter,
        "header_line": str(shape.header_line),
        "data_rows": str(shape.records),
        "usable_email_rows": str(len(taken)),
        "invalid_or_blank_email_rows": str(len(found) - len(taken)),
    } == {name: expected[name] for name in expected if name not in ("file", "bytes", "distinct_emails", "must")}
    assert len(addresses) <= int(expected["distinct_emails"])


@pytest.mark.parametrize(("name", "words"), REFUSED.items())
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(name, words):
    with pytest.raises(ValidationError, match=words):
        shape_of(synthetic(name))


def test_every_expected_file_is_read_or_refused():
    assert set(READ) | set(REFUSED) == set(EXPECTED)


def test_a_preamble_is_skipped_and_a_date_alone_is_nobody():
    found = read(synthetic("linkedin_connections.csv"))[1]
    assert [one.name if isinstance(one, Person) else one.reason for one in found] == [
        "Renée O’Connor", "no_email", "José Luis Muñoz y Peña", "no_email", "nobody", "明 李",
    ]  # fmt: skip


def test_windows_letters_and_lost_zeros_and_the_same_address_in_two_columns():
    found = people(synthetic("outlook_contacts_cp1252.csv"))
    assert [(one.name, one.emails, one.zip) for one in found] == [
        ("François Lefèvre", ["f.lefevre@example.com"], "04101"),
        ("Björk Þórsdóttir", ["bjork@example.com"], "02115"),
        ("Ana Ibáñez", ["ana@example.net"], "79901"),
    ]


def test_a_student_system_keeps_majors_and_dates_and_no_number():
    shape, found = read(synthetic("banner_export_bom_semicolon.csv"))
    assert guess_columns(shape.columns)[:2] == ["sensitive", "sensitive"]
    assert [(one.emails, one.year, one.majors) for one in found if isinstance(one, Person)] == [
        (["mkobrien@example.org"], 2011, ["Biology", "Pre-Med"]),
        (["jdelacruz@example.org"], 2005, ["Accounting"]),
        (["jdelacruz@example.org"], 2008, ["Taxation"]),
        (["tmcd@example.org", "terry@example.com"], 1999, ["Engr - Mech"]),
    ]
    assert found[3] == Refusal(5, "no_email", "LIESBETH VAN DER BERG")


def test_without_a_header_the_first_person_is_not_eaten():
    shape, found = read(synthetic("no_header.csv"))
    assert (shape.columns, [one.name for one in found]) == (("", "", "", ""), ["Ann Lee", "Bo Ek"])


def test_garbled_letters_are_warned_of_and_not_repaired():
    (person,) = people(synthetic("double_encoded_mojibake.csv"))
    assert (person.name, person.warned) == ("RenÃ©e ZoÃ«", ["garbled"])


# --- Files of others ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", THIRD_PARTY, ids=lambda path: path.name)
def test_no_file_of_others_breaks_the_reading(path):
    if path.name == "csvkit__empty.csv":
        with pytest.raises(ValidationError, match="This file is empty"):
            read(path.read_bytes())
    else:
        shape, found = read(path.read_bytes())
        assert len(found) == shape.records > 0


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter", "records"),
    [
        ("csvkit__test_utf16_big.csv", "utf-16", ",", 2),
        ("csvkit__test_utf16_little.csv", "utf-16", ",", 2),
        ("csvkit__test_latin1.csv", "cp1252", ",", 2),
        ("csvkit__mac_newlines.csv", "utf-8", ",", 2),
        ("csvkit__null_byte.csv", "utf-8", ",", 1),
        ("csvspectrum__newlines_crlf.csv", "utf-8", ",", 3),
        ("csvkit__test_skip_lines.csv", "utf-8", ",", 1),
        ("agate__test_csv_sniff.csv", "utf-8", "|", 3),
        ("dimportexport__books-unicode.tsv", "utf-8", "\t", 1),
        ("ipeds__hd2023_slice_cp1252.csv", "cp1252", ",", 37),
    ],
)
def test_letters_and_delimiters_of_others_are_known(name, encoding, delimiter, records):
    shape = shape_of((FILES / "third_party" / name).read_bytes())
    assert (shape.encoding, shape.delimiter, shape.records) == (encoding, delimiter, records)


# --- Odd files of our own ----------------------------------------------------------------------------------------

ANN = "name,email\nAnn,ann@example.com\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_the_same_list_in_any_letters(encoding):
    (person,) = people("name,email\nZoë,zoe@example.com\n".encode(encoding))
    assert (person.name, person.emails) == ("Zoë", ["zoe@example.com"])


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_same_list_with_any_newline_and_delimiter(newline, delimiter):
    text = newline.join(delimiter.join(cells) for cells in (["name", "email"], ["Ann", "ann@example.com"]))
    assert [one.name for one in people(text)] == ["Ann"]


def test_a_line_that_names_the_delimiter_is_no_row():
    shape, found = read("sep=;\nname;email\nAnn;ann@example.com\n")
    assert (shape.header_line, [one.name for one in found]) == (2, ["Ann"])


def test_a_newline_inside_quotes_is_no_new_row():
    _shape, found = read('name,email\n"Ann\nLee",ann@example.com\nBo,bo@example.com\n')
    assert [(one.line, one.name) for one in found] == [(2, "Ann Lee"), (4, "Bo")]


def test_a_quote_that_is_closed_too_late_is_refused_with_its_line():
    _shape, found = read('name,email\n"Ann,ann@example.com\nBob,"bob@example.com\nCy,cy@example.com\n')
    assert [(one.line, getattr(one, "reason", "")) for one in found] == [(2, "quote"), (4, "")]


def test_rows_that_are_too_long_are_refused_and_short_ones_filled_up():
    _shape, found = read(
        "name,email,year\nAnn,ann@example.com,2014,extra\nBo,bo@example.com\nCy,cy@example.com,2015,,\n"
    )
    assert [getattr(one, "reason", one.emails if isinstance(one, Person) else "") for one in found] == [
        "too_long", ["bo@example.com"], ["cy@example.com"],
    ]  # fmt: skip


def test_totals_are_no_people():
    _shape, found = read(ANN + "Total,1\nGrand Total: 12,\n")
    assert [getattr(one, "reason", "") for one in found] == ["", "total", "total"]


@pytest.mark.parametrize("content", [b"%PDF-1.7 words", b"\xd0\xcf\x11\xe0old", b"<html><table>", b"\x1f\x8bzip"])
def test_what_is_no_list_is_refused(content):
    with pytest.raises(ValidationError):
        shape_of(content)


def test_a_line_without_an_end_is_refused():
    with pytest.raises(ValidationError, match="Line 2 is far too long"):
        shape_of("name,email\n" + "x" * 300_000)


def test_another_line_can_be_the_header():
    file = io.BytesIO(b"Ann,ann@example.com\nBo,bo@example.com\n")
    shape = judge_shape(file)
    again = with_header(file, shape, 1)
    assert (again.columns, again.records) == (("Ann", "ann@example.com"), 1)
    assert with_header(file, again, 0) == shape
    assert with_header(file, shape, 99) == shape
    assert [record.line for record in first_lines(file, again)] == [1, 2]


def test_a_cell_that_our_own_export_made_safe_is_read_as_it_was():
    (person,) = people("name,email\n'=Ann,ann@example.com\n")
    assert person.name == "=Ann"


# --- Columns and cells -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "GPA", "Cumulative GPA", "primary_education:cumulative_gpa", "Gender", "Sex", "Ethnicity", "Race", "Birthday",
        "Date of Birth", "DOB", "disabled", "Disability Status", "veteran", "Student ID", "StudentID", "Student Number",
        "SPRIDEN_ID", "SPRIDEN_PIDM", "Banner ID", "EMPLID", "username", "SSN", "Religion", "Citizenship", "Visa Type",
        "First Gen", "Pell Eligible", "opt_cpt_eligible", "work_study_eligible", "athlete", "Marital Status", "Age",
        "ID",
    ],
)  # fmt: skip
def test_a_sensitive_column_is_known_by_its_name(name):
    assert column_of(name) == "sensitive"


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("First Name", "first"), ("FNAME", "first"), ("Preferred Name", "preferred"), ("Last Name", "last"),
        ("Full Name", "name"), ("E-mail Address", "email"), ("Personal Email", "email"), ("E-mail 2 - Value", "email"),
        ("email_address", "email"), ("Class of", "year"), ("Grad Date", "year"), ("primary_education:end_date", "year"),
        ("Major", "major"), ("primary_education:major_names", "major"), ("Zip Code", "zip"), ("Postal Code", "zip"),
        ("Home Postal Code", "zip"), ("Job looked for", "job"), ("Preferred language", "language"),
        ("Company", ""), ("Position", ""), ("Mobile Phone", ""), ("E-mail 1 - Type", ""), ("Email opt in", None),
        ("Shoe size", None), ("", None),
    ],
)  # fmt: skip
def test_a_column_is_known_by_its_name(name, column):
    assert column_of(name) == column


def test_of_two_columns_for_one_thing_the_first_is_taken():
    assert guess_columns(["Zip", "Postal Code", "Name", "First Name", "Last Name", "Email", "Email 2"]) == [
        "zip", "", "", "first", "last", "email", "email",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("14-MAY-2011", 2011), ("14-MAY-99", 1999), ("17-DEC-05", 2005), ("05/14/2011", 2011), ("5/14/11", 2011),
        ("2011", 2011), ("May 2011", 2011), ("Spring 2014", 2014), ("2011-05-14", 2011), ("20110514", 2011),
        ("201440", 2014), ("'14", 2014), ("40677", 2011), ("01-JAN-1900", None), ("", None), ("  ", None),
    ],
)  # fmt: skip
def test_a_year_is_found_in_any_date(cell, year):
    assert year_in(cell, 2034) == year


@pytest.mark.parametrize("cell", ["soon", "2011-2014", "1812", "2090", "11", "May"])
def test_what_is_no_year_is_said(cell):
    with pytest.raises(ValueError, match=cell):
        year_in(cell, 2034)


@pytest.mark.parametrize(
    ("cell", "good", "bad"),
    [
        ("Ann@Example.com", ["ann@example.com"], []),
        ("ann@example.com ::: lee@example.com", ["ann@example.com", "lee@example.com"], []),
        ("ann@example.com;lee@example.com", ["ann@example.com", "lee@example.com"], []),
        ("Ann Lee <ann@example.com>", ["ann@example.com"], []),
        ("mailto:ann@example.com", ["ann@example.com"], []),
        ("ann@example.com, lee@", ["ann@example.com"], ["lee@"]),
        ("n/a", [], ["n/a"]),
        ("ann@example.com ANN@example.com", ["ann@example.com"], []),
    ],
)
def test_addresses_are_found_in_a_cell(cell, good, bad):
    assert emails_in(cell) == (good, bad)


@pytest.mark.parametrize(
    ("cell", "code"), [("4101", "04101"), ("02115", "02115"), ("79901-0000", "79901"), ("2115.0", "02115"), ("", "")]
)
def test_a_zip_code_gets_its_zero_back(cell, code):
    assert zip_in(cell, ZIPS) == code


@pytest.mark.parametrize("cell", ["99999", "ME", "1", "041011"])
def test_what_is_no_zip_code_is_said(cell):
    with pytest.raises(ValueError, match=cell):
        zip_in(cell, ZIPS)


def test_majors_are_parted_and_undeclared_is_none():
    assert majors_in("Biology; Pre-Med|  Undeclared ::: Parks, Recreation and Leisure") == [
        "Biology", "Pre-Med", "Parks, Recreation and Leisure",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "is_so"), [("RenÃ©e", True), ("donâ€™t", True), ("Renée", False), ("São", False), ("ÂNGELA", False)]
)
def test_garbled_letters_are_seen(cell, is_so):
    assert is_garbled(cell) == is_so
