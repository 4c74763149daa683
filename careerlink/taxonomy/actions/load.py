"""Loading the shipped data, in one transaction and with few statements.

Rows that vanished from the data stay for those who refer to them. They are only no longer found,
because the word index holds what the data holds.
"""

from collections.abc import Iterable

from django.db import models, transaction

from careerlink.taxonomy.actions import files
from careerlink.taxonomy.actions.index import index
from careerlink.taxonomy.models import (
    Competency,
    CredentialType,
    Industry,
    Institution,
    Issuer,
    JobTitle,
    LoadedData,
    Major,
    MajorOccupation,
    Occupation,
    Place,
)
from careerlink.web import clock

BATCH = 2000
_SOC_LEVELS = {"major": 1, "minor": 2, "broad": 3, "detailed": 4}


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
        _credentials()
        index()
        LoadedData.objects.update_or_create(name="taxonomy", defaults={"checksum": checksum, "loaded_at": clock.now()})
    return True


def _put(model: type[models.Model], things: Iterable[models.Model], key: str | None = None) -> None:
    """Insert or update by the key, in batches."""
    key = key or model._meta.pk.name
    others = [field.name for field in model._meta.concrete_fields if field.name != key and not field.primary_key]
    model._default_manager.bulk_create(
        things, batch_size=BATCH, update_conflicts=True, unique_fields=[key], update_fields=others
    )


def _number(text: str) -> int | None:
    return int(text) if text else None


def _lines(text: str) -> str:
    return "\n".join(part.strip() for part in text.split("|") if part.strip())


def _institutions() -> None:
    _put(
        Institution,
        [
            Institution(
                unitid=int(row["unitid"]),
                name=row["name"],
                aliases=_lines(row["aliases"]),
                city=row["city"],
                state=row["state"],
                zip=row["zip"],
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
                website=row["website"],
                email_domain=row["email_domain"],
                domain_shared_by=_number(row["domain_shared_by"]) or 1,
                control=row["control"],
                level=row["level"],
                highest_offering=row["highest_offering"],
                carnegie=row["carnegie_basic_2021"],
                size_band=row["size_band"],
                enrollment=_number(row["enrollment_total"]),
                enrollment_undergraduate=_number(row["enrollment_undergrad"]),
                enrollment_graduate=_number(row["enrollment_graduate"]),
                is_hbcu=row["hbcu"] == "1",
                is_tribal=row["tribal"] == "1",
                system_name=row["system_name"],
            )
            for row in files.rows("institutions")
        ],
    )


def _majors() -> None:
    found = [
        Major(
            code=row["cip_code"],
            level=int(row["level"]) // 2,
            parent_id=row["parent_code"] or None,
            title=row["title"],
            examples=_lines(row["examples"]),
        )
        for row in files.rows("majors")
    ]
    _put(Major, sorted(found, key=lambda major: (major.level, major.code)))


def _occupations() -> None:
    found = [
        Occupation(
            code=row["soc_code"],
            level=_SOC_LEVELS[row["level"]],
            parent_id=row["parent_code"] or None,
            title=row["title"],
            job_zone=_number(row["job_zone"]),
            description=row["description"],
        )
        for row in files.rows("occupations")
    ]
    _put(Occupation, sorted(found, key=lambda occupation: (occupation.level, occupation.code)))


def _industries() -> None:
    found = [
        Industry(
            code=row["naics_code"],
            level=int(row["level"]) - 1,
            parent_id=row["parent_code"] or None,
            title=row["title"],
        )
        for row in files.rows("industries")
    ]
    _put(Industry, sorted(found, key=lambda industry: (industry.level, industry.code)))


def _places() -> None:
    _put(
        Place,
        [
            Place(
                zip=row["zip"],
                city=row["city"],
                state=row["state"],
                state_name=row["state_name"],
                county=row["county"],
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
            )
            for row in files.rows("places")
        ],
    )


def _job_titles() -> None:
    """Each title's number is its line in the data; the index counts on it."""
    found = [
        JobTitle(
            id=number,
            title=row["title"],
            short_title=row["short_title"],
            occupation_id=row["code"][:7],
            onet_code=row["code"] if "." in row["code"] else "",
            sources=row["sources"],
        )
        for number, row in enumerate(files.rows("titles"), 1)
    ]
    _put(JobTitle, found)
    JobTitle.objects.filter(id__gt=len(found)).delete()


def _crosswalk() -> None:
    wanted = {(row["cip_code"], row["soc_code"]) for row in files.rows("crosswalk")}
    there = {
        (major, soc): pair
        for pair, major, soc in MajorOccupation.objects.values_list("id", "major_id", "occupation_id")
    }
    gone = [there[pair] for pair in there.keys() - wanted]
    for start in range(0, len(gone), BATCH):
        MajorOccupation.objects.filter(id__in=gone[start : start + BATCH]).delete()
    MajorOccupation.objects.bulk_create(
        [MajorOccupation(major_id=major, occupation_id=soc) for major, soc in sorted(wanted - there.keys())],
        batch_size=BATCH,
    )


def _credentials() -> None:
    rows = files.rows("credentials")
    addresses = {row["issuer"]: row for row in files.rows("issuers")}
    names = sorted({row["issuer"] for row in rows if row["issuer"]} | addresses.keys())
    blank = {"website": "", "lookup_url": ""}
    _put(
        Issuer,
        [Issuer(name=name, **{key: addresses.get(name, blank)[key] for key in blank}) for name in names],
        key="name",
    )
    issuers = dict(Issuer.objects.values_list("name", "id"))
    _put(
        CredentialType,
        [
            CredentialType(
                acronym=row["acronym"],
                name=row["name"],
                issuer_id=issuers.get(row["issuer"]),
                category=row["category"],
                country=row["country"],
                is_confirmed=row["evidence"] == "confirmed",
            )
            for row in rows
        ],
        key="acronym",
    )
    _put(Competency, [Competency(order=int(row["order"]), name=row["name"]) for row in files.rows("competencies")])
