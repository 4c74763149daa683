"""Reads about partnerships."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from careerlink.accounts.models import LegalText, User
from careerlink.web import clock
from partners.models import Engagement, Host, Offer, Partnership, Writer
from partners.queries.leaders import adviser_of
from partners.queries.offers import deciders


def _together() -> Coalesce:
    """How many pieces of work the two have agreed on."""
    rows = Engagement.objects.filter(host=OuterRef("host"), writer=OuterRef("writer")).order_by()
    return Coalesce(Subquery(rows.values("host").annotate(n=Count("id")).values("n")), 0)


def partnerships_of(host: Host) -> QuerySet[Partnership]:
    """Writers who work with a host, each with the number of things agreed on as `together`."""
    found = Partnership.objects.filter(host=host).select_related("writer", "writer__place")
    return found.annotate(together=_together())


def partnerships_of_writer(writer: Writer, most: int = 10) -> list[Partnership]:
    """Hosts with which a writer works, the newest first; `newest_pledge` is the version in force of what she
    promised them.
    """
    in_force = LegalText.objects.filter(slug=LegalText.Slug.PLEDGE, in_force_from__lte=clock.now())
    newest = Subquery(in_force.order_by("-version").values("version")[:1])
    found = Partnership.objects.filter(writer=writer).select_related("host__institution", "pledge")
    found = found.annotate(newest_pledge=newest)
    return list(found.order_by("-since", "-id")[:most])


def engagements_of(partnership: Partnership) -> list[Engagement]:
    """What the two agreed on, newest first; the newest hundred."""
    found = Engagement.objects.filter(host=partnership.host, writer=partnership.writer).select_related("rules")
    return list(found.order_by("-agreed_at", "-id")[:100])


def partnership_of(engagement: Engagement) -> Partnership | None:
    """The partnership within which a piece of work was agreed."""
    return Partnership.objects.filter(host=engagement.host_id, writer=engagement.writer_id).first()


def contact_of(partnership: Partnership) -> User | None:
    """Whom the writer writes to: the one who accepted last, while she is there, else somebody who decides. Of a
    student group only its adviser, whoever accepted: its students are shown to nobody.
    """
    if partnership.host.is_of_students:
        adviser = adviser_of(partnership.host)
        return adviser.user if adviser else None
    people = deciders(partnership.host)
    accepted = Offer.objects.filter(
        host=partnership.host, writer=partnership.writer, state=Offer.State.ACCEPTED, decided_by__in=people
    )
    last = accepted.order_by("-decided_at").values_list("decided_by", flat=True).first()
    return next((person for person in people if person.pk == last), people[0] if people else None)
