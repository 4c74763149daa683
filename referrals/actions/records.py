"""What an office keeps of an alumnus is put right."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.taxonomy.models import Place
from careerlink.web import clock
from referrals.emails.consent import ask_for_consent
from referrals.models import Alumnus, AlumnusAddress, AlumnusTag, Referral
from referrals.queries.alumni import open_referral_of


def note_handed_out(alumnus: Alumnus, *, by: User) -> None:
    """Somebody of the office looks at all that is held, to hand it out: that is on record."""
    trail.record(alumnus, "hand_out", by=by, scope=alumnus.host.key)


@transaction.atomic
def change_alumnus(
    alumnus: Alumnus,
    *,
    by: User,
    name: str,
    email: str,
    others: Collection[str],
    year: int | None,
    majors_words: str,
    occupation_words: str,
    codes: Collection[tuple[str, str]],
    stage: str,
    place: Place | None,
    language: str,
    no_mail: bool,
) -> Referral | None:
    """Put a record right. `email` is the main address, `others` are further ones; `codes` are pairs of vocabulary and
    code. Where a request waits for consent and letters go elsewhere now, its link is mailed there, and the request is
    returned. Raises ValidationError at the address that is another person's, and when everything was erased meanwhile.
    """
    alumnus = Alumnus.objects.select_for_update(of=("self",)).select_related("host").get(pk=alumnus.pk)
    if alumnus.is_erased:
        raise ValidationError(_("Everything about this person has been erased in the meantime."))
    facts = {
        "name": name,
        "graduation_year": year,
        "majors_words": majors_words,
        "occupation_words": occupation_words,
        "stage": stage,
        "place": place,
        "language": language,
    }
    changed = [field for field, value in facts.items() if getattr(alumnus, field) != value]
    for field in changed:
        setattr(alumnus, field, facts[field])
    if no_mail != (alumnus.opted_out_at is not None):
        alumnus.opted_out_at = clock.now() if no_mail else None
        changed.append("opted_out_at")
    alumnus.changed_at = clock.now()
    alumnus.save(update_fields=[*changed, "changed_at"])
    before = alumnus.addresses.filter(is_main=True).values_list("email", flat=True).first()
    if _keep_addresses(alumnus, email, others):
        changed.append("addresses")
    if keep_codes(alumnus, codes):
        changed.append("tags")
    if changed:
        trail.record(alumnus, "change", by=by, fields=changed, scope=alumnus.host.key)
    return _mail_link_again(alumnus) if email != before else None


def _mail_link_again(alumnus: Alumnus) -> Referral | None:
    """Mail the link to the address that is the main one now."""
    waiting = open_referral_of(alumnus)
    if waiting is None or waiting.state != Referral.State.AWAITING_CONSENT:
        return None
    ask_for_consent(waiting, once=f"{clock.now():%Y%m%d%H%M%S}")
    return waiting


def _keep_addresses(alumnus: Alumnus, main: str, others: Collection[str]) -> bool:
    """Let these be all addresses of hers; returns whether something changed."""
    wanted = list(dict.fromkeys([main, *others]))
    rows = AlumnusAddress.objects.filter(host=alumnus.host_id, email__in=wanted).exclude(alumnus=alumnus)
    for taken in rows.select_related("alumnus"):
        raise _belongs(taken, main)
    before = {address.email: address.is_main for address in alumnus.addresses.all()}
    if before == {email: email == main for email in wanted}:
        return False
    alumnus.addresses.exclude(email__in=wanted).delete()
    alumnus.addresses.update(is_main=False)
    new = [email for email in wanted if email not in before]
    try:
        with transaction.atomic():
            AlumnusAddress.objects.bulk_create(
                AlumnusAddress(alumnus=alumnus, host_id=alumnus.host_id, email=email) for email in new
            )
    except IntegrityError as error:  # somebody was quicker
        raise ValidationError({"others": _("Somebody in your records has one of these addresses already.")}) from error
    alumnus.addresses.filter(email=main).update(is_main=True)
    return True


def _belongs(taken: AlumnusAddress, main: str) -> ValidationError:
    words = _("In your records %(email)s belongs to %(name)s.") % {"email": taken.email, "name": taken.alumnus.name}
    return ValidationError({"email" if taken.email == main else "others": words})


def keep_codes(alumnus: Alumnus, codes: Collection[tuple[str, str]]) -> bool:
    """Let these pairs of vocabulary and code be all of hers; returns whether something changed."""
    before = {(tag.vocabulary, tag.code): tag.pk for tag in alumnus.tags.all()}
    gone = [pk for pair, pk in before.items() if pair not in codes]
    new = [AlumnusTag(alumnus=alumnus, vocabulary=one, code=code) for one, code in codes if (one, code) not in before]
    AlumnusTag.objects.filter(pk__in=gone).delete()
    AlumnusTag.objects.bulk_create(new)
    return bool(gone or new)
