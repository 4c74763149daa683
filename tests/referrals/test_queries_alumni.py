"""Whom an office finds in its records."""

import pytest

from careerlink.taxonomy.queries import Match
from referrals.queries.alumni import AlumniFilters, find_alumni
from tests import factories as make


@pytest.fixture
def office(db):
    """An office with four people in its records, and a rival with one of the same name."""
    office = make.HostFactory()
    for name, year in [("Maren Okafor", 2019), ("Ben Okafor-Lund", 2021), ("Ötto  Lund", None), ("ines maren", 1999)]:
        make.AlumnusFactory(host=office, name=name, graduation_year=year)
    make.AlumnusFactory(host=make.HostFactory(), name="Maren Rival")
    return office


def names(host, cursor="", **filters):
    return [row["alumnus"].name for row in find_alumni(host, AlumniFilters(**filters), cursor)[0]]


def test_everybody_stands_by_name_whatever_its_capitals(office):
    assert names(office)[:3] == ["Ben Okafor-Lund", "ines maren", "Maren Okafor"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("maren", ["ines maren", "Maren Okafor"]),
        ("OKAFOR", ["Ben Okafor-Lund", "Maren Okafor"]),
        ("lund", ["Ötto  Lund"]),
        ("Maren  Ok", ["Maren Okafor"]),
        ("Okafor, Maren", ["Maren Okafor"]),
        ("kafor", []),
        ("100%", []),
    ],
)
def test_a_name_is_found_by_its_beginning_and_by_the_last_name(office, words, found):
    assert names(office, words=words) == found


def test_an_address_is_found_by_its_beginning_also_when_it_is_not_the_main_one(office):
    someone = make.AlumnusFactory(host=office, name="Ada Else", email="ada@people.demo.test")
    someone.addresses.create(host=office, email="old@college.demo.edu")
    assert names(office, words="OLD@coll") == ["Ada Else"]
    assert names(office, words="ada@") == ["Ada Else"]


def test_years_bound_the_list_and_order_it(office):
    assert names(office, year_from=2000) == ["Maren Okafor", "Ben Okafor-Lund"]
    assert names(office, year_to=2019) == ["ines maren", "Maren Okafor"]


def test_a_major_is_found_with_all_that_belongs_to_it(office):
    nurse = office.alumni_records.get(name="Maren Okafor")
    nurse.tags.create(vocabulary="major", code="51.3801")
    office.alumni_records.get(name="ines maren").tags.create(vocabulary="occupation", code="51.3801")
    nursing = (Match("major", "51.38", "Nursing"),)
    assert names(office, majors=nursing) == ["Maren Okafor"]


def test_who_has_an_open_request_is_told_from_who_has_none(office):
    asking = office.alumni_records.get(name="Maren Okafor")
    make.ReferralFactory(alumnus=asking)
    make.ReferralFactory(alumnus=office.alumni_records.get(name="ines maren"), closed=True)
    assert names(office, request="open") == ["Maren Okafor"]
    assert names(office, request="none", year_from=1990) == ["ines maren", "Ben Okafor-Lund"]


def test_who_was_erased_is_in_no_list(office):
    office.alumni_records.filter(name="Maren Okafor").update(erased_at=office.made_at)
    assert names(office, words="maren") == ["ines maren"]


@pytest.mark.parametrize("filters", [{}, {"year_from": 1990}])
def test_pages_show_everybody_once(office, filters):
    for number in range(60):
        make.AlumnusFactory(host=office, name=f"Same {number % 3}", graduation_year=2000 + number % 2)
    seen, cursor = [], ""
    while True:
        page, count = find_alumni(office, AlumniFilters(**filters), cursor)
        seen += [row["alumnus"].pk for row in page]
        if not page.older:
            break
        cursor = page.older
    assert len(seen) == len(set(seen)) == int(count) == (63 if filters else 64)
