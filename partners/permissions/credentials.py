"""Who sees what is in a credential passport beside its front, and who may change it."""

from django.http import Http404

from careerlink.accounts.models import User
from partners.models import Credential, Evidence, Writer


def get_credential_to_edit(writer: Writer, key: str) -> Credential:
    """One of the credentials of a writer who opened her own profile, else 404."""
    credential = Credential.objects.filter(writer=writer, key=key).select_related("writer", "type__issuer").first()
    if credential is None:
        raise Http404
    return credential


def may_renew(credential: Credential) -> bool:
    """Whether it can be checked again."""
    return credential.may_move("renew")


def may_remove(credential: Credential) -> bool:
    """Whether it can be taken out of the passport: only what nobody confirmed; the record of a check stays."""
    return credential.state in (Credential.State.SUBMITTED, Credential.State.REJECTED) and not credential.held_until


def get_credential_to_renew(writer: Writer, key: str) -> Credential:
    """One of her credentials that can be checked again, else 404."""
    credential = get_credential_to_edit(writer, key)
    if not may_renew(credential):
        raise Http404
    return credential


def get_credential_to_remove(writer: Writer, key: str) -> Credential:
    """One of her credentials that nobody has confirmed, else 404."""
    credential = get_credential_to_edit(writer, key)
    if not may_remove(credential):
        raise Http404
    return credential


def get_evidence_to_open(user: User, key: str) -> Evidence:
    """A file that proves a credential, for the writer herself and for moderators, else 404."""
    evidence = Evidence.objects.filter(key=key).select_related("credential__writer").first()
    if evidence is None or not (user.is_staff or evidence.credential.writer.user_id == user.pk):
        raise Http404
    return evidence
