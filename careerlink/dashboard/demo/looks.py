"""Who looked at whose contact details and certificates, as the pages write it down."""

from careerlink.audit import trail
from careerlink.web import clock
from partners.models import Member, Partnership


def let_people_look(stage) -> None:
    """Those who work together have looked how to reach each other; a moderator has looked for a writer."""
    for days, partnership in enumerate(Partnership.objects.select_related("host", "writer__user").order_by("id"), 2):
        member = Member.objects.filter(host=partnership.host, ended_at=None).select_related("user").earliest("id")
        with clock.set_to(stage.ago(days)):
            _look(partnership, member.user, partnership.writer.user, "partnership", partnership.host.key)
            _look(partnership, partnership.writer.user, member.user, "partnership", partnership.host.key)
    maren = stage.writers["Maren Okafor"]
    with clock.set_to(stage.ago(9)):
        _look(maren, stage.admin, maren.user, "moderation")


def _look(thing, seer, person, right: str, scope: str = "") -> None:
    trail.disclose(thing, what="contact", right=right, seen_by=seer, person_id=person.pk, scope=scope)
