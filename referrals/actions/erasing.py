"""Taking an alumnus out of everything: at her request at once, by time, and again after a restore."""

from collections.abc import Iterable
from contextlib import suppress

from django.db import transaction
from django.db.models import Q

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import NoSuchMove, Stale
from careerlink.audit.models import Note
from careerlink.audit.trail import label_of
from careerlink.outbox import erasing as mails
from careerlink.outbox.models import Mailbox, OutgoingMail
from careerlink.web import clock, ledger
from careerlink.web.models import SignedLink
from partners.actions.host_exports import expire_exports_of
from referrals.actions import consent, imports
from referrals.actions.asked import forget_asked
from referrals.models import (
    AlumniImport,
    Alumnus,
    AlumnusAddress,
    BulkInvitee,
    Candidate,
    Consent,
    ErasedAddress,
    HelpRequest,
    Leg,
    OutcomeAnswer,
    Referral,
)
from referrals.queries.erased import back_from_backup, ledger_digest, names_of

LABELS = [label_of(table) for table in (Alumnus, Referral, Leg, Consent, Candidate, OutcomeAnswer)]

# Lists that wait or are read: nothing of them is in the records yet.
BEFORE_THE_RECORDS = (AlumniImport.State.UPLOADED, AlumniImport.State.STAGING, AlumniImport.State.READY)


@transaction.atomic
def erase_alumnus(alumnus: Alumnus, *, by: User | None, is_again: bool = False) -> None:
    """Erase somebody because she asked for it: what runs ends, what names her is blanked everywhere, and no list brings
    her back. `is_again`: after a restore. What was counted stays. May run twice.

    Raises OSError when the ledger cannot be written.
    """
    alumnus = Alumnus.objects.select_for_update().get(pk=alumnus.pk)
    if alumnus.erased_at:
        return
    addresses = list(alumnus.addresses.values_list("email", flat=True))
    for referral in alumnus.referrals.filter(state__in=Referral.OPEN):
        _stop(referral, by=by)
    now = clock.now()
    rows = [ErasedAddress(host_id=alumnus.host_id, person=names_of(email)[0], at=now) for email in addresses]
    ErasedAddress.objects.bulk_create(rows, ignore_conflicts=True)
    digest = ledger_digest(alumnus)
    _take_out_of_lists(alumnus, by=by)
    _blank_referrals(alumnus.referrals.all())
    _blank(alumnus, addresses)
    trail.record(alumnus, "erased", by=by, scope=alumnus.host.key)
    expire_exports_of(alumnus.host)  # an archive that was made before has her in it
    if not is_again:  # last, when nothing but the commit can fail: rather one line too many than one too few
        ledger.write(ledger.ERASED, digest)
        ledger.keep(ledger.ERASED)


def erase_again(gone: set[str]) -> int:
    """After a restore: erase who is here though the ledger (digests) says that she was erased. Returns how many."""
    ids = back_from_backup(gone)
    for alumnus in Alumnus.objects.filter(pk__in=ids).select_related("host"):
        erase_alumnus(alumnus, by=None, is_again=True)
    return len(ids)


@transaction.atomic
def anonymize_referral(referral: Referral) -> None:
    """Time has come: what happened stays for statistics, whom it was about does not. Somebody without a younger
    referral goes with it. May run twice.
    """
    rows = Referral.objects.filter(pk=referral.pk, anonymized_at=None).exclude(state__in=Referral.OPEN)
    if not rows.exists():
        return
    alumnus = Alumnus.objects.select_for_update().get(pk=referral.alumnus_id)
    _blank_referrals(rows)
    others = alumnus.referrals.exclude(pk=referral.pk).filter(anonymized_at=None).exists()
    if not alumnus.erased_at and not others:
        _blank(alumnus, list(alumnus.addresses.values_list("email", flat=True)))
    elif others:
        nobody = Alumnus.objects.create(
            host_id=alumnus.host_id,
            name="",
            graduation_year=alumnus.graduation_year,
            erased_at=clock.now(),
            idle_since=None,
            source=alumnus.source,
        )
        Referral.objects.filter(pk=referral.pk).update(alumnus=nobody)
        BulkInvitee.objects.filter(referral=referral).update(alumnus=nobody)
    trail.record(referral, "anonymized", scope=referral.host.key)


