"""Introductions in the export and the erasure of a person."""

from django.db import transaction

from careerlink.accounts.models import User
from careerlink.web import clock
from partners.actions.introductions import withdraw_all_of_writer
from partners.models import Introduction, Writer
from partners.queries.introductions import MADE


def export_introductions(user: User) -> dict:
    """The employers that she proposed as a writer, in her words, and what became of it. Not how to reach the
    contacts: that is theirs.
    """
    rows = Introduction.objects.filter(writer__user=user).select_related("host__institution")
    return {
        "introductions": [
            {
                "to": str(one.host),
                "employer": one.organization,
                "they look for": one.looks_for,
                "majors": one.majors_words,
                "why": one.why,
                "state": str(one.get_state_display()),
                "what came of it": [str(result) for result in one.results.all()],
            }
            for one in rows.prefetch_related("results").order_by("id")
        ]
    }


@transaction.atomic
def erase_introductions(user: User) -> None:
    """Take back what waits, and blank her words; of what came to nothing the contact as well. Who was introduced
    knows each other: that stays with the office. May run twice.
    """
    writer = Writer.objects.filter(user=user).first()
    if writer is not None:
        withdraw_all_of_writer(writer, by=None)
        rows = Introduction.objects.filter(writer=writer)
        rows.update(looks_for="", majors_words="", why="")
        ended = rows.exclude(state__in=MADE).exclude(contact_email="")
        ended.update(contact_name="", contact_role="", contact_email="", blanked_at=clock.now())
    Introduction.objects.filter(host_agreed_by=user).update(host_agreed_by=None)
