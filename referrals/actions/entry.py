"""Somebody comes into the records of an office, and a request begins: on the telephone, or by her own hand."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.web import clock
from partners.models import Host
from referrals.actions.consent import open_referral
from referrals.models import Alumnus, AlumnusAddress, Referral
from referrals.queries.alumni import at_address, is_same_name, open_referral_of

OPEN = "open"  # the code of what stands in the way of a second request


@transaction.atomic
def enter_by_phone(
    host: Host, *, by: User, name: str, email: str, year: int, words: str, is_renamed: bool = False
) -> Referral:
    """Enter somebody who is on the line, known or new, and mail her the link behind which she says all else.

    The record at this address keeps its name unless she `is_renamed`. A second click returns the request of the first.
    Raises ValidationError: at "name" when the record bears another one, without a field when she has
    an open request (code OPEN) or does not want to be written to.
    """
    alumnus = find_or_make(host, by=by, email=email, name=name, year=year)
    if not is_same_name(alumnus.name, name) and not is_renamed:
        belongs = _("In your records this address belongs to %(name)s.")
        raise ValidationError({"name": ValidationError(belongs, params={"name": alumnus.name})})
    change_record(alumnus, by=by, name=name if is_renamed else "", graduation_year=year)
    found = open_referral_of(alumnus)
    if found is None:
        return open_referral(alumnus, by=by, words=words)
    if found.words != words:
        raise ValidationError(_("There is an open request of this person already."), code=OPEN)
    return found


def find_or_make(
    host: Host,
    *,
    by: User | None,
    email: str,
    name: str,
    year: int | None = None,
    source: str = Alumnus.Source.OFFICE,
) -> Alumnus:
    """The record of this office at an address, held until the end of the transaction; made when there is none. What
    is known stays as it is.
    """
    found = at_address(host, email)
    if found is None:
        try:
            with transaction.atomic():
                found = Alumnus.objects.create(host=host, name=name, graduation_year=year, source=source)
                AlumnusAddress.objects.create(alumnus=found, host=host, email=email.lower(), is_main=True)
                trail.record(found, "enter", by=by, scope=host.key)
        except IntegrityError:  # somebody was quicker
            found = at_address(host, email)
    return Alumnus.objects.select_for_update(of=("self",)).select_related("host__institution").get(pk=found.pk)


def change_record(alumnus: Alumnus, *, by: User | None, **facts) -> list[str]:
    """Note what was said of somebody; what is blank or the same changes nothing. Returns what changed."""
    changed = [name for name, value in facts.items() if value and getattr(alumnus, name) != value]
    if changed:
        for name in changed:
            setattr(alumnus, name, facts[name])
        alumnus.changed_at = clock.now()
        alumnus.save(update_fields=[*changed, "changed_at"])
        trail.record(alumnus, "change", by=by, fields=changed, scope=alumnus.host.key)
    return changed
