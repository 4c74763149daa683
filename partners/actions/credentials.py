"""The credential passport: what a writer puts in, and how long it holds."""

from datetime import date, timedelta
from functools import partial
from pathlib import PurePath

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from careerlink.accounts.models import User
from careerlink.audit import trail
from careerlink.audit.machines import Stale
from careerlink.taxonomy.models import CredentialType
from careerlink.web import clock
from careerlink.web.files import Judged
from partners.actions.reviews import stamp_submission
from partners.emails import credentials as emails
from partners.models import Credential, Evidence, Writer

REMIND_DAYS = (60, 30, 7)  # before a credential runs out
BATCH = 200


@transaction.atomic
def add_credential(
    writer: Writer,
    *,
    by: User,
    type: CredentialType | None,  # noqa: A002 the name of the field
    name: str = "",
    issuer: str = "",
    number: str = "",
    expires_on: date | None = None,
    evidence: Judged | None = None,
) -> Credential:
    """Put a credential into her passport, from the list (`type`) or another by `name` and `issuer`; a
    moderator checks it within two working days. A second click adds nothing: the very same one that waits
    already is returned.
    """
    if type is not None:
        name, issuer = type.name, type.issuer.name if type.issuer else issuer
    Writer.objects.select_for_update().get(pk=writer.pk)
    waiting = writer.credentials.filter(state=Credential.State.SUBMITTED, type=type, name=name, issuer=issuer)
    same = waiting.filter(number=number, expires_on=expires_on).first()
    if same is not None:
        if evidence is not None and not same.evidence.exists():
            add_evidence(same, by=by, evidence=evidence)
        return same
    credential = Credential.objects.create(
        writer=writer,
        type=type,
        name=name,
        issuer=issuer,
        number=number,
        lookup_url=type.issuer.lookup_url if type is not None and type.issuer else "",
        expires_on=expires_on,
    )
    stamp_submission(credential)
    trail.record(credential, "add", by=by, after=credential.state, person=writer.user_id)
    if evidence is not None:
        add_evidence(credential, by=by, evidence=evidence)
    return credential


@transaction.atomic
def add_evidence(credential: Credential, *, by: User, evidence: Judged) -> Evidence:
    """Put a file beside a credential that proves it; it is called after the credential, whatever its name was."""
    ending = PurePath(evidence.name).suffix
    name = f"{slugify(credential.name)[:60] or 'certificate'}-{credential.evidence.count() + 1}{ending}"
    row = Evidence(credential=credential, content_type=evidence.content_type, size=evidence.size, name=name)
    row.file.save(f"evidence/{evidence.name}", evidence, save=False)
    row.save()
    trail.record(credential, "evidence", by=by, person=credential.writer.user_id)
    return row


@transaction.atomic
def renew_credential(
    credential: Credential,
    *,
    by: User,
    number: str = "",
    expires_on: date | None = None,
    evidence: Judged | None = None,
) -> None:
    """Ask to have a credential checked again. What still holds goes on holding to its last day meanwhile."""
    until = credential.valid_until
    held = until if until is not None and until >= clock.today() else None
    credential.move(
        "renew", by=by, number=number, expires_on=expires_on, held_until=held, reminded=None, review_reason=""
    )
    stamp_submission(credential)
    if evidence is not None:
        add_evidence(credential, by=by, evidence=evidence)
    refresh_verification(credential.writer)


@transaction.atomic
def remove_credential(credential: Credential, *, by: User) -> None:
    """Take a credential that nobody has confirmed out of the passport, with its files.

    Raises Stale when a moderator confirmed it in the meantime.
    """
    fresh = Credential.objects.select_for_update().filter(pk=credential.pk).first()
    if fresh is None or fresh.state != credential.state:
        raise Stale("the credential has moved on")
    files = [(row.file.storage, row.file.name) for row in credential.evidence.all()]
    trail.record(credential, "remove", by=by, before=credential.state, person=credential.writer.user_id)
    writer = credential.writer
    credential.delete()
    refresh_verification(writer)
    for storage, name in files:
        transaction.on_commit(partial(storage.delete, name))


def refresh_verification(writer: Writer) -> None:
    """Write down until when one of her credentials holds. Everything that changes a credential calls
    this in its own transaction.
    """
    Writer.objects.select_for_update().get(pk=writer.pk)
    ends = [one.valid_until for one in Credential.objects.filter(writer=writer) if one.valid_until]
    writer.verified_until = max(ends, default=None)
    writer.save(update_fields=["verified_until"])


def run_credential_clocks() -> None:
    """What is due for credentials now? Asked in this order, so that the first run after a long silence
    tells a writer the truth of today and nothing that is over. Harmless when run twice.
    """
    today = clock.today()
    over = Credential.objects.filter(state__in=Credential.HELD, expires_on__lt=today)
    _each(over, lapse_credential)
    soon = Credential.objects.filter(state=Credential.State.CHECKED, expires_on__lte=today + timedelta(REMIND_DAYS[0]))
    _each(soon, expire_credential_soon)
    for days in sorted(REMIND_DAYS):
        due = Credential.objects.filter(
            state=Credential.State.EXPIRING, expires_on__range=(today, today + timedelta(days))
        )
        _each(due.filter(Q(reminded=None) | Q(reminded__gt=days)), remind_of_credential, days=days)


@transaction.atomic
def expire_credential_soon(credential: Credential) -> None:
    """It runs out within 60 days: from now on she is reminded."""
    credential.move("expire_soon")


@transaction.atomic
def lapse_credential(credential: Credential) -> None:
    """Its last day is past: she is told, and how to renew it."""
    credential.move("lapse")
    refresh_verification(credential.writer)
    emails.tell_writer_credential_lapsed(credential)


@transaction.atomic
def remind_of_credential(credential: Credential, *, days: int) -> None:
    """Remind her, once for each of 60, 30 and 7 days; of two that are due the nearer alone."""
    due = Credential.objects.filter(pk=credential.pk, state=Credential.State.EXPIRING)
    if due.filter(Q(reminded=None) | Q(reminded__gt=days)).update(reminded=days):
        emails.remind_writer_of_credential(credential, days)


def _each(due, action, **details) -> None:
    """Do one thing to each row that is due, in a transaction each; somebody else may have been quicker."""
    for credential in due.select_related("writer__user").order_by("expires_on")[:BATCH]:
        try:
            action(credential, **details)
        except Stale:
            continue
