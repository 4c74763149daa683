"""Who asked to be erased, to keep her out."""

from collections.abc import Callable

from careerlink.audit.stamps import digests
from careerlink.web import ledger
from partners.models import Host
from referrals.models import Alumnus, ErasedAddress

PURPOSE = "referrals.erased"


def names_of(address: str) -> list[str]:
    """The digests under which an address may stand in the table; new rows bear the first."""
    return digests(PURPOSE, address.strip().lower())


def erased_here(host: Host) -> Callable[[str], bool]:
    """Whether an address belongs to somebody who asked this office to be erased; one query, now."""
    noted = set(ErasedAddress.objects.filter(host=host).values_list("person", flat=True))
    return lambda email: bool(noted) and not noted.isdisjoint(names_of(email))


def ledger_digest(alumnus: Alumnus) -> str:
    """How the ledger names an alumnus."""
    return ledger.digest(f"alumnus:{alumnus.key}")


def back_from_backup(gone: set[str]) -> list[int]:
    """The ids of alumni who are here though the ledger says that they were erased. One query."""
    keys = Alumnus.objects.filter(erased_at=None).order_by("pk").values_list("pk", "key")
    return [pk for pk, key in keys.iterator() if ledger.digest(f"alumnus:{key}") in gone]
