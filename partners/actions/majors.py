"""Which majors a college teaches: a guess to start with, then what its people say."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from partners.models import Host, TaughtMajor
from partners.queries.majors import typical_codes

MOST_MAJORS = 900
BATCH = 500


@transaction.atomic
def start_with_typical_majors(host: Host) -> int:
    """Enter what colleges like this one usually teach, marked as a guess. Returns how many were new."""
    return _add(host, typical_codes(host), TaughtMajor.Source.GUESS)


@transaction.atomic
def add_majors(host: Host, codes: Iterable[str], *, by: User, source: str = TaughtMajor.Source.PICKED) -> int:
    """Add majors that the college teaches. One that was a guess is confirmed. Returns how many were new.

    Raises ValidationError where a college would teach more than there can be.
    """
    codes = list(dict.fromkeys(codes))
    if len(codes) + host.taught_majors.exclude(major__in=codes).count() > MOST_MAJORS:
        raise ValidationError(_("A college can list at most %(most)s majors.") % {"most": MOST_MAJORS})
    host.taught_majors.filter(major__in=codes, source=TaughtMajor.Source.GUESS).update(source=source)
    added = _add(host, codes, source)
    trail.record(host, "add_majors", by=by, reason=source, fields=["taught_majors"], scope=host.key)
    return added


@transaction.atomic
def confirm_majors(host: Host, codes: Iterable[str], *, by: User) -> tuple[int, int]:
    """Keep exactly these of the majors that are listed; the rest are taken out and guesses become facts.

    Returns how many are kept and how many were taken out.
    """
    keep = set(codes)
    listed = list(host.taught_majors.values_list("pk", "major_id"))
    out = [pk for pk, code in listed if code not in keep]
    for start in range(0, len(out), BATCH):
        host.taught_majors.filter(pk__in=out[start : start + BATCH]).delete()
    host.taught_majors.filter(source=TaughtMajor.Source.GUESS).update(source=TaughtMajor.Source.PICKED)
    trail.record(host, "confirm_majors", by=by, fields=["taught_majors"], scope=host.key)
    return len(listed) - len(out), len(out)


def _add(host: Host, codes: list[str], source: str) -> int:
    before = set(host.taught_majors.values_list("major_id", flat=True))
    new = [TaughtMajor(host=host, major_id=code, source=source) for code in codes if code not in before]
    TaughtMajor.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
    return len(new)
