"""Who looked at whose contact details and certificates, as the pages write it down."""

from careerlink.audit import trail
from careerlink.web import clock
from partners.models import Member, Partnership
from partners.queries.partnerships import contact_of


def let_people_look(stage) -> None:
    """A moderator has looked for a writer; later those who work together have looked how to reach each other."""
    rows = list(Partnership.objects.select_related("host", "writer__user").order_by("-id"))
    maren = stage.writers["Maren Okafor"]
    with clock.set_to(stage.ago(len(rows) + 2)):
        _look(maren, stage.admin, maren.user, "moderation")
    for days, partnership in zip(range(len(rows) + 1, 1, -1), rows, strict=True):
        member = Member.objects.filter(host=partnership.host, ended_at=None).select_related("user").earliest("id")
        contact = contact_of(partnership)
        with clock.set_to(stage.ago(days)):
            _look(partnership, member.user, partnership.writer.user, "partnership", partnership.host.key)
            if contact:
                _look(partnership, partnership.writer.user, contact, "partnership", partnership.host.key)


def _look(thing, seer, person, right: str, scope: str = "") -> None:
    trail.disclose(thing, what="contact", right=right, seen_by=seer, person_id=person.pk, scope=scope)