def _stop(referral: Referral, *, by: User | None) -> None:
    """End what runs: with her consent taken back where there is one."""
    event = "discard" if referral.state == Referral.State.DRAFT else "revoke"
    with suppress(Stale, NoSuchMove):
        if event == "discard":
            consent.discard(referral, by=by)
        else:
            consent.revoke_consent(referral, by=by)


def _take_out_of_lists(alumnus: Alumnus, *, by: User | None) -> None:
    """Lists that were brought in forget her; a file that waits may name her, so it has to be chosen anew."""
    imports.forget_in_imports(alumnus)
    waiting = AlumniImport.objects.filter(host=alumnus.host_id, state__in=BEFORE_THE_RECORDS)
    # Held, so that a worker who is just done with a file does not stop all else.
    for one in waiting.select_for_update(of=("self",)).select_related("host"):
        if one.may_move("discard"):
            imports.discard(one, by=by)
        else:
            one.move("fail", by=by, due_at=None, claim="", alive_until=None)


def _blank_referrals(rows) -> None:
    """Blank what these referrals say, and every mail, link and note about them."""
    ids, keys = list(rows.values_list("pk", flat=True)), list(rows.values_list("key", flat=True))
    legs = list(Leg.objects.filter(referral__in=ids).values_list("pk", "key"))
    now = clock.now()
    Consent.objects.filter(referral__in=ids).update(signature="", shares=[])
    Candidate.objects.filter(referral__in=ids).exclude(pin_reason="").update(pin_reason="")
    about = Q(about_label=label_of(Referral), about_id__in=ids)
    about |= Q(about_label=label_of(Leg), about_id__in=[pk for pk, _key in legs])
    # What tells a writer that it is over, and to delete what was shown, names nobody and leaves all the same.
    mails.wipe(OutgoingMail.objects.filter(about).exclude(kind="leg_over"))
    SignedLink.objects.filter(about__in=[*keys, *(key for _pk, key in legs)]).delete()
    _blank_notes(label_of(Referral), ids)
    _blank_notes(label_of(Leg), [pk for pk, _key in legs])
    Referral.objects.filter(pk__in=ids).update(words="", anonymized_at=now)


def _blank(alumnus: Alumnus, addresses: Iterable[str]) -> None:
    """Blank the record itself, its addresses, codes and mailboxes. The year stays: it is counted."""
    AlumnusAddress.objects.filter(alumnus=alumnus).delete()
    alumnus.tags.all().delete()
    forget_asked(HelpRequest.objects.filter(host=alumnus.host_id, email__in=addresses))
    forget_asked(HelpRequest.objects.filter(referral__alumnus=alumnus))
    mails.wipe(OutgoingMail.objects.filter(about_label=label_of(Alumnus), about_id=alumnus.pk))
    elsewhere = set(AlumnusAddress.objects.filter(email__in=addresses).values_list("email", flat=True))
    hers = [address for address in addresses if address not in elsewhere]
    boxes = Mailbox.objects.filter(address__in=hers, user_id=None)
    mails.wipe(OutgoingMail.objects.filter(mailbox__in=boxes))
    mails.forget_boxes(boxes, alumnus.key)
    _blank_notes(label_of(Alumnus), [alumnus.pk])
    now = clock.now()
    blank = {"name": "", "majors_words": "", "occupation_words": "", "stage": "", "language": "", "place": None}
    fields = {**blank, "erased_at": now, "idle_since": None, "leaves_on": None, "changed_at": now}
    Alumnus.objects.filter(pk=alumnus.pk).update(**fields)


def _blank_notes(label: str, ids: list[int]) -> None:
    notes = Note.objects.filter(entry__label=label, entry__about_id__in=ids, erased_at=None)
    notes.update(text="", erased_at=clock.now())
