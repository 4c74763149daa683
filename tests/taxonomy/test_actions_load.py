"""Loading the shipped data."""

from django.core.management import call_command

from careerlink.taxonomy.actions import files, load
from careerlink.taxonomy.models import (
    CredentialType,
    Institution,
    Issuer,
    JobTitle,
    LoadedData,
    Major,
    MajorOccupation,
    Word,
)
from careerlink.taxonomy.queries import search
from tests.factories import HostFactory


def _counts():
    return [model.objects.count() for model in (Institution, Major, JobTitle, MajorOccupation, CredentialType, Word)]


def test_loading_twice_changes_nothing(few_rows):
    assert load() is True
    before = _counts()
    assert load() is False
    assert load(is_forced=True) is True
    assert _counts() == before


def test_the_checksum_of_what_is_loaded_is_kept(few_rows):
    load()
    assert LoadedData.objects.get().checksum == files.checksum()


def test_the_command_says_what_it_did(few_rows, capsys):
    call_command("load_taxonomy")
    call_command("load_taxonomy")
    first, second = capsys.readouterr().out.splitlines()
    assert (first.split(" (")[0], second.split(" (")[0]) == ("Reference data loaded", "Reference data is up to date")


def test_a_row_that_changed_is_updated(few_rows):
    load()
    few_rows["institutions"][0]["name"] = "Renamed College"
    load(is_forced=True)
    assert Institution.objects.get(unitid=few_rows["institutions"][0]["unitid"]).name == "Renamed College"


def test_a_vanished_college_stays_for_its_host_and_is_no_longer_found(few_rows):
    load()
    college = Institution.objects.get(unitid=few_rows["institutions"].pop(0)["unitid"])
    host = HostFactory(institution=college)
    load(is_forced=True)
    host.refresh_from_db()
    assert host.institution == college
    assert str(college.pk) not in [match.code for match in search(college.name, "institution")]


def test_a_vanished_pair_and_title_go(few_rows):
    load()
    pair = few_rows["crosswalk"].pop()
    few_rows["titles"].pop()
    load(is_forced=True)
    assert not MajorOccupation.objects.filter(major=pair["cip_code"], occupation=pair["soc_code"]).exists()
    assert JobTitle.objects.count() == len(few_rows["titles"])


def test_parents_come_with_their_children(few_rows):
    load()
    english = Major.objects.get(code="23.0101")
    assert [english.level, english.parent.code, english.parent.parent.code] == [3, "23.01", "23"]


def test_issuers_have_home_pages_where_they_are_known(few_rows):
    load()
    ncda = Issuer.objects.get(name="National Career Development Association (NCDA)")
    assert (ncda.website, ncda.lookup_url) == ("https://www.ncda.org/", "")
    assert CredentialType.objects.get(acronym="CCC").issuer == ncda
