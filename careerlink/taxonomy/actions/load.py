"""Loading the shipped data, in one transaction and with few statements.

Rows that vanished from the data stay for those who refer to them. They are only no longer found,
because the word index holds what the data holds.
"""

from django.db import transaction

from careerlink.taxonomy.actions import files
from careerlink.taxonomy.actions.bulk import put
from careerlink.taxonomy.actions.index import index
from careerlink.taxonomy.models import (
    Competency,
    CredentialType,
    Industry,
    Institution,
    Issuer,
    JobTitle,
    Kin,
    LoadedData,
    Major,
    MajorOccupation,
    Occupation,
    Place,
)
from careerlink.web import clock

_SOC_LEVELS = {"major": 1, "minor": 2, "broad": 3, "detailed": 4}
_GONE = 1000


def load(*, is_forced: bool = False) -> bool:
    """Bring the tables to the state of the shipped files; False when they are there already."""
    checksum = files.checksum()
    if not is_forced and LoadedData.objects.filter(name="taxonomy", checksum=checksum).exists():
        return False
    with transaction.atomic():
        _institutions()
        _majors()
        _occupations()
        _industries()
        _places()
        _job_titles()
        _crosswalk()
        _kin()
        _credentials()
        index()
        LoadedData.objects.update_or_create(name="taxonomy", defaults={"checksum": checksum, "loaded_at": clock.now()})
    return True


def _number(text: str) -> int | None:
    return int(text) if text else None


def _lines(text: str) -> str:
    return "\n".join(part.strip() for part in text.split("|") if part.strip())


def _institutions() -> None:
    names = (
        *("unitid", "name", "aliases", "city", "state", "zip", "latitude", "longitude", "website", "email_domain"),
        *("domain_shared_by", "control", "level", "highest_offering", "carnegie", "size_band", "enrollment"),
        *("enrollment_undergraduate", "enrollment_graduate", "is_hbcu", "is_tribal", "system_name"),
    )
    rows = (
        (
            *(int(row["unitid"]), row["name"], _lines(row["aliases"]), row["city"], row["state"], row["zip"]),
            *(float(row["latitude"]), float(row["longitude"]), row["website"], row["email_domain"]),
            *(_number(row["domain_shared_by"]) or 1, row["control"], row["level"], row["highest_offering"]),
            *(row["carnegie_basic_2021"], row["size_band"], _number(row["enrollment_total"])),
            *(_number(row["enrollment_undergrad"]), _number(row["enrollment_graduate"])),
            *(row["hbcu"] == "1", row["tribal"] == "1", row["system_name"]),
        )
        for row in files.rows("institutions")
    )
    put(Institution, names, rows, key="unitid")


def _majors() -> None:
    rows = (
        (row["cip_code"], int(row["level"]) // 2, row["parent_code"] or None, row["title"], _lines(row["examples"]))
        for row in files.rows("majors")
    )
    put(Major, ("code", "level", "parent", "title", "examples"), sorted(rows, key=_by_level), key="code")


def _occupations() -> None:
    rows = (
        (
            *(row["soc_code"], _SOC_LEVELS[row["level"]], row["parent_code"] or None, row["title"]),
            *(_number(row["job_zone"]), row["description"]),
        )
        for row in files.rows("occupations")
    )
    names = ("code", "level", "parent", "title", "job_zone", "description")
    put(Occupation, names, sorted(rows, key=_by_level), key="code")


def _industries() -> None:
    rows = (
        (row["naics_code"], int(row["level"]) - 1, row["parent_code"] or None, row["title"])
        for row in files.rows("industries")
    )
    put(Industry, ("code", "level", "parent", "title"), sorted(rows, key=_by_level), key="code")


def _by_level(row: tuple) -> tuple:
    """Parents before children."""
    return row[1], row[0]


def _places() -> None:
    rows = (
        (
            *(row["zip"], row["city"], row["state"], row["state_name"], row["county"]),
            *(float(row["latitude"]), float(row["longitude"])),
        )
        for row in files.rows("places")
    )
    put(Place, ("zip", "city", "state", "state_name", "county", "latitude", "longitude"), rows, key="zip")


def _job_titles() -> None:
    """Each title's number is its line in the data; the index counts on it."""
    rows = (
        (
            *(number, row["title"], row["short_title"], row["code"][:7]),
            *(row["code"] if "." in row["code"] else "", row["sources"]),
        )
        for number, row in enumerate(files.rows("titles"), 1)
    )
    count = put(JobTitle, ("id", "title", "short_title", "occupation", "onet_code", "sources"), rows, key="id")
    JobTitle.objects.filter(id__gt=count).delete()


def _crosswalk() -> None:
    wanted = {(row["cip_code"], row["soc_code"]) for row in files.rows("crosswalk")}
    there = {
        (major, soc): pair
        for pair, major, soc in MajorOccupation.objects.values_list("id", "major_id", "occupation_id")
    }
    gone = [there[pair] for pair in there.keys() - wanted]
    for start in range(0, len(gone), _GONE):
        MajorOccupation.objects.filter(id__in=gone[start : start + _GONE]).delete()
    put(MajorOccupation, ("major", "occupation"), sorted(wanted - there.keys()))


def _kin() -> None:
    rows = [(row["code"], row["others"]) for row in files.rows("kin")]
    put(Kin, ("code", "others"), rows, key="code")


def _credentials() -> None:
    rows = files.rows("credentials")
    homes = {row["issuer"]: (row["website"], row["lookup_url"]) for row in files.rows("issuers")}
    names = sorted({row["issuer"] for row in rows if row["issuer"]} | homes.keys())
    put(Issuer, ("name", "website", "lookup_url"), ((name, *homes.get(name, ("", ""))) for name in names), key="name")
    issuers = dict(Issuer.objects.values_list("name", "id"))
    put(
        CredentialType,
        ("acronym", "name", "issuer", "category", "country", "is_confirmed"),
        (
            (
                *(row["acronym"], row["name"], issuers.get(row["issuer"]), row["category"], row["country"]),
                row["evidence"] == "confirmed",
            )
            for row in rows
        ),
        key="acronym",
    )
    competencies = ((int(row["order"]), row["name"]) for row in files.rows("competencies"))
    put(Competency, ("order", "name"), competencies, key="order")
