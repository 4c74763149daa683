"""Certificates and feedback in the export and the erasure of a person."""

from django.db import transaction

from careerlink.accounts.models import User
from events.actions.certificates import revoke_all
from events.models import Certificate, Feedback, Term

GONE = "–"  # where her name stood


def export_proofs(user: User) -> dict:
    """Certificates that she was issued, and what she said as a writer after events."""
    issued = Certificate.objects.filter(writer__user=user).order_by("pk")
    said = Feedback.objects.filter(place__writer__user=user, side=Feedback.Side.WRITER).order_by("pk")
    return {
        "certificates": [
            {
                "code": one.shown_code,
                "issued": one.issued_at,
                "revoked": one.revoked_at,
                "minutes": one.minutes,
                "what for": one.lines,
            }
            for one in issued
        ],
        "feedback": [{"answer": str(one.get_answer_display()), "comment": one.comment, "at": one.at} for one in said],
    }


@transaction.atomic
def erase_proofs(user: User) -> None:
    """Her certificates are revoked and no longer name her; her comments, and those of hosts about her, are blanked.
    That hours were worked stays. May run twice.
    """
    revoke_all(Certificate.objects.filter(writer__user=user, revoked_at=None).select_related("writer"), by=None)
    Certificate.objects.filter(writer__user=user).update(name=GONE, lines=[])
    Feedback.objects.filter(place__writer__user=user).update(comment="")
    Term.objects.filter(reader=user).update(reader=None)
