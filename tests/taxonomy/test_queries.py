"""Words to codes on the whole data. Loaded once for this module."""

import pytest

from careerlink.taxonomy.models import Industry, Institution, JobTitle, Kin, Major, Occupation, Place
from careerlink.taxonomy.queries import (
    VOCABULARIES,
    clear_match,
    kin_of,
    majors_of,
    occupations_of,
    resolve,
    resolve_catalogue,
    search,
    typical_majors,
)

pytestmark = pytest.mark.usefixtures("reference")


def codes(found):
    return [match.code for match in found]


def test_everything_shipped_is_there():
    assert Institution.objects.count() == 3988
    assert Major.objects.filter(level=3).count() == 2142
    assert Occupation.objects.filter(level=4).count() == 867
    assert Industry.objects.count() == 424
    assert Place.objects.count() == 41190
    assert JobTitle.objects.count() == 1016 + 6520 + 56560
    assert JobTitle.objects.filter(sources="direct").count() == 6520
    assert JobTitle.objects.filter(sources="onet").count() == 1016


@pytest.mark.parametrize(
    ("words", "vocabulary", "code"),
    [
        ("ucla", "institution", "110662"),
        ("UCLA ", "institution", "110662"),
        ("nyu", "institution", "193900"),
        ("mit", "institution", "166683"),
        ("ut austin", "institution", "228778"),
        ("penn state", "institution", "214777"),
        ("university of michigan", "institution", "170976"),
        ("harvrd", "institution", "166027"),
        ("St. Olaf", "institution", "174844"),
        ("english", "major", "23.0101"),
        ("comp sci", "major", "11.0701"),
        ("nursing", "major", "51.3801"),
        ("psych", "major", "42.0101"),
        ("phsychology", "major", "42.0101"),
        ("art history", "major", "50.0703"),
        ("software dev", "occupation", "15-1252"),
        ("RN", "occupation", "29-1141"),
        ("registered nurse", "occupation", "29-1141"),
        ("acountant", "occupation", "13-2011"),
        ("copywriter", "occupation", "27-3043"),
        ("editor", "occupation", "27-3041"),
        ("healthcare", "industry", "62"),
        ("publishing", "industry", "513"),
        ("restaurants", "industry", "7225"),
        ("10001", "place", "10001"),
        ("cprw", "credential", "CPRW"),
    ],
)
def test_the_first_match_is_what_people_mean(words, vocabulary, code):
    assert search(words, vocabulary)[0].code == code


def test_a_town_is_found_with_its_state():
    assert [(m.title, m.vocabulary) for m in search("boston ma", "place", 1)] == [("Boston, MA", "place")]


def test_the_beginning_of_a_zip_code_lists_places():
    assert codes(search("1000", "place", 3)) == ["10001", "10002", "10003"]


def test_what_is_typed_so_far_is_enough():
    assert search("univ of californ los ang", "institution")[0].code == "110662"
    assert "15-1252" in codes(search("softw", "occupation", 3))


def test_what_stands_in_brackets_helps_where_nothing_else_is_known():
    assert codes(search("XQZJ (Registered Nurse)", "occupation"))[0] == "29-1141"
    assert search("XQZJ", "occupation") == []


def test_kin_are_known_for_every_detailed_occupation_and_major():
    assert Kin.objects.count() == 2142 + 867
    near = kin_of(["23.0101", "27-3041", "nothing"])
    assert near.keys() == {"23.0101", "27-3041"}
    assert {"27-3041", "27-3043", "27-3042", "09.1001"} < near["23.0101"].keys()


def test_a_job_title_of_several_occupations_shows_the_choice():
    found = search("project manager", "occupation")
    assert clear_match(found) is None
    assert len([match for match in found if match.is_exact]) == 4
    assert len(resolve("project manager").choices) == 4


def test_a_job_title_of_one_occupation_is_taken():
    assert clear_match(search("RN", "occupation")).title == "Registered Nurses"
    assert resolve("RN").choices == []


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
@pytest.mark.parametrize("words", ["", " ", "\0", "x" * 10_000, "💥" * 3000, "%_'\"<b>", "a " * 5000, "עברית", "--"])
def test_no_words_break_the_search(vocabulary, words):
    assert len(search(words, vocabulary, 8)) <= 8


def test_a_phrase_stands_for_codes():
    english = resolve("English majors")
    assert (codes(english.majors), english.occupations, english.choices) == (["23.0101"], [], [])
    nurses = resolve("nurses")
    assert codes(nurses.occupations) == ["29-1141"]


def test_english_reaches_editors_and_writers_but_not_college_teachers():
    reached = occupations_of(["23.0101"])["23.0101"]
    assert reached == ["25-2031", "43-9081", "27-3041", "27-3042", "27-3043"]


def test_majors_are_found_for_an_occupation():
    assert "23.1302" in majors_of(["27-3041"])["27-3041"]
    assert majors_of([]) == {}


@pytest.mark.parametrize(
    ("unitid", "most", "first_series"),
    [(110662, 80, "11"), (174844, 36, "11"), (190594, 80, "11")],
)
def test_a_college_is_guessed_to_teach_the_usual(unitid, most, first_series):
    found = typical_majors(Institution.objects.get(unitid=unitid))
    assert len(found) == len(set(found)) == most
    assert found[0][:2] == first_series
    assert Major.objects.filter(level=3, code__in=found).count() == most


def test_every_college_gets_a_guess():
    sizes = {len(typical_majors(college)) for college in Institution.objects.all()}
    assert min(sizes - {2}) >= 15
    assert max(sizes) == 80


def test_a_messy_catalogue_is_read():
    text = """College of Arts and Sciences
    • English, B.A.
    Biology (BS)
    1. Computer Science - B.S.
    Bachelor of Science in Nursing
    PSYC - Psychology BA/BS
    14.1901 Mech Engg
    Elementary Education (B.S.Ed.)
    Master of Business Administration (M.B.A.)
    Underwater Basketweaving
    Computer Science - B.S.
    TOTAL 42
    """
    found = [(line, match.code if match else None) for line, match, _ in resolve_catalogue(text)]
    assert found == [
        ("• English, B.A.", "23.0101"),
        ("Biology (BS)", "26.0101"),
        ("1. Computer Science - B.S.", "11.0701"),
        ("Bachelor of Science in Nursing", "51.3801"),
        ("PSYC - Psychology BA/BS", "42.0101"),
        ("14.1901 Mech Engg", "14.1901"),
        ("Elementary Education (B.S.Ed.)", "13.1202"),
        ("Master of Business Administration (M.B.A.)", "52.0201"),
        ("Underwater Basketweaving", None),
        ("Computer Science - B.S.", "11.0701"),
    ]


def test_a_line_that_may_mean_several_majors_brings_them():
    (_, match, alternatives), *_ = resolve_catalogue("History of technology and music")
    assert match is None
    assert 1 <= len(alternatives) <= 5
